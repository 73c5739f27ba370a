//! Trace context in the messages themselves: the one change that is made to a body.
//!
//! [`PropagateLayer`] writes `traceparent`, `tracestate` and `baggage` into the `params._meta` of each
//! message that asks something, as SEP-414 wants it. It splices bytes at the offsets where
//! [`McpLayer`](crate::McpLayer) found the message; every other byte is as it came. What was not read – no
//! JSON, too large, streaming – passes untouched.

mod body;
mod layer;
mod service;
mod splice;

pub use self::{body::PropagateBody, layer::PropagateLayer, service::Propagate};
pub(crate) use splice::Heard;
