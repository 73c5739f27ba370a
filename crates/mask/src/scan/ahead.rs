//! Spans that are known before scanning has reached them.

use std::collections::VecDeque;

use super::Open;

/// Spans in the order of their start.
///
/// None may be turned away: the hit that told of it is past, so nothing would find it again. What
/// bounds them is that no two have one start and that each begins in what one look can reach, a
/// view or a piece of base64 text.
#[derive(Default)]
pub(crate) struct Ahead {
    spans: VecDeque<Open>,
}

impl Ahead {
    /// Of two with one start the longer stays, as far as `bytes` show: masking again finds no rest.
    pub(crate) fn add(&mut self, found: Open, bytes: &[u8]) {
        // Most are found in their order.
        if self.spans.back().is_none_or(|last| last.start < found.start) {
            self.spans.push_back(found);
            return;
        }
        let place = self.spans.partition_point(|ahead| ahead.start < found.start);
        match self.spans.get_mut(place).filter(|ahead| ahead.start == found.start) {
            Some(ahead) if ahead.reach(bytes) < found.reach(bytes) => {
                let follow = found.follow.or_else(|| ahead.follow.take());
                *ahead = Open { follow, ..found };
            }
            None => self.spans.insert(place, found),
            // What may come after either is looked for.
            Some(ahead) => ahead.follow = ahead.follow.take().or(found.follow),
        }
    }

    pub(super) fn first(&self) -> Option<&Open> {
        self.spans.front()
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        self.spans.pop_front()
    }

    /// Forgets those that begin inside a span that ended at `end`.
    pub(super) fn drop_before(&mut self, end: usize) {
        while self.first().is_some_and(|ahead| ahead.start < end) {
            self.spans.pop_front();
        }
    }

    /// Tells that the window lost its first `by` bytes.
    pub(super) fn shift(&mut self, by: usize) {
        // One that starts in what is lost is covered by the open span.
        self.drop_before(by);
        for ahead in &mut self.spans {
            ahead.start -= by;
        }
    }
}
