//! The second look: which patterns have their rarest bytes at a place that a bucket accepts.
//!
//! Four bytes of a window are looked up by a hash, case folded away: those at its start, or two
//! bytes further on; or fewer, where the others may be nearly anything. Of the two bytes behind them
//! the [kinds](super::kind) are looked up with them. A bitmap for each of these ways says first
//! whether there is anything to look up.

use std::cell::LazyCell;

use super::agreed::{Agreed, COMPARED};
use super::kind::{KINDS, kind};
use super::pattern::{ByteSet, Pattern};
use super::plan::{SAMPLE, SHORT, Window};

/// A way to look up bytes: the first four of a window, some more of it, or some of these only.
const WAYS: [Mask; 4] = [
    Mask { after: 0, bytes: u32::MAX, behind: SHORT },
    Mask { after: TAIL, bytes: u32::MAX, behind: TAIL + SHORT },
    Mask { after: 0, bytes: 0x00ff_ffff, behind: SHORT - 1 },
    Mask { after: 0, bytes: 0x00ff_0000, behind: SHORT - 1 },
];

/// Which bytes of a window are looked up.
struct Mask {
    after: usize,
    bytes: u32,
    /// Where the two are of which the kinds are looked up.
    behind: usize,
}

/// A hash has so many bits, and each bitmap as many bits as there are hashes.
const HASH_BITS: u32 = 17;
/// The words of a bitmap.
const WORDS: usize = 1 << (HASH_BITS - u64::BITS.ilog2());
/// What is further on in a long window begins so many bytes after its start.
pub(super) const TAIL: usize = 2;
/// How many bytes are looked at. A place with fewer before it must be looked at again when a text grows.
pub(super) const LOOKED_AT: usize = TAIL + SHORT + 2;

pub(super) struct SecondLook {
    ways: Box<[Way; WAYS.len()]>,
    /// Where the entries of each known hash begin, by its number, and where the last ones end.
    starts: Vec<u32>,
    /// What the patterns that have it look like from there on.
    agreed: Vec<Agreed>,
    /// In the order of their hash, way by way.
    entries: Vec<Entry>,
}

/// A way is only taken by windows for which it has no more entries, if another will do.
const MOST_ENTRIES: usize = 1 << 11;

struct Way {
    /// One bit a hash.
    known: [u64; WORDS],
    /// How many hashes are known before those of each word, in the ways before this one, too.
    before: [u32; WORDS],
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
            let way = way(window, sets, &often);
            let hashes = WAYS[way].hashes(sets);
            let agreed = Agreed::of(sets);
            entries[way].extend(hashes.into_iter().map(|hash| Hashed { hash, entry, agreed }));
        }
        let (mut starts, mut agreed, mut all) = (vec![0], Vec::new(), Vec::new());
        let ways = entries.map(|mut of_way| {
            of_way.sort_by_key(|one| (one.hash, one.entry.pattern));
            of_way.dedup_by_key(|one| (one.hash, one.entry.pattern));
            let way = Way::new(&of_way, agreed.len() as u32);
            for same in of_way.chunk_by(|one, next| one.hash == next.hash) {
                agreed.push(same[1..].iter().fold(same[0].agreed, |all, one| all.with(one.agreed)));
                all.extend(same.iter().map(|one| one.entry));
                starts.push(all.len() as u32);
            }
            way
        });
        Self { ways: Box::new(ways), starts, agreed, entries: all }
    }

    /// The way of each window: for those of which it is not known, by what a text has least.
    #[cfg(test)]
    pub(super) fn ways_of(windows: &[Window], patterns: &[Pattern], text: &[u8]) -> Vec<usize> {
        let often = LazyCell::<Often, _>::new(|| often(text));
        windows.iter().map(|of| way(of, &patterns[of.pattern].sets()[of.cut.back..], &often)).collect()
    }

    /// Whether there may be a pattern whose window is here.
    #[inline]
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
        let fits = self.agreed[number].fits(u64::from_le_bytes(*bytes));
        if fits { Seen::known(number) } else { Seen::NOTHING }
    }

    /// The ways in which something has these hashes, a bit each.
    #[inline]
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
        let entries = seen.number().map_or(&[][..], |number| self.entries_of(number));
        At { look: self, hashes, left, entries: entries.iter() }
    }

    /// What has a known hash.
    #[inline]
    fn entries_of(&self, number: usize) -> &[Entry] {
        &self.entries[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}

/// What was seen of a place: the number of its hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen(u16);

impl Seen {
    /// There is no pattern.
    pub(super) const NOTHING: Self = Self(0);
    /// There may be patterns, but it is not known which.
    pub(super) const UNKNOWN: Self = Self(u16::MAX);

    /// What is numbered too high is not known.
    #[inline]
    fn known(number: usize) -> Self {
        Self(u16::try_from(number + 1).unwrap_or(u16::MAX))
    }

    #[inline]
    fn number(self) -> Option<usize> {
        if self == Self::UNKNOWN { None } else { usize::from(self.0).checked_sub(1) }
    }
}

/// What is looked up in each way in turn.
pub(super) struct At<'a> {
    look: &'a SecondLook,
    hashes: [u32; WAYS.len()],
    /// The ways that are left, a bit each.
    left: u8,
    /// What has the hash of the way before.
    entries: std::slice::Iter<'a, Entry>,
}

impl Iterator for At<'_> {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.entries.next() {
                return Some((entry.pattern as usize, entry.back as usize));
            }
            let way = self.left.trailing_zeros() as usize;
            let hash = *self.hashes.get(way)?;
            self.left &= self.left - 1;
            self.entries = self.look.entries_of(self.look.ways[way].number(hash)).iter();
        }
    }
}

