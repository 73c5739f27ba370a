//! The second look: which patterns have their rarest bytes at a place that a bucket accepts.
//!
//! Four bytes of a window are looked up by a hash, case folded away: those at its start, or two
//! bytes further on; or fewer, where the others may be nearly anything. A bitmap for each of these
//! ways says first whether there is anything to look up.

use super::pattern::ByteSet;
use super::plan::SHORT;
use super::windows::Window;

/// A way to look up bytes: the first four of a window, some more of it, or some of these only.
const WAYS: [Mask; 4] = [
    Mask { after: 0, bytes: u32::MAX },
    Mask { after: TAIL, bytes: u32::MAX },
    Mask { after: 0, bytes: 0x00ff_ffff },
    Mask { after: 0, bytes: 0x00ff_0000 },
];

/// Which bytes of a window are looked up.
struct Mask {
    after: usize,
    bytes: u32,
}

/// A hash has so many bits, and each bitmap as many bits as there are hashes.
const HASH_BITS: u32 = 15;
/// Entries are found by so many of the high bits of their hash.
const FIRSTS: usize = 1 << 12;
const FIRST_SHIFT: u32 = HASH_BITS - FIRSTS.ilog2();
/// What is further on in a long window begins so many bytes after its start.
pub(super) const TAIL: usize = 2;

pub(super) struct SecondLook {
    ways: Box<[Way; WAYS.len()]>,
}

/// A way is only taken by windows that can be written in fewer ways, if another will do.
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
        let mut entries: [Vec<Entry>; WAYS.len()] = Default::default();
        for window in windows {
            let (pattern, back) = (window.pattern as u32, window.back as u32);
            let way = way_of(window);
            let hashes = WAYS[way].hashes(window.sets()).into_iter();
            entries[way].extend(hashes.map(|hash| Entry { hash, pattern, back }));
        }
        let ways: Vec<Way> = entries.into_iter().map(Way::new).collect();
        let ways = ways.into_boxed_slice().try_into();
        Self { ways: ways.unwrap_or_else(|_| unreachable!("as many as there are lists of entries")) }
    }

    /// Whether there may be a pattern whose window is here.
    #[inline]
    pub(super) fn has(&self, rest: &[u8]) -> bool {
        // All ways at once: which of them it is cannot be guessed, so a branch for each would cost
        // more than the look-ups.
        let hashes = hashes(rest);
        (0..WAYS.len()).fold(false, |known, way| known | self.ways[way].has(hashes[way]))
    }

    /// The patterns whose window may be here, with how far before it they begin.
    #[inline]
    pub(super) fn at(&self, rest: &[u8]) -> At<'_> {
        let hashes = hashes(rest);
        let left =
            (0..WAYS.len()).filter(|&way| self.ways[way].has(hashes[way])).fold(0, |all, way| all | 1 << way);
        At { ways: &self.ways, hashes, left, hash: 0, entries: [].iter() }
    }
}

/// What is looked up in each way in turn.
pub(super) struct At<'a> {
    ways: &'a [Way; WAYS.len()],
    hashes: [u32; WAYS.len()],
    /// The ways that are left, a bit each.
    left: u8,
    hash: u32,
    /// What may have the hash.
    entries: std::slice::Iter<'a, Entry>,
}

impl Iterator for At<'_> {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let hash = self.hash;
            if let Some(entry) = self.entries.find(|entry| entry.hash == hash) {
                return Some((entry.pattern as usize, entry.back as usize));
            }
            let way = self.left.trailing_zeros() as usize;
            self.hash = *self.hashes.get(way)?;
            self.entries = self.ways[way].near(self.hash).iter();
            self.left &= self.left - 1;
        }
    }
}

/// The first way that has few spellings, the rarer of the first two if both have.
fn way_of(window: &Window) -> usize {
    let is_short = |way: &usize| WAYS[*way].spellings(window.sets()).is_some_and(|ways| ways <= MOST_WAYS);
    let mut ways = [0, 1, 2, 3];
    if window.is_late() {
        ways.swap(0, 1);
    }
    ways.into_iter().find(is_short).unwrap_or(WAYS.len() - 1)
}

/// What the bytes of a text are looked up by. Where it ends, zeros stand for more.
#[inline]
fn hashes(rest: &[u8]) -> [u32; WAYS.len()] {
    let bytes = rest.first_chunk().copied().map_or_else(|| last(rest), u64::from_le_bytes);
    WAYS.each_ref().map(|mask| hash((bytes >> (8 * mask.after)) as u32, mask.bytes))
}

/// The last bytes of a text, fewer than eight.
#[cold]
fn last(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// Of some bytes, whatever their case: a bit is folded away.
#[inline]
fn hash(bytes: u32, mask: u32) -> u32 {
    ((bytes | 0x2020_2020) & mask).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)
}

impl Mask {
    /// In how many ways the bytes can be written, but for their case; nothing if the window has not
    /// as many.
    fn spellings(&self, window: &[ByteSet]) -> Option<usize> {
        Some(self.folded(window)?.iter().map(Vec::len).product())
    }

    /// The hashes of all ways to write the bytes.
    fn hashes(&self, window: &[ByteSet]) -> Vec<u32> {
        let mut written = vec![0_u32];
        for (place, bytes) in self.folded(window).iter().flatten().enumerate() {
            let longer =
                |&before: &u32| bytes.iter().map(move |&byte| before | u32::from(byte) << (8 * place));
            written = written.iter().flat_map(longer).collect();
        }
        written.into_iter().map(|bytes| hash(bytes, self.bytes)).collect()
    }

    /// What each byte may be, but for its case; nothing in particular where it is left out.
    fn folded(&self, window: &[ByteSet]) -> Option<Vec<Vec<u8>>> {
        let left_out = |place: usize| self.bytes >> (8 * place) & 0xff == 0;
        let bytes = |(place, set): (usize, &ByteSet)| {
            let mut bytes: Vec<u8> = set.iter().map(|byte| byte | 0x20).collect();
            bytes.sort_unstable();
            bytes.dedup();
            if left_out(place) { vec![0] } else { bytes }
        };
        let sets = window.get(self.after..self.after + SHORT)?;
        Some(sets.iter().enumerate().map(bytes).collect())
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

    /// The entries that have this hash, and some that have not.
    #[inline]
    fn near(&self, hash: u32) -> &[Entry] {
        let high = hash as usize >> FIRST_SHIFT;
        &self.entries[self.firsts[high] as usize..self.firsts[high + 1] as usize]
    }
}
