//! The pass over two blocks of 64 bytes at a time, with AVX-512 VBMI's byte permutation as the table look-up.

#![expect(
    unsafe_code,
    reason = "vector loads and stores; the module's only unsafe operations, see `load` and `store`"
)]

use std::arch::x86_64::{
    __m256i, __m512i, _MM_HINT_T0, _mm_prefetch, _mm512_add_epi16, _mm512_and_si512, _mm512_castsi512_si256,
    _mm512_cvtepu8_epi16, _mm512_extracti64x4_epi64, _mm512_gf2p8affine_epi64_epi8, _mm512_loadu_si512,
    _mm512_mask_blend_epi8, _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_set1_epi16,
    _mm512_set1_epi64, _mm512_slli_epi16, _mm512_storeu_si512, _mm512_ternarylogic_epi32,
    _mm512_test_epi8_mask, _mm512_xor_si512,
};
use std::array::from_fn;
use std::hint::black_box;

use super::boundary::{Before, Kinds};
use super::cursor::{Block, IS_RUN, MORE, Place, Places};
use super::plan::{
    FIRST, FOLDED, FREE_GROUPS, Hash, LONG, LONG_GROUPS, LOW, PAIRS, RUN_BIT, SECOND, SHORT_PAIRS, SINGLE,
    Tables,
};
use super::second::LOOKED_AT;
use crate::base64;
use crate::class::WORD;

/// The bytes of a register.
const BLOCK: usize = 64;
/// The bytes that a block's windows and the second look at them reach past it.
const REACH: usize = LOOKED_AT - 1;
const _: () = assert!(LOOKED_AT >= LONG);
// There is room for the places of both blocks.
const _: () = assert!(2 * BLOCK <= MORE);
/// So far ahead the text is asked for.
const AHEAD: usize = 64 * BLOCK;

/// The tables of a group of eight buckets, by place in the window.
type Pairs<const P: usize> = [[u8; FOLDED]; P];

