#![doc = include_str!("../README.md")]

#[cfg(feature = "sqlite")]
mod columns;
#[cfg(feature = "sqlite")]
mod conditions;
#[cfg(feature = "sqlite")]
mod spans;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "sqlite")]
mod usage;

#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
