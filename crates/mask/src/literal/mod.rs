//! The literal pass: finds where any of many short patterns may be, at the speed of memory.
//!
//! A block of bytes is looked at with a few table look-ups that say, for each position, which
//! *buckets* of patterns accept the bytes from there on (see [`plan`]). Where one does, a look-up
//! of its four rarest bytes ([`second`]), then an exact comparison, decide. Nothing is allocated.

mod agreed;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod boundary;
mod cursor;
mod exact;
mod kernel;
mod pattern;
mod plan;
mod second;
mod shift_or;
mod sight;
#[cfg(test)]
mod tests;

pub(crate) use cursor::Cursor;
use exact::Exact;
use kernel::Kernel;
pub(crate) use pattern::{ByteSet, Pattern};
use plan::{SHORT, Tables, Window};
use second::{At, SecondLook, Seen};
use sight::Sight;

use crate::base64;

/// No pattern may be shorter.
pub(crate) const SHORTEST: usize = SHORT;

/// Patterns ready to be searched for.
pub(crate) struct Literals {
    kernel: Kernel,
    second: SecondLook,
    exact: Exact,
    longest: usize,
}

/// So much before a place may tell whether a word begins there.
const BOUNDARY: usize = 8;

impl Literals {
    /// Patterns shorter than [`SHORTEST`] are never found.
    pub(crate) fn new(patterns: Vec<Pattern>) -> Self {
        Self::with(patterns, Kernel::new)
    }

    fn with(patterns: Vec<Pattern>, kernel: fn(&Tables, &[Window], &[Pattern]) -> Kernel) -> Self {
        let (windows, tables) = plan::plan(&patterns, &base64::first_letters());
        let longest = patterns.iter().map(Pattern::len).max().unwrap_or(0);
        Self {
            kernel: kernel(&tables, &windows, &patterns),
            second: SecondLook::new(&windows, &patterns),
            exact: Exact::new(&patterns),
            longest,
        }
    }

    /// Bytes that the end of a text may hide of a pattern, and one more.
    pub(crate) fn longest(&self) -> usize {
        self.longest.max(base64::PROOF + 1)
    }

    /// The first place at or after `from` where a pattern's window may be, or base64 text begins
    /// with the next byte. `from` never goes back.
    pub(crate) fn find(&self, text: &[u8], cursor: &mut Cursor, from: usize) -> Option<Found> {
        cursor.grow_to(text.len());
        loop {
            if let Some(found) = cursor.found(from) {
                return Some(found);
            }
            if cursor.scanned == text.len() {
                return None;
            }
            let known = from.max(cursor.scanned);
            // What is before a place tells whether a word begins there.
            let start = known.saturating_sub(BOUNDARY);
            cursor.clear(start);
            let end = text.len().min(start + cursor.far);
            let mut sight = Sight { second: &self.second, text, from: known };
            let scanned = self.kernel.scan(text, start..end, &mut cursor.places, &mut sight);
            cursor.far = cursor::next_far(scanned - start, scanned < end);
            cursor.scanned = scanned.max(known);
        }
    }

    /// Whether a pattern that must begin a word does so at `start`.
    pub(crate) fn may_start(&self, pattern: usize, text: &[u8], start: usize) -> bool {
        !self.exact.is_bound(pattern) || boundary::may_begin(text, start)
    }

    /// The place `at`, if a pattern's window may be there, whatever is before it.
    pub(crate) fn may_begin(&self, text: &[u8], at: usize) -> Option<Found> {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let seen = self.second.seen(rest);
        let may = seen != Seen::NOTHING && (seen != Seen::UNKNOWN || self.second.has(rest));
        may.then_some(Found { at, seen })
    }

    /// The patterns whose window is at a place.
    #[inline]
    pub(crate) fn at<'t>(&'t self, text: &'t [u8], Found { at, seen }: Found) -> Hits<'t> {
        Hits { entries: self.second.at(&text[at..], seen), exact: &self.exact, text, at }
    }

    pub(crate) fn len_of(&self, pattern: usize) -> usize {
        self.exact.len_of(pattern)
    }
}

/// A place of a text where something may be.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) at: usize,
    /// Looked up once, to be asked again.
    seen: Seen,
}

/// What is at one place of a text.
pub(crate) struct Hits<'t> {
    entries: At<'t>,
    exact: &'t Exact,
    text: &'t [u8],
    at: usize,
}

impl Hits<'_> {
    /// The next pattern, with where it starts. Those that are not wanted are not even compared.
    #[inline]
    pub(crate) fn next(&mut self, is_wanted: impl Fn(usize, usize) -> bool) -> Option<(usize, usize)> {
        let Self { entries, exact, text, at } = self;
        entries.find_map(|(pattern, back)| {
            let start = at.checked_sub(back)?;
            let is_there = is_wanted(pattern, start) && exact.starts(pattern, &text[start..]);
            is_there.then_some((pattern, start))
        })
    }
}
