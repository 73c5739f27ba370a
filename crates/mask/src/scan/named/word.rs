//! Values without quotes: here the value itself must look like a secret, the less the name is
//! alone on its line the more.

use super::container::TYPES;
use super::line::{Line, ends_at, line_at_end};
use super::text::is_one_of;
use super::{SHOWN, Site, judge};
use crate::class::Bytes;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::skip::{Ends, Skip};
use crate::scan::until::Until;
use crate::words::{is_listed, numbers};

/// Words that stand for a type, or for what a form or a manual says of a secret.
static NO_VALUES: &[u128] = &numbers([
    "a",
    "admin",
    "an",
    "and",
    "any",
    "are",
    "as",
    "async",
    "at",
    "auth",
    "authentication",
    "authorization",
    "auto",
    "await",
    "basic",
    "be",
    "bearer",
    "bool",
    "by",
    "bytes",
    "can",
    "char",
    "const",
    "credentials",
    "default",
    "disabled",
    "empty",
    "enabled",
    "error",
    "expired",
    "f64",
    "failed",
    "field",
    "file",
    "flag",
    "for",
    "from",
    "function",
    "given",
    "has",
    "helper",
    "i32",
    "i64",
    "if",
    "in",
    "inherit",
    "int",
    "invalid",
    "is",
    "key",
    "let",
    "manager",
    "missing",
    "must",
    "name",
    "new",
    "none",
    "not",
    "number",
    "of",
    "off",
    "ok",
    "old",
    "on",
    "option",
    "optional",
    "or",
    "password",
    "please",
    "policy",
    "protected",
    "provided",
    "read",
    "required",
    "reset",
    "return",
    "secret",
    "see",
    "self",
    "set",
    "should",
    "storage",
    "store",
    "str",
    "support",
    "text",
    "that",
    "the",
    "this",
    "to",
    "token",
    "type",
    "u16",
    "u32",
    "u64",
    "u8",
    "unknown",
    "unset",
    "use",
    "usize",
    "value",
    "var",
    "varchar",
    "void",
    "was",
    "will",
    "with",
    "write",
    "yes",
    "your",
]);

/// The bytes up to a blank.
pub(super) fn first(rest: &[u8]) -> &[u8] {
    let end = rest.iter().take(96).position(|byte| byte.is_ascii_whitespace() || *byte == b'"');
    &rest[..end.unwrap_or(rest.len().min(96))]
}

/// An unquoted value, and what follows it.
struct Value<'v> {
    bytes: &'v [u8],
    /// Empty if the value is longer than what is shown of it.
    after: &'v [u8],
}

impl<'v> Value<'v> {
    fn at(site: &'v Site<'_>, start: usize, skip: &Skip) -> Self {
        let bytes = site.shown(start, skip);
        let after = if bytes.len() < SHOWN { &site.view.bytes[start + bytes.len()..] } else { &[] };
        Self { bytes, after }
    }

    fn ends_line(&self) -> bool {
        ends_at(self.after, 0)
    }

    fn has_digit(&self) -> bool {
        self.bytes.iter().any(u8::is_ascii_digit)
    }

    fn is_number(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_digit)
    }

    /// Whether the value calls, indexes or names a type.
    fn is_code(&self) -> bool {
        static OPENS: Bytes = Bytes::of(b"([{<>|");
        let opens = self.bytes.iter().any(|&byte| OPENS.has(byte));
        let goes_on = matches!(self.after.first(), Some(b'<' | b'>' | b'|' | b'('))
            || self.after.first() == Some(&b'[');
        opens
            || goes_on
            || matches!(self.bytes.first(), Some(b'&' | b'*' | b')' | b']' | b'!' | b':' | b'@' | b'?'))
            || self.is_member()
            || matches!(self.bytes, [b'0'..=b'9', b'*', ..])
    }

    /// `process.env.TOKEN`, `crate::Token`, `obj->token`.
    fn is_member(&self) -> bool {
        static PATH: Bytes = Bytes::alnum_and(b"_.:$?->");
        let digits = self.bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
        let bytes = self.bytes.trim_suffix_of(b",;");
        let path = PATH.run(bytes) == bytes.len();
        let dotted = bytes.windows(2).any(
            |pair| matches!(pair, [b'.' | b':' | b'>', next] if next.is_ascii_alphabetic() || *next == b'_'),
        );
        path && dotted
            && digits <= 1
            && self.bytes.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'$')
    }

    fn is_identifier(&self) -> bool {
        self.bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            && self.bytes.first().is_some_and(|byte| !byte.is_ascii_digit())
    }

    /// Letters and underscores only.
    fn is_plain(&self) -> bool {
        self.is_identifier() && !self.has_digit() && !judge::is_scrambled(self.bytes)
    }

    fn is_type(&self) -> bool {
        let bare = self.bytes.trim_suffix_of(b"!?,;");
        is_one_of(TYPES, bare) || is_listed(NO_VALUES, bare) || is_type_name(bare)
    }

    /// More than a word.
    fn is_opaque(&self) -> bool {
        self.bytes.len() >= 6
            && (self.has_digit() || self.has_inner_sign())
            && !self.is_code()
            && !self.is_number_with_unit()
    }

    fn has_inner_sign(&self) -> bool {
        static SIGNS: Bytes = Bytes::of(b"!@#$%^*+=~");
        self.bytes[..self.bytes.len().saturating_sub(1)].iter().any(|&byte| SIGNS.has(byte))
    }

    fn is_number_with_unit(&self) -> bool {
        self.bytes.len() < 6 && self.bytes.first().is_some_and(u8::is_ascii_digit)
    }
}

