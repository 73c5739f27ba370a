//! The literal pass: finds where any of many short patterns may be, at the speed of memory.
//!
//! A block of bytes is looked at with a few table look-ups that say, for each position, which
//! *buckets* of patterns accept the bytes from there on (see [`plan`]). Where one does, a look-up
//! of its four rarest bytes ([`second`]), then an exact comparison, decide. Nothing is allocated.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod boundary;
mod cursor;
mod kernel;
mod pattern;
mod plan;
mod scalar;
mod second;
#[cfg(test)]
mod tests;

use cursor::Block;
pub(crate) use cursor::Cursor;
use kernel::Kernel;
pub(crate) use pattern::{ByteSet, Pattern};
use plan::{SHORT, Tables};
use second::SecondLook;

use crate::base64;

/// No pattern may be shorter.
pub(crate) const SHORTEST: usize = SHORT;

/// Patterns ready to be searched for.
pub(crate) struct Literals {
    tables: Box<Tables>,
    kernel: Kernel,
    second: SecondLook,
    patterns: Vec<Pattern>,
    longest: usize,
}

/// No vector pass leaves more bytes than this undone.
const MOST_LEFT: usize = 80;

impl Literals {
    /// Patterns shorter than [`SHORTEST`] are never found.
    pub(crate) fn new(patterns: Vec<Pattern>) -> Self {
        let mut windows = plan::windows(&patterns);
        windows.retain(|window| patterns[window.pattern].len() >= SHORTEST);
        let tables = Box::new(plan::tables(&windows, base64::first_letters()));
        let longest = patterns.iter().map(Pattern::len).max().unwrap_or(0);
        let kernel = Kernel::new(&tables);
        Self { tables, kernel, second: SecondLook::new(&windows), patterns, longest }
    }

    /// Bytes that the end of a text may hide of a pattern, and one more.
    pub(crate) fn longest(&self) -> usize {
        self.longest.max(base64::PROOF + 1)
    }

    /// The first place at or after `from` where a pattern's window may be, or base64 text begins
    /// with the next byte. `from` never goes back.
    pub(crate) fn find(&self, text: &[u8], cursor: &mut Cursor, from: usize) -> Option<usize> {
        loop {
            while let Some(block) = cursor.block(from) {
                if let Some(at) = self.first(text, block) {
                    return Some(at);
                }
                cursor.skip();
            }
            cursor.clear();
            let start = from.max(cursor.scanned);
            cursor.scanned = self.kernel.scan(text, start, &mut cursor.found);
            if cursor.scanned == start {
                return self.find_in_rest(text, start);
            }
        }
    }

    /// What is left is too short for a block: a copy with zeros behind it is not.
    fn find_in_rest(&self, text: &[u8], from: usize) -> Option<usize> {
        let mut copy = [0; 2 * MOST_LEFT];
        let rest = text.get(from..)?;
        let Some(left) = copy.get_mut(..rest.len()).filter(|_| self.kernel.is_vector()) else {
            return scalar::find(self, text, from);
        };
        left.copy_from_slice(rest);
        let mut cursor = Cursor::default();
        self.kernel.scan(&copy, 0, &mut cursor.found);
        while let Some(block) = cursor.block(0) {
            let block = Block { at: from + block.at, ..block };
            if let Some(at) = self.first(text, block) {
                return Some(at);
            }
            cursor.skip();
        }
        None
    }

    /// The first place of a block that is worth more than a glance.
    fn first(&self, text: &[u8], block: Block) -> Option<usize> {
        let mut places = block.places | block.runs;
        while places != 0 {
            let bit = places & places.wrapping_neg();
            let at = block.at + bit.trailing_zeros() as usize;
            let rest = text.get(at..)?;
            if self.second.has(rest) || block.runs & bit != 0 && base64::may_start(rest) {
                return Some(at);
            }
            places ^= bit;
        }
        None
    }

    /// The patterns whose window is at `at`, with where they start.
    pub(crate) fn at(&self, text: &[u8], at: usize) -> impl Iterator<Item = (usize, usize)> {
        self.second.at(&text[at..]).filter_map(move |(pattern, back)| {
            let start = at.checked_sub(back)?;
            self.patterns[pattern].starts(&text[start..]).then_some((pattern, start))
        })
    }

    pub(crate) fn len_of(&self, pattern: usize) -> usize {
        self.patterns[pattern].len()
    }
}
