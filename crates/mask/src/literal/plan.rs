//! Which bytes of each pattern are searched for, and in which bucket.
//!
//! The pass looks at a *window* of each pattern: four bytes of a short one, six of a long one. It
//! reads a window as pairs of neighbours, each hashed to six bits ([`fold`]), so that one look-up
//! tells which buckets have such a pair at that place. A bucket accepts a text in which each place
//! has a pair of one of its windows; the fewer the pairs, the fewer the texts that pass by chance.
//! Windows in which most bytes may be many are looked at byte by byte instead, in a few buckets of
//! their own. The estimate of what passes comes from how often each byte is seen.

use super::pattern::{ByteSet, Pattern};

/// The bytes of a short window; every pattern has as many.
pub(super) const SHORT: usize = 4;
/// The bytes of a long window.
pub(super) const LONG: usize = 6;
/// The pairs of a short window.
pub(super) const SHORT_PAIRS: usize = SHORT - 1;
/// The pairs of a long window.
pub(super) const PAIRS: usize = LONG - 1;
/// Pairs, and single bytes, are told apart by six bits: so small a table fits a register.
pub(super) const FOLDED: usize = 64;
/// Buckets of pairs, one bit each; vector passes look at them in groups of eight.
const BUCKETS: usize = 8 * GROUPS.len();

/// A group of buckets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// For windows of as many pairs.
    pub(super) pairs: usize,
    /// For patterns that only count where a word begins.
    pub(super) bound: bool,
}

pub(super) const GROUPS: [Group; 6] = [
    Group { pairs: SHORT_PAIRS, bound: true },
    Group { pairs: SHORT_PAIRS, bound: false },
    Group { pairs: SHORT_PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
];
/// Buckets of single bytes, for patterns that may be anywhere. The last is kept for runs.
const SINGLES: usize = 8;
pub(super) const RUN_BIT: u8 = 1 << (SINGLES - 1);
const ASCII: usize = 128;
/// How much dearer a single is that lets something through: its bytes meet more often than the
/// product of their frequencies says.
const SINGLES_COST: f64 = 4.0;

/// What two neighbours are hashed to.
pub(super) const fn fold(first: u8, second: u8) -> usize {
    (code(first) ^ mixed(code(second))) as usize
}

/// Six bits of a byte: what makes it a letter, and the five low ones. Upper and lower case are
/// one, and so are a few signs and control characters.
pub(super) const fn code(byte: u8) -> u8 {
    byte >> 1 & 32 | byte & 31
}

/// Turns six bits round, so that a pair and its reverse differ.
pub(super) const fn mixed(code: u8) -> u8 {
    (code << 3 | code >> 3) & 63
}

/// Which buckets accept what, by place in the window.
pub(super) struct Tables {
    /// The buckets for patterns that begin words.
    pub(super) bound: u64,
    pub(super) pairs: [[u64; FOLDED]; PAIRS],
    pub(super) singles: [[u8; FOLDED]; LONG],
}

/// A window of a pattern.
#[derive(Clone)]
pub(super) struct Window {
    /// The index of the pattern.
    pub(super) pattern: usize,
    /// Where in the pattern the window begins.
    pub(super) back: usize,
    bound: bool,
    sets: Vec<ByteSet>,
}

impl Window {
    pub(super) fn whole(&self) -> Pattern {
        Pattern::of(self.sets.clone())
    }

    /// The four bytes that a second look is for, and where in the window they are.
    pub(super) fn core(&self) -> (usize, &[ByteSet]) {
        let ends = [0, self.sets.len() - SHORT].map(|at| (at, &self.sets[at..at + SHORT]));
        let [head, tail] = ends;
        if chance(tail.1) < chance(head.1) { tail } else { head }
    }
}

pub(super) fn windows(patterns: &[Pattern]) -> Vec<Window> {
    patterns.iter().enumerate().map(|(index, pattern)| rarest(index, pattern)).collect()
}

/// The window that clean text has least often.
fn rarest(pattern: usize, of: &Pattern) -> Window {
    let width = if of.len() >= LONG { LONG } else { SHORT };
    let windows = of.sets().windows(width).enumerate();
    // Long windows are rare enough anywhere. Where a word begins is seen from a window's first byte.
    let bound = of.is_bound() && width == SHORT;
    let windows = windows.take(if bound { 1 } else { usize::MAX });
    let best = windows.min_by(|a, b| chance(a.1).total_cmp(&chance(b.1)));
    let (back, sets) = best.map_or((0, of.sets()), |(back, sets)| (back, sets));
    Window { pattern, back, bound, sets: sets.to_vec() }
}

/// How likely clean text has a byte of each set in a row.
fn chance(sets: &[ByteSet]) -> f64 {
    sets.iter().map(|set| set.iter().map(frequency).sum::<f64>()).product()
}

/// The set of the bytes' six low bits.
fn low_bits(set: &ByteSet) -> u64 {
    set.iter().fold(0, |all, byte| all | 1 << (usize::from(byte) % FOLDED))
}

/// `run` is what the letters of a run's start may be.
pub(super) fn tables(windows: &[Window], run: [ByteSet; LONG - 1]) -> Tables {
    let mut buckets = vec![Bucket::default(); BUCKETS];
    let mut singles = vec![Bucket::default(); SINGLES];
    let mut order: Vec<(f64, &Window)> =
        windows.iter().map(|window| (chance(&window.sets), window)).collect();
    // The commonest first: they shape the buckets, the rare ones fit anywhere.
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, window) in order {
        let group = Group { pairs: window.sets.len() - 1, bound: window.bound };
        let fits = buckets.iter_mut().enumerate().filter(|(index, _)| GROUPS[index / 8] == group);
        let pairs = cheapest(fits.map(|(_, bucket)| bucket), Reading::pairs(window), &PAIRED);
        let free = if window.bound { 0 } else { SINGLES - 1 };
        let mut single = cheapest(singles[..free].iter_mut(), Reading::singles(window), &BYTES);
        single.iter_mut().for_each(|place| place.cost *= SINGLES_COST);
        if let Some(place) = pairs.into_iter().chain(single).min_by(|a, b| a.cost.total_cmp(&b.cost)) {
            *place.bucket = place.joined;
        }
    }
    singles[SINGLES - 1] = Bucket::of_run(run);
    filled(&buckets, &singles)
}

