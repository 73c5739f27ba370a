//! The pass over 32 bytes at a time, with AVX2's byte shuffle: a look-up for each half of a byte.

#![expect(unsafe_code, reason = "vector loads; the module's only unsafe operation, see `load`")]

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_loadu_si256,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srli_epi16,
};

use super::cursor::{Block, Found};
use super::plan::{GROUPS, LONG, RUN_BIT, SHORT, SHORT_GROUPS, Tables};

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

/// As `avx512::scan`.
#[target_feature(enable = "avx2")]
pub(super) fn scan(groups: &Groups, text: &[u8], from: usize, found: &mut Found) -> usize {
    let nibble = _mm256_set1_epi8(0x0f);
    let literals = _mm256_set1_epi8((!RUN_BIT).cast_signed());
    let zero = _mm256_setzero_si256();
    let mut at = from;
    while at + BLOCK + REACH <= text.len() && !found.is_full() {
        let mut low = [zero; LONG];
        let mut high = [zero; LONG];
        for place in 0..LONG {
            let bytes = load(text, at + place);
            low[place] = _mm256_and_si256(bytes, nibble);
            high[place] = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
        }
        let mut any = zero;
        let mut last = zero;
        for (group, tables) in groups.0.iter().enumerate() {
            let width = if group < SHORT_GROUPS { SHORT } else { LONG };
            last = _mm256_set1_epi8(-1);
            for place in 0..width {
                let [lows, highs] = &tables[place];
                last = _mm256_and_si256(last, _mm256_shuffle_epi8(load(lows, 0), low[place]));
                last = _mm256_and_si256(last, _mm256_shuffle_epi8(load(highs, 0), high[place]));
            }
            // All but the last group are literals only.
            any = if group + 1 < GROUPS { _mm256_or_si256(any, last) } else { any };
        }
        any = _mm256_or_si256(any, _mm256_and_si256(last, literals));
        let none = _mm256_movemask_epi8(_mm256_cmpeq_epi8(any, zero));
        let places = u64::from(!none.cast_unsigned());
        let runs = _mm256_movemask_epi8(last) & !letters(load(text, at)) & letters(load(text, at + 1));
        let runs = u64::from(runs.cast_unsigned());
        if places | runs != 0 {
            found.push(Block { at, places, runs });
        }
        at += BLOCK;
    }
    at
}

/// Which bytes are letters of base64.
#[target_feature(enable = "avx2")]
#[inline]
fn letters(bytes: __m256i) -> i32 {
    let within = |bytes, low: u8, high: u8| {
        let above = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(low.cast_signed() - 1));
        _mm256_and_si256(above, _mm256_cmpgt_epi8(_mm256_set1_epi8(high.cast_signed() + 1), bytes))
    };
    let is = |byte: u8| _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte.cast_signed()));
    let lower = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    let alnum = _mm256_or_si256(within(lower, b'a', b'z'), within(bytes, b'0', b'9'));
    let plus = _mm256_or_si256(is(b'+'), is(b'/'));
    let dash = _mm256_or_si256(is(b'-'), is(b'_'));
    _mm256_movemask_epi8(_mm256_or_si256(alnum, _mm256_or_si256(plus, dash)))
}

/// Loads 32 bytes from `at` on.
#[target_feature(enable = "avx2")]
#[inline]
fn load(bytes: &[u8], at: usize) -> __m256i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 32 bytes, and the load needs no alignment.
    unsafe { _mm256_loadu_si256(block.as_ptr().cast()) }
}
