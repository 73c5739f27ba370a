//! Values without quotes, in text.

use super::engine::Engine;
use super::key::Key;
use super::skip::{Ends, Skip};
use super::value::{Kind, TYPES, end_in_view, is_one_of, scheme_len, secret};
use super::{Open, View};

/// A value without quotes, in text: here the value itself must look like a secret, the less the
/// key is alone on its line the more.
pub(super) fn value(view: &View<'_>, key: &Key, kind: Kind, start: usize, engine: &Engine) -> Option<Open> {
    let line = Line::of(view, key);
    if kind == Kind::Colon {
        let scheme = scheme_len(&view.bytes[start..]);
        let name = &view.bytes[key.start..key.end];
        let cookie = name.last_chunk::<6>().is_some_and(|l| l.eq_ignore_ascii_case(b"cookie"));
        if scheme > 0 || cookie && line != Line::Middle {
            return secret(view, start + scheme, Skip::plain(Ends::Line), engine);
        }
    }
    let ends = if line == Line::Start { Ends::LineWord } else { Ends::Word };
    let skip = Skip::plain(ends);
    let end = end_in_view(view, start, &skip);
    let value = Value { bytes: &view.bytes[start..end], after: &view.bytes[end..] };
    let likely = match kind {
        Kind::Equals { spaced: false } => value.fits_tight(line == Line::Start, engine),
        Kind::Equals { spaced: true } => value.fits_assignment(),
        Kind::Colon if line == Line::Middle => value.is_opaque(),
        Kind::Colon => value.fits_yaml(),
        Kind::Flag | Kind::Json(_) => !value.bytes.starts_with(b"-") && value.is_opaque(),
    };
    likely.then(|| secret(view, start, skip, engine)).flatten()
}

/// Where on its line a key stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Start,
    Indented,
    Middle,
}

impl Line {
    fn of(view: &View<'_>, key: &Key) -> Self {
        let before = &view.bytes[view.floor..key.start];
        let before = before.strip_suffix(b"export ").unwrap_or(before);
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'-');
        let indent = before.iter().rev().take_while(blank).count();
        let starts = match &before[..before.len() - indent] {
            [] => view.from_start,
            [.., b'\n' | b'\r'] | [.., b'\\', b'n' | b'r'] => true,
            _ => false,
        };
        match (starts, indent) {
            (true, 0) => Self::Start,
            (true, _) => Self::Indented,
            (false, _) => Self::Middle,
        }
    }
}

/// An unquoted value, and what follows it.
struct Value<'v> {
    bytes: &'v [u8],
    after: &'v [u8],
}

impl Value<'_> {
    /// `key=value`.
    fn fits_tight(&self, alone: bool, engine: &Engine) -> bool {
        if self.bytes.is_empty() || self.bytes.starts_with(b"$(") {
            return false;
        }
        if alone {
            return true;
        }
        // An argument that passes a variable on: `f(token=token, key=self.key)`.
        let passed = self.is_path() && matches!(self.after.first(), Some(b',' | b')'));
        let named = self.is_path() && engine.sensitive_key(self.bytes);
        !(passed || named || self.is_code())
    }

    /// `key = value`.
    fn fits_assignment(&self) -> bool {
        let statement = self.after.first() == Some(&b';') && self.is_identifier();
        !statement && self.ends_line() && self.has_digit() && !self.is_code()
    }

    /// `key: value`, alone on its line.
    fn fits_yaml(&self) -> bool {
        let field = matches!(self.after.first(), Some(b',' | b';')) && self.is_path();
        let count = self.bytes.len() < 4 && self.bytes.iter().all(u8::is_ascii_digit);
        let kind = is_one_of(TYPES, self.bytes)
            || is_one_of(&["str", "bool", "int", "any", "bytes", "unknown", "self"], self.bytes);
        !self.bytes.is_empty() && !field && !count && !kind && !self.is_code() && self.ends_line()
    }

    /// A value that shows it in running text.
    fn is_opaque(&self) -> bool {
        self.bytes.len() >= 6 && self.has_digit() && !self.is_code()
    }

    fn ends_line(&self) -> bool {
        let rest = &self.after[self.after.iter().take_while(|b| b" \t,;".contains(b)).count()..];
        matches!(rest, [] | [b'\n' | b'\r' | b'#' | b'"' | b'\'', ..] | [b'\\', b'n' | b'r' | b'"', ..])
    }

    fn has_digit(&self) -> bool {
        self.bytes.iter().any(u8::is_ascii_digit)
    }

    /// Whether the value calls, indexes or names a type.
    fn is_code(&self) -> bool {
        let punctuation = self.bytes.iter().any(|byte| b"()[]{}<>|".contains(byte));
        let goes_on = matches!(self.after.first(), Some(b'<' | b'>' | b'|' | b']'));
        punctuation || goes_on || self.bytes.starts_with(b"&") || self.is_member()
    }

    /// `process.env.TOKEN`.
    fn is_member(&self) -> bool {
        self.is_path() && self.bytes.contains(&b'.') && !self.has_digit()
    }

    fn is_path(&self) -> bool {
        self.bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(byte))
            && self.bytes.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
            && !self.has_digit()
    }

    fn is_identifier(&self) -> bool {
        self.bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            && self.bytes.first().is_some_and(|byte| !byte.is_ascii_digit())
    }
}
