//! Where in a text something is.

/// Where in a text something is, a bit each.
#[derive(Clone)]
pub(super) struct Places(Vec<u64>);

/// The last bytes of a text do not count.
fn words(text: &[u8]) -> usize {
    text.len() / 64
}

impl Places {
    pub(super) fn none(text: &[u8]) -> Self {
        Self(vec![0; words(text)])
    }

    pub(super) fn all(text: &[u8]) -> Self {
        Self(vec![u64::MAX; words(text)])
    }

    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Where in a text each of `codes` codes is.
    pub(super) fn by_code(text: &[u8], codes: usize, code: fn(u8, u8) -> usize) -> Vec<Self> {
        let mut all = vec![Self::none(text); codes];
        for (at, pair) in text.array_windows::<2>().enumerate().take(64 * words(text)) {
            all[code(pair[0], pair[1])].0[at / 64] |= 1 << (at % 64);
        }
        all
    }

    /// Adds the places that are so many bytes before others.
    // By index: in a build that is not optimised, iterators take thrice the time.
    pub(super) fn add(&mut self, others: &Self, before: usize) {
        for index in 0..self.0.len() {
            let next = others.0.get(index + 1).copied().unwrap_or_default();
            self.0[index] |= ((u128::from(next) << 64 | u128::from(others.0[index])) >> before) as u64;
        }
    }

    /// The share of the text.
    pub(super) fn share(&self) -> f64 {
        self.count() as f64 / (64 * self.0.len()) as f64
    }

    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// What of a text is among each of these or its counterpart.
    // By index, too.
    pub(super) fn in_common(these: &[Self], counterparts: &[Self]) -> Self {
        let mut common = these[0].clone();
        for index in 0..common.0.len() {
            let mut word = u64::MAX;
            for place in 0..these.len() {
                word &= these[place].0[index] | counterparts[place].0[index];
            }
            common.0[index] = word;
        }
        common
    }

    /// Where in a text something is said to be.
    #[cfg(test)]
    pub(super) fn of(text: &[u8], is_there: impl Fn(usize) -> bool) -> Self {
        let mut all = Self::none(text);
        for at in (0..64 * words(text)).filter(|&at| is_there(at)) {
            all.0[at / 64] |= 1 << (at % 64);
        }
        all
    }

    /// How many of these are among others.
    #[cfg(test)]
    pub(super) fn count_among(&self, others: &Self) -> u64 {
        self.0.iter().zip(&others.0).map(|(these, others)| u64::from((these & others).count_ones())).sum()
    }
}
