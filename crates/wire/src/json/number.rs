//! The grammar of a JSON number and of the three literals, a byte at a time.

/// How far into a number or literal the bytes so far have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    /// `-`
    Minus,
    /// A leading `0`, after which no digit may come.
    Zero,
    /// Digits before the point.
    Whole,
    /// The point.
    Point,
    /// Digits after the point.
    Fraction,
    /// `e`
    Exponent,
    /// The sign after `e`.
    Sign,
    /// Digits after `e`.
    Power,
    /// The rest of `true`, `false` or `null`.
    Word(&'static [u8]),
}

impl Scalar {
    /// What a value that begins with `byte` is, when it is a number or literal.
    pub(super) fn start(byte: u8) -> Option<Self> {
        Some(match byte {
            b'-' => Self::Minus,
            b'0' => Self::Zero,
            b'1'..=b'9' => Self::Whole,
            b't' => Self::Word(b"rue"),
            b'f' => Self::Word(b"alse"),
            b'n' => Self::Word(b"ull"),
            _ => return None,
        })
    }

    /// The state after one more byte; `None` when the byte is not part of it.
    pub(super) fn step(self, byte: u8) -> Option<Self> {
        Some(match (self, byte) {
            (Self::Minus, b'0') => Self::Zero,
            (Self::Minus | Self::Whole, b'0'..=b'9') => Self::Whole,
            (Self::Zero | Self::Whole, b'.') => Self::Point,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Self::Exponent,
            (Self::Exponent, b'+' | b'-') => Self::Sign,
            (Self::Exponent | Self::Sign | Self::Power, b'0'..=b'9') => Self::Power,
            (Self::Word([first, rest @ ..]), byte) if byte == *first => Self::Word(rest),
            _ => return None,
        })
    }

    /// Whether the value may end here.
    pub(super) fn is_complete(self) -> bool {
        matches!(self, Self::Zero | Self::Whole | Self::Fraction | Self::Power | Self::Word([]))
    }

    /// How many bytes at the start of `bytes` are one number or literal, if they are.
    pub(super) fn measure(bytes: &[u8]) -> Option<usize> {
        let (first, rest) = bytes.split_first()?;
        let mut scalar = Self::start(*first)?;
        let mut length = 1;
        for byte in rest {
            let Some(next) = scalar.step(*byte) else {
                break;
            };
            scalar = next;
            length += 1;
        }
        scalar.is_complete().then_some(length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_serde_json(text in "-?[0-9]{0,3}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{0,2})?|true|false|null|nul|tru") {
            let ours = Scalar::measure(text.as_bytes()) == Some(text.len());
            let theirs = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
            prop_assert_eq!(ours, theirs, "{}", text);
        }
    }
}
