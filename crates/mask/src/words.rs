//! Short words as numbers, so that looking one up is a few comparisons and no call.

/// Longer words do not fit a number.
pub(crate) const LONGEST: usize = 16;

const SIGNS: u128 = u128::from_ne_bytes([0x80; 16]);

/// A list of lower-case words as their numbers, in the same order.
pub(crate) const fn numbers<const N: usize>(words: [&str; N]) -> [u128; N] {
    let mut numbers = [0; N];
    let mut at = 0;
    while at < N {
        numbers[at] = constant(words[at].as_bytes());
        at += 1;
    }
    numbers
}

/// Words to look one up in.
#[cfg_attr(test, derive(Debug))]
pub(crate) struct List {
    sorted: &'static [u128],
    /// By the low bits of their first letter, which both cases share: a bit for each length.
    lengths: [u32; FIRSTS],
}

const FIRSTS: usize = 32;

impl List {
    /// Of the [`numbers`] of words that are sorted.
    pub(crate) const fn new(sorted: &'static [u128]) -> Self {
        let mut lengths = [0; FIRSTS];
        let mut at = 0;
        while at < sorted.len() {
            let len = LONGEST - sorted[at].trailing_zeros() as usize / 8;
            lengths[(sorted[at] >> 120) as usize % FIRSTS] |= 1 << len;
            at += 1;
        }
        Self { sorted, lengths }
    }

    /// Whether a word is listed, in any case. Most are refused by their length.
    #[inline]
    pub(crate) fn has(&self, word: &[u8]) -> bool {
        let Some(first) = word.first().filter(|_| word.len() <= LONGEST) else {
            return false;
        };
        self.lengths[usize::from(*first) % FIRSTS] >> word.len() & 1 == 1 && self.is_listed(word)
    }

    /// The same for a word whose parts may be parted by signs: `expires_in`, `max-age`.
    pub(crate) fn has_joined(&self, word: &[u8]) -> bool {
        let sign = |byte: &u8| matches!(byte, b'_' | b'-');
        if !word.iter().any(sign) {
            return self.has(word);
        }
        let (mut joined, mut len) = ([0; LONGEST], 0);
        for &byte in word.iter().filter(|byte| !sign(byte)) {
            let Some(place) = joined.get_mut(len) else {
                return false;
            };
            *place = byte;
            len += 1;
        }
        self.has(&joined[..len])
    }

    fn is_listed(&self, word: &[u8]) -> bool {
        number(word).is_some_and(|number| self.sorted.binary_search(&folded(number)).is_ok())
    }

    #[cfg(test)]
    pub(crate) fn is_sorted(&self) -> bool {
        self.sorted.is_sorted()
    }

    #[cfg(test)]
    pub(crate) fn numbers(&self) -> &[u128] {
        self.sorted
    }
}

/// The bytes of a word, the first ones highest, so that numbers are ordered like words. `None` for
/// none at all, and for more than fit.
pub(crate) fn number(word: &[u8]) -> Option<u128> {
    let high = |bytes: [u8; 8]| u128::from(u64::from_be_bytes(bytes)) << 64;
    let len = word.len();
    match (word.first_chunk(), word.last_chunk()) {
        // Where the two overlap they are the same.
        (Some(first), Some(last)) if len <= LONGEST => {
            let rest = u128::from(u64::from_be_bytes(*last)) << (8 * (LONGEST - len));
            Some(high(*first) | rest)
        }
        _ if (1..8).contains(&len) => Some(short(word)),
        _ => None,
    }
}

/// The same for fewer than eight bytes.
fn short(word: &[u8]) -> u128 {
    let rest = 8 * (LONGEST - word.len());
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        let (first, last) = (u32::from_be_bytes(*first), u32::from_be_bytes(*last));
        return u128::from(first) << 96 | u128::from(last) << rest;
    }
    word.iter().fold(0, |number, &byte| number << 8 | u128::from(byte)) << rest
}

/// The same word in lower case.
pub(crate) fn folded(number: u128) -> u128 {
    let low = number & !SIGNS;
    let from_a = low + u128::from_ne_bytes([0x80 - b'A'; 16]);
    let past_z = low + u128::from_ne_bytes([0x7f - b'Z'; 16]);
    let upper = (from_a ^ past_z) & !number & SIGNS;
    number | upper >> 2
}

const fn constant(word: &[u8]) -> u128 {
    assert!(!word.is_empty() && word.len() <= LONGEST, "a word of a list is too long");
    let mut number = 0;
    let mut at = 0;
    while at < LONGEST {
        number = number << 8 | if at < word.len() { word[at] as u128 } else { 0 };
        at += 1;
    }
    number
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_have_their_words_in_any_case() {
        static LIST: List = List::new(&numbers(["a", "bearer", "n/a", "sixteen letters."]));
        assert!(LIST.is_sorted());
        for word in ["a", "A", "Bearer", "N/A", "SIXTEEN LETTERS."] {
            assert!(LIST.has(word.as_bytes()), "{word}");
        }
        for word in ["be_a-rer", "-a", "_si_xt_ee_n letters."] {
            assert!(LIST.has_joined(word.as_bytes()) && !LIST.has(word.as_bytes()), "{word}");
        }
        for word in ["b_", "_", "", "bear-ers", "_si_xt_ee_n letters.s"] {
            assert!(!LIST.has_joined(word.as_bytes()), "{word}");
        }
        for word in ["", "b", "beare", "bearers", "sixteen letters.s", "n\u{f}a", "a\0", "\x01"] {
            assert!(!LIST.has(word.as_bytes()), "{word}");
        }
    }

    proptest! {
        #[test]
        fn numbers_say_all_of_a_word(word in proptest::collection::vec(any::<u8>(), 0..20)) {
            let fits = (1..=LONGEST).contains(&word.len());
            let lower = word.to_ascii_lowercase();
            prop_assert_eq!(number(&word), fits.then(|| constant(&word)));
            prop_assert_eq!(number(&word).map(folded), fits.then(|| constant(&lower)));
        }
    }
}
