//! Where ids come from: the one place to change when spans get theirs from elsewhere.

use gate_call::TraceIds;
use rand::Rng as _;

use crate::TraceContext;

/// Ids for a new span: in its parent's trace, if there is one, or at the root of a new one.
pub(crate) fn below(parent: Option<TraceIds>) -> TraceIds {
    let span_id = non_zero();
    match parent {
        Some(parent) => TraceIds { span_id, ..parent },
        None => TraceIds { trace_id: non_zero(), span_id, sampled: true },
    }
}

/// The parent that a text names, if it names one.
pub(crate) fn named(traceparent: &[u8]) -> Option<TraceIds> {
    TraceContext::parse(traceparent).ok().map(TraceContext::ids)
}

/// All zeros means "no id".
fn non_zero<const N: usize>() -> [u8; N] {
    let mut random = rand::rng();
    let mut id = [0; N];
    loop {
        // Whole words of the generator's, where `random` would spend one on each byte.
        random.fill_bytes(&mut id);
        if id != [0; N] {
            return id;
        }
    }
}
