//! What is searched for: a few byte sets in a row.

/// A set of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct ByteSet([u64; 4]);

/// One set for each byte of a literal.
// A value that an operator knows is one too, so there is no `Debug` outside of tests.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Pattern {
    sets: Vec<ByteSet>,
    bound: bool,
}

impl ByteSet {
    /// The bytes that `accepts` accepts.
    pub(crate) fn of(accepts: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::default();
        (0..=u8::MAX).filter(|&byte| accepts(byte)).for_each(|byte| set.add(byte));
        set
    }

    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u8> + use<> {
        self.0.into_iter().zip((0..=u8::MAX).step_by(64)).flat_map(|(mut word, first)| {
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros();
                word &= word.wrapping_sub(1);
                (bit < u64::BITS).then(|| first + bit as u8)
            })
        })
    }

    pub(crate) fn len(&self) -> u32 {
        self.0.iter().map(|part| part.count_ones()).sum()
    }

    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    fn folded(mut self) -> Self {
        for byte in b'a'..=b'z' {
            let upper = byte.to_ascii_uppercase();
            if self.has(byte) || self.has(upper) {
                self.add(byte);
                self.add(upper);
            }
        }
        self
    }
}

impl FromIterator<u8> for ByteSet {
    fn from_iter<I: IntoIterator<Item = u8>>(bytes: I) -> Self {
        let mut set = Self::default();
        bytes.into_iter().for_each(|byte| set.add(byte));
        set
    }
}

impl Pattern {
    /// Reads the syntax of [`Rule::literals`](crate::rules::Rule): plain bytes, and sets in
    /// brackets. A bracket that is not closed stands for itself.
    pub(crate) fn parse(text: &str) -> Self {
        let mut rest = text.as_bytes();
        let mut sets = Vec::new();
        while let Some((&first, tail)) = rest.split_first() {
            let close = tail.iter().skip(1).position(|&byte| byte == b']');
            let (set, after) = match (first, close) {
                (b'[', Some(at)) => (members(&tail[..=at]), &tail[at + 2..]),
                _ => (members(&[first]), tail),
            };
            sets.push(set);
            rest = after;
        }
        Self { sets, bound: false }
    }

    /// These very bytes.
    pub(crate) fn exact(bytes: &[u8]) -> Self {
        Self::of(bytes.iter().map(|&byte| members(&[byte])).collect())
    }

    /// One set for each byte.
    pub(crate) fn of(sets: Vec<ByteSet>) -> Self {
        Self { sets, bound: false }
    }

    /// In either case.
    pub(crate) fn ignoring_case(self) -> Self {
        Self { sets: self.sets.into_iter().map(ByteSet::folded).collect(), ..self }
    }

    /// Counts only where a word begins: elsewhere it may or may not be found.
    pub(crate) fn beginning_a_word(self) -> Self {
        Self { bound: true, ..self }
    }

    pub(super) fn is_bound(&self) -> bool {
        self.bound
    }

    /// Tells patterns apart, and is the same in every build: FNV-1a over whole words.
    pub(super) fn fingerprint(&self) -> u64 {
        let words = self.sets.iter().flat_map(|set| set.0);
        let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
        words.fold(0xcbf2_9ce4_8422_2325 ^ u64::from(self.bound), mix)
    }

    pub(crate) fn sets(&self) -> &[ByteSet] {
        &self.sets
    }

    pub(crate) fn len(&self) -> usize {
        self.sets.len()
    }

    #[cfg(test)]
    pub(crate) fn starts(&self, bytes: &[u8]) -> bool {
        bytes.len() >= self.sets.len() && self.sets.iter().zip(bytes).all(|(set, &byte)| set.has(byte))
    }
}

/// The bytes between two brackets, ranges resolved.
fn members(text: &[u8]) -> ByteSet {
    let mut set = ByteSet::default();
    let mut at = 0;
    while at < text.len() {
        match text[at..] {
            [low, b'-', high, ..] if low <= high => {
                (low..=high).for_each(|byte| set.add(byte));
                at += 3;
            }
            _ => {
                set.add(text[at]);
                at += 1;
            }
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_ranges_and_plain_bytes() {
        let pattern = Pattern::parse("gh[pousr]_[0-9a-f-]");
        assert_eq!(pattern.len(), 5);
        assert!(pattern.starts(b"ghs_7 and more") && pattern.starts(b"ghp_-"));
        assert!(!pattern.starts(b"ghx_7") && !pattern.starts(b"ghp_g") && !pattern.starts(b"ghp_"));
        assert!(Pattern::parse("[").starts(b"[") && Pattern::parse("[[]x").starts(b"[x"));
    }

    #[test]
    fn case_is_ignored_on_demand() {
        let pattern = Pattern::parse("to[k-m]_1").ignoring_case();
        assert!(pattern.starts(b"TOK_1") && pattern.starts(b"tOm_1") && !pattern.starts(b"tox_1"));
    }
}
