//! How a character is written when it is not written as itself.

/// A way to write characters. What one of them hides another may hide again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// `%3D`, as in URLs and forms.
    Percent,
    /// `\u003d` and `\x3d`, as in JSON, JavaScript and Python, under any number of backslashes.
    Script,
    /// `\/` alone, as PHP writes URLs into JSON.
    Slash,
    /// `&quot;`, `&#61;`, `&#x3d;`, as in HTML and XML.
    Entity,
}

/// A character and how many bytes it takes as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) byte: u8,
    pub(super) width: usize,
    /// The backslashes of a script escape.
    slashes: usize,
}

/// An escape under more backslashes is left alone.
const MOST_SLASHES: usize = 8;

/// The longest entity that counts: `&#x000022;`.
const LONGEST_ENTITY: usize = 10;

const NAMED: &[(&[u8], u8)] = &[
    (b"quot", b'"'),
    (b"amp", b'&'),
    (b"lt", b'<'),
    (b"gt", b'>'),
    (b"apos", b'\''),
    (b"nbsp", b' '),
    (b"colon", b':'),
    (b"equals", b'='),
    (b"sol", b'/'),
    (b"commat", b'@'),
    (b"lowbar", b'_'),
];

impl Coding {
    /// What an escape that starts with `byte` is written in.
    pub(super) fn led_by(byte: u8) -> Option<Self> {
        Some(match byte {
            b'%' => Self::Percent,
            b'\\' => Self::Script,
            b'&' => Self::Entity,
            _ => return None,
        })
    }

    pub(super) fn lead(self) -> u8 {
        match self {
            Self::Percent => b'%',
            Self::Script | Self::Slash => b'\\',
            Self::Entity => b'&',
        }
    }

    /// The escape that `bytes` start with.
    #[inline]
    pub(super) fn unit(self, bytes: &[u8]) -> Option<Unit> {
        if bytes.first() != Some(&self.lead()) {
            return None;
        }
        match self {
            Self::Percent => percent(bytes),
            Self::Script => script(bytes),
            Self::Slash => slash(bytes),
            Self::Entity => entity(bytes),
        }
    }

    /// How many bytes stand for themselves where `bytes` start with no escape, though perhaps with what leads one.
    /// Backslashes escape each other, so of too many only the last may lead one.
    pub(super) fn unread(self, bytes: &[u8]) -> usize {
        let slashes = bytes.iter().take_while(|&&byte| byte == b'\\').count();
        if slashes > MOST_SLASHES { slashes - slashes % 2 } else { bytes.len().min(1) }
    }
}

impl Unit {
    /// Whether it means the same to all who read the text.
    pub(super) fn is_single(self) -> bool {
        self.slashes == 0
    }

    /// Hands out the bytes that mean the same to who reads the text as JSON.
    ///
    /// An escaped quote at one level is a quote under one backslash more, and both are written
    /// once more for each level further out.
    pub(super) fn plain(self) -> impl Iterator<Item = u8> {
        let slashes = match self.byte {
            b'"' if self.slashes > 0 => 2 * self.slashes - 1,
            b'\\' if self.slashes > 0 => 2 * self.slashes - 1,
            b'\n' | b'\r' | b'\t' => self.slashes,
            _ => 0,
        };
        let byte = match (self.byte, self.slashes) {
            (b'\n', 1..) => b'n',
            (b'\r', 1..) => b'r',
            (b'\t', 1..) => b't',
            (byte, _) => byte,
        };
        std::iter::repeat_n(b'\\', slashes).chain([byte])
    }
}

fn percent(bytes: &[u8]) -> Option<Unit> {
    let byte = ascii(bytes.get(1..3)?)?;
    Some(Unit { byte, width: 3, slashes: 0 })
}

fn script(bytes: &[u8]) -> Option<Unit> {
    let slashes = bytes.iter().take(MOST_SLASHES + 1).take_while(|&&byte| byte == b'\\').count();
    let rest = bytes.get(slashes..).filter(|_| slashes <= MOST_SLASHES)?;
    let (byte, width) = match rest {
        [b'/', ..] => (b'/', 1),
        [b'x', high, low, ..] => (ascii(&[*high, *low])?, 3),
        [b'u', b'0', b'0', high, low, ..] => (ascii(&[*high, *low])?, 5),
        [b'u', b'{', high, low, b'}', ..] => (ascii(&[*high, *low])?, 5),
        _ => return None,
    };
    Some(Unit { byte, width: slashes + width, slashes })
}

