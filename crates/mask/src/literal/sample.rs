//! What clean text looks like, by a sample: what may pass by chance is counted, not guessed.

use super::pattern::ByteSet;

/// A mix of code, JSON, logs, events, English and base64, and of text that is escaped: for JSON, in
/// Cyrillic letters and as Go does, for HTML, and with the colours of a terminal.
pub(super) static TEXT: &[u8] = include_bytes!("sample.txt");

pub(super) struct Sample {
    /// How often each byte is seen.
    often: [f64; 256],
    /// How often each byte is followed by each other.
    follows: Vec<[f64; 256]>,
}

impl Sample {
    pub(super) fn new() -> Self {
        let count = |bytes: &mut dyn Iterator<Item = u8>| {
            let mut counts = [0.0; 256];
            bytes.for_each(|byte| counts[usize::from(byte)] += 1.0);
            counts
        };
        let often = smoothed(count(&mut TEXT.iter().copied()), &[1.0 / 256.0; 256]);
        let mut follows = vec![[0.0; 256]; 256];
        for pair in TEXT.array_windows::<2>() {
            follows[usize::from(pair[0])][usize::from(pair[1])] += 1.0;
        }
        let follows = follows.into_iter().map(|counts| smoothed(counts, &often)).collect();
        Self { often, follows }
    }

    /// How likely clean text has a byte of each set in a row.
    pub(super) fn chance(&self, sets: &[ByteSet]) -> f64 {
        let Some((first, rest)) = sets.split_first() else { return 1.0 };
        let mut ends: Vec<_> = first.iter().map(|byte| (byte, self.often[usize::from(byte)])).collect();
        for set in rest {
            let reached =
                |byte: u8| ends.iter().map(|(last, chance)| chance * self.follow(*last, byte)).sum();
            ends = set.iter().map(|byte| (byte, reached(byte))).collect();
        }
        ends.iter().map(|(_, chance)| chance).sum()
    }

    fn follow(&self, byte: u8, next: u8) -> f64 {
        self.follows[usize::from(byte)][usize::from(next)]
    }
}

/// What was seen a few times only may be seen as often as `usual`.
fn smoothed(counts: [f64; 256], usual: &[f64; 256]) -> [f64; 256] {
    const TRUST: f64 = 8.0;
    let sum: f64 = counts.iter().sum();
    std::array::from_fn(|byte| (counts[byte] + TRUST * usual[byte]) / (sum + TRUST))
}

/// Where in the sample something is, a bit each.
#[derive(Clone)]
pub(super) struct Places(Vec<u64>);

const WORDS: usize = TEXT.len() / 64;

impl Places {
    pub(super) fn none() -> Self {
        Self(vec![0; WORDS])
    }

    pub(super) fn all() -> Self {
        Self(vec![u64::MAX; WORDS])
    }

    /// Where in the sample each of `codes` codes is.
    pub(super) fn by_code(codes: usize, code: fn(u8, u8) -> usize) -> Vec<Self> {
        let mut all = vec![Self::none(); codes];
        for (at, pair) in TEXT.array_windows::<2>().enumerate().take(64 * WORDS) {
            all[code(pair[0], pair[1])].0[at / 64] |= 1 << (at % 64);
        }
        all
    }

    /// Adds the places that are so many bytes before others.
    pub(super) fn add(&mut self, others: &Self, before: usize) {
        let next = others.0.iter().skip(1).chain([&0]);
        for ((word, now), next) in self.0.iter_mut().zip(&others.0).zip(next) {
            *word |= ((u128::from(*next) << 64 | u128::from(*now)) >> before) as u64;
        }
    }

    /// The share of the sample.
    pub(super) fn share(&self) -> f64 {
        Self::share_of(self.0.iter().copied())
    }

    /// The share of the sample that is among each of these or its counterpart.
    pub(super) fn in_common(these: &[Self], counterparts: &[Self]) -> f64 {
        let mut common = [u64::MAX; WORDS];
        for (one, other) in these.iter().zip(counterparts) {
            for (common, (one, other)) in common.iter_mut().zip(one.0.iter().zip(&other.0)) {
                *common &= one | other;
            }
        }
        Self::share_of(common.into_iter())
    }

    fn share_of(words: impl Iterator<Item = u64>) -> f64 {
        f64::from(words.map(u64::count_ones).sum::<u32>()) / (64 * WORDS) as f64
    }
}
