#![doc = include_str!("../README.md")]

mod clock;
mod error;
mod fields;
mod filter;
mod ids;
mod layer;
mod line;
mod logs;
mod names;
mod queue;
mod sink;

pub use self::{
    error::LogError,
    layer::LogLayer,
    logs::{FilteredLog, Format, LogHandle, Logs},
};
