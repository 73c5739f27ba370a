//! Which windows share a bucket: those that together let the least clean text through.

use super::pattern::ByteSet;
use super::plan::{FOLDED, LONG, LOW, PAIRS, SINGLE, fold, low};
use super::sample::Places;
use super::windows::Window;

/// What pairs, or single bytes, are told apart by.
pub(super) struct Codes {
    /// Where in the sample each is.
    places: Vec<Places>,
    /// How often.
    shares: Vec<f64>,
}

impl Codes {
    pub(super) fn of_pairs() -> Self {
        Self::new(Places::by_code(FOLDED, fold))
    }

    pub(super) fn of_bytes() -> Self {
        Self::new(Places::by_code(LOW, |byte, _| low(byte)))
    }

    fn new(places: Vec<Places>) -> Self {
        let shares = places.iter().map(Places::share).collect();
        Self { places, shares }
    }

    fn of(&self, window: &Window) -> Reading {
        match window.group() {
            Some(_) => self.pairs(window.sets()),
            None => self.bytes(window.sets()),
        }
    }

    /// What a window accepts, read as pairs.
    fn pairs(&self, window: &[ByteSet]) -> Reading {
        let ways =
            |first: u8, second: &ByteSet| second.iter().fold(0, |all, byte| all | 1 << fold(first, byte));
        let pair = |pair: &[ByteSet]| pair[0].iter().fold(0, |all, first| all | ways(first, &pair[1]));
        self.reading(PAIRS, window.windows(2).map(pair))
    }

    /// What a window accepts, read byte by byte.
    fn bytes(&self, window: &[ByteSet]) -> Reading {
        self.reading(SINGLE, window.iter().map(low_bits))
    }

    /// What a window does not say may be anything.
    fn reading(&self, places: usize, codes: impl Iterator<Item = u128>) -> Reading {
        let mut reading = Reading { codes: [u128::MAX; LONG], places: vec![Places::all(); places] };
        for (place, codes) in codes.enumerate() {
            reading.codes[place] = codes;
            reading.places[place] = Places::none();
            for code in (0..self.places.len()).filter(|code| codes >> code & 1 == 1) {
                reading.places[place].add(&self.places[code], place);
            }
        }
        reading
    }

    /// How much of clean text is among these.
    fn share(&self, mut codes: u128) -> f64 {
        let mut share = 0.0;
        while codes != 0 {
            share += self.shares[codes.trailing_zeros() as usize];
            codes &= codes - 1;
        }
        share
    }
}

/// The codes of a set of bytes.
fn low_bits(set: &ByteSet) -> u128 {
    set.iter().fold(0, |all, byte| all | 1 << low(byte))
}

/// What a window accepts, by place: as bits for codes, and where in the sample they are.
#[derive(Clone)]
struct Reading {
    codes: [u128; LONG],
    places: Vec<Places>,
}

/// What the windows of a bucket accept between them.
#[derive(Clone)]
pub(super) struct Bucket {
    reading: Reading,
    /// How likely it lets clean text through.
    chance: f64,
}

/// Adds a window to the bucket that it makes let through the least more, and returns it.
pub(super) fn join(mut buckets: Vec<&mut Bucket>, candidates: Vec<Window>, codes: &Codes) -> Option<Window> {
    let fits = |window: Window| {
        let reading = codes.of(&window);
        let more = buckets.iter().map(|bucket| bucket.chance_with(&reading, codes) - bucket.chance);
        let (least, more) = more.enumerate().min_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((more, least, reading, window))
    };
    let fitting = candidates.into_iter().filter_map(fits);
    let (more, bucket, reading, window) = fitting.min_by(|a, b| a.0.total_cmp(&b.0))?;
    buckets[bucket].add(&reading);
    buckets[bucket].chance += more;
    Some(window)
}

impl Bucket {
    pub(super) fn of_pairs() -> Self {
        Self::new(PAIRS)
    }

    pub(super) fn of_bytes() -> Self {
        Self::new(SINGLE)
    }

    fn new(places: usize) -> Self {
        let reading = Reading { codes: [0; LONG], places: vec![Places::none(); places] };
        Self { reading, chance: 0.0 }
    }

    /// What stands before a run is for the passes to find out.
    pub(super) fn of_run(letters: &[ByteSet; SINGLE - 1]) -> Self {
        let mut bucket = Self::of_bytes();
        bucket.reading.codes = [u128::MAX; LONG];
        for (codes, set) in bucket.reading.codes[1..].iter_mut().zip(letters) {
            *codes = low_bits(set);
        }
        bucket
    }

    /// What was seen in the sample, and what would be if its pairs were shuffled: it is small.
    fn chance_with(&self, window: &Reading, codes: &Codes) -> f64 {
        let either = self.reading.codes.iter().zip(window.codes).map(|(these, more)| these | more);
        let shuffled: f64 = either.take(window.places.len()).map(|either| codes.share(either)).product();
        Places::in_common(&self.reading.places, &window.places) + shuffled
    }

    fn add(&mut self, window: &Reading) {
        self.reading.codes.iter_mut().zip(window.codes).for_each(|(these, more)| *these |= more);
        self.reading.places.iter_mut().zip(&window.places).for_each(|(these, more)| these.add(more, 0));
    }

    pub(super) fn accepts(&self, place: usize, code: usize) -> bool {
        self.reading.codes[place] >> code & 1 == 1
    }
}
