//! The pass for processors without AVX-512's permutation of bytes: the shift-or search of Baeza-Yates and
//! Gonnet ("A new approach to text searching", 1992), for buckets of windows instead of one text.
//!
//! A code stands for two neighbours. A table says for each code which buckets refuse it, at each place
//! of a window: a field of bits a place. While the codes of a text go by, the fields are shifted and joined, so
//! that the last one says which buckets refused none of them. It takes one look-up a byte, no vector and no
//! `unsafe`; what goes without a look-up is left to the compiler, in loops that it makes vectors of.

use std::array::from_fn;
use std::ops::Range;

use super::cursor::{Block, Places};
use super::pattern::{ByteSet, Pattern};
use super::plan::{PAIRS, Window};
use super::second::LOOKED_AT;
use super::sight::Look;
use crate::base64;

/// A bit for each bucket: the fields of all places fill a word.
const BUCKETS: usize = u64::BITS as usize / PAIRS;
/// The last place has the highest field, and the first one begins here.
const FIRST: usize = u64::BITS as usize - BUCKETS * PAIRS;
/// What is less than this has a bucket that refused nothing.
const REFUSED: u64 = u64::MAX << (u64::BITS as usize - BUCKETS);

/// Few enough that the table stays in the nearest cache.
const CODE_BITS: u32 = 11;
const CODES: usize = 1 << CODE_BITS;

/// The bytes that a word of bits tells of.
const BLOCK: usize = 64;
/// The bytes that a block's windows and the second look at them reach past it.
const REACH: usize = LOOKED_AT - 1;
const _: () = assert!(REACH >= PAIRS);
/// A window is known of when the last of its pairs was seen.
const LATE: usize = PAIRS - 1;
/// So many codes are looked up before it is asked whether any of them ended a window,
const STEP: usize = LATE;
const _: () = assert!(BLOCK.is_multiple_of(STEP));
/// of so many blocks at once, which need not wait for each other.
const PAGE: usize = 4;

pub(super) struct ShiftOr {
    /// Which buckets refuse each code, a field a place.
    refused: [u64; CODES],
    /// What the first letters of base64 text may be.
    first: [ByteSet; 3],
    /// Stands for what comes after a text.
    fill: u8,
}

impl ShiftOr {
    pub(super) fn new(windows: &[Window], patterns: &[Pattern], fill: u8) -> Box<Self> {
        let refused = [u64::MAX << FIRST; CODES];
        let mut this = Box::new(Self { refused, first: base64::first_letters(), fill });
        for window in windows {
            // What comes after the window tells, too.
            let sets = &patterns[window.pattern].sets()[window.cut.back..];
            for (place, field) in (FIRST..).step_by(BUCKETS).take(PAIRS).enumerate() {
                this.accept(1 << (field + bucket(window, sets)), sets.get(place..place + 2));
            }
        }
        this
    }

    /// Lets a bucket accept two neighbours at a place, which the bit stands for; any, if there are none.
    fn accept(&mut self, bit: u64, pair: Option<&[ByteSet]>) {
        match pair {
            Some([first, second]) => {
                let second = folded(second);
                for first in folded(first) {
                    second
                        .iter()
                        .for_each(|&second| self.refused[usize::from(code([first, second]))] &= !bit);
                }
            }
            _ => self.refused.iter_mut().for_each(|refused| *refused &= !bit),
        }
    }

    /// As `Kernel::scan`.
    pub(super) fn scan(
        &self,
        text: &[u8],
        part: Range<usize>,
        places: &mut Places,
        sight: &mut impl Look,
    ) -> usize {
        let mut at = part.start;
        while at < part.end && !places.is_full() {
            let rest = &text[at..];
            at += match rest.first_chunk::<{ PAGE * BLOCK + REACH }>() {
                Some(page) => self.page::<PAGE, _>(page, at, places),
                None => self.page::<1, _>(&self.block(rest), at, places),
            };
        }
        places.settle(sight);
        text.len().min(at)
    }

    /// The first block of a text, and what it reaches.
    fn block(&self, text: &[u8]) -> [u8; BLOCK + REACH] {
        text.first_chunk().copied().unwrap_or_else(|| {
            let mut block = [self.fill; BLOCK + REACH];
            block[..text.len()].copy_from_slice(text);
            block
        })
    }

    /// Adds the places of `N` blocks, which begin at `at`, as long as there is room. Returns how many bytes
    /// that were.
    // By itself, for the sake of what the processor's registers hold.
    #[inline(never)]
    fn page<const N: usize, const LEN: usize>(
        &self,
        text: &[u8; LEN],
        at: usize,
        places: &mut Places,
    ) -> usize {
        let (found, runs) = (self.windows::<N, LEN>(text), self.runs::<N, LEN>(text));
        for (block, (places_of, runs)) in found.into_iter().zip(runs).enumerate() {
            if places.is_full() {
                return block * BLOCK;
            }
            if places_of | runs != 0 {
                places.push(Block { at: at + block * BLOCK, places: places_of, runs });
            }
        }
        N * BLOCK
    }

