//! Strings in what a program collects under a name: `api_keys = ['…', '…']`, `passwords := []string{"…"}`,
//! `listOf("…")`, and the values of a map in which names are public: `{'ada': '…', 'bob': '…'}`.

use super::after_string;
use super::items::{ITEMS, is_secret};
use crate::class::{Bytes, NAME};
use crate::kinds::Look;
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::engine::RuleId;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{ends_with_folded, gap, literal, opening_quote, spaces};
use crate::scan::named::yaml::mapping;
use crate::scan::skip::{Progress, Skip};

/// No type before the strings is longer.
const TYPE: usize = 40;
/// No name of a member is longer.
const MEMBER: usize = 40;
/// Calls that do nothing but collect.
const MAKERS: &[&[u8]] = &[b"listOf", b"setOf", b".of", b"asList", b"array", b"vec!"];

/// Adds those that look like secrets; `at` is where what is assigned begins.
///
/// A mark ends the look: what it stands for was longer, and behind it more could be seen now.
pub(crate) fn add(site: &Site<'_>, at: usize, found: &mut Ahead) {
    let bytes = site.view.bytes;
    // Of these an id opens as much as a token.
    let cookies = ends_with_folded(site.name(), b"cookies");
    if !matches!(site.sense, Sense::Any | Sense::Random) && !cookies {
        return;
    }
    let Some(mut at) = first(bytes, at) else { return };
    for _ in 0..ITEMS {
        at = gap(bytes, at);
        let (name, start) = member(bytes, at).unwrap_or((&[], at));
        let Some(string) = literal(bytes, start) else { return };
        let value = site.shown(string.content, &string.skip);
        let Some(end) = after_string(bytes, &string) else { return };
        let listed = matches!(bytes.get(end), Some(b',' | b']' | b'}' | b')'));
        if value.starts_with(MARK) || !listed {
            return;
        }
        let whole = !value.is_empty() && value.len() < SHOWN;
        if whole && (cookies || !mapping::is_public(name)) && is_secret(site, Look::at(value)) {
            let open = Open::known(RuleId::KEY_NAME, string.content, string.content + value.len());
            site.engine.add_found(site.view, open, found);
        }
        if bytes.get(end) != Some(&b',') {
            return;
        }
        at = end + 1;
    }
}

/// Adds all values of the cookies in an object of JSON, `"cookies": {"sid": "…", "theme": "dark"}`, unless there
/// is more in it than strings, or more of them than are looked at.
pub(crate) fn add_cookies(site: &Site<'_>, at: usize, depth: u8, found: &mut Ahead) -> bool {
    let bytes = site.view.bytes;
    if !ends_with_folded(site.name(), b"cookies") {
        return false;
    }
    let mut all = [(0, 0); ITEMS];
    let mut at = gap(bytes, at + 1);
    for place in &mut all {
        let Some((start, end)) = cookie(bytes, at, depth) else { return false };
        let value = site.shown(start, &Skip::string(depth));
        *place = (start, if is_harmless(Look::at(value), site.engine) { start } else { end });
        let after = gap(bytes, end + usize::from(depth) + 1);
        match bytes.get(after) {
            Some(b',') => at = gap(bytes, after + 1),
            Some(b'}') => {
                for (start, end) in all.into_iter().filter(|(start, end)| start < end) {
                    site.engine.add_found(site.view, Open::known(RuleId::KEY_NAME, start, end), found);
                }
                return true;
            }
            _ => return false,
        }
    }
    false
}

/// From where to where the value of the member at `at` goes, if it is a string of JSON.
fn cookie(bytes: &[u8], at: usize, depth: u8) -> Option<(usize, usize)> {
    let (_, value) = member(bytes, at)?;
    let (own, start) = opening_quote(bytes, value)?;
    match Skip::string(depth).advance(bytes, start, false) {
        Progress::Done(end) if own == depth => Some((start, end)),
        _ => None,
    }
}

/// Where the first item is of the collection at `at`. After blanks, a list in double quotes is one of JSON.
fn first(bytes: &[u8], at: usize) -> Option<usize> {
    static OF_TYPES: Bytes = Bytes::alnum_and(b"_.:!<>[] ");
    let rest = bytes.get(at..)?;
    let len = OF_TYPES.run(&rest[..rest.len().min(TYPE)]);
    let kind = rest[..len].trim_ascii_end();
    match rest.get(len)? {
        b'{' => Some(at + len + 1),
        b'(' if kind.is_empty() || MAKERS.iter().any(|maker| kind.ends_with(maker)) => Some(at + len + 1),
        _ => {
            let parted = at > 0 && bytes.get(at - 1) == Some(&b' ');
            let json = kind == b"[" && parted && matches!(bytes.get(gap(bytes, at + 1)), Some(b'"' | b'\\'));
            (kind.ends_with(b"[") && !json).then_some(at + len)
        }
    }
}

/// The name of the member at `at`, and where its value is.
fn member(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let (start, after) = match literal(bytes, at) {
        Some(name) => (name.content, after_string(bytes, &name)?),
        None => {
            let rest = bytes.get(at..)?;
            let len = NAME.short_run(&rest[..rest.len().min(MEMBER)]);
            (at, at + if len > 0 { len } else { return None })
        }
    };
    let sign = bytes.get(spaces(bytes, after)..)?;
    let width = match sign {
        [b':', b':', ..] => return None,
        [b':', ..] => 1,
        [b'=', b'>', ..] => 2,
        _ => return None,
    };
    let rest = bytes.get(start..after)?;
    let name = &rest[..NAME.short_run(rest)];
    Some((name, gap(bytes, bytes.len() - sign.len() + width)))
}
