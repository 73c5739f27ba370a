//! Which bytes of each pattern are searched for, and in which bucket.
//!
//! The pass looks at a *window* of each pattern: four bytes of a short one, six of a long one. It
//! reads a window as pairs of neighbours, each hashed to six bits ([`fold`]), so that one look-up
//! tells which buckets have such a pair at that place. A bucket accepts a text in which each place
//! has a pair of one of its windows; the fewer the pairs, the fewer the texts that pass by chance.
//! Windows in which most bytes may be many are looked at byte by byte instead, in a few buckets of
//! their own. The estimate of what passes comes from how often each byte is seen.

use super::pattern::{ByteSet, Pattern};
use super::second::TAIL;

/// The bytes of a short window; every pattern has as many.
pub(super) const SHORT: usize = 4;
/// The most bytes of a long window.
pub(super) const LONG: usize = 6;
/// The bytes that singles look at, and that say where a run of text begins.
pub(super) const SINGLE: usize = 6;
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

pub(super) const GROUPS: [Group; 8] = [
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: SHORT_PAIRS, bound: true },
    Group { pairs: SHORT_PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
];
/// Groups of buckets of single bytes: for patterns that begin words, and for those that may be
/// anywhere. The last bucket is kept for runs.
pub(super) const SINGLES: [Group; 2] = [Group { pairs: 0, bound: true }, Group { pairs: 0, bound: false }];
/// The bit of the last bucket in the last group.
pub(super) const RUN_BIT: u8 = 1 << 7;

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
    pub(super) singles: [[[u8; FOLDED]; SINGLE]; SINGLES.len()],
}

/// A window of a pattern.
#[derive(Clone)]
pub(super) struct Window {
    /// The index of the pattern.
    pub(super) pattern: usize,
    /// Where in the pattern the window begins.
    pub(super) back: usize,
    group: Group,
    sets: Vec<ByteSet>,
}

impl Window {
    pub(super) fn whole(&self) -> Pattern {
        Pattern::of(self.sets.clone())
    }

    pub(super) fn head(&self) -> &[ByteSet] {
        &self.sets[..SHORT]
    }

    /// The four bytes that a second look is for, and where in the window they are.
    pub(super) fn core(&self) -> (usize, &[ByteSet]) {
        let head = &self.sets[..SHORT];
        match self.sets.get(TAIL..TAIL + SHORT) {
            Some(tail) if chance(tail) < chance(head) => (TAIL, tail),
            _ => (0, head),
        }
    }
}

pub(super) fn windows(patterns: &[Pattern]) -> Vec<Window> {
    patterns.iter().enumerate().map(|(index, pattern)| rarest(index, pattern)).collect()
}

/// The window that clean text has least often, and the group that suits it.
fn rarest(pattern: usize, of: &Pattern) -> Window {
    let least = |width: usize, first: usize| {
        let windows = of.sets().windows(width).enumerate().take(first);
        windows.min_by(|a, b| chance(a.1).total_cmp(&chance(b.1)))
    };
    if let Some((back, sets)) =
        least(of.len().min(LONG), usize::MAX).filter(|(_, sets)| telling(sets) >= LONG_TELLS)
    {
        let group = Group { pairs: PAIRS, bound: false };
        return Window { pattern, back, group, sets: sets.to_vec() };
    }
    let bound = of.is_bound();
    // Where a word begins is seen from a window's first byte.
    let width = of.len().min(SINGLE);
    let (back, sets) = least(width, if bound { 1 } else { usize::MAX }).unwrap_or((0, of.sets()));
    let rarest = sets.windows(SHORT).enumerate().min_by_key(|(_, sets)| std::cmp::Reverse(telling(sets)));
    match rarest.filter(|(at, sets)| telling(sets) >= SHORT_TELLS && (!bound || *at == 0)) {
        Some((at, sets)) => {
            let group = Group { pairs: SHORT_PAIRS, bound };
            Window { pattern, back: back + at, group, sets: sets.to_vec() }
        }
        None => Window { pattern, back, group: Group { pairs: 0, bound }, sets: sets.to_vec() },
    }
}

/// A pair tells something if there are few ways to write it.
const FEW: usize = 24;
/// A long window has at least as many telling pairs,
const LONG_TELLS: usize = 4;
/// and a short one.
const SHORT_TELLS: usize = 3;

