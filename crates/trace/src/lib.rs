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
mod stated;
mod wanted;

pub use self::{
    carried::{BAGGAGE, TRACESTATE},
    client::ClientTraceLayer,
    context::{ContextError, TRACEPARENT, TraceContext},
    current::current,
    layer::{TraceLayer, TraceLayerBuilder},
    observer::{RouteOf, TraceObserver, TraceScope},
    sampler::{ParentBased, Sampler},
};

/// The target of all spans, for filters.
pub const SPAN_TARGET: &str = "gate_trace::span";
/// Whoever wants nothing of this target needs no more of an unsampled span than its ids: where nobody wants
/// any, that is all it says. Nothing is ever said with this target, and who wants [`SPAN_TARGET`] wants it.
pub const UNSAMPLED_TARGET: &str = "gate_trace::span::unsampled";
/// The target of the `DEBUG` event that says when the first byte of a body passed. The span says it, too,
/// [when it ends](semconv::FIRST_BYTE).
pub const FIRST_BYTE_TARGET: &str = "gate_trace::span::first_byte";
/// The target of the one line that says how a call ended: `INFO`, or `WARN` if it is an error.
pub const LINE_TARGET: &str = "gate_trace::call";
