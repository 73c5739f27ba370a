//! The bitmap of a way: which hashes are known in it, and which number each has.

use super::Hashed;
use super::mask::HASH_BITS;

/// The words of a bitmap.
const WORDS: usize = 1 << (HASH_BITS - u64::BITS.ilog2());

pub(super) struct Way {
    /// One bit a hash.
    known: [u64; WORDS],
    /// How many hashes are known before those of each word, in the ways before this one, too.
    before: [u32; WORDS],
}

impl Way {
    /// `all` are sorted by their hash; so many hashes are known before them.
    pub(super) fn new(all: &[Hashed], first: u32) -> Self {
        let mut known = [0; WORDS];
        for one in all {
            let (word, bit) = place(one.hash);
            known[word] |= bit;
        }
        let mut count = first;
        let before = known.map(|word: u64| {
            let before = count;
            count += word.count_ones();
            before
        });
        Self { known, before }
    }

    #[inline(always)]
    pub(super) fn has(&self, hash: u32) -> bool {
        let (word, bit) = place(hash);
        self.known[word] & bit != 0
    }

    /// The number of a known hash.
    #[inline(always)]
    pub(super) fn number(&self, hash: u32) -> usize {
        let (word, bit) = place(hash);
        (self.before[word] + (self.known[word] & (bit - 1)).count_ones()) as usize
    }
}

/// A hash's word of a bitmap, and its bit.
#[inline(always)]
fn place(hash: u32) -> (usize, u64) {
    ((hash / u64::BITS) as usize, 1 << (hash % u64::BITS))
}
