//! What a pass found and nobody has looked at yet.

use super::Found;
use super::second::{LOOKED_AT, Seen};
use super::sight::Look;
use crate::base64;

/// A pass stops after so many places: they should still be near when they are looked at,
const MOST: usize = 192;
/// to which those of as many bytes come as are looked at together;
pub(super) const MORE: usize = 64;
/// and after so many bytes.
const FARTHEST: usize = 1 << 14;

/// How far a pass goes at least.
const NEAREST: usize = 1 << 10;

/// How far the next pass goes at most, after one that went `by` bytes: where it stopped at many places,
/// the next should look at nothing in vain.
pub(super) fn next_far(by: usize, is_full: bool) -> usize {
    if is_full { (2 * by).clamp(NEAREST, FARTHEST) } else { FARTHEST }
}

/// A stretch of text in which something may be, by bits for its bytes.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) at: usize,
    /// Where a window may begin.
    pub(super) places: u64,
    /// Where base64 text may begin, one byte early.
    pub(super) runs: u64,
}

/// A place in a text.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) at: usize,
    /// Base64 text may begin after it.
    pub(super) is_run: bool,
}

/// Places in the order of the text.
pub(super) struct Places {
    /// What the others are counted from.
    base: usize,
    list: [u16; MOST + MORE],
    len: usize,
    /// What was seen of each.
    seen: [Seen; MOST + MORE],
}

/// The bit of a place in the list that tells of a run.
pub(super) const IS_RUN: u16 = 1 << 15;
/// Places are written so many at a time, to be overwritten if there are fewer.
const STEP: usize = 4;

impl Places {
    pub(super) fn clear(&mut self, base: usize) {
        self.base = base;
        self.len = 0;
    }

    /// Forgets those from `end` on.
    fn truncate(&mut self, end: usize) {
        self.len = self.list[..self.len].partition_point(|place| self.base + usize::from(*place) < end);
    }

    #[inline(always)]
    pub(super) fn is_full(&self) -> bool {
        self.len >= MOST
    }

    /// Room for the places of a block that begins at `at`, and what they are counted from.
    #[inline(always)]
    pub(super) fn room(&mut self, at: usize) -> Option<(&mut [u16; 64], u16)> {
        let first = (at - self.base) as u16;
        Some((self.list.get_mut(self.len..)?.first_chunk_mut()?, first))
    }

    /// So many were written to the room.
    #[inline(always)]
    pub(super) fn grow(&mut self, by: usize) {
        self.len += by;
    }

    /// Adds all places of a block.
    #[inline(always)]
    pub(super) fn push(&mut self, block: Block) {
        let mut places = block.places | block.runs;
        let count = places.count_ones() as usize;
        let Some((room, first)) = self.room(block.at) else { return };
        for list in room.as_chunks_mut::<STEP>().0 {
            if places == 0 {
                break;
            }
            // How many there are cannot be guessed, so a branch for each would cost more.
            for place in list {
                // Behind the last place this is 64, of which nothing is kept.
                let bit = places.trailing_zeros();
                let is_run = block.runs.unbounded_shr(bit) as u16 & 1;
                *place = (first + bit as u16) | (is_run * IS_RUN);
                places &= places.wrapping_sub(1);
            }
        }
        self.grow(count);
    }

    #[inline(always)]
    fn place(&self, listed: u16) -> Place {
        Place { at: self.base + usize::from(listed & !IS_RUN), is_run: listed & IS_RUN != 0 }
    }

    /// Keeps those that stand a closer look.
    #[inline(always)]
    pub(super) fn settle(&mut self, sight: &mut impl Look) {
        self.sift(sight);
        self.look_up(sight);
    }

    /// Keeps those that are worth more than a glance.
    #[inline(always)]
    fn sift(&mut self, sight: &mut impl Look) {
        let mut kept = 0;
        for index in 0..self.len {
            let place = self.list[index];
            self.list[kept] = place;
            kept += usize::from(sight.is_worth(self.place(place)));
        }
        self.len = kept;
    }

    /// Keeps those where a pattern may be. Whether it was a run that was seen does not matter from then on.
    // All at once: each takes some time, but they need not wait for each other.
    #[inline(always)]
    fn look_up(&mut self, sight: &mut impl Look) {
        let mut kept = 0;
        for index in 0..self.len {
            let place = self.place(self.list[index]);
            let (stands, seen) = sight.stands(place);
            self.list[kept] = self.list[index] & !IS_RUN;
            self.seen[kept] = seen;
            kept += usize::from(stands);
        }
        self.len = kept;
    }
}

/// So much before the end of a text may look different once it goes on.
const UNSURE: usize = 32;
const _: () = assert!(UNSURE >= LOOKED_AT && UNSURE > base64::PROOF);

/// How far a text was searched. A text may grow at its end; when it loses its beginning, a new
/// cursor is needed.
pub(crate) struct Cursor {
    pub(super) places: Places,
    next: usize,
    /// Up to here there is nothing but what was found.
    pub(super) scanned: usize,
    /// How far the next pass goes at most.
    pub(super) far: usize,
    /// How long the text was.
    len: usize,
}

impl Default for Cursor {
    // Written where it will be, not moved there.
    #[inline(always)]
    fn default() -> Self {
        let places = Places { base: 0, list: [0; MOST + MORE], len: 0, seen: [Seen::NOTHING; MOST + MORE] };
        Self { places, next: 0, scanned: 0, far: FARTHEST, len: 0 }
    }
}

impl Cursor {
    /// The first place from `from` on that is left.
    #[inline]
    pub(super) fn found(&mut self, from: usize) -> Option<Found> {
        while let Some(&listed) = self.places.list[..self.places.len].get(self.next) {
            let at = self.places.base + usize::from(listed);
            if at >= from {
                return Some(Found { at, seen: self.places.seen[self.next] });
            }
            self.next += 1;
        }
        None
    }

    /// Forgets all places, for others that are counted from `base`.
    pub(super) fn clear(&mut self, base: usize) {
        self.next = 0;
        self.places.clear(base);
    }

    /// The text has so many bytes by now. What was found at the end of a shorter one may not be all.
    #[inline]
    pub(super) fn grow_to(&mut self, len: usize) {
        if self.len != len {
            self.scanned = self.scanned.min(self.len.saturating_sub(UNSURE));
            self.len = len;
            self.places.truncate(self.scanned);
        }
    }
}