fn filled(buckets: &[Bucket], singles: &[Bucket]) -> Tables {
    let bound = (0..BUCKETS).filter(|index| GROUPS[index / 8].bound).fold(0, |all, index| all | 1 << index);
    let mut tables = Tables { bound, pairs: [[0; FOLDED]; PAIRS], singles: [[0; FOLDED]; LONG] };
    for (place, table) in tables.pairs.iter_mut().enumerate() {
        for (folded, accepting) in table.iter_mut().enumerate() {
            for (index, bucket) in buckets.iter().enumerate() {
                // A short window does not care for what follows it.
                let any = place >= GROUPS[index / 8].pairs;
                *accepting |= u64::from(any || bucket.accepts(place, folded)) << index;
            }
        }
    }
    for (place, table) in tables.singles.iter_mut().enumerate() {
        for (folded, accepting) in table.iter_mut().enumerate() {
            for (index, bucket) in singles.iter().enumerate() {
                *accepting |= u8::from(bucket.accepts(place, folded)) << index;
            }
        }
    }
    tables
}

/// What a window accepts, by place: bits for hashed pairs or bytes.
struct Reading {
    places: [u64; LONG],
    len: usize,
}

impl Reading {
    fn pairs(window: &Window) -> Self {
        let mut places = [0; LONG];
        for (place, pair) in places.iter_mut().zip(window.sets.windows(2)) {
            for first in pair[0].iter() {
                *place |= pair[1].iter().fold(0, |all, second| all | 1_u64 << fold(first, second));
            }
        }
        Self { places, len: window.sets.len() - 1 }
    }

