//! Quotes around keys and values.

use super::site::SHOWN;
use super::text::strip_quote;
use crate::scan::skip::{given_back, slashes_before};

/// What stands around a key or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Double quotes with so many backslashes.
    Double(u8),
    /// Single quotes with so many: `'{\'user\': \'ada\'}'`, where Python shows a text that has some.
    Single(u8),
    /// `'\''` of a shell, whose backslash may be escaped itself: its string ends, a quote follows, and it goes on.
    Shell(u8),
    Backtick,
}

impl Quoting {
    /// How many bytes such a quote takes.
    pub(crate) fn width(self) -> usize {
        match self {
            Self::Shell(depth) => usize::from(depth) + b"'''".len(),
            _ => self.depth() + 1,
        }
    }

    /// How many backslashes it takes.
    pub(crate) fn depth(self) -> usize {
        match self {
            Self::Double(depth) | Self::Single(depth) | Self::Shell(depth) => depth.into(),
            Self::Backtick => 0,
        }
    }

    /// The quote without its backslashes.
    pub(crate) fn sign(self) -> u8 {
        match self {
            Self::Double(_) => b'"',
            Self::Single(_) | Self::Shell(_) => b'\'',
            Self::Backtick => b'`',
        }
    }

    /// The text before such a quote, which ends `bytes`.
    pub(crate) fn strip(self, bytes: &[u8]) -> Option<&[u8]> {
        match self {
            Self::Double(depth) => strip_quote(bytes, depth),
            _ => bytes.get(..bytes.len().checked_sub(self.width())?),
        }
    }

    /// Whether such a quote is at `at`.
    pub(crate) fn is_at(self, bytes: &[u8], at: usize) -> bool {
        let mut rest = bytes.get(at..).unwrap_or_default();
        if let Self::Shell(_) = self {
            rest = rest.strip_prefix(b"'").unwrap_or_default();
        }
        let slashes = rest.iter().take(self.width()).take_while(|byte| **byte == b'\\').count();
        slashes == self.depth() && rest.get(slashes) == Some(&self.sign())
    }
}

/// An escaped single quote at `at`: how many backslashes it takes, and what follows it.
pub(crate) fn escaped_single(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    const DEEPEST: usize = 63;
    let rest = bytes.get(at..)?;
    let slashes = rest.iter().take(DEEPEST + 1).take_while(|byte| **byte == b'\\').count();
    let quote = (1..=DEEPEST).contains(&slashes) && rest.get(slashes) == Some(&b'\'');
    Some((u8::try_from(slashes).ok().filter(|_| quote)?, at + slashes + 1))
}

/// `'\''…'\''` at `at`, in a string of a shell: the quote, where the word between them starts, and how long it is.
/// A program puts something in between such: `'\'' + name + '\''`.
pub(crate) fn in_shell(bytes: &[u8], at: usize) -> Option<(Quoting, usize, usize)> {
    bytes.get(at..)?.starts_with(b"'\\").then_some(())?;
    let (depth, second) = escaped_single(bytes, at + 1)?;
    let quote = Quoting::Shell(depth);
    let start = second + 1;
    let rest = bytes.get(start..)?;
    let within = |byte: &u8| byte.is_ascii_graphic() && !b"'\"\\".contains(byte);
    let len = rest.iter().take(SHOWN).take_while(|byte| within(byte)).count();
    let joined = matches!(rest[..len], [b'+' | b'.', .., b'+' | b'.']);
    let whole = bytes.get(second) == Some(&b'\'') && len > 0 && quote.is_at(bytes, start + len);
    (whole && !joined).then_some((quote, start, len))
}

/// How many backslashes a quote takes that ends `bytes`.
pub(crate) fn escapes_of_last(bytes: &[u8]) -> usize {
    given_back(slashes_before(bytes, bytes.len().saturating_sub(1)))
}
