//! Taking a name apart.

use super::MAX_NAME;

/// A name in lower-case words, without allocation.
pub(crate) struct Words {
    folded: [u8; MAX_NAME],
    end: usize,
    /// One bit for each byte of `folded` at which a word starts.
    starts: u128,
}

impl Words {
    /// `None` for a name that is too long, not ASCII, or has no word.
    #[inline(always)]
    pub(crate) fn split(name: &[u8]) -> Option<Self> {
        let mut this = Self { folded: [0; MAX_NAME], end: 0, starts: 0 };
        if name.len() > MAX_NAME {
            return None;
        }
        let mut previous = b'_';
        for (at, &byte) in name.iter().enumerate() {
            if byte.is_ascii_alphanumeric() {
                let starts = starts_word(previous, byte, name.get(at + 1).copied());
                this.starts |= u128::from(starts) << this.end;
                this.folded[this.end] = byte.to_ascii_lowercase();
                this.end += 1;
            } else if !byte.is_ascii() {
                return None;
            }
            previous = byte;
        }
        (this.end > 0).then_some(this)
    }

    /// Whether it is one word only.
    pub(super) fn is_one(&self) -> bool {
        self.starts.is_power_of_two()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut starts = self.starts;
        std::iter::from_fn(move || {
            let start = (starts != 0).then(|| starts.trailing_zeros() as usize)?;
            starts &= starts - 1;
            let end = if starts == 0 { self.end } else { starts.trailing_zeros() as usize };
            Some(&self.folded[start..end])
        })
    }

    /// The longest word, unless all are too short to search for.
    pub(super) fn searched(&self) -> Option<&[u8]> {
        self.iter().max_by_key(|word| word.len()).filter(|word| word.len() > 1)
    }

    pub(crate) fn first(&self) -> &[u8] {
        self.iter().next().unwrap_or_default()
    }

    pub(crate) fn last(&self) -> &[u8] {
        &self.folded[self.last_start()..self.end]
    }

    /// The word before the last one, or nothing.
    pub(super) fn before_last(&self) -> &[u8] {
        let end = self.last_start();
        let earlier = self.starts & ((1_u128 << end) - 1);
        if earlier == 0 { &[] } else { &self.folded[earlier.ilog2() as usize..end] }
    }

    /// All words, without what was between them.
    pub(crate) fn folded(&self) -> &[u8] {
        &self.folded[..self.end]
    }

    /// Whether the last words, joined, are `ending`.
    pub(super) fn ends_in_words(&self, ending: &[u8]) -> bool {
        self.folded().ends_with(ending) && self.starts >> (self.end - ending.len()) & 1 == 1
    }

    pub(super) fn drop_last(&mut self) {
        let start = self.last_start();
        self.starts &= !(1 << start);
        self.end = start;
    }

    fn last_start(&self) -> usize {
        self.starts.checked_ilog2().unwrap_or(0) as usize
    }
}

fn starts_word(previous: u8, byte: u8, next: Option<u8>) -> bool {
    if !previous.is_ascii_alphanumeric() || previous.is_ascii_alphabetic() != byte.is_ascii_alphabetic() {
        return true;
    }
    // `clientSecret`, and the K of `APIKey`.
    byte.is_ascii_uppercase()
        && (previous.is_ascii_lowercase() || next.is_some_and(|n| n.is_ascii_lowercase()))
}
