//! Which bytes of each pattern are searched for, and in which bucket.
//!
//! The pass looks at a *window* of each pattern: four bytes of a short one, six of a long one. A
//! bucket accepts a byte at a place if one of its windows does, so windows that look alike share
//! one, and those made of letters that are common everywhere are kept apart. The estimate is the
//! chance that a bucket lets a clean window through, from how often each byte is seen.

use super::pattern::{ByteSet, Pattern};

/// The bytes of a short window; every pattern has as many.
pub(super) const SHORT: usize = 4;
/// The bytes of a long window.
pub(super) const LONG: usize = 6;
/// One bit of the tables each; vector passes look at them in groups of eight.
const BUCKETS: usize = 32;
pub(super) const GROUPS: usize = BUCKETS / 8;
/// The first groups are for short windows, the rest for long ones.
pub(super) const SHORT_GROUPS: usize = 2;
const SHORT_BUCKETS: usize = 8 * SHORT_GROUPS;
/// The last bucket, the highest bit of the last group, is kept for the starts of runs.
pub(super) const RUN_BIT: u8 = 1 << 7;
const LITERAL_BUCKETS: usize = BUCKETS - 1;
/// Bytes that differ by a multiple of this are not told apart: so small a table fits a register.
/// It makes a letter look like a digit or a sign, seldom like another letter.
pub(super) const FOLDED: usize = 64;

/// A window of a pattern.
#[derive(Clone)]
pub(super) struct Window {
    /// The index of the pattern.
    pub(super) pattern: usize,
    /// Where in the pattern the window begins.
    pub(super) back: usize,
    sets: Vec<ByteSet>,
}

impl Window {
    /// The bytes that are hashed.
    pub(super) fn head(&self) -> &[ByteSet] {
        &self.sets[..SHORT]
    }

    pub(super) fn sets(&self) -> &[ByteSet] {
        &self.sets
    }

    /// Too many ways to write it to be hashed.
    pub(super) fn is_wide(&self) -> bool {
        Pattern::of(self.head().to_vec()).ways() > WIDE
    }
}

/// Windows that can be written in more ways are looked at one by one, so they should be few.
const WIDE: usize = 8192;

/// By place in the window and byte: the buckets that accept it.
pub(super) type Tables = [[u32; 256]; LONG];

pub(super) fn windows(patterns: &[Pattern]) -> Vec<Window> {
    patterns.iter().enumerate().map(|(index, pattern)| rarest(index, pattern)).collect()
}

/// The window that clean text has least often.
fn rarest(pattern: usize, of: &Pattern) -> Window {
    let width = if of.len() >= LONG { LONG } else { SHORT };
    let chance = |sets: &[ByteSet]| sets.iter().map(likelihood).product::<f64>();
    let best = of.sets().windows(width).enumerate().min_by(|a, b| chance(a.1).total_cmp(&chance(b.1)));
    let (back, sets) = best.map_or((0, of.sets()), |(back, sets)| (back, sets));
    Window { pattern, back, sets: sets.to_vec() }
}

/// `run` is what the letters of a run's start may be.
pub(super) fn tables(windows: &[Window], run: [ByteSet; LONG - 1]) -> Tables {
    let mut buckets = vec![Bucket::default(); BUCKETS];
    let mut order: Vec<&Window> = windows.iter().collect();
    // The commonest first: they shape the buckets, the rare ones fit anywhere.
    let chance = |window: &Window| window.sets.iter().map(likelihood).product::<f64>();
    order.sort_by(|a, b| chance(b).total_cmp(&chance(a)));
    for window in order {
        let fits = if window.sets.len() == LONG { SHORT_BUCKETS..LITERAL_BUCKETS } else { 0..SHORT_BUCKETS };
        let cost = |bucket: &Bucket| bucket.with(window).chance() - bucket.chance();
        let best = fits.min_by(|&a, &b| cost(&buckets[a]).total_cmp(&cost(&buckets[b])));
        if let Some(best) = best {
            buckets[best] = buckets[best].with(window);
        }
    }
    buckets[LITERAL_BUCKETS] = Bucket::of_run(run);
    filled(&buckets)
}

fn filled(buckets: &[Bucket]) -> Tables {
    let mut tables = [[0; 256]; LONG];
    for (index, bucket) in buckets.iter().enumerate() {
        for (place, table) in tables.iter_mut().enumerate() {
            for (byte, accepts) in table.iter_mut().enumerate() {
                // A short window does not care for what follows it.
                let any = index < SHORT_BUCKETS && place >= SHORT;
                *accepts |= u32::from(any || bucket.accepts(place, byte as u8)) << index;
            }
        }
    }
    tables
}

/// What the windows of a bucket accept between them, by place and folded byte.
#[derive(Clone, Default)]
struct Bucket {
    accepts: [u64; LONG],
    width: usize,
}

impl Bucket {
    /// What stands before a run is for the passes to find out.
    fn of_run(letters: [ByteSet; LONG - 1]) -> Self {
        let mut accepts = [u64::MAX; LONG];
        for (place, set) in accepts[1..].iter_mut().zip(letters) {
            *place = set.folded_to_64();
        }
        Self { accepts, width: LONG }
    }

    fn with(&self, window: &Window) -> Self {
        let mut joined = self.clone();
        joined.width = window.sets.len();
        for (place, set) in joined.accepts.iter_mut().zip(&window.sets) {
            *place |= set.folded_to_64();
        }
        joined
    }

    fn accepts(&self, place: usize, byte: u8) -> bool {
        self.accepts[place] >> (usize::from(byte) % FOLDED) & 1 == 1
    }

    /// How likely it lets a window of clean text through.
    fn chance(&self) -> f64 {
        let place = |accepts: &u64| {
            FREQUENCIES
                .iter()
                .enumerate()
                .filter(|(at, _)| accepts >> at & 1 == 1)
                .map(|(_, often)| often)
                .sum::<f64>()
        };
        if self.width == 0 { 0.0 } else { self.accepts[..self.width].iter().map(place).product() }
    }
}

/// How likely clean text has a byte of the set.
fn likelihood(set: &ByteSet) -> f64 {
    set.iter().map(frequency).sum()
}

/// The same for bytes folded together.
static FREQUENCIES: [f64; FOLDED] = frequencies();

const fn frequencies() -> [f64; FOLDED] {
    let mut all = [0.0; FOLDED];
    let mut byte = 0;
    while byte < 256 {
        all[byte % FOLDED] += frequency(byte as u8);
        byte += 1;
    }
    all
}

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
