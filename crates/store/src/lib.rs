#![doc = include_str!("../README.md")]

#[cfg(feature = "postgres")]
mod columns;
#[cfg(feature = "postgres")]
mod conditions;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "postgres")]
mod usage;

#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