trait TrimSuffix {
    fn trim_suffix_of(&self, set: &[u8]) -> &Self;
}

impl TrimSuffix for [u8] {
    fn trim_suffix_of(&self, set: &[u8]) -> &Self {
        let len = self.iter().rev().take_while(|byte| set.contains(byte)).count();
        &self[..self.len() - len]
    }
}

/// `SecretStr`, `TokenKind`.
fn is_type_name(word: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[
        b"Str",
        b"String",
        b"Token",
        b"Key",
        b"Secret",
        b"Password",
        b"Type",
        b"Kind",
        b"Bytes",
        b"Any",
        b"Text",
        b"Field",
        b"Credentials",
        b"Credential",
        b"Cookie",
        b"Session",
        b"Array",
        b"Option",
        b"Config",
    ];
    word.first().is_some_and(u8::is_ascii_uppercase)
        && word.iter().all(u8::is_ascii_alphabetic)
        && ENDS.iter().any(|end| word.ends_with(end))
}

/// `key=value` and `key = value`.
pub(super) fn assigned(site: &Site<'_>, start: usize, spaced: bool) -> Option<Open> {
    let line = Line::of(site);
    if spaced {
        return after_spaced_equals(site, line, start);
    }
    let setting = line == Line::Start && !site.name().iter().any(u8::is_ascii_uppercase);
    if let Some(open) = setting.then(|| phrase(site, start)).flatten() {
        return Some(open);
    }
    let ends = if line == Line::Start { Ends::LineWord } else { Ends::Word };
    let skip = Skip::plain(ends);
    let value = Value::at(site, start, &skip);
    if value.bytes.is_empty() || matches!(value.bytes, [b'$' | b'<', b'(', ..] | [b'{']) {
        return None;
    }
    let passed = value.is_plain() && matches!(value.after.first(), Some(b',' | b')' | b';' | b'}'));
    let named = value.is_plain() && site.engine.sense(value.bytes).is_some();
    let code = line != Line::Start && (value.is_code() || passed);
    let call = value.bytes.contains(&b'(') && value.is_identifier_call();
    if code || call || named || value.is_member() {
        return None;
    }
    site.secret(start, skip)
}

impl Value<'_> {
    fn is_identifier_call(&self) -> bool {
        let name = self.bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_.:".contains(b)).count();
        name > 0 && self.bytes.get(name) == Some(&b'(')
    }
}

fn after_spaced_equals(site: &Site<'_>, line: Line, start: usize) -> Option<Open> {
    let skip = Skip::plain(Ends::LineWord);
    let value = Value::at(site, start, &skip);
    let statement = value.after.first() == Some(&b';') || value.bytes.ends_with(b",");
    if value.bytes.is_empty() || value.is_code() || statement || !value.ends_line() || value.is_type() {
        return line.is_own().then(|| phrase(site, start)).flatten();
    }
    let count = value.is_number() && value.bytes.len() < 4;
    let word = value.is_plain();
    let fits = !count && (!word || line.is_own() && is_settings(site));
    (fits && line.is_own()).then(|| site.secret(start, skip)).flatten()
}

/// Whether a heading of an INI file is in sight.
fn is_settings(site: &Site<'_>) -> bool {
    let before = site.before();
    let head = before.iter().rposition(|&byte| byte == b'[');
    head.is_some_and(|at| {
        let starts = at == 0 || matches!(before[at - 1], b'\n' | b'"') || before[..at].ends_with(b"\\n");
        let close = before[at..].iter().take(40).position(|&byte| byte == b']');
        starts && close.is_some_and(|close| ends_at(before, at + close + 1))
    })
}

/// Some words to the end of the line, if they look like a passphrase and the line like a setting.
fn phrase(site: &Site<'_>, start: usize) -> Option<Open> {
    let skip = Skip::Until(Until::line());
    let value = Value::at(site, start, &skip);
    let fits = value.bytes.contains(&b' ')
        && judge::is_phrase(value.bytes)
        && has_neighbours(site, start + value.bytes.len());
    fits.then(|| site.secret(start, skip)).flatten()
}

