//! The places of a block, from bits to a list.

use std::arch::x86_64::{
    __m256i, __m512i, _mm512_add_epi16, _mm512_and_si512, _mm512_castsi512_si256, _mm512_cvtepu8_epi16,
    _mm512_extracti64x4_epi64, _mm512_mask_blend_epi8, _mm512_maskz_compress_epi8, _mm512_or_si512,
    _mm512_set1_epi8, _mm512_set1_epi16, _mm512_slli_epi16, _mm512_ternarylogic_epi32,
};

use super::super::cursor::{Block, IS_RUN, Places};
use super::registers::{BLOCK, load, store_places};

/// Adds all places of a block. That there are none is not looked at: it cannot be guessed.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
#[inline]
pub(super) fn push(found: &mut Places, Block { at, places, runs }: Block) {
    /// What marks the bytes of runs until they are wide enough for `IS_RUN`.
    const RUN: u16 = IS_RUN >> 8;
    static NUMBERS: [u8; BLOCK] = {
        let mut all = [0; BLOCK];
        let mut number = 0;
        while number < BLOCK {
            all[number] = number as u8;
            number += 1;
        }
        all
    };
    let all = places | runs;
    let Some((room, first)) = found.room(at) else { return };
    let numbers = load(&NUMBERS, 0);
    let marked = _mm512_or_si512(numbers, _mm512_set1_epi8(RUN as i8));
    let numbers = _mm512_maskz_compress_epi8(all, _mm512_mask_blend_epi8(runs, numbers, marked));
    let (near, far) = room.split_at_mut(BLOCK / 2);
    store_places(near, wide(_mm512_castsi512_si256(numbers), first));
    let count = all.count_ones() as usize;
    if count > near.len() {
        store_places(far, wide(_mm512_extracti64x4_epi64::<1>(numbers), first));
    }
    found.grow(count);
}

/// Counts from `first`.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn wide(numbers: __m256i, first: u16) -> __m512i {
    /// The third, and the second where the first has a bit.
    const INSERT: i32 = 0b1110_1010;
    let wide = _mm512_cvtepu8_epi16(numbers);
    let within = _mm512_and_si512(wide, _mm512_set1_epi16(BLOCK as i16 - 1));
    let counted = _mm512_add_epi16(within, _mm512_set1_epi16(first.cast_signed()));
    let run = _mm512_set1_epi16(IS_RUN.cast_signed());
    _mm512_ternarylogic_epi32::<INSERT>(run, _mm512_slli_epi16::<8>(wide), counted)
}
