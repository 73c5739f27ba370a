//! What a text is made of, learned in one look at each byte: most questions about a value fail by it.

/// A text and what it is made of.
#[derive(Clone, Copy)]
pub(crate) struct Look<'t> {
    pub(crate) bytes: &'t [u8],
    pub(crate) kinds: Kinds,
}

impl<'t> Look<'t> {
    #[inline]
    pub(crate) fn at(bytes: &'t [u8]) -> Self {
        Self { bytes, kinds: Kinds::of(bytes) }
    }
}

/// Kinds of bytes, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Kinds(u64);

impl Kinds {
    pub(crate) const LOWER: Self = Self(1);
    pub(crate) const UPPER: Self = Self(1 << 1);
    pub(crate) const DIGIT: Self = Self(1 << 2);
    pub(crate) const DASH: Self = Self(1 << 3);
    pub(crate) const UNDERSCORE: Self = Self(1 << 4);
    pub(crate) const DOT: Self = Self(1 << 5);
    pub(crate) const COLON: Self = Self(1 << 6);
    pub(crate) const SLASH: Self = Self(1 << 7);
    pub(crate) const SPACE: Self = Self(1 << 8);
    /// Tab and form feed.
    pub(crate) const TAB: Self = Self(1 << 9);
    /// Newline and carriage return.
    pub(crate) const NEWLINE: Self = Self(1 << 10);
    pub(crate) const BRACE: Self = Self(1 << 11);
    pub(crate) const SQUARE: Self = Self(1 << 12);
    pub(crate) const PAREN: Self = Self(1 << 13);
    /// What closes one of those three.
    pub(crate) const CLOSE: Self = Self(1 << 14);
    /// Either one.
    pub(crate) const ANGLE: Self = Self(1 << 15);
    pub(crate) const PIPE: Self = Self(1 << 16);
    pub(crate) const DOLLAR: Self = Self(1 << 17);
    pub(crate) const PERCENT: Self = Self(1 << 18);
    pub(crate) const AT: Self = Self(1 << 19);
    pub(crate) const HASH: Self = Self(1 << 20);
    pub(crate) const STAR: Self = Self(1 << 21);
    pub(crate) const QUESTION: Self = Self(1 << 22);
    pub(crate) const BANG: Self = Self(1 << 23);
    pub(crate) const EQUALS: Self = Self(1 << 24);
    pub(crate) const PLUS: Self = Self(1 << 25);
    pub(crate) const TILDE: Self = Self(1 << 26);
    pub(crate) const CARET: Self = Self(1 << 27);
    pub(crate) const AMPERSAND: Self = Self(1 << 28);
    pub(crate) const COMMA: Self = Self(1 << 29);
    pub(crate) const SEMICOLON: Self = Self(1 << 30);
    /// A single quote or a backtick.
    pub(crate) const QUOTE: Self = Self(1 << 31);
    pub(crate) const DOUBLE_QUOTE: Self = Self(1 << 32);
    pub(crate) const BACKSLASH: Self = Self(1 << 33);
    /// What is not ASCII.
    pub(crate) const OTHER: Self = Self(1 << 34);
    /// What is left: ASCII that nobody sees.
    const CONTROL: Self = Self(1 << 35);
    /// What ends a variable in `/proc/self/environ`.
    pub(crate) const NUL: Self = Self(1 << 36);
    /// What changes the colours of a terminal begins with it.
    pub(crate) const ESCAPE: Self = Self(1 << 37);

    /// What no word and no path has.
    pub(crate) const SIGN: Self = Self::BANG
        .or(Self::AT)
        .or(Self::HASH)
        .or(Self::DOLLAR)
        .or(Self::PERCENT)
        .or(Self::CARET)
        .or(Self::STAR)
        .or(Self::PLUS)
        .or(Self::EQUALS)
        .or(Self::TILDE);
    pub(crate) const LETTER: Self = Self::LOWER.or(Self::UPPER);
    pub(crate) const ALNUM: Self = Self::LETTER.or(Self::DIGIT);

