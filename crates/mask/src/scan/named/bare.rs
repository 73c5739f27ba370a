//! Names without quotes: settings, YAML, code, flags, headers, prose.

use super::line::{Line, line_before};
use super::text::{escaped_blank, gap, is_one_of, literal, spaces};
use super::{Site, assigned, block, judge, markup, quoted, scheme_len, word};
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::skip::{Ends, Skip};

/// Whether a value may follow a name that ends at `end`: what most mentions fail.
pub(super) fn may_follow(bytes: &[u8], end: usize) -> bool {
    match bytes.get(end) {
        Some(b':' | b'=' | b' ' | b'\t' | b'>' | b'<' | b'(' | b']' | b'[' | b'*' | b'|' | b'?') => true,
        Some(b'\'' | b'"' | b'`' | b'\\') => true,
        _ => false,
    }
}

/// The value of a name without quotes around it.
pub(super) fn value(site: &Site<'_>, found: &mut Ahead) -> Option<Open> {
    let bytes = site.view.bytes;
    let end = site.key.end;
    let at = spaces(bytes, end);
    match (*bytes.get(at)?, bytes.get(at + 1)) {
        (b':', Some(b'=')) | (b'=' | b'|' | b'?' | b'+', _) if !is_cell(bytes, at) => {
            assigned::value(site, at)
        }
        (b':', Some(b':' | b'/')) => None,
        (b':', _) => colon(site, at + 1, found),
        (b'*', Some(b'*')) => emphasised(site, at),
        (b'>', _) => markup::element(site),
        (b'<', _) => markup::property_list(site),
        (b'(', _) if at == end => assigned::call(site, at),
        (b'[', Some(b']')) => assigned::value(site, spaces(bytes, at + 2)),
        (b']', _) if at == end => bracketed(site, spaces(bytes, at + 1)),
        (b'|', _) => cell(site, spaces(bytes, at + 1)),
        _ if at > end => spaced(site, at),
        _ => None,
    }
}

fn is_cell(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'|' && !matches!(bytes.get(at + 1), Some(b'|' | b'='))
}

/// `key: value`; `after` is after the colon.
fn colon(site: &Site<'_>, after: usize, found: &mut Ahead) -> Option<Open> {
    let bytes = site.view.bytes;
    if let Some(b'*') = bytes.get(after) {
        return emphasised(site, after);
    }
    let at = yaml_start(bytes, spaces(bytes, after));
    let line = Line::of(site);
    if let Some(string) = literal(bytes, at) {
        return string_after(site, at, string.content);
    }
    let rest = bytes.get(at..)?;
    if matches!(rest.first()?, b'|' | b'>' | b'\n' | b'\r') || escaped_blank(rest).is_some() {
        return block::value(site, line, at, found);
    }
    if let Some(found) = header(site, line, at) {
        return Some(found);
    }
    word::after_colon(site, line, at, at > after).or_else(|| assigned::declared(site, at))
}

fn string_after(site: &Site<'_>, at: usize, content: usize) -> Option<Open> {
    if quoted::closes(site.view.bytes, content) {
        return None;
    }
    site.literal(at)
}

/// After a tag or an anchor: `!!str`, `&name`.
fn yaml_start(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    if !rest.starts_with(b"!!") && !rest.starts_with(b"&") {
        return at;
    }
    let len = rest.iter().take(24).take_while(|b| b.is_ascii_alphanumeric() || b"!&_".contains(b)).count();
    if rest.get(len) == Some(&b' ') { spaces(bytes, at + len) } else { at }
}

