#![doc = include_str!("../README.md")]

mod error;
mod fields;
mod filter;
mod ids;
mod layer;
mod line;
mod logs;

pub use self::{
    error::LogError,
    layer::LogLayer,
    logs::{FilteredLog, Format, LogHandle, Logs},
};
