//! What clean text looks like, by a sample: what may pass by chance is counted, not guessed.

use crate::literal::pattern::ByteSet;

/// A mix of code, JSON, logs, events, English and base64, and of text that is escaped: for JSON, in
/// Cyrillic letters and as Go does, for HTML, and with the colours of a terminal.
pub(in crate::literal) static TEXT: &[u8] = include_bytes!("sample.txt");

pub(super) struct Sample {
    /// How often each byte is seen.
    often: [f64; 256],
    /// How often each byte is followed by each other.
    follows: Vec<[f64; 256]>,
}

impl Sample {
    pub(super) fn new(text: &[u8]) -> Self {
        let count = |bytes: &mut dyn Iterator<Item = u8>| {
            let mut counts = [0.0; 256];
            bytes.for_each(|byte| counts[usize::from(byte)] += 1.0);
            counts
        };
        let often = smoothed(count(&mut text.iter().copied()), &[1.0 / 256.0; 256]);
        let mut follows = vec![[0.0; 256]; 256];
        for pair in text.array_windows::<2>() {
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