/// How often clean text has each hash, in each way.
type Often = [Vec<u32>; WAYS.len()];

fn often(text: &[u8]) -> Often {
    let mut often: Often = std::array::from_fn(|_| vec![0; 1 << HASH_BITS]);
    for at in 0..text.len() {
        for (often, hash) in often.iter_mut().zip(hashes(&text[at..])) {
            often[hash as usize] += 1;
        }
    }
    often
}

/// How to look up a window, which is the first bytes of `sets`.
fn way(window: &Window, sets: &[ByteSet], often: &LazyCell<Often, impl FnOnce() -> Often>) -> usize {
    let known = window.way.filter(|&way| fits(way, sets, window.cut.len));
    known.unwrap_or_else(|| rarest(sets, window.cut.len, often))
}

/// The way in which clean text has a window least often.
fn rarest(sets: &[ByteSet], len: usize, often: &Often) -> usize {
    let cost = |&way: &usize| {
        let hashes = WAYS[way].hashes(sets);
        let passed: u32 = hashes.iter().map(|&hash| often[way][hash as usize]).sum();
        (passed, hashes.len())
    };
    (0..WAYS.len() - 1).filter(|&way| fits(way, sets, len)).min_by_key(cost).unwrap_or(WAYS.len() - 1)
}

/// Whether a window, which is the first bytes of `sets`, can be looked up in a way. The last one is for all.
fn fits(way: usize, sets: &[ByteSet], len: usize) -> bool {
    let fits = |mask: &Mask| mask.after + SHORT <= len && mask.entries(sets) <= MOST_ENTRIES;
    way + 1 == WAYS.len() || WAYS.get(way).is_some_and(fits)
}

/// What the bytes of a text are looked up by. Where it ends, zeros stand for more.
#[inline]
fn hashes(rest: &[u8]) -> [u32; WAYS.len()] {
    let bytes = rest.first_chunk().copied().map_or_else(|| last(rest), u64::from_le_bytes);
    let [first, second, third, fourth] = &WAYS;
    [first.hash(bytes), second.hash(bytes), third.hash(bytes), fourth.hash(bytes)]
}

/// The last bytes of a text, fewer than eight.
#[cold]
fn last(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// Of some bytes, whatever their case, and the kinds of others.
#[inline]
const fn hash(bytes: u32, mask: u32, kinds: u32) -> u32 {
    (((bytes | 0x2020_2020) & mask) ^ kinds).wrapping_mul(0xC2B2_AE35) >> (32 - HASH_BITS)
}

/// One kind takes the place of bits that are folded away, the other that of bits which text has not.
#[inline]
const fn both(kind: u32, next: u32) -> u32 {
    kind | next << 2
}

impl Mask {
    /// Of the bytes of a text.
    #[inline(always)]
    const fn hash(&self, bytes: u64) -> u32 {
        let behind = (bytes >> (8 * self.behind)) as u16;
        let kinds = both(kind(behind as u8), kind((behind >> 8) as u8));
        hash((bytes >> (8 * self.after)) as u32, self.bytes, kinds)
    }

    /// In how many ways the bytes can be written, but for their case, and the bytes behind them.
    fn entries(&self, sets: &[ByteSet]) -> usize {
        let spellings = self.folded(sets).iter().flatten().map(Vec::len).product::<usize>();
        spellings * self.kinds(sets).len()
    }

    /// The hashes of all ways to write the bytes of a window, which is the first of `sets`.
    fn hashes(&self, sets: &[ByteSet]) -> Vec<u32> {
        let mut written = vec![0_u32];
        for (place, bytes) in self.folded(sets).iter().flatten().enumerate() {
            let longer =
                |&before: &u32| bytes.iter().map(move |&byte| before | u32::from(byte) << (8 * place));
            written = written.iter().flat_map(longer).collect();
        }
        let kinds = self.kinds(sets);
        let with_kinds = |bytes: u32| kinds.iter().map(move |&kind| hash(bytes, self.bytes, kind));
        written.into_iter().flat_map(with_kinds).collect()
    }

    /// Of which kinds the bytes behind may be: of any, behind the end of a pattern.
    fn kinds(&self, sets: &[ByteSet]) -> Vec<u32> {
        let of = |at: usize| {
            let Some(set) = sets.get(at) else { return KINDS.to_vec() };
            KINDS.into_iter().filter(|&of| set.iter().any(|byte| kind(byte) == of)).collect()
        };
        let (first, next) = (of(self.behind), of(self.behind + 1));
        first.iter().flat_map(|first| next.iter().map(move |next| both(*first, *next))).collect()
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
    /// `all` are sorted by their hash; so many hashes are known before them.
    fn new(all: &[Hashed], first: u32) -> Self {
        let mut known = [0; WORDS];
        for one in all {
            let (word, bit) = place(one.hash);
            known[word] |= bit;
        }
        let mut count = first;
        let before = known.map(|word: u64| {
            let before = count;
            count += word.count_ones();
            before
        });
        Self { known, before }
    }

    #[inline]
    fn has(&self, hash: u32) -> bool {
        let (word, bit) = place(hash);
        self.known[word] & bit != 0
    }

    /// The number of a known hash.
    #[inline]
    fn number(&self, hash: u32) -> usize {
        let (word, bit) = place(hash);
        (self.before[word] + (self.known[word] & (bit - 1)).count_ones()) as usize
    }
}

/// A hash's word of a bitmap, and its bit.
#[inline]
fn place(hash: u32) -> (usize, u64) {
    ((hash / u64::BITS) as usize, 1 << (hash % u64::BITS))
}
