//! What is done with whole registers.

#![expect(unsafe_code, reason = "vector loads and stores; the pass's only unsafe operations")]

use std::arch::x86_64::{
    __m512i, _mm512_gf2p8affine_epi64_epi8, _mm512_loadu_si512, _mm512_mask_loadu_epi8,
    _mm512_permutex2var_epi8, _mm512_set1_epi8, _mm512_set1_epi64, _mm512_storeu_si512, _mm512_xor_si512,
};

use super::super::plan::{FIRST, FOLDED, Hash, SECOND};
use super::Pairs;

/// The bytes of a register.
pub(super) const BLOCK: usize = 64;

/// Tells 128 bytes apart, or hashes, by their low seven bits.
#[derive(Clone, Copy)]
pub(super) struct Table(__m512i, __m512i);

impl Table {
    #[target_feature(enable = "avx512f")]
    #[inline]
    pub(super) fn new(table: &[u8; FOLDED]) -> Self {
        Self(load(table, 0), load(table, BLOCK))
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    pub(super) fn all<const P: usize>(group: &Pairs<P>) -> [Self; P] {
        let mut all = [Self::new(&group[0]); P];
        for place in 1..P {
            all[place] = Self::new(&group[place]);
        }
        all
    }

    #[target_feature(enable = "avx512f,avx512vbmi")]
    #[inline]
    pub(super) fn look_up(self, indices: __m512i) -> __m512i {
        _mm512_permutex2var_epi8(self.0, indices, self.1)
    }
}

/// As `plan::fold`.
#[target_feature(enable = "avx512f,gfni")]
#[inline]
pub(super) fn folded(first: __m512i, second: __m512i) -> __m512i {
    let hash = |bytes: __m512i, Hash(hash): Hash| {
        _mm512_gf2p8affine_epi64_epi8::<0>(bytes, _mm512_set1_epi64(hash.cast_signed()))
    };
    _mm512_xor_si512(hash(first, FIRST), hash(second, SECOND))
}

/// Loads 64 bytes from `at` on.
#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn load(bytes: &[u8], at: usize) -> __m512i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}

/// Loads 64 bytes from `at` on; `fill` stands for those behind the end.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
pub(super) fn load_end(bytes: &[u8], at: usize, fill: u8) -> __m512i {
    let rest = bytes.get(at..).unwrap_or_default();
    let missing = BLOCK.saturating_sub(rest.len());
    let known = u64::MAX.unbounded_shr(missing as u32);
    // SAFETY: only the bytes that the mask has are loaded, and these the slice has.
    unsafe { _mm512_mask_loadu_epi8(_mm512_set1_epi8(fill.cast_signed()), known, rest.as_ptr().cast()) }
}

/// Loads what is known of eight blocks.
#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn load_bits(bits: &[u64; 8]) -> __m512i {
    // SAFETY: the array has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(bits.as_ptr().cast()) }
}

/// Stores 64 bytes from `at` on.
#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn store(bytes: &mut [u8], at: usize, block: __m512i) {
    let bytes = &mut bytes[at..at + BLOCK];
    // SAFETY: the slice above has 64 bytes, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(bytes.as_mut_ptr().cast(), block) }
}

/// Stores 32 places.
#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn store_places(places: &mut [u16], numbers: __m512i) {
    let places = &mut places[..BLOCK / 2];
    // SAFETY: the slice above has 64 bytes, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(places.as_mut_ptr().cast(), numbers) }
}
