//! The pass over 32 bytes at a time, with AVX2's byte shuffle: a look-up for the low four bits of
//! an index and one for the rest.

#![expect(unsafe_code, reason = "vector loads; the module's only unsafe operation, see `load`")]

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_loadu_si256,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srli_epi16, _mm256_xor_si256,
};

use super::boundary::{Before, Kinds};
use super::cursor::{Block, Place, Places};
use super::plan::{FIRST, GROUPS, Hash, LONG, PAIRS, RUN_BIT, SECOND, SINGLE, Tables};
use super::second::LOOKED_AT;

/// The bytes looked at together.
const BLOCK: usize = 32;
/// The bytes that a block's windows and the second look at them reach past it.
const REACH: usize = LOOKED_AT - 1;
const _: () = assert!(LOOKED_AT >= LONG);

/// What the low four bits and those above them may be, twice over for the two lanes.
#[derive(Clone, Copy)]
struct Halves([[u8; BLOCK]; 2]);

/// The tables of the pass.
pub(super) struct Groups {
    /// Of each group of eight buckets, by place in the window.
    pairs: [[Halves; PAIRS]; GROUPS.len()],
    singles: [Halves; SINGLE],
}

impl Groups {
    pub(super) fn new(tables: &Tables) -> Box<Self> {
        Box::new(Self {
            pairs: std::array::from_fn(|group| {
                tables.pairs.map(|table| Halves::of(table.map(|buckets| buckets.to_le_bytes()[group])))
            }),
            singles: tables.singles.map(Halves::of),
        })
    }
}

impl Halves {
    const fn hashed(by: Hash) -> Self {
        let mut halves = [[0; BLOCK]; 2];
        let mut index = 0;
        while index < BLOCK {
            halves[0][index] = by.hash(index as u8 % 16);
            halves[1][index] = by.hash((index as u8 % 16) << 4);
            index += 1;
        }
        Self(halves)
    }

    fn of<const N: usize>(table: [u8; N]) -> Self {
        let mut halves = [[0; BLOCK]; 2];
        for (index, accepting) in table.into_iter().enumerate() {
            for lane in [0, 16] {
                halves[0][lane + index % 16] |= accepting;
                halves[1][lane + index / 16] |= accepting;
            }
        }
        Self(halves)
    }
}

/// What the halves of a byte add to its hash.
static FIRSTS: Halves = Halves::hashed(FIRST);
static SECONDS: Halves = Halves::hashed(SECOND);

/// Indices, split for the two look-ups.
#[derive(Clone, Copy)]
struct Split {
    low: __m256i,
    high: __m256i,
}

/// As `Kernel::scan`.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
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
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn find(groups: &Groups, text: &[u8], from: usize, found: &mut Places) -> usize {
    let literals = _mm256_set1_epi8((!RUN_BIT).cast_signed());
    let mut before = Before::UNKNOWN;
    let mut at = from;
    while !found.is_full() {
        let Some(block) = text[at..].first_chunk::<{ BLOCK + REACH }>() else { break };
        let bytes: [__m256i; LONG] = std::array::from_fn(|place| load(block, place));
        let singles = singles(&groups.singles, &bytes);
        let (bound, free) = pairs(groups, &bytes);
        let free = _mm256_or_si256(free, _mm256_and_si256(singles, literals));
        let (kinds, letters) = kinds(bytes[0]);
        let beginnings = before.beginnings(kinds);
        before = Before::after(kinds, BLOCK as u32);
        let places = nonzero(free) | nonzero(bound) & beginnings;
        let (_, next) = self::kinds(bytes[1]);
        let runs = mask(singles) & !letters & next;
        found.push(Block { at, places, runs });
        at += BLOCK;
    }
    at
}

/// The buckets of single bytes that accept each place.
#[target_feature(enable = "avx2")]
#[inline]
fn singles(group: &[Halves; SINGLE], bytes: &[__m256i; LONG]) -> __m256i {
    let mut accepting = look_up(&group[0], split(bytes[0], 7));
    for place in 1..SINGLE {
        accepting = _mm256_and_si256(accepting, look_up(&group[place], split(bytes[place], 7)));
    }
    accepting
}

