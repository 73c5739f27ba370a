#![doc = include_str!("../README.md")]

mod audit;
mod console;
mod error;
pub mod export;
mod guard;
mod item;
mod length;
mod query;
pub mod report;
mod telemetry;
mod token;
mod windows;

pub use self::{
    console::Console,
    query::Question,
    telemetry::{
        TelemetryAnswer, TelemetryApi, TelemetryChange, TelemetryControl, TelemetryOrigin, TelemetryRefusal,
    },
    token::AdminToken,
};