fn slash(bytes: &[u8]) -> Option<Unit> {
    script(bytes).filter(|unit| bytes.get(unit.width - 1) == Some(&b'/') && unit.byte == b'/')
}

fn entity(bytes: &[u8]) -> Option<Unit> {
    let end = bytes.iter().take(LONGEST_ENTITY).position(|&byte| byte == b';')?;
    let byte = match &bytes[1..end] {
        [b'#', b'x' | b'X', hex @ ..] => number(hex, 16)?,
        [b'#', decimal @ ..] => number(decimal, 10)?,
        name => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some(Unit { byte, width: end + 1, slashes: 0 })
}

/// Of two hexadecimal digits.
#[inline]
fn ascii(hex: &[u8]) -> Option<u8> {
    let [high, low] = *hex.first_chunk()?;
    let (high, low) = (DIGITS[usize::from(high)], DIGITS[usize::from(low)]);
    // What is no digit has a bit that no digit has.
    ((high | low) < 16).then_some(high << 4 | low).filter(|&byte| is_plain(byte))
}

/// What each byte is worth as a hexadecimal digit.
static DIGITS: [u8; 256] = {
    let mut digits = [0x10; 256];
    let mut byte = 0;
    while byte < 256 {
        digits[byte] = match byte as u8 {
            digit @ b'0'..=b'9' => digit - b'0',
            letter @ (b'a'..=b'f' | b'A'..=b'F') => (letter | 0x20) - b'a' + 10,
            _ => 0x10,
        };
        byte += 1;
    }
    digits
};

/// Whether a byte is a character of plain text; control characters and what is not ASCII hide nothing.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')
}

fn number(digits: &[u8], radix: u32) -> Option<u8> {
    let mut value = 0_u32;
    for &byte in digits {
        value = value * radix + char::from(byte).to_digit(radix)?;
    }
    let byte = u8::try_from(value).ok().filter(|_| !digits.is_empty())?;
    is_plain(byte).then_some(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(coding: Coding, text: &str) -> Option<(String, usize)> {
        let unit = coding.unit(text.as_bytes())?;
        Some((unit.plain().map(char::from).collect(), unit.width))
    }

    #[test]
    fn escapes_are_read_by_their_coding() {
        let cases = [
            (Coding::Percent, "%3Dx", "=", 3),
            (Coding::Percent, "%7e", "~", 3),
            (Coding::Script, "\\u0041B", "A", 6),
            (Coding::Script, "\\\\\\u0041", "A", 8),
            (Coding::Script, "\\x3d", "=", 4),
            (Coding::Script, "\\u{6a}", "j", 6),
            (Coding::Script, "\\/", "/", 2),
            (Coding::Script, "\\u0022", "\\\"", 6),
            (Coding::Script, "\\\\u0022", "\\\\\\\"", 7),
            (Coding::Script, "\\u000a", "\\n", 6),
            (Coding::Slash, "\\\\/", "/", 3),
            (Coding::Entity, "&quot;", "\"", 6),
            (Coding::Entity, "&#61;", "=", 5),
            (Coding::Entity, "&#x3D;", "=", 6),
        ];
        for (coding, text, expected, width) in cases {
            assert_eq!(plain(coding, text), Some((expected.to_owned(), width)), "{text}");
        }
        let none = [
            (Coding::Percent, "%3"),
            (Coding::Percent, "%zz"),
            (Coding::Percent, "%C3%A9"),
            (Coding::Script, "\\u00e9"),
            (Coding::Script, "\\n"),
            (Coding::Script, "\\\"u0041"),
            (Coding::Slash, "\\u002f"),
            (Coding::Entity, "&unknown;"),
            (Coding::Entity, "&#;"),
            (Coding::Entity, "& quot;"),
        ];
        for (coding, text) in none {
            assert_eq!(plain(coding, text), None, "{text}");
        }
    }
}
