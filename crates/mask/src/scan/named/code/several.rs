//! Several names to which as many values are assigned at once: `user, password = "ada", "…"`. The place of a name
//! among them tells which value it has.

use super::after_string;
use crate::class::{Bytes, NAME};
use crate::scan::Open;
use crate::scan::named::code::assigned;
use crate::scan::named::line::{line_at_end, line_before};
use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, literal, spaces};

/// No more names stand before one.
const NAMES: usize = 4;
/// No value that is no string is longer.
const VALUE: usize = 64;
/// What ends a list of names between brackets, and begins that of their values.
const LISTS: &[&[u8]] = &[b") = (", b"] = ["];

/// Whether a list of names ends at the bracket at `at`, to which a list of values is assigned.
pub(crate) fn may_follow(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..).is_some_and(|rest| LISTS.iter().any(|list| rest.starts_with(list)))
}

/// `(user, password) = ("ada", "…")`; `at` is at the bracket after the names.
pub(crate) fn in_brackets(site: &Site<'_>, at: usize) -> Option<Open> {
    if !may_follow(site.view.bytes, at) {
        return None;
    }
    let bracket = if site.byte(at) == Some(b')') { b'(' } else { b'[' };
    let count = names(site, Some(bracket)).filter(|count| *count > 0)?;
    assigned::string(site, place(site, count, at + LISTS[0].len())?)
}

/// The same without brackets, where the first of the values is at `start`; `None` if it is the only one.
pub(crate) fn without_brackets(site: &Site<'_>, start: usize) -> Option<Option<Open>> {
    // What nearly all fail comes first.
    let last = site.before().len().checked_sub(2).and_then(|at| site.before().get(at));
    if last != Some(&b',') {
        return None;
    }
    let count = names(site, None).filter(|count| *count > 0)?;
    let own = place(site, count, start)?;
    // In the head of a function, the next name has a value of its own.
    let len = word_len(site, own);
    let next = len > 0 && site.byte(spaces(site.view.bytes, own + len)) == Some(b'=');
    (!next).then(|| assigned::string(site, own))
}

/// Where the first of the values is that are assigned to a name before the comma at `at` and to others behind it.
pub(crate) fn values(bytes: &[u8], mut at: usize) -> Option<usize> {
    for _ in 0..NAMES {
        let rest = bytes.get(at..)?.strip_prefix(b", ")?;
        let len = NAME.short_run(&rest[..rest.len().min(VALUE)]);
        at += b", ".len() + len;
        let sign = rest.get(len..).filter(|_| len > 0)?;
        let width =
            [&b" = "[..], b" := "].iter().find(|sign_| sign.starts_with(sign_)).map(|sign| sign.len());
        if let Some(width) = width {
            return literal(bytes, at + width).map(|_| at + width);
        }
    }
    None
}

/// The value of a name that others stand behind; `at` is at the comma.
pub(crate) fn before_others(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = values(site.view.bytes, at)?;
    let count = names(site, None)?;
    // There is one for the next name, too.
    place(site, count + 1, start)?;
    assigned::string(site, place(site, count, start)?)
}

/// How many names a statement has before this one, and nothing else.
fn names(site: &Site<'_>, bracket: Option<u8>) -> Option<usize> {
    const WORDS: &[&[u8]] = &[b"let ", b"const ", b"var ", b"val ", b"local ", b"my "];
    let before = line_at_end(site.before());
    // A string that holds the text may begin.
    let line = match before.iter().rposition(|byte| *byte == b'"') {
        Some(quote) => &before[quote + 1..],
        None => line_before(site)?,
    };
    let line = line.get(gap(line, 0)..)?;
    let line = WORDS.iter().find_map(|word| line.strip_prefix(*word)).unwrap_or(line);
    let mut list = match bracket {
        Some(bracket) => line.strip_prefix(&[bracket])?,
        None => line,
    };
    let mut count = 0;
    while !list.is_empty() {
        let name = list.strip_prefix(b"$").unwrap_or(list);
        let len = NAME.short_run(name);
        list = name.get(len..)?.strip_prefix(b", ").filter(|_| len > 0 && count < NAMES)?;
        count += 1;
    }
    Some(count)
}

/// Where the value is that so many others stand before.
fn place(site: &Site<'_>, count: usize, mut at: usize) -> Option<usize> {
    let bytes = site.view.bytes;
    for _ in 0..count {
        let end = match literal(bytes, at) {
            Some(string) => after_string(bytes, &string)?,
            None => at + word_len(site, at),
        };
        if bytes.get(end) != Some(&b',') {
            return None;
        }
        at = gap(bytes, end + 1);
    }
    Some(at)
}

/// How long the word or the number at `at` is.
fn word_len(site: &Site<'_>, at: usize) -> usize {
    static WORD: Bytes = Bytes::alnum_and(b"_.-");
    let rest = site.view.bytes.get(at..).unwrap_or_default();
    WORD.run(&rest[..rest.len().min(VALUE)])
}
