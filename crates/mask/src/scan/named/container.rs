//! Members of JSON whose value is no string.

use super::text::{gap, is_one_of, literal, opening_quote, quoted_word};
use super::{Site, judge};
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::skip::{Progress, Skip};

/// The types of a JSON Schema.
pub(super) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "object", "array", "null"];

/// Members of a schema, beside those that a value may have, too.
const SCHEMA: &[&str] = &[
    "description",
    "title",
    "format",
    "minlength",
    "maxlength",
    "pattern",
    "default",
    "minimum",
    "maximum",
    "nullable",
    "writeonly",
    "readonly",
    "deprecated",
    "examples",
    "example",
    "enum",
    "const",
    "$comment",
    "required",
    "sensitive",
    "x-sensitive",
];

/// Members that say where a secret is, or what it must be.
const REFERENCES: &[&str] = &[
    "$ref",
    "anyof",
    "oneof",
    "allof",
    "secretkeyref",
    "valuefrom",
    "configmapkeyref",
    "ref",
    "existingsecret",
    "properties",
    "fromsecret",
];

/// So many members of an object are read.
const MEMBERS: usize = 6;

/// An array or object at `at` becomes one mark.
pub(super) fn container(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    let bytes = site.view.bytes;
    let first = gap(bytes, at + 1);
    let empty = matches!(bytes.get(first), Some(b'}' | b']'));
    let object = bytes[at] == b'{';
    if empty || site.sense != Sense::Any || object && is_schema(bytes, first, depth) || is_prose(site, first)
    {
        return None;
    }
    Some(Open { quote: Some(depth), ..Open::new(RuleId::KEY_NAME, at, Skip::container(depth)) })
}

/// `["The password is too short."]`.
fn is_prose(site: &Site<'_>, at: usize) -> bool {
    let Some(literal) = literal(site.view.bytes, at) else {
        return false;
    };
    site.byte(at).is_some_and(|byte| byte != b'{')
        && judge::is_prose(site.shown(literal.content, &literal.skip))
}

/// Whether an object says what a value must be or where it is: `{"type": "string", …}`.
fn is_schema(bytes: &[u8], mut at: usize, depth: u8) -> bool {
    for _ in 0..MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        if is_one_of(REFERENCES, word) {
            return true;
        }
        let value = gap(bytes, gap(bytes, after) + 1);
        if word == b"type" {
            let value = if bytes.get(value) == Some(&b'[') { gap(bytes, value + 1) } else { value };
            return quoted_word(bytes, value, depth).is_some_and(|(t, _)| is_one_of(TYPES, t));
        }
        if !is_one_of(SCHEMA, word) {
            return false;
        }
        let Some(end) = after_value(bytes, value, depth) else {
            return false;
        };
        at = gap(bytes, end);
        match bytes.get(at) {
            Some(b',') => at = gap(bytes, at + 1),
            other => return other == Some(&b'}'),
        }
    }
    true
}

/// Where the JSON value at `at` ends, if that can be seen.
pub(super) fn after_value(bytes: &[u8], at: usize, depth: u8) -> Option<usize> {
    if let Some((own, content)) = opening_quote(bytes, at) {
        let Progress::Done(end) = Skip::string(own).advance(bytes, content, false) else {
            return None;
        };
        return (own == depth).then(|| end + usize::from(own) + 1);
    }
    if matches!(bytes.get(at)?, b'{' | b'[') {
        let Progress::Done(end) = Skip::container(depth).advance(bytes, at, false) else {
            return None;
        };
        return Some(end);
    }
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let len = bytes[at..].iter().take(64).take_while(|byte| plain(byte)).count();
    (len > 0).then_some(at + len)
}

/// A number at `at` becomes a string.
pub(super) fn number(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    if matches!(site.sense, Sense::Opaque | Sense::Random) {
        return None;
    }
    let rest = &site.view.bytes[at..];
    let digits = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let len = rest.iter().take_while(|byte| digits(byte)).count();
    let ends = match rest.get(len) {
        Some(next) => matches!(next, b',' | b'}' | b']' | b'\\') || next.is_ascii_whitespace(),
        None => true,
    };
    let number = ends && rest[..len].iter().any(u8::is_ascii_digit);
    number.then(|| Open { quote: Some(depth), ..Open::known(RuleId::KEY_NAME, at, at + len) })
}
