//! Log lines: one masked line for each event.

mod clock;
mod error;
mod fields;
mod filter;
mod ids;
mod layer;
mod line;
mod names;
mod queue;
mod set_up;
mod sink;

pub use self::{
    error::LogError,
    layer::LogLayer,
    set_up::{FilteredLog, Format, LogHandle, Logs},
};
