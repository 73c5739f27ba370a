//! The value of a sensitive key: whether there is one, and whether it is a secret.

use super::engine::{Engine, RuleId};
use super::key::Key;
use super::skip::{Ends, Progress, Skip};
use super::{Open, View, placeholder, plain};

/// Strings nested deeper than this many backslashes (five levels) are not read.
const DEEPEST: usize = 31;

/// Names of the name in a name-value pair, and of its value.
const PAIR_NAMES: &[&str] = &["name", "key", "header", "variable", "field", "param", "env", "k"];
const PAIR_VALUES: &[&str] = &["value", "val", "content", "v"];

/// Words before the credentials in an authorization header.
const SCHEMES: &[&str] = &[
    "basic",
    "bearer",
    "digest",
    "token",
    "apikey",
    "api-key",
    "negotiate",
    "ntlm",
    "dpop",
    "hawk",
    "key",
    "aws4-hmac-sha256",
    "gnap",
    "privatetoken",
    "splunk",
    "sso-key",
    "genie-key",
];

/// The types of a JSON Schema.
pub(super) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "object", "array", "null"];

/// What stands between a key and its value.
struct Separator {
    /// Where the value may start, blanks left out.
    value: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `"key":`, with so many backslashes before the quotes.
    Json(u8),
    /// `key=`, tight or with blanks around it.
    Equals { spaced: bool },
    /// `key:`.
    Colon,
    /// `--key value`.
    Flag,
}

/// The span of the value after `key`, if it has one to mask.
pub(crate) fn after_key(view: &View<'_>, key: &Key, engine: &Engine) -> Option<Open> {
    let separator = separator(view, key)?;
    let at = separator.value;
    if let Some((depth, content)) = opening_quote(view.bytes, at) {
        return string(view, &separator, depth, content, engine);
    }
    match (*view.bytes.get(at)?, separator.kind) {
        (b'\'', _) => {
            let skip = Skip::plain(Ends::SingleQuote);
            secret(view, at + 1, skip, engine)
        }
        (b'{' | b'[', Kind::Json(depth)) => container(view, at, depth),
        (b'0'..=b'9' | b'-', Kind::Json(depth)) => number(view, at, depth),
        (_, Kind::Json(_)) => None,
        (_, kind) => plain::value(view, key, kind, at, engine),
    }
}

/// How much of a header value is an authorization scheme, with its space.
pub(crate) fn scheme_len(value: &[u8]) -> usize {
    let Some(space) = value.iter().take(24).position(|&byte| byte == b' ') else {
        return 0;
    };
    let known = SCHEMES.iter().any(|s| value[..space].eq_ignore_ascii_case(s.as_bytes()));
    if known && value.len() > space + 1 { space + 1 } else { 0 }
}

fn separator(view: &View<'_>, key: &Key) -> Option<Separator> {
    let bytes = view.bytes;
    if let Some((depth, after)) = closing_quote(view, key) {
        let at = blanks(bytes, after);
        return match bytes.get(at)? {
            b':' => Some(Separator { value: blanks(bytes, at + 1), kind: Kind::Json(depth) }),
            b'=' if bytes.get(at + 1) == Some(&b'>') => {
                Some(Separator { value: blanks(bytes, at + 2), kind: Kind::Colon })
            }
            // `environ["TOKEN"] = `
            b']' => equals(bytes, blanks(bytes, at + 1)),
            b',' => pair(view, key, depth, blanks(bytes, at + 1)),
            _ => None,
        };
    }
    // The quote of a single-quoted key says nothing of the depth.
    let single = key.start > view.floor && bytes[key.start - 1] == b'\'';
    let end = key.end + usize::from(single && bytes.get(key.end) == Some(&b'\''));
    let at = spaces(bytes, end);
    match bytes.get(at)? {
        b':' if !matches!(bytes.get(at + 1), Some(b':' | b'=' | b'/')) => {
            Some(Separator { value: spaces(bytes, at + 1), kind: Kind::Colon })
        }
        b'=' => equals(bytes, at).map(|found| {
            let spaced = at > end || found.value > at + 1;
            Separator { kind: Kind::Equals { spaced }, ..found }
        }),
        _ if at == end + 1 && bytes[end] == b' ' && is_flag(view, key) => {
            Some(Separator { value: at, kind: Kind::Flag })
        }
        _ => None,
    }
}

fn equals(bytes: &[u8], at: usize) -> Option<Separator> {
    let assigns = bytes.get(at) == Some(&b'=') && !matches!(bytes.get(at + 1), Some(b'=' | b'>'));
    let value = spaces(bytes, at + 1);
    assigns.then_some(Separator { value, kind: Kind::Equals { spaced: true } })
}

/// The depth of the quotes around the key, and what follows the closing one.
fn closing_quote(view: &View<'_>, key: &Key) -> Option<(u8, usize)> {
    let before = &view.bytes[view.floor..key.start];
    let rest = before.strip_suffix(b"\"")?;
    let slashes = rest.iter().rev().take_while(|&&byte| byte == b'\\').count();
    let (depth, after) = opening_quote(view.bytes, key.end)?;
    (slashes == usize::from(depth)).then_some((depth, after))
}

/// A double quote at `at`: how many backslashes it takes, and what follows it.
fn opening_quote(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = bytes.get(at..)?;
    let slashes = rest.iter().take(DEEPEST + 1).take_while(|&&byte| byte == b'\\').count();
    let known = slashes <= DEEPEST && (slashes + 1).is_power_of_two();
    let depth = u8::try_from(slashes).ok().filter(|_| known)?;
    (rest.get(slashes) == Some(&b'"')).then_some((depth, at + slashes + 1))
}

