//! Where ids come from: the one place to change when spans get theirs from elsewhere.

use std::cell::RefCell;

use gate_call::TraceIds;
use rand::{Rng as _, SeedableRng as _, rngs::SmallRng};

use crate::{Sampler, TraceContext};

thread_local! {
    /// Ids have to be unlike each other and no more: whoever has seen one may guess the next. That is a
    /// fraction of the price of numbers that keep a secret, and every request pays it.
    static RANDOM: RefCell<SmallRng> = RefCell::new(SmallRng::from_rng(&mut rand::rng()));
}

/// Ids for the first span that this process adds to a trace: to a parent's elsewhere, or a new one.
pub(crate) fn first(parent: Option<TraceContext>, sampler: &dyn Sampler) -> TraceIds {
    let trace_id = parent.map_or_else(non_zero, |parent| parent.ids().trace_id);
    TraceIds { trace_id, span_id: non_zero(), sampled: sampler.sample(parent, trace_id) }
}

/// Ids for a span below one of this process: what was decided for that holds.
pub(crate) fn below(parent: TraceIds) -> TraceIds {
    TraceIds { span_id: non_zero(), ..parent }
}

/// All zeros means "no id".
fn non_zero<const N: usize>() -> [u8; N] {
    RANDOM.with_borrow_mut(|random| {
        let mut id = [0; N];
        while id == [0; N] {
            // Whole words of the generator's, where `random` would spend one on each byte.
            random.fill_bytes(&mut id);
        }
        id
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParentBased;

    #[test]
    fn ids_differ_also_between_threads() {
        let mint = || first(None, &ParentBased);
        let (here, there) = (mint(), std::thread::spawn(mint).join().unwrap());
        assert_ne!(here.trace_id, there.trace_id);
        assert_ne!(here.trace_id, mint().trace_id);
        let child = below(here);
        assert_eq!((child.trace_id, child.sampled), (here.trace_id, here.sampled));
        assert_ne!(child.span_id, here.span_id);
    }

    #[test]
    fn the_sampler_sees_the_parent_and_the_id() {
        let parent: TraceContext = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00".parse().unwrap();
        assert!(!first(Some(parent), &ParentBased).sampled, "by default what the parent says");
        assert!(first(None, &ParentBased).sampled, "and else yes");
        let asked = move |with: Option<TraceContext>, id: [u8; 16]| {
            with == Some(parent) && id == parent.ids().trace_id
        };
        assert!(first(Some(parent), &asked).sampled);
        assert!(!first(None, &asked).sampled);
    }
}
