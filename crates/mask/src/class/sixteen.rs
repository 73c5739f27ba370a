//! Sixteen bytes at once, with SSSE3.

#![expect(unsafe_code, reason = "the processor is asked for the feature")]

use std::arch::x86_64::{
    __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8,
    _mm_setzero_si128, _mm_shuffle_epi8, _mm_srli_epi16,
};

const BLOCK: usize = 16;

/// A set of ASCII bytes by the low half of a byte: a bit for each high half.
pub(super) type Rows = [u8; BLOCK];

/// Says that the processor has what this needs.
#[derive(Clone, Copy)]
pub(super) struct Sixteen(());

impl Sixteen {
    #[inline]
    pub(super) fn new() -> Option<Self> {
        is_x86_feature_detected!("ssse3").then_some(Self(()))
    }

    /// How many bytes are in the set, from the first on.
    #[inline]
    pub(super) fn run(self, rows: &Rows, bytes: &[u8]) -> usize {
        // SAFETY: one of these is made only where the processor has the feature.
        unsafe { run(rows, bytes) }
    }
}

#[target_feature(enable = "ssse3")]
fn run(rows: &Rows, bytes: &[u8]) -> usize {
    let rows = load(rows);
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (at, block) in blocks.iter().enumerate() {
        let others = others(rows, block);
        if others != 0 {
            return BLOCK * at + others.trailing_zeros() as usize;
        }
    }
    if rest.is_empty() {
        return bytes.len();
    }
    match bytes.last_chunk() {
        // What of it was looked at stops nothing.
        Some(last) => bytes.len() - BLOCK + others(rows, last).trailing_zeros() as usize,
        None => bytes.len().min(others(rows, &padded(bytes)).trailing_zeros() as usize),
    }
}

/// Which bytes are not in the set, a bit each.
#[target_feature(enable = "ssse3")]
#[inline]
fn others(rows: __m128i, block: &[u8; BLOCK]) -> u16 {
    /// The bit of a high half. A byte that is not ASCII has none in any row.
    const HIGH: [u8; BLOCK] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];
    let block = load(block);
    let high = _mm_and_si128(_mm_srli_epi16::<4>(block), _mm_set1_epi8(0x0f));
    let of = _mm_and_si128(_mm_shuffle_epi8(rows, block), _mm_shuffle_epi8(load(&HIGH), high));
    _mm_movemask_epi8(_mm_cmpeq_epi8(of, _mm_setzero_si128())) as u16
}

#[target_feature(enable = "ssse3")]
#[inline]
fn load(bytes: &[u8; BLOCK]) -> __m128i {
    let bytes = u128::from_le_bytes(*bytes);
    _mm_set_epi64x((bytes >> 64) as i64, bytes as i64)
}

/// Fewer bytes than a block has, and zeros after them.
#[inline]
fn padded(bytes: &[u8]) -> [u8; BLOCK] {
    let len = bytes.len();
    let joined = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        // Where the two overlap they are the same.
        (Some(first), Some(last)) => {
            let last = u128::from(u64::from_le_bytes(*last)) << (8 * (len - 8));
            u128::from(u64::from_le_bytes(*first)) | last
        }
        _ => bytes.iter().rev().fold(0, |all, byte| all << 8 | u128::from(*byte)),
    };
    joined.to_le_bytes()
}
