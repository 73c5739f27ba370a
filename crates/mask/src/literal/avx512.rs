//! The pass over 64 bytes at a time, with AVX-512 VBMI's byte permutation as the table look-up.

#![expect(unsafe_code, reason = "vector loads; the module's only unsafe operation, see `load`")]

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_loadu_si512, _mm512_or_si512, _mm512_permutexvar_epi8,
    _mm512_setzero_si512, _mm512_test_epi8_mask,
};

use super::plan::{FOLDED, GROUPS, LONG, SHORT, SHORT_GROUPS, Tables};

/// The bytes looked at together.
pub(super) const BLOCK: usize = 64;
/// The bytes that a block's windows reach past it.
pub(super) const REACH: usize = LONG - 1;

/// The tables of each group of eight buckets, by place in the window.
pub(super) struct Groups([[[u8; FOLDED]; LONG]; GROUPS]);

impl Groups {
    pub(super) fn new(tables: &Tables) -> Box<Self> {
        let mut groups = Box::new(Self([[[0; FOLDED]; LONG]; GROUPS]));
        for (group, places) in groups.0.iter_mut().enumerate() {
            for (place, table) in places.iter_mut().enumerate() {
                for (byte, &buckets) in tables[place].iter().enumerate() {
                    table[byte % FOLDED] |= buckets.to_le_bytes()[group];
                }
            }
        }
        groups
    }
}

/// Goes over `text` block by block from `from` on, as long as a block and its reach are there,
/// and gives `each` the position and the accepted places of those blocks that have any. Stops
/// when `each` finds something, or returns where the blocks ended.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) fn blocks<T>(
    groups: &Groups,
    text: &[u8],
    from: usize,
    mut each: impl FnMut(usize, u64) -> Option<T>,
) -> Result<T, usize> {
    let tables: [[__m512i; LONG]; GROUPS] =
        std::array::from_fn(|group| std::array::from_fn(|place| load(&groups.0[group][place], 0)));
    let mut at = from;
    while at + BLOCK + REACH <= text.len() {
        let bytes: [__m512i; LONG] = std::array::from_fn(|place| load(text, at + place));
        let mut any = _mm512_setzero_si512();
        for (group, tables) in tables.iter().enumerate() {
            let width = if group < SHORT_GROUPS { SHORT } else { LONG };
            let mut accepts = _mm512_permutexvar_epi8(bytes[0], tables[0]);
            for place in 1..width {
                accepts = _mm512_and_si512(accepts, _mm512_permutexvar_epi8(bytes[place], tables[place]));
            }
            any = _mm512_or_si512(any, accepts);
        }
        let places = _mm512_test_epi8_mask(any, any);
        if places != 0 {
            if let Some(found) = each(at, places) {
                return Ok(found);
            }
        }
        at += BLOCK;
    }
    Err(at)
}

/// Loads 64 bytes from `at` on.
#[target_feature(enable = "avx512f")]
#[inline]
fn load(bytes: &[u8], at: usize) -> __m512i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}
