//! The second look: which patterns have their four rarest bytes at a place that a bucket accepts.
//!
//! Four bytes are looked up by a hash, in one of five ways: at the start of a window or two bytes
//! further on, as they are or with case folded away; or three bytes, where the fourth may be nearly
//! anything. A bitmap for each way says first whether there is anything to look up.

use super::pattern::{ByteSet, Pattern};
use super::plan::Window;

const WAYS: usize = 5;
/// The way of three bytes.
const THREE: usize = 4;
/// A hash has so many bits, and each bitmap as many bits as there are hashes.
const HASH_BITS: u32 = 16;
/// Entries are found by so many of the high bits of their hash.
const FIRSTS: usize = 1 << 12;
const FIRST_SHIFT: u32 = HASH_BITS - FIRSTS.ilog2();
/// What is further on in a long window begins so many bytes after its start.
pub(super) const TAIL: usize = 2;

pub(super) struct SecondLook {
    ways: Box<[Way; WAYS]>,
    /// Windows that can be written in too many ways to be looked up.
    wide: Vec<Wide>,
}

struct Wide {
    /// The byte of the window that can be the fewest, which refuses most texts by itself.
    rarest: (usize, ByteSet),
    window: Pattern,
    pattern: usize,
    back: usize,
}

/// A window that can be written in more ways is wide. There should be few.
const MOST_WAYS: usize = 128;

struct Way {
    /// One bit a hash.
    known: [u64; 1 << (HASH_BITS - 6)],
    /// In the order of their hash.
    entries: Vec<Entry>,
    /// Where the entries begin whose hash has these high bits.
    firsts: [u32; FIRSTS + 1],
}

#[derive(Clone, Copy)]
struct Entry {
    hash: u32,
    pattern: u32,
    /// How far before the window the pattern begins.
    back: u32,
}

impl SecondLook {
    pub(super) fn new(windows: &[Window]) -> Self {
        let mut entries: [Vec<Entry>; WAYS] = Default::default();
        let mut wide = Vec::new();
        for window in windows {
            let (at, core) = window.core();
            let (pattern, back) = (window.pattern as u32, window.back as u32);
            if ways(core) > MOST_WAYS {
                let head = &window.head()[..3];
                if ways(head) > MOST_WAYS {
                    wide.push(Wide::new(window));
                } else {
                    let hashes = hashes(head, false).into_iter();
                    entries[THREE].extend(hashes.map(|hash| Entry { hash, pattern, back }));
                }
                continue;
            }
            let folded = core.iter().all(ByteSet::ignores_case);
            let way = usize::from(at > 0) + 2 * usize::from(folded);
            entries[way].extend(hashes(core, folded).into_iter().map(|hash| Entry { hash, pattern, back }));
        }
        let ways: Vec<Way> = entries.into_iter().map(Way::new).collect();
        let ways = ways.into_boxed_slice().try_into();
        Self { ways: ways.unwrap_or_else(|_| unreachable!("as many as there are lists of entries")), wide }
    }

    /// Whether there may be a pattern whose window is here.
    #[inline]
    pub(super) fn has(&self, rest: &[u8]) -> bool {
        let known = match rest.first_chunk() {
            // All ways at once: which of them it is cannot be guessed, so a branch for each
            // would cost more than the look-ups.
            Some(bytes) => {
                let bytes = u64::from_le_bytes(*bytes);
                self.knows(bytes as u32, (bytes >> (8 * TAIL)) as u32)
            }
            None => word(rest, 0).is_some_and(|head| self.knows(head, word(rest, TAIL).unwrap_or(0))),
        };
        known || self.wide.iter().any(|wide| wide.is_at(rest))
    }

    #[inline]
    fn knows(&self, head: u32, tail: u32) -> bool {
        let hashes = [head, tail, fold(head), fold(tail), three(head)].map(hash);
        let bit = |way: usize| self.ways[way].known[(hashes[way] >> 6) as usize] >> (hashes[way] & 63);
        (bit(0) | bit(1) | bit(2) | bit(3) | bit(THREE)) & 1 == 1
    }

    /// The patterns whose window may be here, with how far before it they begin.
    pub(super) fn at(&self, rest: &[u8]) -> impl Iterator<Item = (usize, usize)> {
        let (now, later) = (word(rest, 0), word(rest, TAIL));
        let keys = [now, later, now.map(fold), later.map(fold), now.map(three)].map(|bytes| bytes.map(hash));
        let found = self.ways.iter().zip(keys).filter_map(|(way, hash)| Some(way.with(hash?)));
        let found = found.flatten().map(|entry| (entry.pattern as usize, entry.back as usize));
        found.chain(self.wide.iter().map(|wide| (wide.pattern, wide.back)))
    }
}

impl Wide {
    fn new(window: &Window) -> Self {
        let whole = window.whole();
        let rarest = whole.sets().iter().copied().enumerate().min_by_key(|(_, set)| set.len());
        Self { rarest: rarest.unwrap_or_default(), window: whole, pattern: window.pattern, back: window.back }
    }

    #[inline]
    fn is_at(&self, rest: &[u8]) -> bool {
        let (at, set) = self.rarest;
        rest.get(at).is_some_and(|&byte| set.has(byte)) && self.window.starts(rest)
    }
}

impl Way {
    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| (entry.hash, entry.pattern));
        entries.dedup_by_key(|entry| (entry.hash, entry.pattern));
        let mut known = [0; 1 << (HASH_BITS - 6)];
        for entry in &entries {
            known[(entry.hash >> 6) as usize] |= 1 << (entry.hash & 63);
        }
        let begin =
            |high: usize| entries.partition_point(|entry| (entry.hash as usize) < high << FIRST_SHIFT);
        let firsts = std::array::from_fn(|high| begin(high) as u32);
        Self { known, entries, firsts }
    }

    #[inline]
    fn has(&self, hash: u32) -> bool {
        self.known[(hash >> 6) as usize] >> (hash & 63) & 1 == 1
    }

    fn with(&self, hash: u32) -> impl Iterator<Item = &Entry> {
        let high = hash as usize >> FIRST_SHIFT;
        let near =
            if self.has(hash) { self.firsts[high] as usize..self.firsts[high + 1] as usize } else { 0..0 };
        self.entries[near].iter().filter(move |entry| entry.hash == hash)
    }
}

#[inline]
fn word(rest: &[u8], at: usize) -> Option<u32> {
    rest.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

/// Folds case away, and a few signs.
#[inline]
fn fold(bytes: u32) -> u32 {
    bytes | 0x2020_2020
}

/// Without the fourth byte.
#[inline]
fn three(bytes: u32) -> u32 {
    bytes & 0x00ff_ffff
}

#[inline]
fn hash(bytes: u32) -> u32 {
    bytes.wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)
}

/// In how many ways some bytes can be written.
fn ways(sets: &[ByteSet]) -> usize {
    sets.iter().map(|set| set.len() as usize).product()
}

/// The hashes of all the ways to write three or four bytes.
fn hashes(sets: &[ByteSet], folded: bool) -> Vec<u32> {
    let mut written = vec![0_u32];
    for (place, set) in sets.iter().enumerate() {
        let mut bytes: Vec<u8> = set.iter().map(|byte| if folded { byte | 0x20 } else { byte }).collect();
        bytes.sort_unstable();
        bytes.dedup();
        let longer = |&before: &u32| bytes.iter().map(move |&byte| before | u32::from(byte) << (8 * place));
        written = written.iter().flat_map(longer).collect();
    }
    written.into_iter().map(hash).collect()
}
