//! Which bytes of a window are looked up, and by what.

use super::kind::{KINDS, kind};
use crate::literal::pattern::ByteSet;
use crate::literal::plan::SHORT;

/// What is further on in a long window begins so many bytes after its start.
const TAIL: usize = 2;
/// How many bytes are looked at. A place with fewer before it must be looked at again when a text grows.
pub(in crate::literal) const LOOKED_AT: usize = TAIL + SHORT + 2;

/// A way to look up bytes: the first four of a window, some more of it, or some of these only.
pub(super) const WAYS: [Mask; 4] = [
    Mask { after: 0, bytes: u32::MAX, behind: SHORT },
    Mask { after: TAIL, bytes: u32::MAX, behind: TAIL + SHORT },
    Mask { after: 0, bytes: 0x00ff_ffff, behind: SHORT - 1 },
    Mask { after: 0, bytes: 0x00ff_0000, behind: SHORT - 1 },
];

/// Which bytes of a window are looked up.
pub(super) struct Mask {
    pub(super) after: usize,
    bytes: u32,
    /// Where the two are of which the kinds are looked up.
    behind: usize,
}

/// A hash has so many bits, and each bitmap as many bits as there are hashes.
pub(super) const HASH_BITS: u32 = 17;

/// What the bytes of a text are looked up by. Where it ends, zeros stand for more.
#[inline(always)]
pub(super) fn hashes(rest: &[u8]) -> [u32; WAYS.len()] {
    let bytes = rest.first_chunk().copied().map_or_else(|| last(rest), u64::from_le_bytes);
    let [first, second, third, fourth] = &WAYS;
    [first.hash(bytes), second.hash(bytes), third.hash(bytes), fourth.hash(bytes)]
}

/// The last bytes of a text, fewer than eight.
#[cold]
fn last(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// Of some bytes, whatever their case, and the kinds of others.
#[inline(always)]
const fn hash(bytes: u32, mask: u32, kinds: u32) -> u32 {
    (((bytes | 0x2020_2020) & mask) ^ kinds).wrapping_mul(0xC2B2_AE35) >> (32 - HASH_BITS)
}

/// One kind takes the place of bits that are folded away, the other that of bits which text has not.
#[inline(always)]
const fn both(kind: u32, next: u32) -> u32 {
    kind | next << 2
}

impl Mask {
    /// Of the bytes of a text.
    #[inline(always)]
    const fn hash(&self, bytes: u64) -> u32 {
        let behind = (bytes >> (8 * self.behind)) as u16;
        let kinds = both(kind(behind as u8), kind((behind >> 8) as u8));
        hash((bytes >> (8 * self.after)) as u32, self.bytes, kinds)
    }

    /// In how many ways the bytes can be written, but for their case, and the bytes behind them.
    pub(super) fn entries(&self, sets: &[ByteSet]) -> usize {
        let spellings = self.folded(sets).iter().flatten().map(Vec::len).product::<usize>();
        spellings * self.kinds(sets).len()
    }

    /// The hashes of all ways to write the bytes of a window, which is the first of `sets`.
    pub(super) fn hashes(&self, sets: &[ByteSet]) -> Vec<u32> {
        let mut written = vec![0_u32];
        for (place, bytes) in self.folded(sets).iter().flatten().enumerate() {
            let longer =
                |&before: &u32| bytes.iter().map(move |&byte| before | u32::from(byte) << (8 * place));
            written = written.iter().flat_map(longer).collect();
        }
        let kinds = self.kinds(sets);
        let with_kinds = |bytes: u32| kinds.iter().map(move |&kind| hash(bytes, self.bytes, kind));
        written.into_iter().flat_map(with_kinds).collect()
    }

    /// Of which kinds the bytes behind may be: of any, behind the end of a pattern.
    fn kinds(&self, sets: &[ByteSet]) -> Vec<u32> {
        let of = |at: usize| {
            let Some(set) = sets.get(at) else { return KINDS.to_vec() };
            KINDS.into_iter().filter(|&of| set.iter().any(|byte| kind(byte) == of)).collect()
        };
        let (first, next) = (of(self.behind), of(self.behind + 1));
        first.iter().flat_map(|first| next.iter().map(move |next| both(*first, *next))).collect()
    }

    /// What each byte may be, but for its case; nothing in particular where it is left out.
    fn folded(&self, window: &[ByteSet]) -> Option<Vec<Vec<u8>>> {
        let left_out = |place: usize| self.bytes >> (8 * place) & 0xff == 0;
        let bytes = |(place, set): (usize, &ByteSet)| {
            let mut bytes: Vec<u8> = set.iter().map(|byte| byte | 0x20).collect();
            bytes.sort_unstable();
            bytes.dedup();
            if left_out(place) { vec![0] } else { bytes }
        };
        let sets = window.get(self.after..self.after + SHORT)?;
        Some(sets.iter().enumerate().map(bytes).collect())
    }
}