/// The buckets of pairs that accept each place: those of patterns that begin words, and the rest.
#[target_feature(enable = "avx2")]
#[inline]
fn pairs(groups: &Groups, bytes: &[__m256i; LONG]) -> (__m256i, __m256i) {
    let bytes = bytes.map(|bytes| split(bytes, 0xf));
    let folded: [Split; PAIRS] = std::array::from_fn(|place| {
        let (first, second) = (hashed(&FIRSTS, bytes[place]), hashed(&SECONDS, bytes[place + 1]));
        split(_mm256_xor_si256(first, second), 7)
    });
    let (mut bound, mut free) = (_mm256_setzero_si256(), _mm256_setzero_si256());
    for (group, tables) in GROUPS.into_iter().zip(&groups.pairs) {
        let mut accepting = look_up(&tables[0], folded[0]);
        for place in 1..group.pairs {
            accepting = _mm256_and_si256(accepting, look_up(&tables[place], folded[place]));
        }
        if group.bound {
            bound = _mm256_or_si256(bound, accepting);
        } else {
            free = _mm256_or_si256(free, accepting);
        }
    }
    (bound, free)
}

#[target_feature(enable = "avx2")]
#[inline]
fn look_up(Halves([lows, highs]): &Halves, Split { low, high }: Split) -> __m256i {
    _mm256_and_si256(_mm256_shuffle_epi8(load(lows, 0), low), _mm256_shuffle_epi8(load(highs, 0), high))
}

/// Splits indices that have so many bits above the four low ones as the mask.
#[target_feature(enable = "avx2")]
#[inline]
fn split(indices: __m256i, mask: i8) -> Split {
    let low = _mm256_and_si256(indices, _mm256_set1_epi8(0x0f));
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(indices), _mm256_set1_epi8(mask));
    Split { low, high }
}

/// As `Hash::hash`: what the two halves of a byte add to it.
#[target_feature(enable = "avx2")]
#[inline]
fn hashed(Halves([lows, highs]): &Halves, Split { low, high }: Split) -> __m256i {
    _mm256_xor_si256(_mm256_shuffle_epi8(load(lows, 0), low), _mm256_shuffle_epi8(load(highs, 0), high))
}

/// What the bytes are, and which are letters of base64.
#[target_feature(enable = "avx2")]
#[inline]
fn kinds(bytes: __m256i) -> (Kinds, u64) {
    let within = |bytes, low: u8, high: u8| {
        let above = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(low.cast_signed() - 1));
        _mm256_and_si256(above, _mm256_cmpgt_epi8(_mm256_set1_epi8(high.cast_signed() + 1), bytes))
    };
    let is = |byte: u8| mask(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte.cast_signed())));
    let lower = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    let alnum = mask(_mm256_or_si256(within(lower, b'a', b'z'), within(bytes, b'0', b'9')));
    let word = alnum | is(b'_');
    let letters = word | is(b'+') | is(b'/') | is(b'-');
    (Kinds { word: word & !is(b'm'), escape: is(b'\\') | is(b'%') }, letters)
}

#[target_feature(enable = "avx2")]
#[inline]
fn nonzero(bytes: __m256i) -> u64 {
    !mask(_mm256_cmpeq_epi8(bytes, _mm256_setzero_si256())) & u64::from(u32::MAX)
}

/// The highest bit of each byte.
#[target_feature(enable = "avx2")]
#[inline]
fn mask(bytes: __m256i) -> u64 {
    u64::from(_mm256_movemask_epi8(bytes).cast_unsigned())
}

/// Loads 32 bytes from `at` on.
#[target_feature(enable = "avx2")]
#[inline]
fn load(bytes: &[u8], at: usize) -> __m256i {
    let block = &bytes[at..at + BLOCK];
    // SAFETY: the slice above has 32 bytes, and the load needs no alignment.
    unsafe { _mm256_loadu_si256(block.as_ptr().cast()) }
}
