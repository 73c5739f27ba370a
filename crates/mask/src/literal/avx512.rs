//! The pass over 64 bytes at a time, with AVX-512 VBMI's byte permutation as the table look-up.

#![expect(unsafe_code, reason = "vector loads; the module's only unsafe operation, see `load`")]

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_loadu_si512, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_srli_epi16,
    _mm512_ternarylogic_epi32, _mm512_test_epi8_mask, _mm512_xor_si512,
};

use super::cursor::{Block, Found};
use super::plan::{FOLDED, GROUPS, LONG, PAIRS, RUN_BIT, SHORT_GROUPS, SHORT_PAIRS, Tables, mixed};
use crate::base64;

/// The bytes looked at together.
const BLOCK: usize = 64;
/// The bytes that a block's windows reach past it.
const REACH: usize = LONG - 1;

/// The tables of the pass.
pub(super) struct Groups {
    /// Of each group of eight buckets, by place in the window.
    pairs: [[[u8; FOLDED]; PAIRS]; GROUPS],
    singles: [[u8; FOLDED]; LONG],
    mixed: [u8; FOLDED],
    /// Letters of base64 have the highest bit set, by their low seven bits.
    letters: [u8; 2 * BLOCK],
}

impl Groups {
    pub(super) fn new(tables: &Tables) -> Box<Self> {
        let pairs =
            std::array::from_fn(|group| tables.pairs.map(|table| table.map(|b| b.to_le_bytes()[group])));
        let letter = |byte: usize| u8::from(base64::is_letter(byte as u8)) << 7;
        Box::new(Self {
            pairs,
            singles: tables.singles,
            mixed: std::array::from_fn(|byte| mixed(byte as u8)),
            letters: std::array::from_fn(letter),
        })
    }
}

/// Goes over `text` block by block from `from` on, as long as a block and its reach are there.
/// Keeps those that have an accepted place until `found` is full; returns where it stopped.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) fn scan(groups: &Groups, text: &[u8], from: usize, found: &mut Found) -> usize {
    let mut at = from;
    while !found.is_full() {
        let Some(block) = text[at..].first_chunk::<{ BLOCK + REACH }>() else { break };
        let bytes: [__m512i; LONG] = std::array::from_fn(|place| load(block, place));
        let literals = _mm512_set1_epi8((!RUN_BIT).cast_signed());
        let singles = singles(groups, &bytes);
        let any = _mm512_or_si512(pairs(groups, &bytes), _mm512_and_si512(singles, literals));
        let places = _mm512_test_epi8_mask(any, any);
        let runs = _mm512_movepi8_mask(singles) & starts(groups, bytes[0], bytes[1]);
        if places | runs != 0 {
            found.push(Block { at, places, runs });
        }
        at += BLOCK;
    }
    at
}

/// The buckets of pairs that accept each place, all groups together.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn pairs(groups: &Groups, bytes: &[__m512i; LONG]) -> __m512i {
    let mixed = load(&groups.mixed, 0);
    let codes: [__m512i; LONG] = std::array::from_fn(|place| codes(bytes[place]));
    let folded: [__m512i; PAIRS] = std::array::from_fn(|place| {
        _mm512_xor_si512(codes[place], _mm512_permutexvar_epi8(codes[place + 1], mixed))
    });
    let accepting = |group: usize| {
        let width = if group < SHORT_GROUPS { SHORT_PAIRS } else { PAIRS };
        let look_up =
            |place: usize| _mm512_permutexvar_epi8(folded[place], load(&groups.pairs[group][place], 0));
        (1..width).fold(look_up(0), |all, place| _mm512_and_si512(all, look_up(place)))
    };
    (1..GROUPS).fold(accepting(0), |any, group| _mm512_or_si512(any, accepting(group)))
}

/// As `plan::code`, in the six low bits, which are all that an index has.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn codes(bytes: __m512i) -> __m512i {
    /// The third where the first has a bit, else the second.
    const SELECT: i32 = 0b1100_1010;
    let letter = _mm512_set1_epi8(0x20);
    _mm512_ternarylogic_epi32::<SELECT>(letter, _mm512_srli_epi16::<1>(bytes), bytes)
}

/// The buckets of single bytes that accept each place.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn singles(groups: &Groups, bytes: &[__m512i; LONG]) -> __m512i {
    let look_up = |place: usize| _mm512_permutexvar_epi8(bytes[place], load(&groups.singles[place], 0));
    (1..LONG).fold(look_up(0), |all, place| _mm512_and_si512(all, look_up(place)))
}

/// Where a byte is no letter and the next one is.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn starts(groups: &Groups, bytes: __m512i, next: __m512i) -> u64 {
    let (low, high) = (load(&groups.letters, 0), load(&groups.letters, BLOCK));
    let letter = |bytes| _mm512_movepi8_mask(_mm512_permutex2var_epi8(low, bytes, high));
    !letter(bytes) & letter(next)
}

/// Loads 64 bytes from `at` on.
#[target_feature(enable = "avx512f")]
#[inline]
fn load(bytes: &[u8], at: usize) -> __m512i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}
