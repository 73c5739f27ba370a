//! The literal pass: finds where any of many short patterns may be, at the speed of memory.
//!
//! A block of bytes is looked at with a few table look-ups that say, for each position, which
//! *buckets* of patterns accept the bytes from there on (see [`plan`]). Where one does, a bitmap
//! of the four bytes there, then an exact comparison, decide. Nothing is allocated.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod kernel;
mod pattern;
mod plan;
mod scalar;

use kernel::Kernel;
pub(crate) use pattern::{ByteSet, Pattern};
use plan::{SHORT, Tables, Window};

/// No pattern may be shorter.
pub(crate) const SHORTEST: usize = SHORT;

/// Patterns ready to be searched for.
pub(crate) struct Literals {
    tables: Box<Tables>,
    kernel: Kernel,
    /// One bit a hash of four folded bytes.
    known: Box<[u64; 1 << (HASH_BITS - 6)]>,
    /// By hash, then by window.
    entries: Vec<Entry>,
    patterns: Vec<Pattern>,
    longest: usize,
}

struct Entry {
    hash: u32,
    pattern: u16,
    back: u8,
}

const HASH_BITS: u32 = 16;
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
        let tables = Box::new(plan::tables(&windows));
        let mut entries: Vec<Entry> = windows.iter().flat_map(|window| entries(window, &patterns)).collect();
        entries.sort_by_key(|entry| (entry.hash, entry.pattern));
        entries.dedup_by_key(|entry| (entry.hash, entry.pattern));
        let mut known = Box::new([0; 1 << (HASH_BITS - 6)]);
        for entry in &entries {
            known[(entry.hash >> 6) as usize] |= 1 << (entry.hash & 63);
        }
        let longest = patterns.iter().map(Pattern::len).max().unwrap_or(0);
        let kernel = Kernel::new(&tables);
        Self { tables, kernel, known, entries, patterns, longest }
    }

    /// Bytes that the end of a text may hide of a pattern, and one more.
    pub(crate) fn longest(&self) -> usize {
        self.longest.max(1)
    }

    /// The first place at or after `from` where a pattern's window may be.
    pub(crate) fn find(&self, text: &[u8], from: usize) -> Option<usize> {
        let known = |block: usize, places: u64| self.first_known(text, block, places);
        match self.kernel.blocks(text, from, known) {
            Ok(at) => Some(at),
            Err(rest) => self.find_in_rest(text, rest),
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
        let known = |block: usize, places: u64| self.first_known(&copy[..rest.len()], block, places);
        self.kernel.blocks(&copy, 0, known).ok().map(|at| from + at)
    }

    /// The first accepted place of a block that has the first bytes of some window.
    fn first_known(&self, text: &[u8], block: usize, mut places: u64) -> Option<usize> {
        while places != 0 {
            let at = block + places.trailing_zeros() as usize;
            if self.is_known(*text.get(at..)?.first_chunk()?) {
                return Some(at);
            }
            places &= places - 1;
        }
        None
    }

    /// The patterns whose window is at `at`, with where they start.
    pub(crate) fn at(&self, text: &[u8], at: usize) -> impl Iterator<Item = (usize, usize)> {
        let hash = text[at..].first_chunk().map(|window| hash(*window));
        let first = hash.map_or(self.entries.len(), |h| self.entries.partition_point(|e| e.hash < h));
        let same = self.entries[first..].iter().take_while(move |entry| Some(entry.hash) == hash);
        same.filter_map(move |entry| {
            let start = at.checked_sub(entry.back.into())?;
            let pattern = usize::from(entry.pattern);
            self.patterns[pattern].starts(&text[start..]).then_some((pattern, start))
        })
    }

    pub(crate) fn len_of(&self, pattern: usize) -> usize {
        self.patterns[pattern].len()
    }

    /// Whether some pattern's window hashes like these bytes.
    fn is_known(&self, window: [u8; SHORT]) -> bool {
        let hash = hash(window);
        self.known[(hash >> 6) as usize] >> (hash & 63) & 1 == 1
    }
}

/// Case and a few symbols are folded away; equal windows have equal hashes.
fn hash(window: [u8; SHORT]) -> u32 {
    (u32::from_le_bytes(window) | 0x2020_2020).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)
}

/// One entry for each way to write the window.
fn entries(window: &Window, patterns: &[Pattern]) -> Vec<Entry> {
    let sets = &patterns[window.pattern].sets()[window.back..window.back + SHORT];
    let mut written = vec![[0; SHORT]];
    for (place, set) in sets.iter().enumerate() {
        written = written
            .iter()
            .flat_map(|before| set.iter().map(move |byte| (before, byte)))
            .map(|(before, byte)| {
                let mut window = *before;
                window[place] = byte | 0x20;
                window
            })
            .collect();
        written.sort_unstable();
        written.dedup();
    }
    let (pattern, back) = (window.pattern as u16, window.back as u8);
    written.into_iter().map(|window| Entry { hash: hash(window), pattern, back }).collect()
}