    /// Where in some blocks a bucket accepts what begins there.
    #[inline(always)]
    fn windows<const N: usize, const LEN: usize>(&self, text: &[u8; LEN]) -> [u64; N] {
        let codes: [_; N] = from_fn(|block| codes(&text[block * BLOCK..]));
        let mut found = [0; N];
        let mut states = [[0; STEP]; N];
        for from in (0..BLOCK + LATE).step_by(STEP) {
            let mut any = [REFUSED; N];
            for step in 0..STEP {
                for block in 0..N {
                    let before = states[block][(step + STEP - 1) % STEP];
                    let state =
                        before << BUCKETS | self.refused[usize::from(codes[block][from + step]) % CODES];
                    states[block][step] = state;
                    any[block] &= state;
                }
            }
            // The first codes end no window of this block.
            let Some(late) = from.checked_sub(LATE) else { continue };
            for block in 0..N {
                // Seldom: so little is accepted.
                if any[block] < REFUSED {
                    for (step, &state) in states[block].iter().enumerate() {
                        found[block] |= u64::from(state < REFUSED) << (late + step);
                    }
                }
            }
        }
        found
    }

    /// Where in some blocks base64 text may begin, one byte early: before as many letters as it has.
    #[inline(always)]
    fn runs<const N: usize, const LEN: usize>(&self, text: &[u8; LEN]) -> [u64; N] {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut runs = [0; N];
        // Of what comes after them nothing is known.
        let mut next = letters(rest) | u64::MAX << REACH;
        for (block, runs) in runs.iter_mut().enumerate().rev() {
            let letters = letters(&blocks[block]);
            let (mut here, mut after) = (letters, next);
            for by in [1, 2, 4, 8] {
                here &= here >> by | after << (BLOCK - by);
                after &= after >> by;
            }
            // What stands before the first byte may be the backslash of an escape.
            let before = (!letters | 1) & (here >> 1 | after << (BLOCK - 1));
            *runs = self.beginning(before, &text[block * BLOCK..]);
            next = letters;
        }
        runs
    }

    /// Those of some places after which the first letters can be those of text, or after the escape that a
    /// place begins.
    #[inline(always)]
    fn beginning(&self, mut places: u64, text: &[u8]) -> u64 {
        let mut begins = 0;
        while places != 0 {
            let at = places.trailing_zeros();
            begins |= match &text[at as usize..] {
                [b'\\', letter, rest @ ..] if base64::ends_escape(*letter) => {
                    u64::from(self.may_begin(rest)) << at << 1
                }
                [first, rest @ ..] if !base64::is_letter(*first) || base64::ends_escape(*first) => {
                    u64::from(self.may_begin(rest)) << at
                }
                _ => 0,
            };
            places &= places - 1;
        }
        begins
    }

    /// Whether the first letters can be those of base64 text.
    #[inline(always)]
    fn may_begin(&self, text: &[u8]) -> bool {
        self.first.iter().zip(text).all(|(set, &byte)| set.has(byte))
    }
}

/// The codes of the pairs that begin in a block, and of some more.
#[inline(always)]
fn codes(text: &[u8]) -> [u16; BLOCK + LATE] {
    let mut codes = [0; BLOCK + LATE];
    for ((code, &first), &second) in codes.iter_mut().zip(text).zip(&text[1..]) {
        *code = self::code([first, second]);
    }
    codes
}

/// What two neighbours are hashed to, whatever their case. The factor was found by trial: of many, it lets
/// the least clean text of several sorts through.
#[inline(always)]
fn code(pair: [u8; 2]) -> u16 {
    (u16::from_le_bytes(pair) | 0x2020).wrapping_mul(0x9e09) >> (u16::BITS - CODE_BITS)
}

/// The bytes of a set, as far as codes tell them apart.
fn folded(set: &ByteSet) -> Vec<u8> {
    let mut bytes: Vec<u8> = set.iter().map(|byte| byte | 0x20).collect();
    bytes.sort_unstable();
    bytes.dedup();
    bytes
}

/// The bucket of a window, from where on its pattern is `sets`. Long windows, short ones and those that begin
/// words are kept apart, as one that tells less would undo what the others of its bucket tell.
fn bucket(window: &Window, sets: &[ByteSet]) -> usize {
    const MANY: u32 = 100;
    let kept = window.bucket;
    match window.cut.group {
        Some(group) if group.bound => 6 + kept % 2,
        Some(group) if group.pairs == PAIRS => kept % 6,
        None if sets.iter().take(2).map(ByteSet::len).product::<u32>() >= MANY => 11,
        _ => 8 + kept % 3,
    }
}

/// Which of some bytes are letters of base64, a bit each.
#[inline(always)]
fn letters(bytes: &[u8]) -> u64 {
    let mut letters = [0; BLOCK];
    for (letter, &byte) in letters.iter_mut().zip(bytes) {
        let within = |byte: u8, low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
        let alnum = within(byte | 0x20, b'a', b'z') | within(byte, b'0', b'9');
        *letter = u8::from(alnum | (byte == b'+') | (byte == b'/') | (byte == b'-') | (byte == b'_'));
    }
    let bits = |eight: &[u8; 8]| {
        // Each product adds a byte's lowest bit to the highest byte, at its own place.
        u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> (u64::BITS - 8)
    };
    letters.as_chunks().0.iter().rev().fold(0, |all, eight| all << 8 | bits(eight))
}