fn telling(sets: &[ByteSet]) -> usize {
    sets.windows(2).filter(|pair| (pair[0].len() * pair[1].len()) as usize <= FEW).count()
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
pub(super) fn tables(windows: &[Window], run: [ByteSet; SINGLE - 1]) -> Tables {
    let mut pairs = vec![Bucket::default(); BUCKETS];
    let mut singles = vec![Bucket::default(); 8 * SINGLES.len()];
    let last = singles.len() - 1;
    let mut order: Vec<(f64, &Window)> =
        windows.iter().map(|window| (chance(&window.sets), window)).collect();
    // The commonest first: they shape the buckets, the rare ones fit anywhere.
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, window) in order {
        let fits = |groups: &'static [Group]| {
            move |(index, _): &(usize, &mut Bucket)| groups[index / 8] == window.group
        };
        if window.group.pairs == 0 {
            let buckets = singles[..last].iter_mut().enumerate().filter(fits(&SINGLES));
            join(buckets.map(|(_, bucket)| bucket), &Reading::singles(window), &BYTES);
        } else {
            let buckets = pairs.iter_mut().enumerate().filter(fits(&GROUPS));
            join(buckets.map(|(_, bucket)| bucket), &Reading::pairs(window), &PAIRED);
        }
    }
    singles[last] = Bucket::of_run(run);
    filled(&pairs, &singles)
}

fn filled(pairs: &[Bucket], singles: &[Bucket]) -> Tables {
    let bound = (0..BUCKETS).filter(|index| GROUPS[index / 8].bound).fold(0, |all, index| all | 1 << index);
    let mut tables =
        Tables { bound, pairs: [[0; FOLDED]; PAIRS], singles: [[[0; FOLDED]; SINGLE]; SINGLES.len()] };
    for (place, table) in tables.pairs.iter_mut().enumerate() {
        for (folded, accepting) in table.iter_mut().enumerate() {
            for (index, bucket) in pairs.iter().enumerate() {
                *accepting |= u64::from(bucket.accepts(place, folded)) << index;
            }
        }
    }
    for (index, bucket) in singles.iter().enumerate() {
        for (place, table) in tables.singles[index / 8].iter_mut().enumerate() {
            for (folded, accepting) in table.iter_mut().enumerate() {
                *accepting |= u8::from(bucket.accepts(place, folded)) << (index % 8);
            }
        }
    }
    tables
}

/// What a window accepts, by place: bits for hashed pairs or bytes.
struct Reading {
    places: [u64; LONG],
}

impl Reading {
    fn pairs(window: &Window) -> Self {
        let mut places = [u64::MAX; LONG];
        for (place, pair) in places.iter_mut().zip(window.sets.windows(2)) {
            *place = 0;
            for first in pair[0].iter() {
                *place |= pair[1].iter().fold(0, |all, second| all | 1_u64 << fold(first, second));
            }
        }
        Self { places }
    }

    /// What a short window does not say may be anything.
    fn singles(window: &Window) -> Self {
        let mut places = [u64::MAX; LONG];
        for (place, set) in places.iter_mut().zip(&window.sets) {
            *place = low_bits(set);
        }
        Self { places }
    }
}

/// What the windows of a bucket accept between them.
#[derive(Clone, Default)]
struct Bucket {
    places: [u64; LONG],
    /// How likely it lets clean text through.
    chance: f64,
}

/// Adds a window to the bucket that it makes let through the least more.
fn join<'b>(buckets: impl Iterator<Item = &'b mut Bucket>, reading: &Reading, often: &[f64; FOLDED]) {
    let joined = buckets.map(|bucket| (bucket.with(reading, often), bucket));
    let cheapest = joined
        .min_by(|(a, was_a), (b, was_b)| (a.chance - was_a.chance).total_cmp(&(b.chance - was_b.chance)));
    if let Some((joined, bucket)) = cheapest {
        *bucket = joined;
    }
}

impl Bucket {
    /// What stands before a run is for the passes to find out.
    fn of_run(letters: [ByteSet; SINGLE - 1]) -> Self {
        let mut places = [u64::MAX; LONG];
        for (place, set) in places[1..].iter_mut().zip(letters) {
            *place = low_bits(&set);
        }
        Self { places, chance: 0.0 }
    }

    fn with(&self, reading: &Reading, often: &[f64; FOLDED]) -> Self {
        let mut places = self.places;
        places.iter_mut().zip(reading.places).for_each(|(place, more)| *place |= more);
        let chance = places.iter().map(|place| share(*place, often)).product();
        Self { places, chance }
    }

    fn accepts(&self, place: usize, folded: usize) -> bool {
        self.places[place] >> folded & 1 == 1
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
    while first < 128 {
        let mut second = 0;
        while second < 128 {
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
