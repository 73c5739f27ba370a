#![doc = include_str!("../README.md")]

#[cfg(feature = "export")]
pub mod export;
#[cfg(feature = "export")]
mod feedback;
#[cfg(feature = "export")]
mod interest;
mod logs;
mod names;
#[cfg(feature = "export")]
pub mod provider;
#[cfg(feature = "export")]
mod raw;
#[cfg(feature = "export")]
mod secret;
#[cfg(feature = "export")]
pub mod settings;
#[cfg(feature = "export")]
pub mod spans;

pub use self::logs::{FilteredLog, Format, LogError, LogHandle, LogLayer, Logs};
#[cfg(feature = "export")]
pub use self::{
    logs::{FilteredRecords, RecordFilter, RecordHandle, RecordLayer, Records},
    secret::Secret,
    settings::Settings,
};