    /// What a short window does not say may be anything.
    fn singles(window: &Window) -> Self {
        let mut places = [u64::MAX; LONG];
        for (place, set) in places.iter_mut().zip(&window.sets) {
            *place = low_bits(set);
        }
        Self { places, len: LONG }
    }
}

/// What the windows of a bucket accept between them.
#[derive(Clone, Default)]
struct Bucket {
    places: [u64; LONG],
    len: usize,
    /// How likely it lets clean text through.
    chance: f64,
}

/// A bucket and what it would become.
struct Place<'b> {
    bucket: &'b mut Bucket,
    joined: Bucket,
    cost: f64,
}

fn cheapest<'b>(
    buckets: impl Iterator<Item = &'b mut Bucket>,
    reading: Reading,
    often: &[f64; FOLDED],
) -> Option<Place<'b>> {
    let place = |bucket: &'b mut Bucket| {
        let joined = bucket.with(&reading, often);
        Place { cost: joined.chance - bucket.chance, bucket, joined }
    };
    buckets.map(place).min_by(|a, b| a.cost.total_cmp(&b.cost))
}

impl Bucket {
    /// What stands before a run is for the passes to find out.
    fn of_run(letters: [ByteSet; LONG - 1]) -> Self {
        let mut places = [u64::MAX; LONG];
        for (place, set) in places[1..].iter_mut().zip(letters) {
            *place = low_bits(&set);
        }
        Self { places, len: LONG, chance: 0.0 }
    }

    fn with(&self, reading: &Reading, often: &[f64; FOLDED]) -> Self {
        let mut places = self.places;
        places.iter_mut().zip(reading.places).for_each(|(place, more)| *place |= more);
        let chance = places[..reading.len].iter().map(|place| share(*place, often)).product();
        Self { places, len: reading.len, chance }
    }

    fn accepts(&self, place: usize, folded: usize) -> bool {
        place < self.len && self.places[place] >> folded & 1 == 1
    }
}

/// How much of clean text is among these.
fn share(bits: u64, often: &[f64; FOLDED]) -> f64 {
    let (mut left, mut sum) = (bits, 0.0);
    while left != 0 {
        sum += often[left.trailing_zeros() as usize];
        left &= left - 1;
    }
    sum
}

/// How often bytes with the same six low bits are seen.
static BYTES: [f64; FOLDED] = {
    let mut all = [0.0; FOLDED];
    let mut byte = 0;
    while byte < 256 {
        all[byte % FOLDED] += frequency(byte as u8);
        byte += 1;
    }
    all
};

/// How often pairs are seen that are hashed to the same.
static PAIRED: [f64; FOLDED] = {
    let mut all = [0.0; FOLDED];
    let mut first = 0;
    while first < ASCII {
        let mut second = 0;
        while second < ASCII {
            all[fold(first as u8, second as u8)] += frequency(first as u8) * frequency(second as u8);
            second += 1;
        }
        first += 1;
    }
    all
};

/// How often a byte is seen, roughly: a mix of code, JSON, logs, English and base64.
const fn frequency(byte: u8) -> f64 {
    const LETTERS: [f64; 26] = [
        5.2, 1.3, 2.8, 2.7, 7.4, 1.6, 1.5, 1.8, 4.8, 0.5, 0.7, 2.8, 2.0, 4.6, 4.5, 1.9, 0.3, 4.5, 4.6, 6.0,
        2.1, 0.9, 0.7, 0.8, 1.0, 0.3,
    ];
    let percent = match byte {
        b'a'..=b'z' => LETTERS[(byte - b'a') as usize],
        b'A'..=b'Z' => 0.45,
        b'0'..=b'9' => 0.7,
        b' ' => 12.0,
        b'"' | b'_' | b',' | b'.' | b':' | b'/' | b'-' | b'\n' => 1.5,
        b'=' | b'(' | b')' | b'{' | b'}' | b';' | b'\\' | b'<' | b'>' | b'\'' => 0.8,
        0x21..=0x7e => 0.3,
        _ => 0.05,
    };
    percent / 100.0
}
