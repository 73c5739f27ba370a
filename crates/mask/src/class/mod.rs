//! Byte classes: one table, one bit a class.

#[cfg(target_arch = "x86_64")]
mod sixteen;

#[cfg(target_arch = "x86_64")]
use sixteen::{Rows, Sixteen};

/// A set of bytes that is needed in one place.
pub(crate) struct Bytes([bool; 256]);

impl Bytes {
    /// These bytes.
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        let mut set = [false; 256];
        let mut at = 0;
        while at < bytes.len() {
            set[bytes[at] as usize] = true;
            at += 1;
        }
        Self(set)
    }

    /// These bytes, letters and digits.
    pub(crate) const fn alnum_and(bytes: &[u8]) -> Self {
        let Self(mut set) = Self::of(bytes);
        let mut byte = 0;
        while byte < 128 {
            set[byte] |= (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        Self(set)
    }

    /// These bytes and letters.
    pub(crate) const fn letters_and(bytes: &[u8]) -> Self {
        let Self(mut set) = Self::of(bytes);
        let mut byte = 0;
        while byte < 128 {
            set[byte] |= (byte as u8).is_ascii_alphabetic();
            byte += 1;
        }
        Self(set)
    }

    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }

    /// How many bytes of `bytes` are in the set, from the first on.
    pub(crate) fn run(&self, bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| !self.has(byte)).unwrap_or(bytes.len())
    }

    /// How many bytes of `bytes` are not in the set, from the first on.
    pub(crate) fn run_to(&self, bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| self.has(byte)).unwrap_or(bytes.len())
    }
}

/// So many bytes are looked at together.
const MANY: usize = 16;

/// Where a byte is first.
#[inline]
pub(crate) fn find(bytes: &[u8], byte: u8) -> Option<usize> {
    let (many, rest) = bytes.as_chunks::<MANY>();
    let first = many.iter().position(|many| has(many, byte)).unwrap_or(many.len()) * MANY;
    let one = |part: &[u8]| part.iter().position(|own| *own == byte).map(|at| first + at);
    if first < bytes.len() - rest.len() { one(&bytes[first..]) } else { one(rest) }
}

/// Where a byte is last.
#[inline]
pub(crate) fn rfind(bytes: &[u8], byte: u8) -> Option<usize> {
    let (rest, many) = bytes.as_rchunks::<MANY>();
    let end = many
        .iter()
        .rposition(|many| has(many, byte))
        .map_or(rest.len(), |last| rest.len() + (last + 1) * MANY);
    bytes[..end].iter().rposition(|own| *own == byte)
}

fn has(many: &[u8; MANY], byte: u8) -> bool {
    many.iter().fold(false, |has, own| has | (*own == byte))
}

/// A set of ASCII bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class(u32);

pub(crate) const DIGIT: Class = Class(1);
pub(crate) const LOWER: Class = Class(1 << 1);
pub(crate) const UPPER: Class = Class(1 << 2);
pub(crate) const ALNUM: Class = Class(1 << 3);
/// Letters, digits, underscore.
pub(crate) const WORD: Class = Class(1 << 4);
pub(crate) const UPPER_DIGIT: Class = Class(1 << 5);
pub(crate) const LOWER_DIGIT: Class = Class(1 << 6);
/// Hexadecimal digits in lower case.
pub(crate) const HEX: Class = Class(1 << 7);
/// Hexadecimal digits in either case.
pub(crate) const ANY_HEX: Class = Class(1 << 8);
/// Letters, digits, dash, underscore.
pub(crate) const BASE64URL: Class = Class(1 << 9);
/// Letters, digits, dash.
pub(crate) const DASH_ALNUM: Class = Class(1 << 10);
/// Standard base64, padding included.
pub(crate) const BASE64: Class = Class(1 << 11);
/// RFC 7235's token68: both base64 alphabets, dots, tildes.
pub(crate) const TOKEN68: Class = Class(1 << 12);
/// Letters, digits, dash, underscore, dot.
pub(crate) const DOTTED: Class = Class(1 << 13);
/// What a key name is made of.
pub(crate) const NAME: Class = Class(1 << 14);
/// RFC 4648 base32: upper-case letters and 2 to 7.
pub(crate) const BASE32: Class = Class(1 << 15);
/// Standard base64 without its padding.
pub(crate) const BASE64_BODY: Class = Class(1 << 16);
/// The URL alphabet of base64, padding included.
pub(crate) const BASE64URL_PAD: Class = Class(1 << 17);
/// RFC 3986's unreserved characters.
pub(crate) const UNRESERVED: Class = Class(1 << 18);
/// Base64 of either alphabet, as it is or percent-encoded.
pub(crate) const PERCENT_BASE64: Class = Class(1 << 19);
/// Both base64 alphabets, padding included.
pub(crate) const ANY_BASE64: Class = Class(1 << 24);
/// What the value of a query member is made of, but for the padding at its end.
pub(crate) const QUERY: Class = Class(1 << 25);
/// What a word is made of that no shell and no string has to quote.
pub(crate) const GRAPHIC: Class = Class(1 << 26);
/// Letters, digits, dash, underscore, dot, and the sign of padding wherever it stands.
pub(crate) const DOTTED_PAD: Class = Class(1 << 27);
/// Letters, digits, padding.
pub(crate) const ALNUM_PAD: Class = Class(1 << 20);

static TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = bits(at as u8);
        at += 1;
    }
    table
}

const fn bits(byte: u8) -> u32 {
    let digit = byte.is_ascii_digit();
    let lower = byte.is_ascii_lowercase();
    let upper = byte.is_ascii_uppercase();
    let alnum = byte.is_ascii_alphanumeric();
    let dash = byte == b'-';
    let underscore = byte == b'_';
    let dot = byte == b'.';
    let padding = matches!(byte, b'+' | b'/' | b'=');
    let hex = digit || matches!(byte, b'a'..=b'f');
    set(DIGIT, digit)
        | set(LOWER, lower)
        | set(UPPER, upper)
        | set(ALNUM, alnum)
        | set(WORD, alnum || underscore)
        | set(UPPER_DIGIT, upper || digit)
        | set(LOWER_DIGIT, lower || digit)
        | set(HEX, hex)
        | set(ANY_HEX, hex || matches!(byte, b'A'..=b'F'))
        | set(BASE64URL, alnum || dash || underscore)
        | set(DASH_ALNUM, alnum || dash)
        | set(BASE64, alnum || padding)
        | set(TOKEN68, alnum || dash || underscore || dot || padding || byte == b'~')
        | set(DOTTED, alnum || dash || underscore || dot)
        | set(DOTTED_PAD, alnum || dash || underscore || dot || byte == b'=')
        | set(NAME, alnum || dash || underscore || dot)
        | set(BASE32, upper || matches!(byte, b'2'..=b'7'))
        | set(BASE64_BODY, alnum || matches!(byte, b'+' | b'/'))
        | set(BASE64URL_PAD, alnum || dash || underscore || byte == b'=')
        | set(UNRESERVED, alnum || dash || underscore || dot || byte == b'~')
        | set(ALNUM_PAD, alnum || byte == b'=')
        | set(PERCENT_BASE64, alnum || dash || underscore || padding || byte == b'%')
        | set(ANY_BASE64, alnum || dash || underscore || padding)
        | set(QUERY, alnum || dash || underscore || dot || matches!(byte, b'+' | b'/' | b'~' | b'%'))
        | set(GRAPHIC, byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'`' | b'\\'))
}

const fn set(class: Class, has: bool) -> u32 {
    if has { class.0 } else { 0 }
}

impl Class {
    pub(crate) fn has(self, byte: u8) -> bool {
        TABLE[usize::from(byte)] & self.0 != 0
    }

    /// How many bytes of `bytes` are of this class, from the first on.
    #[inline]
    pub(crate) fn run(self, bytes: &[u8]) -> usize {
        #[cfg(target_arch = "x86_64")]
        if let Some(sixteen) = Sixteen::new() {
            return sixteen.run(self.rows(), bytes);
        }
        self.short_run(bytes)
    }

    /// The same where few are expected: a loop whose end the processor foresees costs less than a look at
    /// many bytes together.
    pub(crate) fn short_run(self, bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| !self.has(byte)).unwrap_or(bytes.len())
    }

    /// How many bytes of `bytes` are of this class, from the last back.
    pub(crate) fn run_back(self, bytes: &[u8]) -> usize {
        bytes.iter().rev().position(|&byte| !self.has(byte)).unwrap_or(bytes.len())
    }

    #[cfg(target_arch = "x86_64")]
    fn rows(self) -> &'static Rows {
        static ROWS: [Rows; 32] = {
            let (mut rows, mut byte) = ([[0; 16]; 32], 0);
            while byte < 128 {
                let mut class = 0;
                while class < 32 {
                    rows[class][byte % 16] |= ((TABLE[byte] >> class & 1) as u8) << (byte / 16);
                    class += 1;
                }
                byte += 1;
            }
            rows
        };
        &ROWS[self.0.trailing_zeros() as usize % 32]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_where_they_are() {
        for len in 0..70 {
            for (first, last) in (0..len).flat_map(|first| (first..len).map(move |last| (first, last))) {
                let mut text = vec![b'a'; len];
                (text[first], text[last]) = (b'\n', b'\n');
                assert_eq!((find(&text, b'\n'), rfind(&text, b'\n')), (Some(first), Some(last)));
            }
            let text = vec![b'a'; len];
            assert_eq!((find(&text, b'\n'), rfind(&text, b'\n')), (None, None));
        }
    }

    #[test]
    fn runs_are_as_long_as_they_are_byte_by_byte() {
        let mut seed = 7_u64;
        for len in (0..70).chain([200, 1024]) {
            let mut text: Vec<u8> = (0..len).map(|at| b"aZ9-"[at % 4]).collect();
            for _ in 0..60 {
                for class in (0..28).map(|bit| Class(1 << bit)) {
                    let run = text.iter().take_while(|byte| class.has(**byte)).count();
                    assert_eq!(class.run(&text), run, "{class:?} {text:?}");
                    let back = text.iter().rev().take_while(|byte| class.has(**byte)).count();
                    assert_eq!(class.run_back(&text), back, "{class:?} {text:?}");
                }
                seed = seed.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
                let place = (seed >> 33) as usize % len.max(1);
                text.iter_mut().skip(place).take(1).for_each(|byte| *byte = (seed >> 56) as u8);
            }
        }
    }
}
