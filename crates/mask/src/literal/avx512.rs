//! The pass over 64 bytes at a time, with AVX-512 VBMI's byte permutation as the table look-up.

#![expect(
    unsafe_code,
    reason = "vector loads and stores; the module's only unsafe operations, see `load` and `store`"
)]

use std::arch::x86_64::{
    __m256i, __m512i, _MM_HINT_T0, _mm_prefetch, _mm512_add_epi16, _mm512_and_si512, _mm512_castsi512_si256,
    _mm512_cvtepu8_epi16, _mm512_extracti64x4_epi64, _mm512_loadu_si512, _mm512_mask_blend_epi8,
    _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_mullo_epi16, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_set1_epi16,
    _mm512_setzero_si512, _mm512_slli_epi16, _mm512_srli_epi16, _mm512_storeu_si512,
    _mm512_ternarylogic_epi32, _mm512_test_epi8_mask,
};

use super::boundary::{Before, Kinds};
use super::cursor::{Block, IS_RUN, Place, Places};
use super::plan::{CASE, FOLDED, GROUPS, LONG, LOW, MIX, PAIRS, RUN_BIT, SINGLE, Tables};
use crate::base64;
use crate::class::WORD;

/// The bytes looked at together.
const BLOCK: usize = 64;
/// The bytes that a block's windows reach past it.
const REACH: usize = LONG - 1;
/// So far ahead the text is asked for.
const AHEAD: usize = 16 * BLOCK;

/// The tables of the pass. Each is a cache line, so that a look-up touches one.
#[repr(align(64))]
pub(super) struct Groups {
    /// Of each group of eight buckets, by place in the window.
    pairs: [[[u8; FOLDED]; PAIRS]; GROUPS.len()],
    singles: [[u8; LOW]; SINGLE],
    /// What a byte is, by its low seven bits.
    kinds: [u8; 2 * BLOCK],
}

/// A letter of base64.
const LETTER: u8 = 1 << 7;
const IN_WORD: u8 = 1 << 6;
const ESCAPE: u8 = 1 << 5;

impl Groups {
    pub(super) fn new(tables: &Tables) -> Box<Self> {
        let group = |group: usize| tables.pairs.map(|table| table.map(|b| b.to_le_bytes()[group]));
        Box::new(Self {
            pairs: std::array::from_fn(group),
            singles: tables.singles,
            kinds: std::array::from_fn(|byte| kind(byte as u8)),
        })
    }

    /// The last bit of a block if this byte is a letter of base64. Not asked by branches: it cannot
    /// be guessed.
    #[inline]
    fn last_letter(&self, byte: u8) -> u64 {
        let kind = self.kinds[usize::from(byte) % self.kinds.len()] & !byte;
        u64::from(kind & LETTER) << (BLOCK as u32 - u8::BITS)
    }
}

fn kind(byte: u8) -> u8 {
    let set = |bit: u8, has: bool| if has { bit } else { 0 };
    set(LETTER, base64::is_letter(byte))
        | set(IN_WORD, WORD.has(byte))
        | set(ESCAPE, matches!(byte, b'\\' | b'%'))
}

/// As `Kernel::scan`.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) fn scan(
    groups: &Groups,
    text: &[u8],
    from: usize,
    places: &mut Places,
    is_worth: impl FnMut(Place) -> bool,
) -> usize {
    let scanned = find(groups, text, from, places);
    places.sift(is_worth);
    scanned
}

/// Goes over `text` block by block from `from` on, as long as a block and its reach are there, until
/// there are enough places. Returns where it stopped.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
fn find(groups: &Groups, text: &[u8], from: usize, found: &mut Places) -> usize {
    let literals = _mm512_set1_epi8((!RUN_BIT).cast_signed());
    let mut before = Before::UNKNOWN;
    let mut at = from;
    while !found.is_full() {
        let Some(block) = text[at..].first_chunk::<{ BLOCK + REACH }>() else { break };
        _mm_prefetch::<_MM_HINT_T0>(block.as_ptr().wrapping_add(AHEAD).cast());
        // There are more tables than registers: left to itself, the compiler copies them to the
        // stack, unaligned, instead of reading them where they are.
        let groups = std::hint::black_box(groups);
        let bytes: [__m512i; LONG] = std::array::from_fn(|place| load(block, place));
        let singles = singles(&groups.singles, &bytes);
        let (bound, free) = pairs(groups, &bytes);
        let free = _mm512_or_si512(free, _mm512_and_si512(singles, literals));
        let (kinds, letters) = kinds(groups, bytes[0]);
        let beginnings = before.beginnings(kinds);
        before = Before::after(kinds, BLOCK as u32);
        let places = _mm512_test_epi8_mask(free, free) | _mm512_test_epi8_mask(bound, bound) & beginnings;
        let next = letters >> 1 | groups.last_letter(block[BLOCK]);
        let runs = _mm512_movepi8_mask(singles) & !letters & next;
        push(found, Block { at, places, runs });
        at += BLOCK;
    }
    at
}