/// The tables of the pass. Each is a cache line, so that a look-up touches one.
#[repr(align(64))]
pub(super) struct Groups {
    long: [Pairs<PAIRS>; LONG_GROUPS],
    bound: Pairs<SHORT_PAIRS>,
    free: [Pairs<SHORT_PAIRS>; FREE_GROUPS],
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
        fn group<const P: usize>(tables: &Tables, index: usize) -> Pairs<P> {
            from_fn(|place| tables.pairs[place].map(|buckets| buckets.to_le_bytes()[index]))
        }
        Box::new(Self {
            long: from_fn(|index| group(tables, index)),
            bound: group(tables, LONG_GROUPS),
            free: from_fn(|index| group(tables, LONG_GROUPS + 1 + index)),
            singles: tables.singles,
            kinds: from_fn(|byte| kind(byte as u8)),
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
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,lzcnt,popcnt")]
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

/// Goes over `text` from `from` on, two blocks at a time, as long as they and their reach are there,
/// until there are enough places. Returns where it stopped.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,lzcnt,popcnt")]
fn find(groups: &Groups, text: &[u8], from: usize, found: &mut Places) -> usize {
    let literals = _mm512_set1_epi8((!RUN_BIT).cast_signed());
    let mut before = Before::UNKNOWN;
    let mut at = from;
    while !found.is_full() {
        let Some(blocks) = text[at..].first_chunk::<{ 2 * BLOCK + REACH }>() else { break };
        _mm_prefetch::<_MM_HINT_T0>(blocks.as_ptr().wrapping_add(AHEAD).cast());
        _mm_prefetch::<_MM_HINT_T0>(blocks.as_ptr().wrapping_add(AHEAD + BLOCK).cast());
        let both = |place: usize| Both(load(blocks, place), load(blocks, BLOCK + place));
        let bytes: [Both; LONG] = [both(0), both(1), both(2), both(3), both(4), both(5)];
        let singles = singles(&groups.singles, &bytes);
        let folded = |place: usize| folded(bytes[place], bytes[place + 1]);
        let folded: [Both; PAIRS] = [folded(0), folded(1), folded(2), folded(3), folded(4)];
        let bound = pairs(&groups.bound, &folded);
        let [first, second, third] = &groups.long;
        let long = pairs(first, &folded).or(pairs(second, &folded)).or(pairs(third, &folded));
        let [first, second] = &groups.free;
        let short = pairs(first, &folded).or(pairs(second, &folded));
        let free = long.or(short).or(singles.and(Both(literals, literals)));
        let kinds = kinds(&groups.kinds, bytes[0]);
        let mut block =
            |at: usize, block: (__m512i, __m512i, __m512i), (kinds, letters): (Kinds, u64), next: u8| {
                let (free, bound, singles) = block;
                let beginnings = before.beginnings(kinds);
                before = Before::after(kinds, BLOCK as u32);
                let places =
                    _mm512_test_epi8_mask(free, free) | _mm512_test_epi8_mask(bound, bound) & beginnings;
                let next = letters >> 1 | groups.last_letter(next);
                let runs = _mm512_movepi8_mask(singles) & !letters & next;
                // Left to itself, the compiler puts off what the second block needs until the first is
                // added, and reads the tables twice.
                Block { at, places: black_box(places), runs: black_box(runs) }
            };
        let first = block(at, (free.0, bound.0, singles.0), kinds.0, blocks[BLOCK]);
        let second = block(at + BLOCK, (free.1, bound.1, singles.1), kinds.1, blocks[2 * BLOCK]);
        push(found, first);
        push(found, second);
        at += 2 * BLOCK;
    }
    at
}

/// The same of two blocks: reading a table takes longer than looking up in it, so two are looked up
/// with one reading.
#[derive(Clone, Copy)]
struct Both(__m512i, __m512i);

impl Both {
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn and(self, other: Self) -> Self {
        Self(_mm512_and_si512(self.0, other.0), _mm512_and_si512(self.1, other.1))
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn or(self, other: Self) -> Self {
        Self(_mm512_or_si512(self.0, other.0), _mm512_or_si512(self.1, other.1))
    }
}

/// As `plan::fold`.
#[target_feature(enable = "avx512f,gfni")]
#[inline]
fn folded(first: Both, second: Both) -> Both {
    let hash = |bytes: __m512i, Hash(hash): Hash| {
        _mm512_gf2p8affine_epi64_epi8::<0>(bytes, _mm512_set1_epi64(hash.cast_signed()))
    };
    Both(
        _mm512_xor_si512(hash(first.0, FIRST), hash(second.0, SECOND)),
        _mm512_xor_si512(hash(first.1, FIRST), hash(second.1, SECOND)),
    )
}

/// The buckets of a group that accept each place.
#[target_feature(enable = "avx512f,avx512vbmi")]
#[inline]
fn pairs<const P: usize>(group: &Pairs<P>, folded: &[Both; PAIRS]) -> Both {
    // There are more tables than registers: left to itself, the compiler reads them all first and
    // copies them to the stack.
    let group = black_box(group);
    let mut all = look_up(&group[0], folded[0]);
    for place in 1..P {
        all = all.and(look_up(&group[place], folded[place]));
    }
    all
}

#[target_feature(enable = "avx512f,avx512vbmi")]
#[inline]
fn look_up(table: &[u8; FOLDED], indices: Both) -> Both {
    let (low, high) = (load(table, 0), load(table, BLOCK));
    Both(_mm512_permutex2var_epi8(low, indices.0, high), _mm512_permutex2var_epi8(low, indices.1, high))
}

/// The buckets of single bytes that accept each place.
#[target_feature(enable = "avx512f,avx512vbmi")]
#[inline]
fn singles(group: &[[u8; LOW]; SINGLE], bytes: &[Both; LONG]) -> Both {
    let group = black_box(group);
    let look_up = |place: usize| {
        let (table, bytes) = (load(&group[place], 0), bytes[place]);
        Both(_mm512_permutexvar_epi8(bytes.0, table), _mm512_permutexvar_epi8(bytes.1, table))
    };
    let mut all = look_up(0);
    for place in 1..SINGLE {
        all = all.and(look_up(place));
    }
    all
}

/// What the bytes are, and which are letters of base64. None that is no ASCII is anything.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn kinds(table: &[u8; FOLDED], bytes: Both) -> ((Kinds, u64), (Kinds, u64)) {
    let kinds = look_up(black_box(table), bytes);
    let of = |bytes: __m512i, kinds: __m512i| {
        let ascii = !_mm512_movepi8_mask(bytes);
        let of = |kind: u8| _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(kind.cast_signed())) & ascii;
        (Kinds { word: of(IN_WORD), escape: of(ESCAPE) }, _mm512_movepi8_mask(kinds) & ascii)
    };
    (of(bytes.0, kinds.0), of(bytes.1, kinds.1))
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
