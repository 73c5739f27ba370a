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
use cursor::Places;
use exact::Exact;
use kernel::Kernel;
pub(crate) use pattern::{ByteSet, Pattern};
use plan::{SHORT, Tables, Window};
use second::{At, LOOKED_AT, SecondLook, Seen};
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
    /// What is put behind the end of a text: it passes no bucket.
    fill: u8,
}

/// So much before a place may tell whether a word begins there.
const BOUNDARY: usize = 8;
/// No vector pass has wider blocks.
const WIDEST: usize = 64;
/// What must be known behind the end of a text, at most.
const BEHIND: usize = WIDEST + LOOKED_AT;
/// The end of a text is copied, to have something behind it: into as much as this,
const SHORT_END: usize = 192;
/// or this. All of a short text is its end.
const LONG_END: usize = 1536 + BEHIND;

impl Literals {
    /// Patterns shorter than [`SHORTEST`] are never found.
    pub(crate) fn new(patterns: Vec<Pattern>) -> Self {
        Self::with(patterns, Kernel::new)
    }

    fn with(patterns: Vec<Pattern>, kernel: fn(&Tables, &[Window], &[Pattern]) -> Kernel) -> Self {
        let (windows, tables) = plan::plan(&patterns, &base64::first_letters());
        let longest = patterns.iter().map(Pattern::len).max().unwrap_or(0);
        Self {
            fill: tables.refused_byte(),
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
            let places = &mut cursor.places;
            let left = text.len() - start + BEHIND;
            let scanned = if left <= SHORT_END {
                self.scan_end::<SHORT_END>(text, (start, known), places)
            } else if left <= LONG_END {
                self.scan_end::<LONG_END>(text, (start, known), places)
            } else {
                let end = text.len().min(start + cursor.far);
                let mut sight = Sight { second: &self.second, text, from: known };
                let scanned = self.kernel.scan(&text[..end], start, places, &mut sight);
                cursor.far = cursor::next_far(scanned - start, scanned + BEHIND < end);
                scanned
            };
            cursor.scanned = scanned.max(known);
        }
    }

    /// Adds the places from `known` on in the end of a text, and returns how far it got. It begins at `start`.
    /// The pass is given a copy of `N` bytes: no block may reach past it.
    fn scan_end<const N: usize>(
        &self,
        text: &[u8],
        (start, known): (usize, usize),
        places: &mut Places,
    ) -> usize {
        let mut copy = [self.fill; N];
        let rest = &text[start..];
        copy[..rest.len()].copy_from_slice(rest);
        let copy = &copy[..rest.len().next_multiple_of(WIDEST) + LOOKED_AT - 1];
        let mut sight = Sight { second: &self.second, text: rest, from: known - start };
        places.clear(0);
        let scanned = self.kernel.scan(copy, 0, places, &mut sight);
        places.count_from(start);
        text.len().min(start + scanned)
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
