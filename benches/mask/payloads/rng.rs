//! Random choices that are the same in each run.

const ALNUM: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE64URL: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const HEX: &[u8] = b"0123456789abcdef";
const LOWER: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// SplitMix64: the payloads do not change with the version of a crate.
#[derive(Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// For a part of its own, which does not change with the others.
    pub(crate) fn named(name: &str) -> Self {
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `end`, which is not zero.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn between(&mut self, start: usize, end: usize) -> usize {
        start + self.below(end - start)
    }

    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, among: &[&'a T]) -> &'a T {
        among[self.below(among.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next() as u8).collect()
    }

    pub(crate) fn alnum(&mut self, len: usize) -> String {
        self.drawn(ALNUM, len)
    }

    pub(crate) fn base64url(&mut self, len: usize) -> String {
        self.drawn(BASE64URL, len)
    }

    pub(crate) fn hex(&mut self, len: usize) -> String {
        self.drawn(HEX, len)
    }

    pub(crate) fn lower(&mut self, len: usize) -> String {
        self.drawn(LOWER, len)
    }

    pub(crate) fn upper(&mut self, len: usize) -> String {
        self.drawn(UPPER, len)
    }

    pub(crate) fn uuid(&mut self) -> String {
        let lengths = [8, 4, 4, 4, 12];
        lengths.map(|len| self.hex(len)).join("-")
    }

    /// RFC 3339, to the second.
    pub(crate) fn time(&mut self) -> String {
        let [month, day, hour] = [self.between(1, 13), self.between(1, 29), self.below(24)];
        format!("2026-{month:02}-{day:02}T{hour:02}:{:02}:{:02}Z", self.below(60), self.below(60))
    }

    pub(crate) fn ip(&mut self) -> String {
        format!("{}.{}.{}.{}", self.between(1, 224), self.below(256), self.below(256), self.between(1, 255))
    }

    fn drawn(&mut self, pool: &[u8], len: usize) -> String {
        (0..len).map(|_| char::from(pool[self.below(pool.len())])).collect()
    }
}
