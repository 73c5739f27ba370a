#![doc = include_str!("../README.md")]

#[cfg(feature = "export")]
pub mod export;
mod logs;
#[cfg(feature = "export")]
pub mod provider;
#[cfg(feature = "export")]
pub mod settings;
#[cfg(feature = "export")]
pub mod spans;

pub use self::logs::{FilteredLog, Format, LogError, LogHandle, LogLayer, Logs};
#[cfg(feature = "export")]
pub use self::settings::Settings;
#[cfg(feature = "export")]
pub use gate_seal::Secret;
