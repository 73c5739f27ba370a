//! The literal pass: finds where any of many short patterns may be, at the speed of memory.
//!
//! A block of bytes is looked at with a few table look-ups that say, for each position, which
//! *buckets* of patterns accept the bytes from there on (see [`plan`]). Where one does, a bitmap
//! of the four bytes there, then an exact comparison, decide. Nothing is allocated.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod cursor;
mod kernel;
mod pattern;
mod plan;
mod scalar;
#[cfg(test)]
mod tests;

use cursor::Block;
pub(crate) use cursor::Cursor;
use kernel::Kernel;
pub(crate) use pattern::{ByteSet, Pattern};
use plan::{SHORT, Tables, Window};

use crate::base64;

/// No pattern may be shorter.
pub(crate) const SHORTEST: usize = SHORT;

/// Patterns ready to be searched for.
pub(crate) struct Literals {
    tables: Box<Tables>,
    kernel: Kernel,
    /// One bit a hash of four folded bytes.
    known: Box<[u64; 1 << (HASH_BITS - 6)]>,
    /// By hash, then by pattern.
    entries: Vec<Entry>,
    /// Where the entries begin whose hash has these high bits.
    firsts: Box<[u32; FIRSTS + 1]>,
    /// Windows that are not hashed.
    wide: Vec<Wide>,
    patterns: Vec<Pattern>,
    longest: usize,
}

struct Entry {
    hash: u32,
    pattern: u16,
    back: u8,
}

struct Wide {
    window: Pattern,
    pattern: usize,
    back: usize,
}

const HASH_BITS: u32 = 16;
/// Entries are found by so many of the high bits of their hash.
const FIRSTS: usize = 1 << 12;
const FIRST_SHIFT: u32 = HASH_BITS - FIRSTS.ilog2();
/// No vector pass leaves more bytes than this undone.
const MOST_LEFT: usize = 80;

impl Literals {
    /// Patterns shorter than [`SHORTEST`] or longer than 255 are never found.
    pub(crate) fn new(patterns: Vec<Pattern>) -> Self {
        let mut windows = plan::windows(&patterns);
        windows.retain(|window| {
            let len = patterns[window.pattern].len();
            (SHORTEST..=usize::from(u8::MAX)).contains(&len) && window.pattern <= usize::from(u16::MAX)
        });
        let tables = Box::new(plan::tables(&windows, base64::first_letters()));
        let (wide, hashed): (Vec<_>, Vec<_>) = windows.iter().partition(|window| window.is_wide());
        let wide = wide.into_iter().map(Wide::new).collect();
        let mut entries: Vec<Entry> = hashed.into_iter().flat_map(entries).collect();
        entries.sort_by_key(|entry| (entry.hash, entry.pattern));
        entries.dedup_by_key(|entry| (entry.hash, entry.pattern));
        let mut known = Box::new([0; 1 << (HASH_BITS - 6)]);
        for entry in &entries {
            known[(entry.hash >> 6) as usize] |= 1 << (entry.hash & 63);
        }
        let firsts = Box::new(std::array::from_fn(|high| {
            entries.partition_point(|entry| (entry.hash as usize) < high << FIRST_SHIFT) as u32
        }));
        let longest = patterns.iter().map(Pattern::len).max().unwrap_or(0);
        let kernel = Kernel::new(&tables);
        Self { tables, kernel, known, entries, firsts, wide, patterns, longest }
    }

    /// Bytes that the end of a text may hide of a pattern, and one more.
    pub(crate) fn longest(&self) -> usize {
        self.longest.max(base64::PROOF + 1)
    }

    /// The first place at or after `from` where a pattern's window may be, or base64 text begins
    /// with the next byte. `from` never goes back.
    pub(crate) fn find(&self, text: &[u8], cursor: &mut Cursor, from: usize) -> Option<usize> {
        loop {
            while let Some(block) = cursor.block(from) {
                if let Some(at) = self.first(text, block) {
                    return Some(at);
                }
                cursor.skip();
            }
            cursor.clear();
            let start = from.max(cursor.scanned);
            cursor.scanned = self.kernel.scan(text, start, &mut cursor.found);
            if cursor.scanned == start {
                return self.find_in_rest(text, start);
            }
        }
    }

