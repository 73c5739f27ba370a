#![doc = include_str!("../README.md")]

mod context;
mod http_span;
mod ids;
mod layer;
mod line;
mod mcp_span;
mod observer;
pub mod semconv;
mod verdict;

pub use self::{
    context::{ContextError, TRACEPARENT, TraceContext},
    layer::{TraceLayer, TraceLayerBuilder},
    observer::{RouteOf, TraceObserver, TraceScope},
};

/// The target of all spans, for filters. Its `DEBUG` events say when the first byte of a body passed.
pub const SPAN_TARGET: &str = "gate_trace::span";
/// The target of the one line that says how a call ended: `INFO`, or `WARN` if it is an error.
pub const LINE_TARGET: &str = "gate_trace::call";
