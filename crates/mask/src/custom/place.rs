//! Where a match stands, so that JSON stays JSON.
//!
//! A match may lie in a JSON string, in text, or be a number or word between JSON's own punctuation. A
//! look back at what precedes it tells: between a closing quote and a bare number there is
//! nothing but punctuation, blanks and other numbers.

use crate::scan::engine::RuleId;
use crate::scan::skip::slashes_before;
use crate::scan::{LOOK_BEHIND, Open, View};

/// So far before a hit all of the document is there, wherever in its pattern the hit was found.
const SURE_BEHIND: usize = LOOK_BEHIND - 16;

/// What is masked of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fitted {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// A bare number or word of JSON that must become a string: how many backslashes its quotes take.
    pub(crate) quote: Option<u8>,
}

impl Fitted {
    pub(crate) fn open(self, rule: RuleId) -> Open {
        let mut open = Open::known(rule, self.start, self.end);
        open.quote = self.quote;
        open
    }
}

/// Cuts a match so that its mark breaks no escape and takes no quote. `None` if nothing is left.
pub(crate) fn fit(view: &View<'_>, start: usize, end: usize) -> Option<Fitted> {
    let start = after_escape(view, start);
    let start = after_quote(view, start, end)?;
    let quote = view.bytes.get(start..end)?.iter().position(|&byte| byte == b'"');
    let end = before_escape(view.bytes, start, quote.map_or(end, |at| start + at));
    if start >= end {
        return None;
    }
    match place(view, start, end) {
        Place::Text => Some(Fitted { start, end, quote: None }),
        Place::Bare(depth) => match bare(view, start, end) {
            Bare::Value(start, end) => Some(Fitted { start, end, quote: Some(depth) }),
            Bare::Several => None,
            Bare::Other => Some(Fitted { start, end, quote: None }),
        },
        Place::Unknown => None,
    }
}

/// A match that begins inside an escape begins after it.
fn after_escape(view: &View<'_>, start: usize) -> usize {
    let lowest = start.saturating_sub(5).max(view.floor);
    let Some(slash) = view.bytes[lowest..start].iter().rposition(|&byte| byte == b'\\').map(|at| lowest + at)
    else {
        return start;
    };
    let len = match view.bytes[slash + 1..] {
        [b'u', ..] => 6,
        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
        _ => 1,
    };
    start.max(slash + len).min(view.bytes.len())
}

/// A match that begins with a quote begins after it, unless the quote ends a string.
fn after_quote(view: &View<'_>, start: usize, end: usize) -> Option<usize> {
    let matched = view.bytes.get(start..end)?;
    let slashes = matched.iter().take_while(|&&byte| byte == b'\\').count();
    if matched.get(slashes) != Some(&b'"') {
        return Some(start);
    }
    let inside = slashes + 1;
    let opens = matched.get(inside).is_some_and(|byte| !is_punctuation(*byte) && !byte.is_ascii_whitespace());
    opens.then_some(start + inside)
}

/// The end of a match, before an escape that goes on behind it.
fn before_escape(bytes: &[u8], start: usize, end: usize) -> usize {
    let matched = &bytes[start..end];
    let lowest = matched.len().saturating_sub(5);
    let unit = matched[lowest..].iter().rposition(|&byte| byte == b'\\').map(|at| lowest + at);
    let cut = match unit {
        Some(slash) if matched.len() == slash + 1 || matched[slash + 1] == b'u' => slash + 1,
        _ => return end,
    };
    start + cut - slashes_before(matched, cut)
}

enum Place {
    /// In a string or in text.
    Text,
    /// Between JSON's punctuation, where quotes take so many backslashes.
    Bare(u8),
    Unknown,
}

fn place(view: &View<'_>, start: usize, end: usize) -> Place {
    let matched = &view.bytes[start..end];
    let lead = matched.iter().take_while(|byte| is_punctuation(**byte) || byte.is_ascii_whitespace()).count();
    let lowest = view.hit.saturating_sub(SURE_BEHIND).min(start);
    let before = &view.bytes[lowest..start + lead];
    if lead > 0 {
        return look_back(before, lowest == 0);
    }
    let Some(part) = part_of(matched[0]) else {
        return Place::Text;
    };
    let own = before.iter().rev().take_while(|byte| part(byte)).count();
    let (before, own) = before.split_at(before.len() - own);
    let rest = &view.bytes[start..];
    let (value, rest) = rest.split_at(rest.iter().take_while(|byte| part(byte)).count());
    if !is_number(matched[0]) && !is_word(own, value) {
        return Place::Text;
    }
    let rest = rest.trim_ascii_start();
    let begins = matches!(before.trim_ascii_end(), [.., b':' | b',' | b'[']);
    let ends = rest.first().is_none_or(|byte| matches!(byte, b',' | b']' | b'}'));
    if begins && ends { look_back(before, lowest == 0) } else { Place::Text }
}

