//! What ends a value without quotes and takes several letters: an escape, a tag.

use super::skip::given_back;

/// How much of a `\u0026` was seen: encoders write so what ends a value, and programs `\x0a` for the end of
/// a line, or `\x1b`, `\033[` and `\e[` before the code of a colour.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Escape {
    slashes: u8,
    /// Of `u00`, then the first digit; of `033[` from `OCTAL` on.
    pub(super) seen: u8,
    digit: u8,
    /// It is no `\u000d`, and tells of the end of a line or of a colour only; so many bytes come before its last.
    short: Option<u8>,
}

/// An escape of digits to the base of eight begins, and goes on so many later with a bracket.
const OCTAL: u8 = 5;
const BRACKET: u8 = OCTAL + 2;

const ESCAPE: u8 = 0x1b;

impl Escape {
    /// Takes a byte, with the backslashes before it; what is escaped, at its last.
    pub(super) fn next(&mut self, slashes: usize, byte: u8) -> Option<u8> {
        if slashes > 0 {
            let (seen, short) = match byte {
                b'u' => (1, None),
                b'x' => (3, Some("x0".len())),
                b'0' => (OCTAL, Some("033".len())),
                b'e' => (BRACKET, Some("e".len())),
                _ => (0, None),
            };
            if seen > 0 {
                // Not more than `GIVE_BACK`, so it fits.
                let slashes = given_back(slashes) as u8;
                *self = Self { slashes, seen, digit: 0, short: short.map(|short| short as u8) };
                return None;
            }
        }
        match (self.seen, byte) {
            (0, _) => return None,
            (1 | 2, b'0') | (OCTAL | 6, b'3') => self.seen += 1,
            (BRACKET, b'[') => {
                self.seen = 0;
                return Some(ESCAPE);
            }
            (3, b'0'..=b'3') => (self.seen, self.digit) = (4, byte - b'0'),
            (4, _) => {
                self.seen = 0;
                let low = char::from(byte).to_digit(16)?;
                let hidden = self.digit << 4 | low as u8;
                return (self.short.is_none() || matches!(hidden, b'\r' | b'\n' | ESCAPE)).then_some(hidden);
            }
            _ => self.seen = 0,
        }
        None
    }

    /// What the escape takes but for its last byte.
    pub(super) fn before_last(self) -> usize {
        usize::from(self.slashes) + self.short.map_or("u002".len(), usize::from)
    }
}

/// How much of `</p`, `<br>` or `]]>` was seen: the element that the text stands in ends, its line, or what of it is
/// no markup.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tag {
    pub(super) seen: u8,
}

impl Tag {
    /// Takes a byte; at the last of such a tag, how many came before it.
    pub(super) fn next(&mut self, byte: u8) -> Option<usize> {
        const CLOSES: u8 = 2;
        const BREAK: u8 = 4;
        const BRACKET: u8 = 5;
        const BRACKETS: u8 = 6;
        let seen = std::mem::take(&mut self.seen);
        self.seen = match (seen, byte) {
            (CLOSES, _) if byte.is_ascii_alphabetic() => return Some("</".len()),
            (BREAK, b'>' | b'/') => return Some("<br".len()),
            (BRACKETS, b'>') => return Some("]]".len()),
            (_, b'<') => 1,
            (1, b'/') => CLOSES,
            (1, b'b' | b'B') => BREAK - 1,
            (3, b'r' | b'R') => BREAK,
            (BRACKET | BRACKETS, b']') => BRACKETS,
            (_, b']') => BRACKET,
            _ => 0,
        };
        None
    }
}
