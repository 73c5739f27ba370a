//! One word in brackets, as maps and lists are printed.

use super::word::run;
use crate::class::GRAPHIC;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::line::{Line, ends_at};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::template;

/// `privatekey=[…]` of a log, where blanks are around it.
pub(crate) fn in_brackets(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = bracketed(site, start)?;
    let after = site.byte(start + value.bytes.len() + 1);
    let alone = after.is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b',' | b'}' | b'"' | b'\\'));
    let ends_line = || value.bytes.len() >= 8 && ends_at(site.view.bytes, start + value.bytes.len() + 1);
    let clear = || judge::is_no_name(value) || suspect::is_password(value);
    let logged = match Line::of(site) {
        Line::Middle => match site.before().last() {
            Some(b' ') => true,
            // A map of Java has braces around it.
            Some(b',' | b'{') => clear(),
            _ => false,
        },
        Line::Start => clear() || is_numbered(value) && (site.name().contains(&b'-') || ends_line()),
        Line::Indented(_) => false,
    };
    // A list has more than one, or its own name.
    let list = matches!(site.name(), [.., b's' | b'S']) || site.name().starts_with(b"-");
    let named = value.bytes.len() < 3 || site.engine.sense(value.bytes).is_some();
    (alone && logged && !list && !named).then(|| run(site, start, value)).flatten()
}

/// `map[X-Api-Key:[…] Host:[…]]` of Go, where `start` is after the bracket.
pub(crate) fn in_map(site: &Site<'_>, start: usize) -> Option<Open> {
    const MAP: &[u8] = b"map[";
    let value = bracketed(site, start)?;
    let ends = matches!(site.byte(start + value.bytes.len() + 1), Some(b' ' | b']'));
    let listed = matches!(site.before().last(), Some(b' ' | b'['));
    // Where what is before it in the map was masked, no more of that is seen.
    let goes_on = || {
        site.view.floor_is_mark() && !site.view.starts_at(site.view.floor) && site.before().starts_with(b"] ")
    };
    let in_map = || site.before().windows(MAP.len()).any(|part| part == MAP) || goes_on();
    // A header alone on its line.
    let header = || site.name().contains(&b'-') && is_numbered(value) && Line::of(site) == Line::Start;
    (ends && listed && in_map() || header()).then(|| run(site, start, value)).flatten()
}

/// `<x9Kq2mVb7Lw4Zt>`: what was drawn, where a name would be; `at` is at the bracket. Encoders of JSON write
/// `\u003c`.
pub(crate) fn in_angles(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let word = rest.strip_prefix(b"<").filter(|_| template::is_in_angles(rest))?;
    let value = Look::at(&word[..word.iter().position(|byte| *byte == b'>')?]);
    judge::is_secret(value, site).then(|| run(site, at + 1, value)).flatten()
}

/// More than a word: letters and a number.
fn is_numbered(value: Look<'_>) -> bool {
    judge::is_opaque(value) && value.kinds.any(Kinds::DIGIT) && value.kinds.any(Kinds::LETTER)
}

/// The only word in brackets, up to the one that closes them.
fn bracketed<'s>(site: &'s Site<'_>, start: usize) -> Option<Look<'s>> {
    let rest = site.view.bytes.get(start..)?;
    let len = rest.iter().take(SHOWN).take_while(|&&byte| GRAPHIC.has(byte) && byte != b']').count();
    let plain = rest.get(len) == Some(&b']') && !rest[..len].iter().any(|byte| b"[{(<".contains(byte));
    plain.then(|| Look::at(&rest[..len]))
}