    /// What is left is too short for a block: a copy with zeros behind it is not.
    fn find_in_rest(&self, text: &[u8], from: usize) -> Option<usize> {
        let mut copy = [0; 2 * MOST_LEFT];
        let rest = text.get(from..)?;
        let Some(left) = copy.get_mut(..rest.len()).filter(|_| self.kernel.is_vector()) else {
            return scalar::find(self, text, from);
        };
        left.copy_from_slice(rest);
        let mut cursor = Cursor::default();
        self.kernel.scan(&copy, 0, &mut cursor.found);
        while let Some(block) = cursor.block(0) {
            let block = Block { at: from + block.at, ..block };
            if let Some(at) = self.first(text, block) {
                return Some(at);
            }
            cursor.skip();
        }
        None
    }

    /// The first place of a block that is worth more than a glance.
    fn first(&self, text: &[u8], block: Block) -> Option<usize> {
        let mut places = block.places | block.runs;
        while places != 0 {
            let bit = places & places.wrapping_neg();
            let at = block.at + bit.trailing_zeros() as usize;
            let rest = text.get(at..)?;
            if self.is_candidate(rest) || block.runs & bit != 0 && base64::may_start(rest) {
                return Some(at);
            }
            places ^= bit;
        }
        None
    }

    /// The patterns whose window is at `at`, with where they start.
    pub(crate) fn at(&self, text: &[u8], at: usize) -> impl Iterator<Item = (usize, usize)> {
        let hash = text[at..].first_chunk().map_or(0, |window| hash(*window));
        let high = hash as usize >> FIRST_SHIFT;
        let near = self.firsts[high] as usize..self.firsts[high + 1] as usize;
        let same = self.entries[near].iter().filter(move |entry| entry.hash == hash);
        let hashed = same.map(|entry| (usize::from(entry.pattern), usize::from(entry.back)));
        let wide = self.wide.iter().map(|wide| (wide.pattern, wide.back));
        hashed.chain(wide).filter_map(move |(pattern, back)| {
            let start = at.checked_sub(back)?;
            self.patterns[pattern].starts(&text[start..]).then_some((pattern, start))
        })
    }

    pub(crate) fn len_of(&self, pattern: usize) -> usize {
        self.patterns[pattern].len()
    }

    /// Whether the window of some pattern may be here.
    fn is_candidate(&self, rest: &[u8]) -> bool {
        let Some(window) = rest.first_chunk() else { return false };
        let hash = hash(*window);
        let known = self.known[(hash >> 6) as usize] >> (hash & 63) & 1 == 1;
        known || self.wide.iter().any(|wide| wide.window.starts(rest))
    }
}

/// Case and a few symbols are folded away; equal windows have equal hashes.
fn hash(window: [u8; SHORT]) -> u32 {
    (u32::from_le_bytes(window) | 0x2020_2020).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)
}

impl Wide {
    fn new(window: &Window) -> Self {
        Self { window: Pattern::of(window.sets().to_vec()), pattern: window.pattern, back: window.back }
    }
}

/// One entry for each way to write the window.
fn entries(window: &Window) -> Vec<Entry> {
    let mut written = vec![[0; SHORT]];
    for (place, set) in window.head().iter().enumerate() {
        let mut folded: Vec<u8> = set.iter().map(|byte| byte | 0x20).collect();
        folded.dedup();
        let longer = |before: &[u8; SHORT]| {
            let before = *before;
            folded
                .iter()
                .map(move |&byte| {
                    let mut window = before;
                    window[place] = byte;
                    window
                })
                .collect::<Vec<_>>()
        };
        written = written.iter().flat_map(longer).collect();
    }
    let (pattern, back) = (window.pattern as u16, window.back as u8);
    written.into_iter().map(|window| Entry { hash: hash(window), pattern, back }).collect()
}
