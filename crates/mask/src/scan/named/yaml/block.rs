//! Values of YAML on the lines after their key.

use super::{mapping, settings};
use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::engine::RuleId;
use crate::scan::named::headers;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::{self, suspect, types};
use crate::scan::named::line::{Line, ends_at, escapes_before, next_line};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{self, Quoting, spaces};
use crate::scan::named::words::value::Value;
use crate::scan::skip::{Ends, Skip};
use crate::scan::until::Until;

/// So many items of a list are looked for.
const ITEMS: usize = 16;

/// The value of a key that ends its line; `at` is after the colon and blanks.
pub(crate) fn value(site: &Site<'_>, line: Line, at: usize, found: &mut Ahead) -> Option<Open> {
    let indent = match line {
        Line::Start => 0,
        Line::Indented(indent) => indent,
        Line::Middle => return None,
    };
    if matches!(site.byte(at)?, b'|' | b'>') {
        return scalar(site, indent, at);
    }
    items(site, indent, at, found);
    mapping::members(site, indent, at, found);
    member(site, indent, at)
}

/// `key:` and `value: …` below it.
fn member(site: &Site<'_>, indent: usize, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let (start, _) = next_line(bytes, at)?;
    let name = spaces(bytes, start);
    let below = name - start > indent && bytes[name..].starts_with(b"value: ") && site.sense == Sense::Any;
    if !below {
        return None;
    }
    let at = spaces(bytes, name + b"value: ".len());
    if text::literal(bytes, at).is_some() {
        return site.literal(at);
    }
    word(site, at)
}

/// `"password": value` at the start of its line; `at` is at the value.
pub(crate) fn quoted_key(site: &Site<'_>, quoting: Quoting, at: usize) -> Option<Open> {
    let before = quoting.strip(site.before())?;
    let starts = before.ends_with(b"\n") || before.ends_with(b"\\n") || before.is_empty() && site.view.from_start
        // The string that holds the text begins.
        || before.ends_with(b"\"") && quoting != Quoting::Double(0);
    // In code, members are indented and words are variables.
    let apart = || text::trim_gap(&site.view.bytes[..at]).ends_with(b":") && site.view.bytes[at - 1] == b' ';
    (starts && apart()).then(|| word(site, at)).flatten()
}

/// A value that ends its line.
fn word(site: &Site<'_>, at: usize) -> Option<Open> {
    let value = Value::at(site, at, Ends::LineWord);
    let named = value.bytes.ends_with(b",") || value.is_code() || value.is_type();
    let fits = value.ends_line() && !named && site.engine.sense(value.bytes).is_none();
    fits.then(|| site.secret_of(value.look(), at, Skip::plain(Ends::LineWord))).flatten()
}

/// `key: |` and lines that are indented more.
fn scalar(site: &Site<'_>, indent: usize, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let flags = bytes[at + 1..].iter().take(2).take_while(|b| b"+-123456789".contains(b)).count();
    let (start, _) = next_line(bytes, spaces(bytes, at + 1 + flags))?;
    let content = spaces(bytes, start);
    let first = site.view.bytes.get(content).is_some_and(|byte| !byte.is_ascii_whitespace());
    // A PEM block has a rule of its own, which leaves its first and last line.
    let pem = bytes[content..].starts_with(b"-----BEGIN");
    let refer = || settings::only_refer(site, indent, start);
    let skip = Skip::Until(Until::block(indent, escapes_before(bytes, start)));
    (first && !pem && content - start > indent && !refer()).then(|| site.secret(content, skip)).flatten()
}

/// `key:` and a list below it.
fn items(site: &Site<'_>, indent: usize, at: usize, found: &mut Ahead) {
    let bytes = site.view.bytes;
    let (mut end, mut folded) = (at, None);
    for _ in 0..ITEMS {
        let Some((start, _)) = next_line(bytes, end) else { return };
        let dash = spaces(bytes, start);
        let column = dash - start;
        if folded.is_some_and(|column_before| column > column_before) {
            // What is said of the cookie above goes on.
            end = site.view.end_of(dash, &Skip::plain(Ends::Line));
            continue;
        }
        if column < indent || !bytes[dash..].starts_with(b"- ") {
            return;
        }
        folded = headers::is_cookie(site.name()).then_some(column);
        let value = spaces(bytes, dash + 1);
        let Some((open, len)) = item(site, value) else { return };
        end = value + len;
        if let Some(open) = open {
            site.engine.add_found(site.view, open, found);
        }
    }
}

/// An item of a list, and how long it is. None of a list of objects.
fn item(site: &Site<'_>, at: usize) -> Option<(Option<Open>, usize)> {
    let bytes = site.view.bytes;
    if let Some(literal) = text::literal(bytes, at) {
        let value = site.shown(literal.content, &literal.skip);
        let close =
            bytes[literal.content + value.len()..].iter().position(|&b| matches!(b, b'"' | b'\'' | b'`'))?;
        return Some((site.literal(at), literal.content + value.len() + close + 1 - at));
    }
    if let Some(open) = headers::cookies(site, at) {
        return Some((open, site.view.end_of(at, &Skip::plain(Ends::Line)) - at));
    }
    let skip = Skip::plain(Ends::LineWord);
    let value = site.shown(at, &skip);
    let digits = (value.iter().any(u8::is_ascii_digit) || judge::is_scrambled(value)) && value.len() >= 8;
    let digits = match site.sense {
        Sense::Random | Sense::Drawn => is_token(Look::at(value)),
        _ => digits || is_drawn(site, at, value),
    };
    let plain = digits && !value.ends_with(b":") && !is_harmless(Look::at(value), site.engine);
    let open = plain.then(|| Open::new(RuleId::KEY_NAME, at, skip));
    Some((open, value.len() + unseen(&bytes[at + value.len()..], value)))
}

/// How much is left of an item that is longer than what is shown of it.
fn unseen(rest: &[u8], shown: &[u8]) -> usize {
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'\\' | b' ');
    if shown.len() < SHOWN { 0 } else { rest.iter().position(ends).unwrap_or(rest.len()) }
}

/// Whether an item looks as what opens something, and not like a path of words: `color-primary-500`.
fn is_token(value: Look<'_>) -> bool {
    let plain = || value.kinds.only(Kinds::ALNUM) && judge::is_random(value);
    suspect::is_word(value) || suspect::is_password(value) || suspect::is_short(value) || plain()
}

/// Whether a shorter item of a list that holds passwords or codes, and never names of some, is one.
fn is_drawn(site: &Site<'_>, at: usize, value: &[u8]) -> bool {
    const LISTS: &[&[u8]] = &[b"passwords", b"passphrases", b"codes"];
    let listed = LISTS.iter().any(|end| text::ends_with_folded(site.name(), end));
    listed
        && value.len() >= 5
        && value.iter().all(u8::is_ascii_alphanumeric)
        && !types::is_type(value)
        && site.engine.sense(value).is_none()
        && ends_at(site.view.bytes, at + value.len())
}