/// Whether a setting is on the line before or after.
fn has_neighbours(site: &Site<'_>, end: usize) -> bool {
    let bytes = site.view.bytes;
    let setting = |line: &[u8]| {
        let line = line.trim_ascii_start();
        let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b)).count();
        name > 0 && (matches!(line.get(name), Some(b'=')) || line.get(name) == Some(&b':'))
    };
    let rest = &bytes[end..bytes.len().min(end + 96)];
    let comment = if rest.starts_with(b" #") {
        rest.iter().position(|b| matches!(b, b'\n' | b'\\')).unwrap_or(0)
    } else {
        0
    };
    let next = super::text::gap(bytes, end + comment);
    if next > end && setting(&bytes[next..bytes.len().min(next + 64)]) {
        return true;
    }
    let before = site.before();
    let line = line_at_end(before);
    let before = &before[..before.len() - line.len()];
    let trimmed = super::text::trim_gap(before);
    trimmed.len() < before.len() && (setting(line_at_end(trimmed)) || trimmed.ends_with(b":"))
}

/// `key: value`.
pub(super) fn after_colon(site: &Site<'_>, line: Line, start: usize, spaced: bool) -> Option<Open> {
    let own = line.is_own();
    let skip = Skip::plain(if own { Ends::LineWord } else { Ends::Word });
    let value = Value::at(site, start, &skip);
    // In running text a mere word is none; most are.
    if !own && !value.has_digit() && !value.has_inner_sign() {
        return None;
    }
    if value.bytes.is_empty() || value.is_code() || value.is_type() {
        return own.then(|| phrase(site, start)).flatten();
    }
    if !own || !spaced {
        return in_running_text(site, start, &value, spaced);
    }
    let field = matches!(value.bytes.last(), Some(b',')) || value.after.first() == Some(&b';');
    let count = value.is_number() && value.bytes.len() < 4;
    if !value.ends_line() {
        return phrase(site, start);
    }
    let path = |byte: &u8| byte.is_ascii_alphabetic() || b"_.".contains(byte);
    let typed = field && value.bytes.trim_suffix_of(b",;").iter().all(path);
    if count || typed {
        return None;
    }
    site.secret(start, Skip::plain(if field { Ends::Word } else { Ends::LineWord }))
}

/// `… password: hunter2, …`.
fn in_running_text(site: &Site<'_>, start: usize, value: &Value<'_>, spaced: bool) -> Option<Open> {
    let bytes = value.bytes.trim_suffix_of(b".:!?");
    let shown = Value { bytes, after: value.after };
    let before = site.before().last().copied().unwrap_or(b' ');
    let listed = matches!(before, b'{' | b'[' | b',' | b' ' | b'(' | b'"' | b'\'' | b'`');
    let opaque = shown.is_opaque() || shown.has_digit() && bytes.len() >= 4 && !shown.is_number();
    (opaque && (spaced || listed)).then(|| run(site, start, bytes.len())).flatten()
}

/// A word in running text that is clearly more than one.
pub(super) fn opaque(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = Value::at(site, start, &Skip::plain(Ends::Word));
    let bytes = value.bytes.trim_suffix_of(b".:,?");
    let shown = Value { bytes, after: value.after };
    shown.is_opaque().then(|| run(site, start, bytes.len())).flatten()
}

/// `the token x3fA… is`: only what looks drawn at random.
pub(super) fn mentioned(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = Value::at(site, start, &Skip::plain(Ends::Word));
    let bytes = value.bytes.trim_suffix_of(b".:,?");
    if bytes.len() < 20 {
        return None;
    }
    let mixed = bytes.iter().any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase);
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let random = mixed && digits >= 2 && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(b));
    random.then(|| run(site, start, bytes.len())).flatten()
}

/// The value of a flag.
pub(super) fn argument(site: &Site<'_>, start: usize) -> Option<Open> {
    let skip = Skip::plain(Ends::Word);
    let value = Value::at(site, start, &skip);
    let bytes = value.bytes;
    let flag = matches!(bytes.first(), None | Some(b'-' | b'[' | b'<' | b'(' | b'{'));
    // OpenSSL says first where a password is.
    let flag =
        flag || [&b"pass:"[..], b"env:", b"file:", b"fd:"].iter().any(|place| bytes.starts_with(place));
    let manual = bytes.iter().all(|b| b.is_ascii_uppercase() || *b == b'_') || value.is_type();
    if flag || manual || value.is_code() {
        return None;
    }
    let line = line_at_end(site.before());
    // An option that begins its line is one of a manual, unless more than a word follows.
    let described = line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b'-') && !value.has_digit();
    (!described && bytes.len() >= 3).then(|| site.secret(start, skip)).flatten()
}

/// A span of a known length, unless the value is longer than what is shown of it.
fn run(site: &Site<'_>, start: usize, len: usize) -> Option<Open> {
    let bytes = &site.view.bytes[start..start + len];
    if len + 8 > SHOWN || bytes.ends_with(b"\\") {
        return site.secret(start, Skip::plain(Ends::Word));
    }
    judge::is_secret(bytes, site).then(|| Open::known(RuleId::KEY_NAME, start, start + len))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::NO_VALUES.is_sorted());
    }
}
