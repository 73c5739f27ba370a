#![doc = include_str!("../README.md")]

mod address;
mod carried;
pub mod client;
mod context;
mod current;
mod http_span;
mod ids;
mod layer;
mod line;
mod mcp_span;
mod observer;
mod place;
mod sampler;
pub mod semconv;
mod verdict;

pub use self::{
    carried::{BAGGAGE, TRACESTATE},
    client::ClientTraceLayer,
    context::{ContextError, TRACEPARENT, TraceContext},
    current::current,
    layer::{TraceLayer, TraceLayerBuilder},
    observer::{RouteOf, TraceObserver, TraceScope},
    sampler::{ParentBased, Sampler},
};

/// The target of all spans, for filters. Its `DEBUG` events say when the first byte of a body passed.
pub const SPAN_TARGET: &str = "gate_trace::span";
/// The target of the one line that says how a call ended: `INFO`, or `WARN` if it is an error.
pub const LINE_TARGET: &str = "gate_trace::call";
