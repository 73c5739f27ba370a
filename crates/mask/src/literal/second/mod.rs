//! The second look: which patterns have their rarest bytes at a place that a bucket accepts.
//!
//! Four bytes of a window are looked up by a hash, case folded away: those at its start, or two
//! bytes further on; or fewer, where the others may be nearly anything. Of the two bytes behind them
//! the kinds ([`mod@kind`]) are looked up with them. [`mask`] says which bytes those are, and [`choice`]
//! in which way each window is looked up. A bitmap for each ([`way`]) says first whether there is anything to
//! look up; what was [`seen`] of a place is kept until it is asked for.

mod choice;
mod kind;
mod mask;
mod seen;
mod way;

use std::cell::LazyCell;
use std::ops::Range;

use choice::{Often, often};
pub(super) use mask::LOOKED_AT;
use mask::{WAYS, hashes};
pub(super) use seen::{At, Seen};
use way::Way;

use super::agreed::{Agreed, COMPARED};
use super::pattern::Pattern;
use super::plan::{SAMPLE, Window};

pub(super) struct SecondLook {
    ways: Box<[Way; WAYS.len()]>,
    /// By the number of each known hash.
    groups: Vec<Group>,
    /// What else has a hash, in the order of the hashes, way by way.
    others: Vec<Entry>,
}

/// All that has one hash. Most have one pattern only: what tells of it is in one place, for the caches hold
/// little of all this.
struct Group {
    /// What the patterns look like from there on.
    agreed: Agreed,
    first: Entry,
    /// Its part of the others.
    others: Range<u32>,
}

/// What has a hash.
#[derive(Clone, Copy)]
struct Entry {
    pattern: u32,
    /// How far before the window the pattern begins.
    back: u32,
}

struct Hashed {
    hash: u32,
    entry: Entry,
    agreed: Agreed,
}

impl SecondLook {
    pub(super) fn new(windows: &[Window], patterns: &[Pattern]) -> Self {
        let often = LazyCell::<Often, _>::new(|| often(SAMPLE));
        let mut entries: [Vec<Hashed>; WAYS.len()] = Default::default();
        for window in windows {
            let entry = Entry { pattern: window.pattern as u32, back: window.cut.back as u32 };
            let sets = &patterns[window.pattern].sets()[window.cut.back..];
            let way = choice::way(window, sets, &often);
            let hashes = WAYS[way].hashes(sets);
            let agreed = Agreed::of(sets);
            entries[way].extend(hashes.into_iter().map(|hash| Hashed { hash, entry, agreed }));
        }
        let (mut groups, mut others) = (Vec::new(), Vec::new());
        let ways = entries.map(|mut of_way| {
            of_way.sort_by_key(|one| (one.hash, one.entry.pattern));
            of_way.dedup_by_key(|one| (one.hash, one.entry.pattern));
            let way = Way::new(&of_way, groups.len() as u32);
            for same in of_way.chunk_by(|one, next| one.hash == next.hash) {
                let agreed = same[1..].iter().fold(same[0].agreed, |all, one| all.with(one.agreed));
                let start = others.len() as u32;
                others.extend(same[1..].iter().map(|one| one.entry));
                groups.push(Group { agreed, first: same[0].entry, others: start..others.len() as u32 });
            }
            way
        });
        Self { ways: Box::new(ways), groups, others }
    }

    /// The way of each window: for those of which it is not known, by what a text has least.
    #[cfg(test)]
    pub(super) fn ways_of(windows: &[Window], patterns: &[Pattern], text: &[u8]) -> Vec<usize> {
        let often = LazyCell::<Often, _>::new(|| often(text));
        windows
            .iter()
            .map(|of| choice::way(of, &patterns[of.pattern].sets()[of.cut.back..], &often))
            .collect()
    }

    /// Whether there may be a pattern whose window is here.
    #[inline(always)]
    pub(super) fn has(&self, rest: &[u8]) -> bool {
        // All ways at once: which of them it is cannot be guessed, so a branch for each would cost
        // more than the look-ups.
        let hashes = hashes(rest);
        (0..WAYS.len()).fold(false, |known, way| known | self.ways[way].has(hashes[way]))
    }

    /// What is at a place, as far as that can be told without comparing any pattern.
    #[inline(always)]
    pub(super) fn seen(&self, rest: &[u8]) -> Seen {
        let Some(bytes) = rest.first_chunk::<COMPARED>() else { return Seen::UNKNOWN };
        let hashes = hashes(rest);
        let known = self.known(&hashes);
        let way = known.trailing_zeros() as usize;
        // Two ways at once are rare.
        if known & known.wrapping_sub(1) != 0 {
            return Seen::UNKNOWN;
        }
        let (Some(way), Some(hash)) = (self.ways.get(way), hashes.get(way)) else { return Seen::NOTHING };
        let number = way.number(*hash);
        let fits = self.groups[number].agreed.fits(u64::from_le_bytes(*bytes));
        if fits { Seen::known(number) } else { Seen::NOTHING }
    }

    /// The ways in which something has these hashes, a bit each.
    #[inline(always)]
    fn known(&self, hashes: &[u32; WAYS.len()]) -> u8 {
        (0..WAYS.len()).fold(0, |all, way| all | u8::from(self.ways[way].has(hashes[way])) << way)
    }

    /// The patterns whose window may be here, with how far before it they begin.
    #[inline]
    pub(super) fn at(&self, rest: &[u8], seen: Seen) -> At<'_> {
        let (hashes, left) = match seen {
            Seen::UNKNOWN => {
                let hashes = hashes(rest);
                (hashes, self.known(&hashes))
            }
            _ => ([0; WAYS.len()], 0),
        };
        let mut at = At { look: self, hashes, left, first: None, others: [].iter() };
        if let Some(number) = seen.number() {
            at.enter(number);
        }
        at
    }
}
