//! The pass over 64 bytes at a time, with AVX-512 VBMI's byte permutation as the table look-up.

#![expect(unsafe_code, reason = "vector loads; the module's only unsafe operation, see `load`")]

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_loadu_si512, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_setzero_si512,
    _mm512_test_epi8_mask,
};

use super::cursor::{Block, Found};
use super::plan::{FOLDED, GROUPS, LONG, RUN_BIT, SHORT, SHORT_GROUPS, Tables};
use crate::base64;

/// The bytes looked at together.
pub(super) const BLOCK: usize = 64;
/// The bytes that a block's windows reach past it.
pub(super) const REACH: usize = LONG - 1;

/// The tables of the pass.
pub(super) struct Groups {
    /// Of each group of eight buckets, by place in the window.
    buckets: [[[u8; FOLDED]; LONG]; GROUPS],
    /// Letters of base64 have the highest bit set, by their low seven bits.
    letters: [u8; 128],
}

impl Groups {
    pub(super) fn new(tables: &Tables) -> Box<Self> {
        let mut groups = Box::new(Self { buckets: [[[0; FOLDED]; LONG]; GROUPS], letters: [0; 128] });
        for (group, places) in groups.buckets.iter_mut().enumerate() {
            for (place, table) in places.iter_mut().enumerate() {
                for (byte, &buckets) in tables[place].iter().enumerate() {
                    table[byte % FOLDED] |= buckets.to_le_bytes()[group];
                }
            }
        }
        for byte in (0..128).filter(|&byte| base64::is_letter(byte)) {
            groups.letters[usize::from(byte)] = 1 << 7;
        }
        groups
    }
}

/// Goes over `text` block by block from `from` on, as long as a block and its reach are there.
/// Keeps those that have an accepted place until `found` is full; returns where it stopped.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) fn scan(groups: &Groups, text: &[u8], from: usize, found: &mut Found) -> usize {
    let tables: [[__m512i; LONG]; GROUPS] =
        std::array::from_fn(|group| std::array::from_fn(|place| load(&groups.buckets[group][place], 0)));
    let letters = (load(&groups.letters, 0), load(&groups.letters, 64));
    let literals = _mm512_set1_epi8((!RUN_BIT).cast_signed());
    let mut at = from;
    while at + BLOCK + REACH <= text.len() && !found.is_full() {
        let bytes: [__m512i; LONG] = std::array::from_fn(|place| load(text, at + place));
        let mut any = _mm512_setzero_si512();
        let mut last = any;
        for (group, tables) in tables.iter().enumerate() {
            let width = if group < SHORT_GROUPS { SHORT } else { LONG };
            last = _mm512_permutexvar_epi8(bytes[0], tables[0]);
            for place in 1..width {
                last = _mm512_and_si512(last, _mm512_permutexvar_epi8(bytes[place], tables[place]));
            }
            // All but the last group are literals only.
            any = if group + 1 < GROUPS { _mm512_or_si512(any, last) } else { any };
        }
        any = _mm512_or_si512(any, _mm512_and_si512(last, literals));
        let places = _mm512_test_epi8_mask(any, any);
        let runs = _mm512_movepi8_mask(last) & starts(letters, bytes[0], bytes[1]);
        if places | runs != 0 {
            found.push(Block { at, places, runs });
        }
        at += BLOCK;
    }
    at
}

/// Where a byte is no letter and the next one is.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn starts((low, high): (__m512i, __m512i), bytes: __m512i, next: __m512i) -> u64 {
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
