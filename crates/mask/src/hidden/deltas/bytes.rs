//! Searches in the bytes of events, a block or a word at a time.

/// A stretch of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Line {
    pub(super) fn of(self, document: &[u8]) -> &[u8] {
        &document[self.start..self.end]
    }

    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

const BLOCK: usize = 32;
const WORD: usize = 8;
/// Few strings are longer.
const STRIDE: usize = 16;

/// How many bytes two texts begin with alike.
#[inline]
pub(super) fn common(one: &[u8], other: &[u8]) -> usize {
    if other.starts_with(one) { one.len() } else { common_some(one, other) }
}

/// The same where something differs. In blocks, which the compiler compares at once, then in words,
/// whose first different byte shows in one step.
#[inline(never)]
fn common_some(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.as_chunks::<BLOCK>().0.iter().zip(other.as_chunks::<BLOCK>().0);
    let mut same = BLOCK * blocks.take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[same..], &other[same..]);
    for (one, other) in one.as_chunks::<WORD>().0.iter().zip(other.as_chunks::<WORD>().0) {
        let differs = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differs != 0 {
            return same + differs.trailing_zeros() as usize / 8;
        }
        same += WORD;
    }
    let rest = one.iter().zip(other).skip(one.len().min(other.len()) / WORD * WORD);
    same + rest.take_while(|(one, other)| one == other).count()
}

/// How long the first line is.
pub(super) fn line_len(text: &[u8]) -> usize {
    let ends = |byte: &u8| is_newline(*byte);
    let clean = |block: &&[u8; BLOCK]| !block.iter().fold(false, |found, byte| found | ends(byte));
    let skipped = BLOCK * text.as_chunks::<BLOCK>().0.iter().take_while(clean).count();
    let rest = &text[skipped..];
    skipped + rest.iter().position(ends).unwrap_or(rest.len())
}

/// How long the string is that `text` goes on with; `None` if the line ends before it does.
#[inline]
pub(super) fn string_len(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += plain_len(text.get(at..)?);
        match text.get(at)? {
            b'"' => return Some(at),
            b'\\' if !text.get(at + 1).copied().is_some_and(is_newline) => at += 2,
            b'\\' | b'\n' | b'\r' => return None,
            _ => at += 1,
        }
    }
}

/// How many bytes come before a quote, a backslash or a control character.
#[inline]
fn plain_len(text: &[u8]) -> usize {
    let mut len = 0;
    for block in text.as_chunks::<STRIDE>().0 {
        let ends = marks(u128::from_le_bytes(*block));
        if ends != 0 {
            return len + ends.trailing_zeros() as usize / 8;
        }
        len += STRIDE;
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    len + text[len..].iter().position(ends).unwrap_or(text.len() - len)
}

/// The high bit of the first byte that is a quote, a backslash or a control character, and
/// perhaps of some after it.
fn marks(block: u128) -> u128 {
    const LOW: u128 = u128::MAX / 0xff;
    let below = |block: u128, least: u8| block.wrapping_sub(LOW * u128::from(least)) & !block;
    let equal = |byte: u8| below(block ^ (LOW * u128::from(byte)), 1);
    (below(block, b' ') | equal(b'"') | equal(b'\\')) & (LOW << 7)
}

/// How long the number or word is that `text` begins with, if it does.
pub(super) fn word_len(text: &[u8]) -> Option<usize> {
    let len = text.iter().take_while(|&&byte| is_word(byte)).count();
    (len > 0).then_some(len)
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

pub(super) fn ends_line(document: &[u8], at: usize) -> bool {
    document.get(at).is_none_or(|&byte| is_newline(byte))
}

pub(super) fn is_newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_texts_begin_with_is_counted_to_the_byte() {
        let text: Vec<u8> = (0..100).collect();
        for len in 0..text.len() {
            let mut other = text.clone();
            other[len] ^= 0x80;
            assert_eq!(common(&text, &other), len);
            assert_eq!(common(&text[..len], &text), len);
        }
    }

    #[test]
    fn strings_end_at_a_quote_that_is_not_escaped() {
        for len in 0..40 {
            let plain = "é".repeat(len);
            for (after, rest) in
                [("", Some(0)), ("\\\"", Some(2)), ("\\\\", Some(2)), ("\n", None), ("\\", None)]
            {
                let text = format!("{plain}{after}");
                let expected = rest.map(|rest| plain.len() + rest);
                assert_eq!(
                    string_len(format!("{text}\" \"").as_bytes()),
                    expected.or(len_past(&text)),
                    "{text}"
                );
                assert_eq!(string_len(text.as_bytes()), None, "{text}");
            }
        }
    }

    /// A backslash at the end takes the quote, and the next one ends the string.
    fn len_past(text: &str) -> Option<usize> {
        text.ends_with('\\').then(|| text.len() + 2)
    }

    #[test]
    fn lines_end_at_either_newline() {
        for len in 0..80 {
            for newline in ["\n", "\r\n", ""] {
                assert_eq!(line_len(format!("{}{newline}", "x".repeat(len)).as_bytes()), len);
            }
        }
    }
}
