//! Where a word may begin, for the passes: a superset of what the rules for formats say.

use crate::class::WORD;

/// The farthest before a word that matters: the backslash of `\u0000`.
const FARTHEST: u32 = 6;

/// What bytes are, a bit each.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    pub(super) word: u64,
    pub(super) slash: u64,
    pub(super) percent: u64,
}

impl Kinds {
    /// Of bytes that nobody looked at: a word may begin after them.
    pub(super) const UNKNOWN: Self = Self { word: 0, slash: 0, percent: 0 };

    /// Where in a block of `width` bytes a word may begin, with what `self`, the block before it,
    /// says: after what is no part of a word, after an escape (`\n`, `\u0022`), after a
    /// percent-encoded byte.
    #[inline]
    pub(super) fn beginnings(self, block: Self, width: u32) -> u64 {
        let joined =
            |before: u64, now: u64| u128::from(before >> (width - FARTHEST)) | u128::from(now) << FARTHEST;
        let word = joined(self.word, block.word);
        let slash = joined(self.slash, block.slash);
        let percent = joined(self.percent, block.percent);
        (!word >> (FARTHEST - 1) | slash >> (FARTHEST - 2) | percent >> (FARTHEST - 3) | slash) as u64
    }
}

/// The same for one place of a text.
pub(super) fn may_begin(text: &[u8], at: usize) -> bool {
    let is = |back: usize, byte: u8| at.checked_sub(back).is_some_and(|before| text[before] == byte);
    let word = at.checked_sub(1).is_some_and(|before| WORD.has(text[before]));
    !word || is(2, b'\\') || is(3, b'%') || is(6, b'\\')
}
