//! Finding the end of a value without looking at what is in it.
//!
//! A container is skipped with a depth *counter*, so ten thousand levels cost no more than one
//! and nothing recurses. What is skipped is delimited, not validated: `[1,}` inside it goes
//! unnoticed, and whoever reads the value after us will refuse it.
//!
//! Tried on the way here, on 1 MiB of mixed JSON: `memchr3` from bracket to bracket and a plain
//! byte loop (both about 1 GB/s), and the block masks below, which take 5 to 6 GB/s with their
//! `memchr2` leap through long strings. The benchmark `head` prints the present figures.

use memchr::memchr2;

use super::block::{BLOCK, Masks};

/// Where a skip through one chunk got to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Skipped {
    /// How many bytes belong to the value, when its end is in this chunk.
    pub(super) end: Option<usize>,
    /// Whether the depth bound was passed in this chunk.
    pub(super) too_deep: bool,
}

/// The inside of an object or array whose opening bracket has been read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Container {
    depth: u32,
    max_depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Container {
    /// Just after the opening bracket; deeper than `max_depth` levels is reported.
    pub(super) fn new(max_depth: u32) -> Self {
        Self { depth: 1, max_depth, in_string: false, escaped: false }
    }

    /// Skips to the end of the container or of `bytes`, whichever comes first.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Skipped {
        let mut skipped = Skipped { end: None, too_deep: self.depth > self.max_depth };
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let used = rest.len().min(BLOCK);
            let masks = rest.first_chunk().map_or_else(|| padded(rest), Masks::of);
            at += used;
            if self.in_string && !self.escaped && masks.quote | masks.backslash == 0 {
                // Prose: leap to the next byte that means anything.
                at += memchr2(b'"', b'\\', &bytes[at..]).unwrap_or(bytes.len() - at);
                continue;
            }
            if let Some(end) = self.block(masks, used, &mut skipped.too_deep) {
                skipped.end = Some(at - used + end);
                break;
            }
        }
        skipped
    }

    /// Takes one block into account; says where in it the container ends.
    #[inline]
    fn block(&mut self, masks: Masks, used: usize, too_deep: &mut bool) -> Option<usize> {
        let quotes = masks.quote & !self.escaped_bytes(masks.backslash, used);
        let strings = prefix_xor(quotes) ^ if self.in_string { u64::MAX } else { 0 };
        // The padding of a last, short block holds no quotes, so its top bit is right there too.
        self.in_string = strings >> (BLOCK - 1) == 1;
        let open = masks.open & !strings;
        let close = masks.close & !strings;
        let (opened, closed) = (open.count_ones(), close.count_ones());
        // Usually the container cannot end here, nor get too deep: two counts are enough.
        let within = self.max_depth.saturating_sub(opened) >= self.depth;
        if closed < self.depth && (within || *too_deep) {
            self.depth = self.depth.saturating_add(opened) - closed;
            return None;
        }
        self.walk(open, close, too_deep)
    }

    /// Bracket by bracket, where the exact order matters.
    fn walk(&mut self, open: u64, close: u64, too_deep: &mut bool) -> Option<usize> {
        let mut brackets = open | close;
        while brackets != 0 {
            let index = brackets.trailing_zeros();
            brackets &= brackets - 1;
            if open >> index & 1 == 1 {
                self.depth = self.depth.saturating_add(1);
                *too_deep |= self.depth > self.max_depth;
                continue;
            }
            self.depth -= 1;
            if self.depth == 0 {
                return Some(index as usize + 1);
            }
        }
        None
    }

    /// The bytes that a backslash takes the meaning from (runs of backslashes are paired by a
    /// subtraction whose borrow travels along the run, as simdjson does).
    #[inline]
    fn escaped_bytes(&mut self, backslash: u64, used: usize) -> u64 {
        const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;
        let carried = u64::from(self.escaped);
        if backslash == 0 {
            self.escaped = false;
            return carried;
        }
        let starts = backslash & !carried;
        let codes = ((starts << 1) | ODD).wrapping_sub(starts) ^ ODD;
        let escapes = codes & backslash;
        self.escaped = escapes >> (used - 1) & 1 == 1;
        codes ^ (backslash | carried)
    }
}

/// The masks of less than a block; the bits beyond it are zero.
#[inline(never)]
fn padded(rest: &[u8]) -> Masks {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    Masks::of(&block)
}

/// Bit n of the result is the exclusive-or of bits 0 to n: set between an opening quote
/// (included) and its closing one (excluded).
#[inline]
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// Finds the end of a string whose opening quote has been read: the number of bytes up to and
/// including the closing quote. `escaped` carries a trailing backslash into the next chunk.
#[inline]
pub(super) fn string_end(bytes: &[u8], escaped: &mut bool) -> Option<usize> {
    let mut at = 0;
    loop {
        if *escaped {
            bytes.get(at)?;
            *escaped = false;
            at += 1;
        }
        at += memchr2(b'"', b'\\', &bytes[at..])? + 1;
        if bytes[at - 1] == b'"' {
            return Some(at);
        }
        *escaped = true;
    }
}

/// The first byte at or after `at` that is not JSON whitespace, or the end.
#[inline]
pub(super) fn whitespace(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    rest.iter()
        .position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
        .map_or(bytes.len(), |count| at + count)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same in the plainest way there is.
    fn one_by_one(bytes: &[u8], max_depth: u32) -> Skipped {
        let (mut depth, mut in_string, mut escaped, mut too_deep) = (1, false, false, false);
        for (index, byte) in bytes.iter().enumerate() {
            match (escaped, in_string, byte) {
                (true, _, _) => escaped = false,
                (_, _, b'\\') => escaped = true,
                (_, _, b'"') => in_string = !in_string,
                (_, false, b'[' | b'{') => {
                    depth += 1;
                    too_deep |= depth > max_depth;
                }
                (_, false, b']' | b'}') => depth -= 1,
                _ => {}
            }
            // An escape outside of a string is not JSON; brackets keep their meaning there.
            if depth == 0 {
                let end = Some(index + 1);
                return Skipped { end, too_deep };
            }
        }
        let end = None;
        Skipped { end, too_deep }
    }

    fn noise() -> impl Strategy<Value = Vec<u8>> {
        // Escapes are generated inside of strings only: outside, they are not JSON.
        let piece = prop_oneof![
            4 => prop::collection::vec(prop::sample::select(b"{}[]1, ".as_slice()), 0..70),
            4 => "\"([^\"\\\\]|\\\\.){0,90}\"".prop_map(String::into_bytes),
            1 => "\"[a-z]{100,300}\"".prop_map(String::into_bytes),
            1 => r#""(\\\\){30,80}""#.prop_map(String::into_bytes),
            1 => Just(vec![b'['; 80]),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn agrees_with_the_plain_loop(bytes in noise(), max_depth in 1_u32..100) {
            let mut container = Container::new(max_depth);
            prop_assert_eq!(container.feed(&bytes), one_by_one(&bytes, max_depth));
        }

        #[test]
        fn chunks_make_no_difference(
            bytes in prop_oneof![noise(), prop::collection::vec(any::<u8>(), 0..300)],
            size in 1_usize..130,
        ) {
            let whole = Container::new(9).feed(&bytes);
            let mut container = Container::new(9);
            let mut pieces = Skipped::default();
            for (index, chunk) in bytes.chunks(size).enumerate() {
                let skipped = container.feed(chunk);
                pieces.too_deep |= skipped.too_deep;
                pieces.end = skipped.end.map(|end| index * size + end);
                if pieces.end.is_some() {
                    break;
                }
            }
            prop_assert_eq!(pieces, whole);
        }
    }
}
