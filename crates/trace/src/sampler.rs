use crate::TraceContext;

/// Decides which traces are sampled, where this process is the first to see them.
///
/// The answer is in the `traceparent` that goes on, and on the spans as [`sampled`](crate::semconv::SAMPLED).
/// Spans are made either way: logs want their ids, and an exporter may keep those that failed. What they say
/// [depends](crate::UNSAMPLED_TARGET) on who wants to know. Every closure
/// of this form is one; behind the `Arc` that the layers share, its answer may change at any time.
///
/// ```
/// use gate_trace::{TraceContext, TraceLayer};
///
/// // Every other trace that begins here.
/// let half = |parent: Option<TraceContext>, trace_id: [u8; 16]| match parent {
///     Some(parent) => parent.ids().sampled,
///     None => trace_id[15] & 1 == 0,
/// };
/// let layer = TraceLayer::builder().sampler(std::sync::Arc::new(half)).build();
/// # drop(layer);
/// ```
pub trait Sampler: Send + Sync + 'static {
    /// Whether the trace is sampled. `parent` is the span elsewhere that it continues.
    fn sample(&self, parent: Option<TraceContext>, trace_id: [u8; 16]) -> bool;
}

impl<F: Fn(Option<TraceContext>, [u8; 16]) -> bool + Send + Sync + 'static> Sampler for F {
    fn sample(&self, parent: Option<TraceContext>, trace_id: [u8; 16]) -> bool {
        self(parent, trace_id)
    }
}

/// Does what the parent does; samples what has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParentBased;

impl Sampler for ParentBased {
    fn sample(&self, parent: Option<TraceContext>, _: [u8; 16]) -> bool {
        parent.is_none_or(|parent| parent.ids().sampled)
    }
}
