//! Which span of ours this thread is in.

use std::cell::Cell;

use gate_call::{Enter, TraceIds};

thread_local! {
    static CURRENT: Cell<Option<TraceIds>> = const { Cell::new(None) };
}

/// The ids of the innermost span of this crate's that this thread is in: those that a request which is
/// made here belongs below.
///
/// It is there in whatever a layer of this crate calls or polls, and in a [call](gate_call::Call::enter)'s
/// scope. A task that is spawned has none; the record, [`Exchange`](gate_call::Exchange) or
/// [`Call`](gate_call::Call), travels better.
///
/// ```
/// // Outside of every request.
/// assert_eq!(gate_trace::current(), None);
/// ```
#[must_use]
pub fn current() -> Option<TraceIds> {
    CURRENT.get()
}

/// Runs `f` inside the span with these ids.
pub(crate) fn within<R>(ids: Option<TraceIds>, f: impl FnOnce() -> R) -> R {
    if ids.is_none() {
        return f();
    }
    let _outer = Outer(CURRENT.replace(ids));
    f()
}

/// The scope of a call that has no span: nobody wants one, but whom it asks is told of it all the same.
pub(crate) struct Spanless(pub(crate) TraceIds);

impl Enter for Spanless {
    fn enter(&self, f: &mut dyn FnMut()) {
        within(Some(self.0), f);
    }
}

/// Puts back what was there, also when what ran has panicked.
struct Outer(Option<TraceIds>);

impl Drop for Outer {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_nest_and_a_panic_leaves_them() {
        let ids = |byte| Some(TraceIds { trace_id: [byte; 16], span_id: [byte; 8], sampled: true });
        within(ids(1), || {
            let panicked = std::panic::catch_unwind(|| within(ids(2), || panic!("as planned")));
            assert!(panicked.is_err());
            assert_eq!(current(), ids(1));
            within(None, || assert_eq!(current(), ids(1), "no span of its own"));
            assert_eq!(within(ids(3), current), ids(3));
        });
        assert_eq!(current(), None);
    }
}