/// Looks for the quote before a number. `from_start`: the document begins where `before` does.
fn look_back(before: &[u8], from_start: bool) -> Place {
    let mut number_follows = false;
    let mut blank_follows = false;
    for (at, &byte) in before.iter().enumerate().rev() {
        if byte == b'"' {
            return after_string(&before[..at], &before[at + 1..], from_start);
        }
        // Two numbers with no comma between them are none of JSON's.
        if is_number(byte) && number_follows && blank_follows || !is_number(byte) && !is_structure(byte) {
            return Place::Text;
        }
        blank_follows = byte.is_ascii_whitespace();
        number_follows = is_number(byte) || blank_follows && number_follows;
    }
    match (from_start, before.trim_ascii_start().first()) {
        (true, Some(b'[' | b'{')) => Place::Bare(0),
        (true, _) => Place::Text,
        (false, _) => Place::Unknown,
    }
}

/// What stands before a quote, and between it and a number, tells whether it closes a string.
fn after_string(before: &[u8], between: &[u8], from_start: bool) -> Place {
    let slashes = slashes_before(before, before.len());
    let may_close = matches!(between.trim_ascii_start(), [b':' | b',' | b']' | b'}', ..]);
    let may_open = match before[..before.len() - slashes].trim_ascii_end() {
        [] => true,
        [.., last] => matches!(last, b'[' | b'{' | b',' | b':'),
    };
    match u8::try_from(slashes) {
        Ok(_) if !may_close || from_start && before.is_empty() => Place::Text,
        Ok(depth) if !may_open && (slashes + 1).is_power_of_two() => Place::Bare(depth),
        _ => Place::Unknown,
    }
}

enum Bare {
    /// A number or a word of JSON.
    Value(usize, usize),
    /// More than one value, or none.
    Several,
    /// It is no JSON.
    Other,
}

/// The whole of the bare number or word that a match has, which must have no other.
fn bare(view: &View<'_>, start: usize, end: usize) -> Bare {
    let bytes = view.bytes;
    let start = start + bytes[start..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let Some(part) = bytes[start..end].first().and_then(|first| part_of(*first)) else {
        return Bare::Several;
    };
    let before = bytes[view.floor.min(start)..start].iter().rev().take_while(|byte| part(byte)).count();
    let len = bytes[start..].iter().take_while(|byte| part(byte)).count();
    let value = (start - before, start + len);
    let behind = bytes[..end].get(value.1..).unwrap_or_default();
    // JSON in a string may have escaped newlines between its members.
    let is_structure = |byte: u8| is_structure(byte) || byte == b'\\';
    match (is_number(bytes[start]), behind.iter().all(|byte| is_structure(*byte))) {
        (false, _) if !is_word(&bytes[value.0..start], &bytes[start..value.1]) => Bare::Several,
        (_, true) => Bare::Value(value.0, value.1),
        _ if behind.iter().all(|byte| is_number(*byte) || is_structure(*byte)) => Bare::Several,
        _ => Bare::Other,
    }
}

/// What else is of a bare value that has this byte.
fn part_of(byte: u8) -> Option<fn(&u8) -> bool> {
    match byte {
        _ if is_number(byte) && !byte.is_ascii_alphabetic() => Some(|byte| is_number(*byte)),
        b'a'..=b'z' => Some(u8::is_ascii_lowercase),
        _ => None,
    }
}

/// Whether two parts make up a word of JSON.
fn is_word(first: &[u8], rest: &[u8]) -> bool {
    [&b"true"[..], b"false", b"null"].iter().any(|word| word.strip_prefix(first) == Some(rest))
}

fn is_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

pub(super) fn is_punctuation(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b'[' | b']' | b'{' | b'}')
}

/// Punctuation, blanks, and the letters of `true`, `false` and `null`.
fn is_structure(byte: u8) -> bool {
    is_punctuation(byte) || byte.is_ascii_whitespace() || b"truefalsn".contains(&byte)
}
