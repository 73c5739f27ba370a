//! Where a word may begin, for the passes: a superset of what the rules for formats say.

use crate::class::WORD;

/// The farthest before a word that matters: the backslash of `\u0000`.
const FARTHEST: u32 = 6;

/// Whether a word goes on after a byte, if no escape ends with it. The `m` of `\x1b[32m` ends one, and
/// looking for all of that would cost more than to look again after every `m`.
pub(super) fn goes_on_after(byte: u8) -> bool {
    WORD.has(byte) && byte != b'm'
}

/// What the bytes of a block are, a bit each.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    /// Those that a word [goes on after](goes_on_after).
    pub(super) word: u64,
    /// A backslash or a percent sign.
    pub(super) escape: u64,
}

/// What the last bytes before a block are.
// Kept shifted down: a shift across two blocks is slow on some processors.
#[derive(Clone, Copy)]
pub(super) struct Before {
    word: u64,
    escape: u64,
}

impl Before {
    /// Of bytes that nobody looked at: a word may begin after them, and escapes may be among them.
    pub(super) const UNKNOWN: Self = Self { word: 0, escape: (1 << FARTHEST) - 1 };

    /// The end of a block of `width` bytes.
    #[inline]
    pub(super) fn after(block: Kinds, width: u32) -> Self {
        Self { word: block.word >> (width - 1), escape: block.escape >> (width - FARTHEST) }
    }

    /// Where in the next block a word may begin: after what is no part of a word, after an escape
    /// (`\n`, `\x22`, `\u0022`), after a percent-encoded byte.
    #[inline]
    pub(super) fn beginnings(self, block: Kinds) -> u64 {
        let word = block.word << 1 | self.word;
        let escape = |back: u32| block.escape << back | self.escape >> (FARTHEST - back);
        !word | escape(2) | escape(3) | escape(4) | escape(FARTHEST)
    }
}

/// The same for one place of a text.
pub(super) fn may_begin(text: &[u8], at: usize) -> bool {
    let is = |back: usize, byte: u8| at.checked_sub(back).is_some_and(|before| text[before] == byte);
    let word = at.checked_sub(1).is_some_and(|before| goes_on_after(text[before]));
    !word || is(2, b'\\') || is(3, b'%') || is(4, b'\\') || is(6, b'\\')
}
