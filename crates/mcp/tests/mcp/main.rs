//! The layer between real clients and servers, over real sockets; a recording observer above it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod ends;
mod lifecycles;
mod listing;
mod propagate;
mod requests;
mod sessions;
mod support;
