//! What the windows of a bucket accept between them.

use super::windows::Cut;
use super::{FIRST, FOLDED, GROUPS, LONG, LOW, PAIRS, SECOND, SINGLE, Tables, low};
use crate::literal::pattern::{ByteSet, Pattern};

/// The buckets for pairs,
pub(super) const PAIRED: usize = 8 * GROUPS.len();
/// and with those for single bytes. The last one is for runs.
pub(super) const BUCKETS: usize = PAIRED + 8;
pub(super) const RUN: usize = BUCKETS - 1;

/// By place in a window: the codes that are accepted there, a bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Codes(pub(super) [u128; LONG]);

impl Codes {
    pub(super) const NONE: Self = Self([0; LONG]);

    /// What a window accepts. What it does not say may be anything.
    pub(super) fn of(cut: Cut, pattern: &Pattern) -> Self {
        let sets = cut.sets(pattern);
        match cut.group {
            Some(_) => Self::said(sets.array_windows().map(pair_codes)),
            None => Self::said(sets.iter().map(low_codes)),
        }
    }

    /// What stands before a run is for the passes to find out.
    fn of_run(letters: &[ByteSet; SINGLE - 1]) -> Self {
        Self::said([u128::MAX].into_iter().chain(letters.iter().map(low_codes)))
    }

    fn said(places: impl Iterator<Item = u128>) -> Self {
        let mut all = [u128::MAX; LONG];
        all.iter_mut().zip(places).for_each(|(all, codes)| *all = codes);
        Self(all)
    }

    pub(super) fn with(mut self, others: &Self) -> Self {
        self.0.iter_mut().zip(others.0).for_each(|(these, more)| *these |= more);
        self
    }
}

/// How two neighbours may be hashed.
fn pair_codes([first, second]: &[ByteSet; 2]) -> u128 {
    let hashes = |set: &ByteSet, hashes: &[u8; 256]| {
        set.iter().fold(0_u128, |all, byte| all | 1 << hashes[usize::from(byte)])
    };
    let (firsts, seconds) = (hashes(first, &FIRST_HASHES), hashes(second, &SECOND_HASHES));
    let with = |first: u32| bits(seconds).fold(0, |all, second| all | 1 << (first ^ second));
    bits(firsts).fold(0, |all, first| all | with(first))
}

/// The codes of a set of single bytes.
fn low_codes(set: &ByteSet) -> u128 {
    set.iter().fold(0, |all, byte| all | 1 << low(byte))
}

pub(super) fn bits(mut of: u128) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = of.trailing_zeros();
        of &= of.wrapping_sub(1);
        (bit < u128::BITS).then_some(bit)
    })
}

static FIRST_HASHES: [u8; 256] = FIRST.hashes();
static SECOND_HASHES: [u8; 256] = SECOND.hashes();

/// What each bucket accepts.
pub(super) struct Buckets([Codes; BUCKETS]);

impl Buckets {
    /// Without any window. `run` is what the letters of a run's start may be.
    pub(super) fn new(run: &[ByteSet; SINGLE - 1]) -> Self {
        let mut all = [Codes::NONE; BUCKETS];
        all[RUN] = Codes::of_run(run);
        Self(all)
    }

    pub(super) fn of(&self, bucket: usize) -> &Codes {
        &self.0[bucket]
    }

    pub(super) fn add(&mut self, bucket: usize, window: &Codes) {
        self.0[bucket] = self.0[bucket].with(window);
    }

    pub(super) fn tables(&self) -> Tables {
        let (pairs, singles) = self.0.split_at(PAIRED);
        Tables {
            pairs: table::<_, FOLDED, PAIRS>(pairs, |bit| 1 << bit),
            singles: table::<_, LOW, SINGLE>(singles, |bit| 1 << bit),
        }
    }
}

/// Which of some buckets accept each code at each place, as the bits that `bit` makes of their numbers.
fn table<T, const CODES: usize, const PLACES: usize>(
    buckets: &[Codes],
    bit: impl Fn(usize) -> T,
) -> [[T; CODES]; PLACES]
where
    T: Copy + Default + std::ops::BitOrAssign,
{
    let mut table = [[T::default(); CODES]; PLACES];
    for (index, codes) in buckets.iter().enumerate() {
        for (accepting, codes) in table.iter_mut().zip(codes.0) {
            bits(codes).for_each(|code| accepting[code as usize] |= bit(index));
        }
    }
    table
}
