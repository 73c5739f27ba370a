//! The pass over two blocks of 64 bytes at a time, with AVX-512 VBMI's byte permutation as the table look-up.

#![expect(
    unsafe_code,
    reason = "vector loads and stores; the module's only unsafe operations, see `load` and `store`"
)]

use std::arch::x86_64::{
    __m256i, __m512i, _MM_HINT_T0, _mm_prefetch, _mm512_add_epi16, _mm512_and_si512, _mm512_castsi512_si256,
    _mm512_cvtepu8_epi16, _mm512_extracti64x4_epi64, _mm512_gf2p8affine_epi64_epi8, _mm512_loadu_si512,
    _mm512_mask_blend_epi8, _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_set1_epi8, _mm512_set1_epi16, _mm512_set1_epi64, _mm512_slli_epi16,
    _mm512_storeu_si512, _mm512_ternarylogic_epi32, _mm512_test_epi8_mask, _mm512_test_epi64_mask,
    _mm512_xor_si512,
};
use std::array::from_fn;

use super::boundary::{Before, Kinds};
use super::cursor::{Block, IS_RUN, MORE, Place, Places};
use super::plan::{
    FIRST, FOLDED, FREE_GROUPS, Hash, LONG, LONG_GROUPS, PAIRS, RUN_BIT, SECOND, SHORT_PAIRS, SINGLE, Tables,
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
const AHEAD: usize = 32 * BLOCK;

/// The tables of a group of eight buckets, by place in the window.
type Pairs<const P: usize> = [[u8; FOLDED]; P];

/// The tables of the pass. Each is a cache line, so that a look-up touches one.
#[repr(align(64))]
pub(super) struct Groups {
    long: [Pairs<PAIRS>; LONG_GROUPS],
    bound: Pairs<SHORT_PAIRS>,
    free: [Pairs<SHORT_PAIRS>; FREE_GROUPS],
    singles: Pairs<SINGLE>,
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

/// Goes over `text` from `from` on, page by page, as long as a block and its reach are there, until
/// there are enough places. Returns where it stopped.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,lzcnt,popcnt")]
fn find(groups: &Groups, text: &[u8], from: usize, found: &mut Places) -> usize {
    let mut page = Page::new();
    let mut at = from;
    loop {
        let rest = &text[at..];
        let blocks = (rest.len().saturating_sub(REACH) / BLOCK).min(PAGE);
        page.read(groups, rest, blocks);
        page.look_up_bound(groups, rest, blocks);
        page.look_up_free(groups, blocks);
        // Which blocks have places cannot be guessed. It is known early of the page before, so that
        // a wrong guess costs little.
        if let Some(stopped) = page.push(found) {
            return stopped;
        }
        if blocks == 0 || found.is_full() {
            return at;
        }
        page.settle(at, blocks);
        at += BLOCK * blocks;
    }
}

/// The blocks that are gone over with some of the tables before the next are taken: so many tables as
/// there are fit in no processor's registers at once.
const PAGE: usize = 24;

/// What is known of some blocks: a bit for each byte.
type Bits = [u64; PAGE];
/// The same, and of a block before or after them.
type MoreBits = [u64; PAGE + 1];

#[repr(align(64))]
struct Page {
    /// The hash of each byte with the next.
    folded: [u8; (PAGE + 1) * BLOCK],
    /// Where the buckets for patterns that begin words accept something,
    bound: Bits,
    /// and where others do.
    free: Bits,
    /// Where the first letters of base64 text may be, one byte early.
    runs: Bits,
    /// What the bytes are, after those of the block before.
    word: MoreBits,
    escape: MoreBits,
    /// Which are letters of base64. Of what comes after them nothing is known.
    letters: MoreBits,
    settled: Settled,
}

/// What is known of a page once all was looked up.
struct Settled {
    at: usize,
    blocks: usize,
    /// Where something may be,
    places: Bits,
    /// and base64 text, one byte early.
    runs: Bits,
}

impl Page {
    fn new() -> Self {
        Self {
            folded: [0; (PAGE + 1) * BLOCK],
            bound: [0; PAGE],
            free: [0; PAGE],
            runs: [0; PAGE],
            word: [0; PAGE + 1],
            // A word may begin after what nobody looked at, and escapes may be among it.
            escape: [u64::MAX; PAGE + 1],
            letters: [0; PAGE + 1],
            settled: Settled { at: 0, blocks: 0, places: [0; PAGE], runs: [0; PAGE] },
        }
    }

    /// Looks at the bytes themselves.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,gfni")]
    #[inline(never)]
    fn read(&mut self, groups: &Groups, text: &[u8], blocks: usize) {
        let kinds = Table::new(&groups.kinds);
        let singles = Table::all(&groups.singles);
        let literals = _mm512_set1_epi8((!RUN_BIT).cast_signed());
        for block in 0..blocks {
            let Some(text) = around::<{ BLOCK + REACH }>(text, block * BLOCK) else { break };
            let bytes = load(text, 0);
            store(&mut self.folded, block * BLOCK, folded(bytes, load(text, 1)));
            let kinds = kinds.look_up(bytes);
            let ascii = !_mm512_movepi8_mask(bytes);
            let of = |kind: u8| _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(kind.cast_signed())) & ascii;
            self.word[block + 1] = of(IN_WORD);
            self.escape[block + 1] = of(ESCAPE);
            self.letters[block] = of(LETTER);
            let mut all = singles[0].look_up(bytes);
            for (place, singles) in singles.iter().enumerate().skip(1) {
                all = _mm512_and_si512(all, singles.look_up(load(text, place)));
            }
            self.free[block] = _mm512_test_epi8_mask(all, literals);
            self.runs[block] = _mm512_movepi8_mask(all);
        }
        self.letters[blocks] = u64::MAX;
        // The last block's windows reach past it, as far as the text is known to.
        let Some(last) = (blocks * BLOCK).checked_sub(BLOCK + 1 - REACH) else { return };
        store(&mut self.folded, last, folded(load(text, last), load(text, last + 1)));
    }

    /// Looks up the short windows of patterns that begin words, and some others.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    #[inline(never)]
    fn look_up_bound(&mut self, groups: &Groups, text: &[u8], blocks: usize) {
        let bound = Table::all(&groups.bound);
        let [first, second, _] = &groups.long;
        let (first, second) = (Table::all(first), Table::all(second));
        for block in 0..blocks {
            _mm_prefetch::<_MM_HINT_T0>(text.as_ptr().wrapping_add(block * BLOCK + AHEAD).cast());
            let Some(folded) = around::<{ BLOCK + PAIRS }>(&self.folded, block * BLOCK) else { break };
            let at = load(folded, 0);
            let mut all = [bound[0].look_up(at), first[0].look_up(at), second[0].look_up(at)];
            for place in 1..PAIRS {
                let at = load(folded, place);
                if place < SHORT_PAIRS {
                    all[0] = _mm512_and_si512(all[0], bound[place].look_up(at));
                }
                all[1] = _mm512_and_si512(all[1], first[place].look_up(at));
                all[2] = _mm512_and_si512(all[2], second[place].look_up(at));
            }
            let [bound, first, second] = all;
            let long = _mm512_or_si512(first, second);
            self.bound[block] = _mm512_test_epi8_mask(bound, bound);
            self.free[block] |= _mm512_test_epi8_mask(long, long);
        }
    }

    /// Looks up the rest.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    #[inline(never)]
    fn look_up_free(&mut self, groups: &Groups, blocks: usize) {
        let [_, _, long] = &groups.long;
        let [first, second] = &groups.free;
        let (long, first, second) = (Table::all(long), Table::all(first), Table::all(second));
        for block in 0..blocks {
            let Some(folded) = around::<{ BLOCK + PAIRS }>(&self.folded, block * BLOCK) else { break };
            let at = load(folded, 0);
            let mut all = [long[0].look_up(at), first[0].look_up(at), second[0].look_up(at)];
            for place in 1..PAIRS {
                let at = load(folded, place);
                all[0] = _mm512_and_si512(all[0], long[place].look_up(at));
                if place < SHORT_PAIRS {
                    all[1] = _mm512_and_si512(all[1], first[place].look_up(at));
                    all[2] = _mm512_and_si512(all[2], second[place].look_up(at));
                }
            }
            let [long, first, second] = all;
            let any = _mm512_or_si512(_mm512_or_si512(long, first), second);
            self.free[block] |= _mm512_test_epi8_mask(any, any);
        }
    }

    /// Puts together all places where something may be, and those after which there are as many
    /// letters as base64 text has.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    #[inline]
    fn settle(&mut self, at: usize, blocks: usize) {
        self.settled.at = at;
        self.settled.blocks = blocks;
        for block in 0..PAGE {
            let kinds = |block: usize| Kinds { word: self.word[block], escape: self.escape[block] };
            let before = Before::after(kinds(block), BLOCK as u32);
            let beginnings = before.beginnings(kinds(block + 1));
            self.settled.places[block] = self.free[block] | self.bound[block] & beginnings;
            let (mut here, mut next) = (self.letters[block], self.letters[block + 1]);
            for by in [1, 2, 4, 8] {
                here &= here >> by | next << (BLOCK - by);
                next &= next >> by;
            }
            let letters = here >> 1 | next << (BLOCK - 1);
            self.settled.runs[block] = self.runs[block] & !self.letters[block] & letters;
        }
        self.word[0] = self.word[blocks];
        self.escape[0] = self.escape[blocks];
    }

    /// Adds the places of the page that was settled, or returns before which block there was no more room.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,popcnt")]
    #[inline]
    fn push(&self, found: &mut Places) -> Option<usize> {
        let Settled { at, blocks, places, runs } = &self.settled;
        let mut busy = 0_u64;
        for (index, (places, runs)) in places.as_chunks().0.iter().zip(runs.as_chunks().0).enumerate() {
            let any = _mm512_or_si512(load_bits(places), load_bits(runs));
            busy |= u64::from(_mm512_test_epi64_mask(any, any)) << (8 * index);
        }
        busy &= (1 << blocks) - 1;
        while busy != 0 {
            let block = busy.trailing_zeros() as usize;
            let at = at + block * BLOCK;
            if found.is_full() {
                return Some(at);
            }
            push(found, Block { at, places: places[block], runs: runs[block] });
            busy &= busy - 1;
        }
        None
    }
}

/// Tells 128 bytes apart, or hashes, by their low seven bits.
#[derive(Clone, Copy)]
struct Table(__m512i, __m512i);

impl Table {
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn new(table: &[u8; FOLDED]) -> Self {
        Self(load(table, 0), load(table, BLOCK))
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn all<const P: usize>(group: &Pairs<P>) -> [Self; P] {
        let mut all = [Self::new(&group[0]); P];
        for place in 1..P {
            all[place] = Self::new(&group[place]);
        }
        all
    }

    #[target_feature(enable = "avx512f,avx512vbmi")]
    #[inline]
    fn look_up(self, indices: __m512i) -> __m512i {
        _mm512_permutex2var_epi8(self.0, indices, self.1)
    }
}

/// As `plan::fold`.
#[target_feature(enable = "avx512f,gfni")]
#[inline]
fn folded(first: __m512i, second: __m512i) -> __m512i {
    let hash = |bytes: __m512i, Hash(hash): Hash| {
        _mm512_gf2p8affine_epi64_epi8::<0>(bytes, _mm512_set1_epi64(hash.cast_signed()))
    };
    _mm512_xor_si512(hash(first, FIRST), hash(second, SECOND))
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

/// Loads 64 bytes from `at` on.
#[target_feature(enable = "avx512f")]
#[inline]
fn load(bytes: &[u8], at: usize) -> __m512i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}

/// Loads what is known of eight blocks.
#[target_feature(enable = "avx512f")]
#[inline]
fn load_bits(bits: &[u64; 8]) -> __m512i {
    // SAFETY: the array has 64 bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(bits.as_ptr().cast()) }
}

/// Stores 64 bytes from `at` on.
#[target_feature(enable = "avx512f")]
#[inline]
fn store(bytes: &mut [u8], at: usize, block: __m512i) {
    let bytes = &mut bytes[at..at + BLOCK];
    // SAFETY: the slice above has 64 bytes, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(bytes.as_mut_ptr().cast(), block) }
}

/// Stores 32 places.
#[target_feature(enable = "avx512f")]
#[inline]
fn store_places(places: &mut [u16], numbers: __m512i) {
    let places = &mut places[..BLOCK / 2];
    // SAFETY: the slice above has 64 bytes, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(places.as_mut_ptr().cast(), numbers) }
}

/// So many bytes from `at` on, if they are there.
#[inline]
fn around<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}
