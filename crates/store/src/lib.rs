#![doc = include_str!("../README.md")]

#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod columns;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod conditions;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod location;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod number;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod sheet;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod spans;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod sums;
mod traced;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod trouble;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod usage;

#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub use location::{Location, OpenStore};
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
pub use traced::{Database, Traced};
