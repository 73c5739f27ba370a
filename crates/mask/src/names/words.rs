//! Taking a name apart.

use super::MAX_NAME;

const MAX_WORDS: usize = 16;

/// A name in lower-case words, without allocation.
pub(super) struct Words {
    folded: [u8; MAX_NAME],
    bounds: [(u8, u8); MAX_WORDS],
    len: usize,
}

impl Words {
    /// `None` for a name that is too long, not ASCII, or has no or too many words.
    pub(super) fn split(name: &[u8]) -> Option<Self> {
        if name.len() > MAX_NAME || !name.is_ascii() {
            return None;
        }
        let mut this = Self { folded: [0; MAX_NAME], bounds: [(0, 0); MAX_WORDS], len: 0 };
        let mut filled = 0_u8;
        let mut previous = b'_';
        for (at, &byte) in name.iter().enumerate() {
            if byte.is_ascii_alphanumeric() {
                if starts_word(previous, byte, name.get(at + 1).copied()) {
                    *this.bounds.get_mut(this.len)? = (filled, filled);
                    this.len += 1;
                }
                this.folded[usize::from(filled)] = byte.to_ascii_lowercase();
                filled += 1;
                this.bounds[this.len - 1].1 = filled;
            }
            previous = byte;
        }
        (this.len > 0).then_some(this)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn bounds(&self) -> &[(u8, u8)] {
        &self.bounds[..self.len]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.bounds().iter().map(|&(start, end)| &self.folded[start.into()..end.into()])
    }

    /// The word at `index`, or nothing.
    pub(super) fn word(&self, index: usize) -> &str {
        // Words hold ASCII only, so they are always text.
        self.iter().nth(index).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or("")
    }

    /// All words, without what was between them.
    pub(super) fn folded(&self) -> &[u8] {
        let end = self.bounds().last().map_or(0, |&(_, end)| end);
        &self.folded[..end.into()]
    }

    pub(super) fn drop_last(&mut self) {
        self.len = self.len.saturating_sub(1);
    }
}

fn starts_word(previous: u8, byte: u8, next: Option<u8>) -> bool {
    let after_letter = previous.is_ascii_alphabetic();
    if !previous.is_ascii_alphanumeric() {
        return true;
    }
    if after_letter != byte.is_ascii_alphabetic() {
        return true;
    }
    // `clientSecret`, and the K of `APIKey`.
    byte.is_ascii_uppercase()
        && (previous.is_ascii_lowercase() || next.is_some_and(|n| n.is_ascii_lowercase()))
}
