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

/// A pass stops after so many blocks: they should still be near when they are looked at,
const MOST: usize = 16;
/// and after so many bytes.
pub(super) const FARTHEST: usize = 1 << 14;

/// Blocks in the order of the text.
pub(super) struct Found {
    /// One more than is kept.
    blocks: [Block; MOST + 1],
    len: usize,
}

impl Default for Found {
    fn default() -> Self {
        Self { blocks: [Block::default(); MOST + 1], len: 0 }
    }
}

impl Found {
    /// Keeps a block if anything is in it. It is written in any case: whether there is anything
    /// cannot be guessed, so a branch would cost more.
    #[inline]
    pub(super) fn push(&mut self, block: Block) {
        if let Some(place) = self.blocks.get_mut(self.len) {
            *place = block;
            self.len += usize::from(block.places | block.runs != 0);
        }
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.len >= MOST
    }
}

/// A place in a block.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) at: usize,
    /// Base64 text may begin after it.
    pub(super) is_run: bool,
}

/// Room for all places of as many blocks as are found, and a few more.
const ROOM: usize = MOST * 64 + STEP;
/// Places are written so many at a time, to be overwritten if there are fewer.
const STEP: usize = 4;
const IS_RUN: u16 = 1 << 15;

/// Places in the order of the text.
struct Places {
    /// What the others are counted from.
    base: usize,
    list: [u16; ROOM],
    len: usize,
}

impl Places {
    /// Adds all places of a block from `from` on.
    #[inline(always)]
    fn add(&mut self, block: Block, from: usize) {
        let past = from.saturating_sub(block.at);
        let left = if past < 64 { u64::MAX << past } else { 0 };
        let mut places = (block.places | block.runs) & left;
        let first = (block.at - self.base) as u16;
        let end = self.len + places.count_ones() as usize;
        while places != 0 {
            let Some(list) = self.list.get_mut(self.len..self.len + STEP) else { break };
            for place in list {
                // Behind the last place this is 64, of which nothing is kept.
                let bit = places.trailing_zeros();
                let is_run = block.runs.unbounded_shr(bit) as u16 & 1;
                *place = (first + bit as u16) | (is_run << 15);
                places &= places.wrapping_sub(1);
            }
            self.len += STEP;
        }
        self.len = end;
    }

    /// Keeps those that are worth more than a glance.
    #[inline(always)]
    fn sift(&mut self, mut is_worth: impl FnMut(Place) -> bool) {
        let mut kept = 0;
        for index in 0..self.len {
            let place = self.list[index];
            let at = self.base + usize::from(place & !IS_RUN);
            self.list[kept] = place & !IS_RUN;
            kept += usize::from(is_worth(Place { at, is_run: place & IS_RUN != 0 }));
        }
        self.len = kept;
    }
}

/// How far a text was searched. A text may grow at its end; when it loses its beginning, a new
/// cursor is needed.
pub(crate) struct Cursor {
    pub(super) found: Found,
    places: Places,
    next: usize,
    /// Up to here there is nothing but what was found.
    pub(super) scanned: usize,
    /// The places that are left are of the end of a text of so many bytes, which may yet grow.
    pub(super) end: Option<usize>,
}

impl Default for Cursor {
    fn default() -> Self {
        let places = Places { base: 0, list: [0; ROOM], len: 0 };
        Self { found: Found::default(), places, next: 0, scanned: 0, end: None }
    }
}

impl Cursor {
    /// The first place from `from` on that is left.
    #[inline]
    pub(super) fn place(&mut self, from: usize) -> Option<usize> {
        while let Some(&place) = self.places.list[..self.places.len].get(self.next) {
            let at = self.places.base + usize::from(place);
            if at >= from {
                return Some(at);
            }
            self.next += 1;
        }
        None
    }

    /// What was found at the end of a shorter text may not be all.
    pub(super) fn forget_end_before(&mut self, len: usize) {
        if self.end.is_some_and(|end| end != len) {
            self.end = None;
            self.places.len = 0;
        }
    }

    /// The places were counted from the end of a text, which begins there.
    pub(super) fn count_from(&mut self, start: usize) {
        self.places.base = start;
    }

    /// Turns the blocks that were found into places from `from` on, counted from `base`, and keeps
    /// those that are worth more than a glance.
    // Inlined into passes that may use more of the processor than what is around them.
    #[inline(always)]
    pub(super) fn sift(&mut self, base: usize, from: usize, is_worth: impl FnMut(Place) -> bool) {
        self.next = 0;
        self.places.base = base;
        self.places.len = 0;
        for block in &self.found.blocks[..self.found.len] {
            self.places.add(*block, from);
        }
        self.found.len = 0;
        self.places.sift(is_worth);
    }
}
