//! What is assigned to a name: `=`, `:=`, `||=`, typed declarations, comparisons, defaults.

use super::container::container;
use super::line::Line;
use super::text::{literal, spaces};
use super::{Site, judge, word};
use crate::names::Sense;
use crate::scan::Open;

/// The type of a declaration is no longer than this.
const TYPE: usize = 40;

/// The value after the operator at `at`.
pub(super) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let width = match rest {
        [b'=', b'=' | b'~' | b'>', ..] => return comparison(site, at),
        [b'=', ..] => 1,
        [b':' | b'?' | b'+' | b'|', b'=', ..] => 2,
        [b'|', b'|', b'=', ..] => 3,
        _ => return None,
    };
    let start = spaces(site.view.bytes, at + width);
    let spaced = start > at + width || at > site.key.end;
    if literal(site.view.bytes, start).is_some() {
        return string(site, start);
    }
    match site.byte(start)? {
        b'[' if spaced => container(site, start, 0).filter(|_| array_of_strings(site, start)),
        _ => word::assigned(site, start, spaced).or_else(|| default(site, start)),
    }
}

/// A string that is a value, and not the end of one that the name stands in.
pub(super) fn string(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let literal = literal(bytes, at)?;
    let closes = super::quoted::closes(bytes, literal.content);
    (!closes).then(|| site.literal(at)).flatten()
}

fn array_of_strings(site: &Site<'_>, at: usize) -> bool {
    matches!(site.byte(spaces(site.view.bytes, at + 1)), Some(b'"'))
}

/// `password == "…"`: only a password is compared with itself.
fn comparison(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let width = rest.iter().take(3).take_while(|&&byte| byte == b'=').count();
    if width < 2 || !is_compared(site.name()) || site.sense != Sense::Any {
        return None;
    }
    let start = spaces(site.view.bytes, at + width);
    literal(site.view.bytes, start)?;
    string(site, start)
}

fn is_compared(name: &[u8]) -> bool {
    let telling = |part: &[u8]| part.eq_ignore_ascii_case(b"passwo") || part.eq_ignore_ascii_case(b"secret");
    name.windows(6).any(telling)
}

/// `password: String = "…"`, where `at` is after the colon.
pub(super) fn declared(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let is_type = |byte: &u8| byte.is_ascii_alphanumeric() || b"_&'<>?:.[] *".contains(byte);
    let len = rest.iter().take(TYPE).take_while(|byte| is_type(byte)).count();
    let assigns =
        len > 0 && rest[len - 1] == b' ' && rest.get(len) == Some(&b'=') && rest.get(len + 1) == Some(&b' ');
    if !assigns {
        return None;
    }
    let start = spaces(site.view.bytes, at + len + 1);
    literal(site.view.bytes, start)?;
    string(site, start)
}

/// What holds when an environment variable is not set: `process.env.X || "…"`.
pub(super) fn default(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let path = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.:".contains(byte);
    let len = rest.iter().take(64).take_while(|byte| path(byte)).count();
    let at = at + len;
    let or = site.view.bytes.get(at..)?;
    let width = [&b" || "[..], b" ?? ", b" or "].iter().find(|or_| or.starts_with(or_))?.len();
    (len > 0).then(|| literal(site.view.bytes, at + width).and_then(|_| string(site, at + width))).flatten()
}

/// `config.setPassword("…")`, `.password("…")`, `String::from("…")` after the name.
pub(super) fn call(site: &Site<'_>, at: usize) -> Option<Open> {
    let name = site.name();
    let last = name.rsplit(|&byte| byte == b'.').next()?;
    let sets = [&b"set"[..], b"with", b"put", b"add"];
    let setter = sets.iter().any(|set| last.len() > set.len() && last[..set.len()].eq_ignore_ascii_case(set));
    if !setter || Line::of(site) == Line::Start && !name.contains(&b'.') {
        return None;
    }
    let literal = literal(site.view.bytes, at + 1)?;
    let value = site.shown(literal.content, &literal.skip);
    let named = site.engine.sense(value).is_some() && !judge::is_opaque(value);
    (!named).then(|| string(site, at + 1)).flatten()
}
