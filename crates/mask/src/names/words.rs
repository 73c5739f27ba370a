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
        if name.len() > MAX_NAME || !name.is_ascii() {
            return None;
        }
        let mut kinds = [OTHER, name.first().map_or(OTHER, |first| kind(*first))];
        for (at, &byte) in name.iter().enumerate() {
            let [before, own] = kinds;
            let next = name.get(at + 1).map_or(OTHER, |next| kind(*next));
            this.starts |= u128::from(starts_word(before, own, next)) << this.end;
            // What is no letter is written over.
            this.folded[this.end] = byte | FOLD;
            this.end += usize::from(own != OTHER);
            kinds = [own, next];
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

/// The bit of lower case, which digits have, too.
const FOLD: u8 = 0x20;

/// What a byte of a name is.
type Kind = u8;

const OTHER: Kind = 0;
const LOWER: Kind = 1;
const UPPER: Kind = 2;
const DIGIT: Kind = 3;

#[inline(always)]
fn kind(byte: u8) -> Kind {
    static KINDS: [Kind; 256] = {
        let mut kinds = [OTHER; 256];
        let mut byte = 0;
        while byte < 128_u8 {
            kinds[byte as usize] = match byte {
                b'a'..=b'z' => LOWER,
                b'A'..=b'Z' => UPPER,
                b'0'..=b'9' => DIGIT,
                _ => OTHER,
            };
            byte += 1;
        }
        kinds
    };
    KINDS[usize::from(byte)]
}

/// Looked up, without a branch: what stands in a name cannot be guessed.
#[inline(always)]
fn starts_word(before: Kind, kind: Kind, next: Kind) -> bool {
    const STARTS: u64 = {
        let (mut starts, mut at) = (0, 0);
        while at < u64::BITS as u8 {
            starts |= (starts_a_word(at & 3, at >> 2 & 3, at >> 4) as u64) << at;
            at += 1;
        }
        starts
    };
    STARTS >> (before | kind << 2 | next << 4) & 1 == 1
}

const fn starts_a_word(before: Kind, kind: Kind, next: Kind) -> bool {
    let changes = before == OTHER || (before == DIGIT) != (kind == DIGIT);
    // `clientSecret`, and the K of `APIKey`.
    let capital = kind == UPPER && (before == LOWER || next == LOWER);
    kind != OTHER && (changes || capital)
}
