//! The patterns themselves, packed so that comparing one touches little memory.

use std::collections::HashMap;

use super::agreed::{self, Agreed, COMPARED};
use super::pattern::{ByteSet, Pattern};

pub(super) struct Exact {
    /// Each set once: most are of one byte, and patterns share them.
    sets: Vec<ByteSet>,
    /// The sets of all patterns in a row, by index.
    rows: Vec<u32>,
    patterns: Vec<Row>,
}

/// A pattern's part of the rows.
struct Row {
    start: u32,
    len: u32,
    bound: bool,
    last: Last,
}

/// The last eight bytes of a pattern, or all of one that is shorter.
struct Last {
    agreed: Agreed,
    /// That is all there is to compare.
    is_all: bool,
}

impl Last {
    fn of(sets: &[ByteSet]) -> Self {
        let is_all = sets.len() <= COMPARED && sets.iter().all(agreed::says_all);
        Self { agreed: Agreed::of(&sets[sets.len().saturating_sub(COMPARED)..]), is_all }
    }
}

impl Exact {
    pub(super) fn new(patterns: &[Pattern]) -> Self {
        let mut this = Self { sets: Vec::new(), rows: Vec::new(), patterns: Vec::new() };
        let mut known = HashMap::new();
        for pattern in patterns {
            let start = this.rows.len() as u32;
            for set in pattern.sets() {
                let index = *known.entry(*set).or_insert_with(|| {
                    this.sets.push(*set);
                    this.sets.len() - 1
                });
                this.rows.push(index as u32);
            }
            let (len, bound) = (pattern.len() as u32, pattern.is_bound());
            this.patterns.push(Row { start, len, bound, last: Last::of(pattern.sets()) });
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
        let row = &self.patterns[pattern];
        let last =
            bytes.get((row.len as usize).saturating_sub(COMPARED)..).and_then(|last| last.first_chunk());
        match last.map(|last| row.last.agreed.fits(u64::from_le_bytes(*last))) {
            Some(false) => false,
            Some(true) if row.last.is_all => true,
            _ => self.has_all(row, bytes),
        }
    }

    fn has_all(&self, &Row { start, len, .. }: &Row, bytes: &[u8]) -> bool {
        let row = &self.rows[start as usize..][..len as usize];
        let fits = |(set, byte): (&u32, &u8)| self.sets[*set as usize].has(*byte);
        bytes.get(..row.len()).is_some_and(|bytes| row.iter().zip(bytes).rev().all(fits))
    }
}
