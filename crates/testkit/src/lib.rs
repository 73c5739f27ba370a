//! What the tests of this workspace share: real servers on real sockets, and real MCP clients.
//!
//! - [`Server`]: any tower service behind a socket, HTTP/1 and HTTP/2.
//! - [`demo_upstream`]: the demo MCP server behind one.
//! - [`Recorder`]: an upstream that keeps what it was sent to the byte and answers what it was told
//!   to, however wrong.
//! - [`Postgres`]: a PostgreSQL server of a test's own, from the programs that are installed.
//! - [`Prometheus`]: the same of Prometheus.
//! - `otlp` (feature `otlp`): an OTLP collector that keeps what it got, and misbehaves when told to.
//! - [`McpClient`]: rmcp's client in either lifecycle, keeping the progress it was told of.

mod client;
#[cfg(feature = "otlp")]
pub mod otlp;
mod postgres;
mod prometheus;
mod recorder;
mod reply;
mod server;

pub use client::{Lifecycle, McpClient, Pending, Progress};
pub use postgres::Postgres;
pub use prometheus::Prometheus;
pub use recorder::{Recorded, Recorder};
pub use reply::{Reply, Step};
pub use server::{Server, demo_upstream};
