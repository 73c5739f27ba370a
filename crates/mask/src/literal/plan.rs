//! Which bytes of each pattern are searched for, and in which bucket.
//!
//! The pass looks at a *window* of each pattern: four bytes of a short one, six of a long one. A
//! bucket accepts a byte at a place if one of its windows does, so windows that look alike share
//! one, and those made of letters that are common everywhere are kept apart. The estimate is the
//! chance that a bucket lets a clean window through, from how often each byte is seen.

use super::pattern::{ByteSet, Pattern};

/// The bytes of a short window; every pattern has as many.
pub(crate) const SHORT: usize = 4;
/// The bytes of a long window.
pub(crate) const LONG: usize = 6;
/// The first so many buckets are for short windows, the rest for long ones.
pub(crate) const SHORT_BUCKETS: usize = 16;
/// One bit of the tables each.
pub(crate) const BUCKETS: usize = 32;

/// A window of a pattern.
#[derive(Clone)]
pub(super) struct Window {
    /// The index of the pattern.
    pub(super) pattern: usize,
    /// Where in the pattern the window begins.
    pub(super) back: usize,
    sets: Vec<ByteSet>,
}

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

pub(super) fn tables(windows: &[Window]) -> Tables {
    let mut buckets = vec![Bucket::default(); BUCKETS];
    let mut order: Vec<&Window> = windows.iter().collect();
    // The commonest first: they shape the buckets, the rare ones fit anywhere.
    let chance = |window: &Window| window.sets.iter().map(likelihood).product::<f64>();
    order.sort_by(|a, b| chance(b).total_cmp(&chance(a)));
    for window in order {
        let fits = if window.sets.len() == LONG { SHORT_BUCKETS..BUCKETS } else { 0..SHORT_BUCKETS };
        let cost = |bucket: &Bucket| bucket.with(window).chance() - bucket.chance();
        let best = fits.min_by(|&a, &b| cost(&buckets[a]).total_cmp(&cost(&buckets[b])));
        if let Some(best) = best {
            buckets[best] = buckets[best].with(window);
        }
    }
    filled(&buckets)
}

fn filled(buckets: &[Bucket]) -> Tables {
    let mut tables = [[0; 256]; LONG];
    for (index, bucket) in buckets.iter().enumerate() {
        for (place, table) in tables.iter_mut().enumerate() {
            for (byte, accepts) in table.iter_mut().enumerate() {
                // A short window does not care for what follows it.
                let any = index < SHORT_BUCKETS && place >= SHORT;
                *accepts |= u32::from(any || bucket.accepts[place][byte]) << index;
            }
        }
    }
    tables
}

/// What the windows of a bucket accept between them.
#[derive(Clone)]
struct Bucket {
    accepts: [[bool; 256]; LONG],
    width: usize,
}

impl Default for Bucket {
    fn default() -> Self {
        Self { accepts: [[false; 256]; LONG], width: LONG }
    }
}

impl Bucket {
    fn with(&self, window: &Window) -> Self {
        let mut joined = self.clone();
        joined.width = window.sets.len();
        for (place, set) in joined.accepts.iter_mut().zip(&window.sets) {
            set.iter().for_each(|byte| place[usize::from(byte)] = true);
        }
        joined
    }

    /// How likely it lets a window of clean text through.
    fn chance(&self) -> f64 {
        let place = |accepts: &[bool; 256]| {
            (0..=u8::MAX).filter(|&byte| accepts[usize::from(byte)]).map(frequency).sum::<f64>()
        };
        self.accepts[..self.width].iter().map(place).product()
    }
}

fn likelihood(set: &ByteSet) -> f64 {
    set.iter().map(frequency).sum()
}

/// How often a byte is seen, roughly: a mix of code, JSON, logs, English and base64.
fn frequency(byte: u8) -> f64 {
    const LETTERS: [f64; 26] = [
        5.2, 1.3, 2.8, 2.7, 7.4, 1.6, 1.5, 1.8, 4.8, 0.5, 0.7, 2.8, 2.0, 4.6, 4.5, 1.9, 0.3, 4.5, 4.6, 6.0,
        2.1, 0.9, 0.7, 0.8, 1.0, 0.3,
    ];
    let percent = match byte {
        b'a'..=b'z' => LETTERS[usize::from(byte - b'a')],
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