/// The buckets of pairs that accept each place: those of patterns that begin words, and the rest.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn pairs(groups: &Groups, bytes: &[__m512i; LONG]) -> (__m512i, __m512i) {
    let hashes: [__m512i; LONG] = std::array::from_fn(|place| hashes(bytes[place]));
    let folded: [__m512i; PAIRS] = std::array::from_fn(|place| folded(hashes[place], hashes[place + 1]));
    let (mut bound, mut free) = (_mm512_setzero_si512(), _mm512_setzero_si512());
    for (group, tables) in GROUPS.into_iter().zip(&groups.pairs) {
        let look_up = |place: usize| {
            let (low, high) = (load(&tables[place], 0), load(&tables[place], BLOCK));
            _mm512_permutex2var_epi8(low, folded[place], high)
        };
        let mut accepting = look_up(0);
        for place in 1..group.pairs {
            accepting = _mm512_and_si512(accepting, look_up(place));
        }
        if group.bound {
            bound = _mm512_or_si512(bound, accepting);
        } else {
            free = _mm512_or_si512(free, accepting);
        }
    }
    (bound, free)
}

/// The products that `plan::fold` takes the high bits of, for the bytes at even places.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn hashes(bytes: __m512i) -> __m512i {
    let lower = _mm512_or_si512(bytes, _mm512_set1_epi8(CASE.cast_signed()));
    _mm512_mullo_epi16(lower, _mm512_set1_epi16(MIX.cast_signed()))
}

/// As `plan::fold`, from the products of the bytes at even places and of those at odd places. The
/// highest bit of each index is for the look-up to ignore.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn folded(even: __m512i, odd: __m512i) -> __m512i {
    /// The second where the first has a bit, else the third.
    const SELECT: i32 = 0b1100_1010;
    let low = _mm512_set1_epi16(0x00ff);
    _mm512_ternarylogic_epi32::<SELECT>(low, _mm512_srli_epi16::<9>(even), _mm512_srli_epi16::<1>(odd))
}

/// The buckets of single bytes that accept each place.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn singles(group: &[[u8; LOW]; SINGLE], bytes: &[__m512i; LONG]) -> __m512i {
    let look_up = |place: usize| _mm512_permutexvar_epi8(bytes[place], load(&group[place], 0));
    (1..SINGLE).fold(look_up(0), |all, place| _mm512_and_si512(all, look_up(place)))
}

/// What the bytes are, and which are letters of base64. None that is no ASCII is anything.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn kinds(groups: &Groups, bytes: __m512i) -> (Kinds, u64) {
    let (low, high) = (load(&groups.kinds, 0), load(&groups.kinds, BLOCK));
    let all = _mm512_permutex2var_epi8(low, bytes, high);
    let ascii = !_mm512_movepi8_mask(bytes);
    let of = |kind: u8| _mm512_test_epi8_mask(all, _mm512_set1_epi8(kind.cast_signed())) & ascii;
    (Kinds { word: of(IN_WORD), escape: of(ESCAPE) }, _mm512_movepi8_mask(all) & ascii)
}

/// Adds all places of a block. That there are none is not looked at: it cannot be guessed.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
#[inline]
fn push(found: &mut Places, Block { at, places, runs }: Block) {
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
    store(near, wide(_mm512_castsi512_si256(numbers), first));
    let count = all.count_ones() as usize;
    if count > near.len() {
        store(far, wide(_mm512_extracti64x4_epi64::<1>(numbers), first));
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

/// Loads 64 bytes from `at` on.
#[target_feature(enable = "avx512f")]
#[inline]
fn load(bytes: &[u8], at: usize) -> __m512i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}

/// Stores 64 bytes.
#[target_feature(enable = "avx512f")]
#[inline]
fn store(places: &mut [u16], numbers: __m512i) {
    let places = &mut places[..BLOCK / 2];
    // SAFETY: the slice above has 64 bytes, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(places.as_mut_ptr().cast(), numbers) }
}
