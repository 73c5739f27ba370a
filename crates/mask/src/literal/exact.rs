//! The patterns themselves, packed so that comparing one touches little memory.

use std::collections::HashMap;

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
            this.patterns.push(Row { start, len: pattern.len() as u32, bound: pattern.is_bound() });
        }
        this
    }

    pub(super) fn len_of(&self, pattern: usize) -> usize {
        self.patterns[pattern].len as usize
    }

    pub(super) fn is_bound(&self, pattern: usize) -> bool {
        self.patterns[pattern].bound
    }

    /// Whether bytes start with a pattern. The last byte is looked at first: whoever asks has seen
    /// that the first ones fit.
    #[inline]
    pub(super) fn starts(&self, pattern: usize, bytes: &[u8]) -> bool {
        let Row { start, len, .. } = self.patterns[pattern];
        let row = &self.rows[start as usize..][..len as usize];
        let fits = |(set, byte): (&u32, &u8)| self.sets[*set as usize].has(*byte);
        bytes.get(..row.len()).is_some_and(|bytes| row.iter().zip(bytes).rev().all(fits))
    }
}