    /// Those of all bytes of a text.
    #[inline]
    pub(crate) fn of(text: &[u8]) -> Self {
        Self(text.iter().fold(0, |all, &byte| all | TABLE[usize::from(byte)]))
    }

    /// How many bytes come before the first of such a kind, and their kinds.
    #[inline]
    pub(crate) fn up_to(text: &[u8], ends: Self) -> (usize, Self) {
        let mut all = 0;
        for (at, &byte) in text.iter().enumerate() {
            let kind = TABLE[usize::from(byte)];
            if kind & ends.0 != 0 {
                return (at, Self(all));
            }
            all |= kind;
        }
        (text.len(), Self(all))
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any byte is of one of these kinds.
    pub(crate) const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// Whether no byte is of another kind.
    pub(crate) const fn only(self, of: Self) -> bool {
        self.0 & !of.0 == 0
    }
}

static TABLE: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = kind(byte as u8).0;
        byte += 1;
    }
    table
};

const fn kind(byte: u8) -> Kinds {
    match byte {
        b'a'..=b'z' => Kinds::LOWER,
        b'A'..=b'Z' => Kinds::UPPER,
        b'0'..=b'9' => Kinds::DIGIT,
        b'-' => Kinds::DASH,
        b'_' => Kinds::UNDERSCORE,
        b'.' => Kinds::DOT,
        b':' => Kinds::COLON,
        b'/' => Kinds::SLASH,
        b' ' => Kinds::SPACE,
        b'\t' | b'\x0c' => Kinds::TAB,
        b'\n' | b'\r' => Kinds::NEWLINE,
        0 => Kinds::NUL,
        b'{' => Kinds::BRACE,
        b'[' => Kinds::SQUARE,
        b'(' => Kinds::PAREN,
        b')' | b']' | b'}' => Kinds::CLOSE,
        b'<' | b'>' => Kinds::ANGLE,
        b'|' => Kinds::PIPE,
        b'$' => Kinds::DOLLAR,
        b'%' => Kinds::PERCENT,
        b'@' => Kinds::AT,
        b'#' => Kinds::HASH,
        b'*' => Kinds::STAR,
        b'?' => Kinds::QUESTION,
        b'!' => Kinds::BANG,
        b'=' => Kinds::EQUALS,
        b'+' => Kinds::PLUS,
        b'~' => Kinds::TILDE,
        b'^' => Kinds::CARET,
        b'&' => Kinds::AMPERSAND,
        b',' => Kinds::COMMA,
        b';' => Kinds::SEMICOLON,
        b'\'' | b'`' => Kinds::QUOTE,
        b'"' => Kinds::DOUBLE_QUOTE,
        b'\\' => Kinds::BACKSLASH,
        0x1b => Kinds::ESCAPE,
        1..0x80 => Kinds::CONTROL,
        0x80.. => Kinds::OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_tells_what_a_text_is_made_of() {
        assert_eq!(Kinds::of(b"aB-1"), Kinds::ALNUM.or(Kinds::DASH));
        assert!(Kinds::of(b"").only(Kinds::default()) && !Kinds::of(b"a").any(Kinds::UPPER));
        assert!(Kinds::of("é".as_bytes()).only(Kinds::OTHER));
        let (len, kinds) = Kinds::up_to(b"ab1 C", Kinds::SPACE.or(Kinds::TAB));
        assert!(len == 3 && kinds == Kinds::LOWER.or(Kinds::DIGIT));
        assert_eq!(Kinds::up_to(b"abc", Kinds::SPACE), (3, Kinds::LOWER));
    }

    #[test]
    fn each_byte_is_of_one_kind() {
        assert!(TABLE.iter().all(|kind| kind.is_power_of_two()));
        let white = Kinds::SPACE.or(Kinds::TAB).or(Kinds::NEWLINE);
        for byte in 0..=u8::MAX {
            let kind = Kinds::of(&[byte]);
            assert_eq!(kind.any(white), byte.is_ascii_whitespace(), "{byte}");
            assert_eq!(kind.any(Kinds::ALNUM), byte.is_ascii_alphanumeric(), "{byte}");
            assert_eq!(kind.any(Kinds::OTHER), !byte.is_ascii(), "{byte}");
        }
    }
}