/// `Authorization: Bearer …`, `Cookie: …`.
fn header(site: &Site<'_>, line: Line, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let scheme = scheme_len(rest);
    let is = |end: &[u8]| {
        site.name().len() >= end.len()
            && site.name()[site.name().len() - end.len()..].eq_ignore_ascii_case(end)
    };
    if is(b"cookie") {
        let pair = word::first(rest).contains(&b'=');
        return pair.then(|| site.secret(at, Skip::plain(Ends::Line))).flatten();
    }
    if scheme == 0 || !is(b"authorization") && !line.is_own() {
        return None;
    }
    let whole = is_one_of(&["digest", "hawk", "aws4-hmac-sha256"], &rest[..scheme - 1]);
    let ends = if whole { Ends::Line } else { Ends::LineWord };
    site.secret(at + scheme, Skip::plain(ends))
}

/// `**Password:** value`, `**Password**: value`; the stars may be before or after the colon.
fn emphasised(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let mut at = at;
    while matches!(bytes.get(at), Some(b'*' | b':')) {
        at += 1;
    }
    let colon = bytes[site.key.end..at].contains(&b':');
    let start = spaces(bytes, at);
    if !colon {
        return None;
    }
    if literal(bytes, start).is_some() {
        return site.literal(start);
    }
    word::opaque(site, start)
}

/// `[password] => value` of PHP.
fn bracketed(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if !bytes.get(at..)?.starts_with(b"=>") {
        return None;
    }
    let start = spaces(bytes, at + 2);
    if literal(bytes, start).is_some() {
        return site.literal(start);
    }
    word::opaque(site, start)
}

/// `| password | value |`.
fn cell(site: &Site<'_>, start: usize) -> Option<Open> {
    let row = line_before(site.before());
    (row.trim_ascii() == b"|").then(|| word::opaque(site, start)).flatten()
}

/// A name, blanks, and what may be its value at `at`.
fn spaced(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if site.name().starts_with(b"-") {
        return flag(site, at);
    }
    if let Some(found) = markup::element(site) {
        return Some(found);
    }
    let rest = &bytes[at..];
    if let Some(string) = literal(bytes, at) {
        let plain = matches!(rest.first(), Some(b'"' | b'\'' | b'\\'));
        return (plain && quoted_next(site, at, string.content)).then(|| site.literal(at)).flatten();
    }
    if rest.starts_with(b"is ") {
        return prose(site, spaces(bytes, at + 3));
    }
    if is_command(site) {
        return site.secret(at, Skip::plain(Ends::LineWord));
    }
    word::mentioned(site, at)
}

/// `WITH PASSWORD '…'`, `#define PASSWORD "…"`, `password "…"`.
fn quoted_next(site: &Site<'_>, at: usize, content: usize) -> bool {
    let bytes = site.view.bytes;
    let value =
        literal(bytes, at).map(|literal| site.shown(literal.content, &literal.skip)).unwrap_or_default();
    let end = content + value.len();
    let after = gap(bytes, end + 1);
    let goes_on = matches!(bytes.get(after), Some(b':' | b'=' | b'{'));
    let _ = after;
    !value.is_empty()
        && !goes_on
        && !judge::is_prose(value)
        && !quoted::closes(bytes, content)
        && site.engine.sense(value).is_none()
}

/// `my password is …`.
fn prose(site: &Site<'_>, at: usize) -> Option<Open> {
    if literal(site.view.bytes, at).is_some() {
        return site.literal(at);
    }
    word::opaque(site, at)
}

/// `--password value`.
fn flag(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if let Some(string) = literal(bytes, at).filter(|_| matches!(bytes[at], b'"' | b'\'' | b'\\' | b'`')) {
        return (!quoted::closes(bytes, string.content)).then(|| site.literal(at)).flatten();
    }
    word::argument(site, at)
}

/// Whether the word before says that a name and a value follow: `ENV KEY value`.
fn is_command(site: &Site<'_>) -> bool {
    const COMMANDS: &[&[u8]] = &[
        b"ENV ",
        b"setenv ",
        b"setx ",
        b"set -gx ",
        b"set -x ",
        b"set -Ux ",
        b"configure set ",
        b"proxy_set_header ",
        b"config set ",
    ];
    let before = site.before();
    COMMANDS.iter().any(|command| before.ends_with(command))
}
