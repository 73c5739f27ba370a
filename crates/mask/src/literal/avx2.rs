//! The pass over 32 bytes at a time, with AVX2's byte shuffle: a look-up for each half of a byte.

#![expect(unsafe_code, reason = "vector loads; the module's only unsafe operation, see `load`")]

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
};

use super::plan::{GROUPS, LONG, SHORT, SHORT_GROUPS, Tables};

/// The bytes looked at together.
pub(super) const BLOCK: usize = 32;
/// The bytes that a block's windows reach past it.
pub(super) const REACH: usize = LONG - 1;

/// By group of eight buckets and place in the window: what the low and the high half of a byte
/// may be, twice over for the two lanes.
pub(super) struct Groups([[[[u8; BLOCK]; 2]; LONG]; GROUPS]);

impl Groups {
    pub(super) fn new(tables: &Tables) -> Box<Self> {
        let mut groups = Box::new(Self([[[[0; BLOCK]; 2]; LONG]; GROUPS]));
        for (group, places) in groups.0.iter_mut().enumerate() {
            for (place, halves) in places.iter_mut().enumerate() {
                for (byte, &buckets) in tables[place].iter().enumerate() {
                    let accepts = buckets.to_le_bytes()[group];
                    for lane in [0, 16] {
                        halves[0][lane + byte % 16] |= accepts;
                        halves[1][lane + byte / 16] |= accepts;
                    }
                }
            }
        }
        groups
    }
}

/// As `avx512::blocks`.
#[target_feature(enable = "avx2")]
pub(super) fn blocks<T>(
    groups: &Groups,
    text: &[u8],
    from: usize,
    mut each: impl FnMut(usize, u64) -> Option<T>,
) -> Result<T, usize> {
    let nibble = _mm256_set1_epi8(0x0f);
    let zero = _mm256_setzero_si256();
    let mut at = from;
    while at + BLOCK + REACH <= text.len() {
        let mut low = [zero; LONG];
        let mut high = [zero; LONG];
        for place in 0..LONG {
            let bytes = load(text, at + place);
            low[place] = _mm256_and_si256(bytes, nibble);
            high[place] = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
        }
        let mut any = zero;
        for (group, tables) in groups.0.iter().enumerate() {
            let width = if group < SHORT_GROUPS { SHORT } else { LONG };
            let mut accepts = _mm256_set1_epi8(-1);
            for place in 0..width {
                let [lows, highs] = &tables[place];
                accepts = _mm256_and_si256(accepts, _mm256_shuffle_epi8(load(lows, 0), low[place]));
                accepts = _mm256_and_si256(accepts, _mm256_shuffle_epi8(load(highs, 0), high[place]));
            }
            any = _mm256_or_si256(any, accepts);
        }
        let none = _mm256_movemask_epi8(_mm256_cmpeq_epi8(any, zero));
        let places = u64::from(!none.cast_unsigned());
        if places != 0 {
            if let Some(found) = each(at, places) {
                return Ok(found);
            }
        }
        at += BLOCK;
    }
    Err(at)
}

/// Loads 32 bytes from `at` on.
#[target_feature(enable = "avx2")]
#[inline]
fn load(bytes: &[u8], at: usize) -> __m256i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 32 bytes, and the load needs no alignment.
    unsafe { _mm256_loadu_si256(block.as_ptr().cast()) }
}
