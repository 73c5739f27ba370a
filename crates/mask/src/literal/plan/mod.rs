//! What the passes look for, and the tables of the vector pass.
//!
//! A pass looks at a *window* of each pattern ([`windows`]): four bytes of a short one, six of a long
//! one. The vector pass reads a window as pairs of neighbours, each hashed to seven bits ([`fold`]), so that one
//! look-up tells which *buckets* of windows have such a pair at that place. A bucket accepts a text in
//! which each place has a pair of one of its windows; the fewer the pairs, the fewer the texts that
//! pass by chance. Windows in which most bytes may be many are looked at byte by byte instead, in a
//! few buckets of their own.

mod buckets;
mod by_code;
mod join;
mod kept;
mod places;
mod sample;
#[cfg(test)]
mod search;
#[cfg(test)]
mod update;
mod windows;

use buckets::{Buckets, Codes};
pub(super) use sample::TEXT as SAMPLE;
pub(super) use windows::Window;

use super::pattern::{ByteSet, Pattern};

/// The bytes of a short window; every pattern has as many.
pub(super) const SHORT: usize = 4;
/// The most bytes of a long window.
pub(super) const LONG: usize = 6;
/// The bytes that singles look at, and that say where a run of text begins.
pub(super) const SINGLE: usize = 4;
/// The pairs of a short window.
pub(super) const SHORT_PAIRS: usize = SHORT - 1;
/// The pairs of a long window.
pub(super) const PAIRS: usize = LONG - 1;
/// Pairs are told apart by seven bits: so small a table fits two registers.
pub(super) const FOLDED: usize = 128;
/// Single bytes are told apart by their seven low bits.
pub(super) const LOW: usize = 128;

/// A group of eight buckets, one bit each, which a pass looks at together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// For windows of as many pairs.
    pub(super) pairs: usize,
    /// For patterns that only count where a word begins.
    pub(super) bound: bool,
}

/// The groups for long windows,
pub(super) const LONG_GROUPS: usize = 3;
/// for short ones that begin words,
pub(super) const BOUND_GROUPS: usize = 1;
/// and for other short ones, in this order.
pub(super) const FREE_GROUPS: usize = 2;

pub(super) const GROUPS: [Group; LONG_GROUPS + BOUND_GROUPS + FREE_GROUPS] = [
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: PAIRS, bound: false },
    Group { pairs: SHORT_PAIRS, bound: true },
    Group { pairs: SHORT_PAIRS, bound: false },
    Group { pairs: SHORT_PAIRS, bound: false },
];
/// The group of single bytes has a bucket for runs: this bit.
#[cfg(target_arch = "x86_64")]
pub(super) const RUN_BIT: u8 = 1 << 7;

/// What two neighbours are hashed to. Upper and lower case are one, and so are a few signs and
/// control characters.
pub(super) const fn fold(first: u8, second: u8) -> usize {
    (FIRST.hash(first) ^ SECOND.hash(second)) as usize
}

/// What the first of two neighbours adds to their hash,
pub(super) const FIRST: Hash = Hash(0x51c6_8b01_064d_8900);
/// and the second. They were found by trial: of many such hashes, these let the least clean text of
/// several sorts through.
pub(super) const SECOND: Hash = Hash(0x9f0b_df5f_0088_1f00);

/// A linear hash: each of eight bits says whether an odd number of some bits of a byte are set.
#[derive(Clone, Copy)]
pub(super) struct Hash(pub(super) u64);

impl Hash {
    /// The mask for the highest bit comes first: it is empty, for there are [`FOLDED`] hashes. No
    /// mask has the bit that tells letters' cases apart.
    pub(super) const fn hash(self, byte: u8) -> u8 {
        let masks = self.0.to_le_bytes();
        let mut hash = 0;
        let mut place = 0;
        while place < masks.len() {
            hash = (hash << 1) | ((masks[place] & byte).count_ones() as u8 % 2);
            place += 1;
        }
        hash
    }

    const fn hashes(self) -> [u8; 256] {
        let (mut all, mut byte) = ([0; 256], 0);
        while byte < all.len() {
            all[byte] = self.hash(byte as u8);
            byte += 1;
        }
        all
    }
}

/// The code of a single byte.
pub(super) const fn low(byte: u8) -> usize {
    byte as usize % LOW
}

/// Which buckets accept what, by place in the window.
pub(super) struct Tables {
    pub(super) pairs: [[u64; FOLDED]; PAIRS],
    pub(super) singles: [[u8; LOW]; SINGLE],
}

impl Tables {
    /// A byte that no bucket accepts over and over, if there is one. None that is ASCII: that could be
    /// a letter of base64.
    pub(super) fn refused_byte(&self) -> u8 {
        let is_refused = |byte: &u8| {
            let pairs = self.pairs[..SHORT_PAIRS].iter();
            let pairs = pairs.fold(u64::MAX, |all, table| all & table[fold(*byte, *byte)]);
            let singles = self.singles.iter().fold(u8::MAX, |all, table| all & table[low(*byte)]);
            pairs == 0 && singles == 0
        };
        (0x80..=u8::MAX).rev().find(is_refused).unwrap_or(u8::MAX)
    }
}

/// The windows of the patterns, one each, and the tables that find them. `run` is what the letters
/// of a run's start may be.
pub(super) fn plan(patterns: &[Pattern], run: &[ByteSet; SINGLE - 1]) -> (Vec<Window>, Tables) {
    let mut buckets = Buckets::new(run);
    let (mut windows, mut unknown) = (Vec::new(), Vec::new());
    for (index, pattern) in patterns.iter().enumerate().filter(|(_, pattern)| pattern.len() >= SHORT) {
        match kept::window(index, pattern) {
            Some(window) => {
                buckets.add(window.bucket, &Codes::of(window.cut, pattern));
                windows.push(window);
            }
            None => unknown.push(index),
        }
    }
    if !unknown.is_empty() {
        windows.extend(join::all(patterns, &unknown, &mut buckets));
    }
    (windows, buckets.tables())
}
