//! The pass with AVX-512 VBMI's byte permutation as the table look-up, page by page: a few tables at a
//! time stay in registers while a page is gone over.

mod beginnings;
mod list;
mod page;
mod registers;

use std::array::from_fn;
use std::ops::Range;

use page::{PAGE, Page};
use registers::BLOCK;

use super::boundary;
use super::cursor::{MORE, Places};
use super::plan::{FOLDED, FREE_GROUPS, LONG_GROUPS, PAIRS, SHORT_PAIRS, SINGLE, Tables};
use super::sight::Look;
use crate::base64;

// There is room for the places of a block.
const _: () = assert!(BLOCK <= MORE);

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
    /// Stands for what comes after a text: no bucket accepts it.
    fill: u8,
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
            fill: tables.refused_byte(),
        })
    }
}

fn kind(byte: u8) -> u8 {
    let set = |bit: u8, has: bool| if has { bit } else { 0 };
    set(LETTER, base64::is_letter(byte))
        | set(IN_WORD, boundary::goes_on_after(byte))
        | set(ESCAPE, matches!(byte, b'\\' | b'%'))
}

/// As `Kernel::scan`.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,lzcnt,popcnt")]
pub(super) fn scan(
    groups: &Groups,
    text: &[u8],
    part: Range<usize>,
    places: &mut Places,
    sight: &mut impl Look,
) -> usize {
    let scanned = find(groups, text, part, places);
    places.settle(sight);
    text.len().min(scanned)
}

/// Goes over a part of a text, page by page, until there are enough places. Returns where it stopped.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,lzcnt,popcnt")]
fn find(groups: &Groups, text: &[u8], part: Range<usize>, found: &mut Places) -> usize {
    let mut page = Page::new();
    let mut at = part.start;
    loop {
        let blocks = part.end.saturating_sub(at).div_ceil(BLOCK).min(PAGE);
        if blocks > 0 {
            let rest = &text[at..];
            page.read(groups, rest, blocks);
            page.look_up_bound(groups, rest, blocks);
            page.look_up_free(groups, blocks);
        }
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
