//! In which way a window is looked up: by what clean text has least often.

use std::cell::LazyCell;

use super::mask::{HASH_BITS, Mask, WAYS, hashes};
use crate::literal::pattern::ByteSet;
use crate::literal::plan::{SHORT, Window};

/// A way is only taken by windows for which it has no more entries, if another will do.
const MOST_ENTRIES: usize = 1 << 11;

/// How often clean text has each hash, in each way.
pub(super) type Often = [Vec<u32>; WAYS.len()];

pub(super) fn often(text: &[u8]) -> Often {
    let mut often: Often = std::array::from_fn(|_| vec![0; 1 << HASH_BITS]);
    for at in 0..text.len() {
        for (often, hash) in often.iter_mut().zip(hashes(&text[at..])) {
            often[hash as usize] += 1;
        }
    }
    often
}

/// How to look up a window, which is the first bytes of `sets`.
pub(super) fn way(
    window: &Window,
    sets: &[ByteSet],
    often: &LazyCell<Often, impl FnOnce() -> Often>,
) -> usize {
    let known = window.way.filter(|&way| fits(way, sets, window.cut.len));
    known.unwrap_or_else(|| rarest(sets, window.cut.len, often))
}

/// The way in which clean text has a window least often.
fn rarest(sets: &[ByteSet], len: usize, often: &Often) -> usize {
    let cost = |&way: &usize| {
        let hashes = WAYS[way].hashes(sets);
        let passed: u32 = hashes.iter().map(|&hash| often[way][hash as usize]).sum();
        (passed, hashes.len())
    };
    (0..WAYS.len() - 1).filter(|&way| fits(way, sets, len)).min_by_key(cost).unwrap_or(WAYS.len() - 1)
}

/// Whether a window, which is the first bytes of `sets`, can be looked up in a way. The last one is for all.
fn fits(way: usize, sets: &[ByteSet], len: usize) -> bool {
    let fits = |mask: &Mask| mask.after + SHORT <= len && mask.entries(sets) <= MOST_ENTRIES;
    way + 1 == WAYS.len() || WAYS.get(way).is_some_and(fits)
}
