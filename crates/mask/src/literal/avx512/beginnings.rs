//! Where words may begin, for a block at once: as [`boundary`](super::super::boundary) says for one place.

/// The farthest before a word that matters: the backslash of `\u0000`.
const FARTHEST: u32 = 6;

/// What the bytes of a block are, a bit each.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    /// Those that a word [goes on after](super::super::boundary::goes_on_after).
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