fn is_flag(view: &View<'_>, key: &Key) -> bool {
    view.bytes[key.start..key.end].starts_with(b"--")
}

/// `{"name": KEY, "value": …}` and `["--key", …]`. `at` is after the comma.
fn pair(view: &View<'_>, key: &Key, depth: u8, at: usize) -> Option<Separator> {
    let kind = Kind::Json(depth);
    if is_flag(view, key) {
        return Some(Separator { value: at, kind });
    }
    let (word, after) = quoted_word(view.bytes, at, depth)?;
    let colon = blanks(view.bytes, after);
    if !is_one_of(PAIR_VALUES, word) || view.bytes.get(colon) != Some(&b':') {
        return None;
    }
    let quote = key.start - usize::from(depth) - 1;
    let before = view.bytes[view.floor..quote].trim_ascii_end().strip_suffix(b":")?;
    let before = strip_quote(before.trim_ascii_end(), depth)?;
    let start = before.iter().rposition(|&byte| byte == b'"')?;
    is_one_of(PAIR_NAMES, &before[start + 1..])
        .then(|| Separator { value: blanks(view.bytes, colon + 1), kind })
}

fn strip_quote(bytes: &[u8], depth: u8) -> Option<&[u8]> {
    let rest = bytes.strip_suffix(b"\"")?;
    let keep = rest.len().checked_sub(depth.into())?;
    rest[keep..].iter().all(|&byte| byte == b'\\').then(|| &rest[..keep])
}

/// The letters between two quotes of `depth` at `at`, and what follows them.
fn quoted_word(bytes: &[u8], at: usize, depth: u8) -> Option<(&[u8], usize)> {
    let (own, start) = opening_quote(bytes, at)?;
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'$';
    let end = start + bytes[start..].iter().take_while(|byte| is_letter(byte)).count();
    let (close, after) = opening_quote(bytes, end)?;
    (own == depth && close == depth).then(|| (&bytes[start..end], after))
}

pub(super) fn is_one_of(words: &[&str], word: &[u8]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

fn string(
    view: &View<'_>,
    separator: &Separator,
    depth: u8,
    content: usize,
    engine: &Engine,
) -> Option<Open> {
    let opens = match separator.kind {
        Kind::Json(key_depth) => depth == key_depth,
        // `"see token:", "next"`: the quote may close a string that the key stands in.
        _ => {
            let next = view.bytes.get(blanks(view.bytes, content));
            next.is_some_and(|byte| !matches!(byte, b',' | b'}' | b']' | b':'))
        }
    };
    let start = content + scheme_len(&view.bytes[content..]);
    opens.then(|| secret(view, start, Skip::string(depth), engine)).flatten()
}

/// A span from `start` on, unless what is there is harmless.
pub(super) fn secret(view: &View<'_>, start: usize, skip: Skip, engine: &Engine) -> Option<Open> {
    let value = &view.bytes[start..end_in_view(view, start, &skip)];
    let harmless = placeholder::is_harmless(value, engine.style());
    (!harmless).then(|| Open::new(RuleId::KEY_NAME, start, skip))
}

pub(super) fn end_in_view(view: &View<'_>, start: usize, skip: &Skip) -> usize {
    match skip.clone().advance(view.bytes, start, true) {
        Progress::Done(end) => end.max(start),
        Progress::More => view.bytes.len(),
    }
}

fn container(view: &View<'_>, at: usize, depth: u8) -> Option<Open> {
    let first = blanks(view.bytes, at + 1);
    let empty = matches!(view.bytes.get(first), Some(b'}' | b']'));
    if empty || is_schema(view.bytes, first, depth) {
        return None;
    }
    Some(Open { quote: Some(depth), ..Open::new(RuleId::KEY_NAME, at, Skip::container(depth)) })
}

/// Whether an object says what a value must be: `{"type": "string", …}`, `{"$ref": …}`.
fn is_schema(bytes: &[u8], mut at: usize, depth: u8) -> bool {
    // The type is rarely further back than after a title and a description.
    for _ in 0..4 {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        if is_one_of(&["$ref", "anyOf", "oneOf", "allOf"], word) {
            return true;
        }
        let value = blanks(bytes, blanks(bytes, after) + 1);
        if word == b"type" {
            return quoted_word(bytes, value, depth).is_some_and(|(t, _)| is_one_of(TYPES, t));
        }
        let Some((own, content)) = opening_quote(bytes, value) else {
            return false;
        };
        let Progress::Done(end) = Skip::string(own).advance(bytes, content, true) else {
            return false;
        };
        at = blanks(bytes, blanks(bytes, end + usize::from(own) + 1) + 1);
    }
    false
}

fn number(view: &View<'_>, at: usize, depth: u8) -> Option<Open> {
    let digits = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let len = view.bytes[at..].iter().take_while(|byte| digits(byte)).count();
    let ends = match view.bytes.get(at + len) {
        Some(next) => matches!(next, b',' | b'}' | b']' | b'\\') || next.is_ascii_whitespace(),
        None => true,
    };
    let skip = Skip::Run { known: len, class: None };
    (ends && view.bytes[at..at + len].iter().any(u8::is_ascii_digit))
        .then(|| Open { quote: Some(depth), ..Open::new(RuleId::KEY_NAME, at, skip) })
}

fn spaces(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}
