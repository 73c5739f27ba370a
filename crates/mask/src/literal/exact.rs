//! The patterns themselves, packed so that comparing one touches little memory.

use std::collections::HashMap;
use std::ops::Range;

use super::agreed::{self, Agreed, COMPARED};
use super::pattern::{ByteSet, Pattern};

pub(super) struct Exact {
    /// Each set once: patterns share them.
    sets: Vec<ByteSet>,
    /// What is left of all patterns in a row.
    rows: Vec<Left>,
    patterns: Vec<Row>,
}

/// A byte of a pattern of which what the last ones agree in does not say all.
struct Left {
    place: u32,
    set: u32,
}

struct Row {
    len: u32,
    bound: bool,
    /// Of the last eight bytes, or all of a shorter pattern.
    agreed: Agreed,
    /// Its part of the rows.
    left: Range<u32>,
}

impl Exact {
    pub(super) fn new(patterns: &[Pattern]) -> Self {
        let mut this = Self { sets: Vec::new(), rows: Vec::new(), patterns: Vec::new() };
        let mut known = HashMap::new();
        for pattern in patterns {
            let (sets, start) = (pattern.sets(), this.rows.len() as u32);
            let last = sets.len().saturating_sub(COMPARED);
            for (place, set) in sets.iter().enumerate() {
                if place >= last && agreed::says_all(set) {
                    continue;
                }
                let index = *known.entry(*set).or_insert_with(|| {
                    this.sets.push(*set);
                    this.sets.len() - 1
                });
                this.rows.push(Left { place: place as u32, set: index as u32 });
            }
            let (len, bound) = (pattern.len() as u32, pattern.is_bound());
            let left = start..this.rows.len() as u32;
            this.patterns.push(Row { len, bound, agreed: Agreed::of(&sets[last..]), left });
        }
        this
    }

    pub(super) fn len_of(&self, pattern: usize) -> usize {
        self.patterns[pattern].len as usize
    }

    pub(super) fn is_bound(&self, pattern: usize) -> bool {
        self.patterns[pattern].bound
    }

    /// Whether bytes start with a pattern. The last ones are looked at first: whoever asks has seen
    /// that the first ones fit.
    #[inline]
    pub(super) fn starts(&self, pattern: usize, bytes: &[u8]) -> bool {
        let Row { len, agreed, left, .. } = &self.patterns[pattern];
        let len = *len as usize;
        let Some(last) = bytes.get(..len).and_then(|_| bytes.get(len.saturating_sub(COMPARED)..)) else {
            return false;
        };
        let last = last.first_chunk().map_or_else(|| padded(last), |last| u64::from_le_bytes(*last));
        let fits = |left: &Left| self.sets[left.set as usize].has(bytes[left.place as usize]);
        agreed.fits(last) && self.rows[left.start as usize..left.end as usize].iter().rev().all(fits)
    }
}

/// Fewer than eight bytes, and zeros behind them.
#[cold]
fn padded(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}
