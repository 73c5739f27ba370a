//! What is looked up of some blocks, and put together once all was.

use std::arch::x86_64::{
    __m512i, _MM_HINT_T0, _mm_prefetch, _mm512_and_si512, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_set1_epi8, _mm512_test_epi8_mask, _mm512_test_epi64_mask,
};

use super::super::cursor::{Block, Places};
use super::super::plan::{PAIRS, RUN_BIT, SHORT_PAIRS, SINGLE};
use super::beginnings::{Before, Kinds};
use super::list::push;
use super::registers::{BLOCK, Table, folded, load, load_bits, load_end, store};
use super::{ESCAPE, Groups, IN_WORD, LETTER};

/// The blocks that are gone over with some of the tables before the next are taken: so many tables as
/// there are fit in no processor's registers at once.
pub(super) const PAGE: usize = 24;

/// So far ahead the text is asked for.
const AHEAD: usize = 32 * BLOCK;

/// What is known of some blocks: a bit for each byte.
type Bits = [u64; PAGE];
/// The same, and of a block before or after them.
type MoreBits = [u64; PAGE + 1];

#[repr(align(64))]
pub(super) struct Page {
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
    pub(super) fn new() -> Self {
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
    pub(super) fn read(&mut self, groups: &Groups, text: &[u8], blocks: usize) {
        let kinds = Table::new(&groups.kinds);
        let singles = Table::all(&groups.singles);
        let literals = _mm512_set1_epi8((!RUN_BIT).cast_signed());
        for block in 0..blocks {
            let bytes = bytes(text, block * BLOCK, groups.fill);
            store(&mut self.folded, block * BLOCK, folded(bytes[0], bytes[1]));
            let kinds = kinds.look_up(bytes[0]);
            let ascii = !_mm512_movepi8_mask(bytes[0]);
            let of = |kind: u8| _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(kind.cast_signed())) & ascii;
            self.word[block + 1] = of(IN_WORD);
            self.escape[block + 1] = of(ESCAPE);
            self.letters[block] = of(LETTER);
            let mut all = singles[0].look_up(bytes[0]);
            for place in 1..SINGLE {
                all = _mm512_and_si512(all, singles[place].look_up(bytes[place]));
            }
            self.free[block] = _mm512_test_epi8_mask(all, literals);
            self.runs[block] = _mm512_movepi8_mask(all);
        }
        self.letters[blocks] = u64::MAX;
        // The last block's windows reach past it.
        let Some(last) = (blocks * BLOCK).checked_sub(BLOCK - PAIRS) else { return };
        let after = |place: usize| load_end(text, last + place, groups.fill);
        store(&mut self.folded, last, folded(after(0), after(1)));
    }

    /// Looks up the short windows of patterns that begin words, and some others.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    #[inline(never)]
    pub(super) fn look_up_bound(&mut self, groups: &Groups, text: &[u8], blocks: usize) {
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
    pub(super) fn look_up_free(&mut self, groups: &Groups, blocks: usize) {
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
    pub(super) fn settle(&mut self, at: usize, blocks: usize) {
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
            // The letter of an escape is none of theirs.
            let escaped = self.escape[block + 1] << 1 | self.escape[block] >> (BLOCK - 1);
            self.settled.runs[block] = self.runs[block] & (!self.letters[block] | escaped) & letters;
        }
        self.word[0] = self.word[blocks];
        self.escape[0] = self.escape[blocks];
    }

    /// Adds the places of the page that was settled, or returns before which block there was no more room.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,popcnt")]
    #[inline]
    pub(super) fn push(&self, found: &mut Places) -> Option<usize> {
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

/// A block from `at` on, and what begins so many bytes further on. `fill` stands for what is behind the end.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn bytes(text: &[u8], at: usize, fill: u8) -> [__m512i; SINGLE] {
    match around::<{ BLOCK + SINGLE }>(text, at) {
        Some(text) => [load(text, 0), load(text, 1), load(text, 2), load(text, 3)],
        None => {
            let end = |place: usize| load_end(text, at + place, fill);
            [end(0), end(1), end(2), end(3)]
        }
    }
}

/// So many bytes from `at` on, if they are there.
#[inline]
fn around<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}
