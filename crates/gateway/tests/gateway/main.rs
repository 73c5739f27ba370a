//! What must hold for the gateway, through real sockets, one file a theme.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bytes;
mod common;
mod every_metric;
mod failures;
mod held;
mod lifetime;
mod masking;
mod metrics;
#[cfg(feature = "postgres")]
mod postgres;
mod propagation;
mod readiness;
mod reading;
mod refusals;
mod statistics;
mod streams;
mod wire;
