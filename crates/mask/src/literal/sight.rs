//! What a pass sees of the places that it found: the second look at them, and the third.

use super::cursor::Place;
use super::second::{SecondLook, Seen};
use crate::base64;

/// Says what places are.
pub(super) trait Look {
    /// Whether a place is worth more than a glance.
    fn is_worth(&mut self, place: Place) -> bool;

    /// Whether there is more to a place than chance, and what.
    fn stands(&mut self, place: Place) -> (bool, Seen);
}

/// A text, from where on places in it count, and what they are looked up by.
// Its functions become a part of the pass, for which the processor has instructions that others have not.
pub(super) struct Sight<'t> {
    pub(super) second: &'t SecondLook,
    pub(super) text: &'t [u8],
    pub(super) from: usize,
}

impl Look for Sight<'_> {
    #[inline(always)]
    fn is_worth(&mut self, Place { at, is_run }: Place) -> bool {
        (self.from..self.text.len()).contains(&at) && (self.second.has(&self.text[at..]) | is_run)
    }

    #[inline(always)]
    fn stands(&mut self, Place { at, is_run }: Place) -> (bool, Seen) {
        let rest = &self.text[at..];
        let seen = self.second.seen(rest);
        // What a pattern's bytes say cannot be guessed, and runs are rare.
        ((seen != Seen::NOTHING) | (is_run && base64::may_start(rest)), seen)
    }
}
