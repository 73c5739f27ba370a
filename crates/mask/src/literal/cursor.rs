//! What a pass found and nobody has looked at yet.

/// A stretch of text in which something may be, by bits for its bytes.
#[derive(Clone, Copy, Default)]
pub(super) struct Block {
    pub(super) at: usize,
    /// Where a window may begin.
    pub(super) places: u64,
    /// Where base64 text may begin, one byte early.
    pub(super) runs: u64,
}

/// A pass stops after so many blocks: they should still be near when they are looked at.
const MOST: usize = 16;

/// Blocks in the order of the text.
#[derive(Default)]
pub(super) struct Found {
    blocks: [Block; MOST],
    len: usize,
}

impl Found {
    #[inline]
    pub(super) fn push(&mut self, block: Block) {
        if let Some(place) = self.blocks.get_mut(self.len) {
            *place = block;
            self.len += 1;
        }
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.len == MOST
    }
}

/// How far a text was searched. A text may grow at its end; when it loses its beginning, a new
/// cursor is needed.
#[derive(Default)]
pub(crate) struct Cursor {
    pub(super) found: Found,
    next: usize,
    /// Up to here there is nothing but what was found.
    pub(super) scanned: usize,
}

impl Cursor {
    /// The first block from `from` on that has anything left, without what is before `from`.
    ///
    /// The blocks themselves stay as they are: writing back what is left, only to read it again at
    /// once, costs more than working it out anew.
    #[inline]
    pub(super) fn block(&mut self, from: usize) -> Option<Block> {
        while let Some(&Block { at, places, runs }) = self.found.blocks[..self.found.len].get(self.next) {
            let past = from.saturating_sub(at);
            let left = if past < 64 { u64::MAX << past } else { 0 };
            if (places | runs) & left != 0 {
                return Some(Block { at, places: places & left, runs: runs & left });
            }
            self.next += 1;
        }
        None
    }

    /// Nothing that was found is left.
    pub(super) fn clear(&mut self) {
        self.found.len = 0;
        self.next = 0;
    }

    /// The block that was given last holds nothing.
    pub(super) fn skip(&mut self) {
        self.next += 1;
    }
}
