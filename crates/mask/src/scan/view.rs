//! What of a window a verification may see, so that no decision depends on more.

use super::skip::{Progress, Skip};
use super::{LOOK_AHEAD, LOOK_BEHIND};

/// What a verification may see.
pub(crate) struct View<'w> {
    /// The window up to the farthest byte that may count.
    pub(crate) bytes: &'w [u8],
    /// Where the literal was found.
    pub(crate) hit: usize,
    /// Nothing before this may count.
    pub(crate) floor: usize,
    /// The floor is the start of the document.
    pub(super) from_start: bool,
    /// The floor is there only because looking back is bounded.
    pub(super) cut: bool,
    /// It is a part of another, which has so much more behind the hit.
    pub(super) left_out: Option<usize>,
}

impl<'w> View<'w> {
    /// Of a literal at `hit`. `mark_end` is where the last span ended, or 0.
    pub(super) fn new(window: &'w [u8], hit: usize, mark_end: usize) -> Self {
        let farthest = hit.saturating_sub(LOOK_BEHIND);
        Self {
            bytes: &window[..window.len().min(hit + LOOK_AHEAD)],
            hit,
            floor: farthest.max(mark_end),
            // A window that lost its beginning keeps all of `LOOK_BEHIND` before a hit.
            from_start: hit < LOOK_BEHIND && mark_end == 0,
            cut: farthest > mark_end || hit >= LOOK_BEHIND && farthest == mark_end,
            left_out: None,
        }
    }
}

impl View<'_> {
    /// The same of a literal shortly before.
    pub(super) fn before(&self, hit: usize) -> Self {
        let bytes = &self.bytes[..self.bytes.len().min(hit + LOOK_AHEAD)];
        Self { bytes, hit, ..*self }
    }

    /// Where a span that opens at `start` ends, or the view if it ends further on.
    pub(crate) fn end_of(&self, start: usize, skip: &Skip) -> usize {
        match skip.clone().advance(self.bytes, start, true) {
            Progress::Done(end) => end.max(start),
            Progress::More => self.bytes.len(),
        }
    }

    /// Whether the floor is where the document starts or a mark ends.
    pub(crate) fn floor_is_mark(&self) -> bool {
        !self.cut
    }

    /// Whether the document ends where the view does.
    pub(crate) fn ends(&self) -> bool {
        self.bytes.len() - self.hit + self.left_out.unwrap_or(0) < LOOK_AHEAD
    }

    /// The same view of a part of its text, in which the hit is at `hit`.
    pub(super) fn part<'p>(&self, bytes: &'p [u8], hit: usize) -> View<'p> {
        let seen = self.bytes.len() - self.hit;
        let left_out = Some(seen.saturating_sub(bytes.len() - hit));
        View { bytes, hit, floor: 0, left_out, ..*self }
    }

    /// Whether it is a part of another.
    pub(super) fn is_part(&self) -> bool {
        self.left_out.is_some()
    }

    /// Whether the document starts at `at`.
    pub(crate) fn starts_at(&self, at: usize) -> bool {
        self.from_start && at == self.floor
    }
}
