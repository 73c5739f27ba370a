//! Members beside a value that say that it is no secret.

use super::homonym;
use super::leaves;
use super::steps::after_value;
use crate::class::WORD;
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::judge;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{Quoting, gap, is_one_of, opening_quote, trim_gap};

/// What is said of a piece of text: by a language model
/// (<https://platform.openai.com/docs/api-reference/chat/object>), by an analyser
/// (<https://www.elastic.co/guide/en/elasticsearch/reference/current/indices-analyze.html>), by a
/// theme (<https://microsoft.github.io/monaco-editor/docs.html#interfaces/editor.ITokenThemeRule.html>).
pub(super) const OF_PIECES: &[&str] = &[
    "logprob",
    "top_logprobs",
    "start_offset",
    "end_offset",
    "foreground",
    "background",
    "fontstyle",
    "lemma",
    "bytes",
];

/// What is said of a word that a model fills in
/// (<https://huggingface.co/docs/inference-providers/tasks/fill-mask>).
const OF_GUESSES: &[&str] = &["score", "sequence"];

/// What is said of a pin of a computer.
const OF_PORTS: &[&str] = &["mode", "pinmode", "direction", "pull", "gpio"];

/// So many members after the value are read.
const MEMBERS: usize = 3;

/// The members before are looked for in so many bytes.
const BEFORE: usize = 200;

/// Whether a member close by says that what was found is a piece of text.
pub(crate) fn says_none(site: &Site<'_>, span: &Open) -> bool {
    let name = site.name();
    if leaves::is_one(span) {
        return false;
    }
    if span.quote.is_some() {
        return name == b"token" && is_number_of_piece(site, span);
    }
    if homonym::is_one(site, span) {
        return true;
    }
    let telling = match () {
        () if name.eq_ignore_ascii_case(b"token") => OF_PIECES,
        () if name == b"token_str" => OF_GUESSES,
        () => return false,
    };
    let value = site.shown(span.start, &span.skip);
    let word = value.len() < SHOWN && !judge::is_random(Look::at(value));
    word && (is_after(site, telling, span.start + value.len()) || is_before(site, telling))
}

/// `"token": 3000, "token_str": "paris"`: which word of a vocabulary a model has filled in, or has
/// written.
fn is_number_of_piece(site: &Site<'_>, span: &Open) -> bool {
    let digits = site.shown(span.start, &span.skip);
    let end = span.start + digits.len();
    let number = digits.len() < 8 && digits.iter().all(u8::is_ascii_digit);
    number
        && (is_after(site, &["token_str"], end)
            || is_after(site, OF_PIECES, end)
            || is_before(site, OF_PIECES))
}

/// `"pin": 13, "mode": "OUTPUT"`: which pin of a computer is meant.
pub(super) fn says_port(site: &Site<'_>, end: usize) -> bool {
    site.name().eq_ignore_ascii_case(b"pin") && (is_after(site, OF_PORTS, end) || is_before(site, OF_PORTS))
}

/// Whether one of them follows the value that ends at `end`.
pub(super) fn is_after(site: &Site<'_>, telling: &[&str], end: usize) -> bool {
    is_after_as(site, telling, end, |_| true)
}

/// The same of one whose value passes a test.
pub(super) fn is_after_as(
    site: &Site<'_>,
    telling: &[&str],
    end: usize,
    test: impl Fn(&[u8]) -> bool,
) -> bool {
    let bytes = site.view.bytes;
    let depth = match site.quoting {
        Some(Quoting::Double(depth)) => depth,
        _ => 0,
    };
    let mut at = match bytes.get(end) {
        Some(b'\'') => end + 1,
        _ => opening_quote(bytes, end).map_or(end, |(_, after)| after),
    };
    for _ in 0..MEMBERS {
        let comma = gap(bytes, at);
        let start = gap(bytes, comma + 1);
        let start = opening_quote(bytes, start).map_or(start, |(_, content)| content);
        let rest = bytes.get(start..).unwrap_or_default();
        let word = &rest[..WORD.short_run(rest)];
        if bytes.get(comma) != Some(&b',') || word.is_empty() {
            return false;
        }
        let after = start + word.len();
        let after = opening_quote(bytes, after).map_or(after, |(_, after)| after);
        let colon = gap(bytes, after);
        if bytes.get(colon) != Some(&b':') {
            return false;
        }
        let value = gap(bytes, colon + 1);
        if is_one_of(telling, word) && test(said(bytes, value)) {
            return true;
        }
        let Some(next) = after_value(bytes, value, depth) else {
            return false;
        };
        at = next;
    }
    false
}

/// Whether the object around the name is one of those that JSON Schema has for properties
/// (<https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2>).
pub(super) fn is_property(site: &Site<'_>) -> bool {
    const OWNERS: &[&str] =
        &["properties", "definitions", "defs", "patternproperties", "dependentschemas", "dependencies"];
    is_owned_by(site, OWNERS)
}

/// Whether the object around the name is called so.
pub(super) fn is_owned_by(site: &Site<'_>, owners: &[&str]) -> bool {
    let before = site.before();
    let mut nested = 0_u32;
    for (at, byte) in before.iter().enumerate().rev() {
        match byte {
            b'}' | b']' => nested += 1,
            b'{' | b'[' if nested > 0 => nested -= 1,
            b'[' => return false,
            b'{' => {
                let owner =
                    trim_gap(&before[..at]).strip_suffix(b":").map(|owner| key_at_end(trim_gap(owner)));
                return owner.is_some_and(|owner| is_one_of(owners, owner));
            }
            _ => {}
        }
    }
    false
}

/// Whether one of them is before the name in its object, objects in that left out.
pub(super) fn is_before(site: &Site<'_>, telling: &[&str]) -> bool {
    is_before_as(site, telling, |_| true)
}

/// The same of one whose value passes a test.
pub(super) fn is_before_as(site: &Site<'_>, telling: &[&str], test: impl Fn(&[u8]) -> bool) -> bool {
    let before = site.before();
    let before = &before[before.len().saturating_sub(BEFORE)..];
    let is_told = |colon: usize| {
        is_one_of(telling, key_at_end(&before[..colon])) && test(said(before, gap(before, colon + 1)))
    };
    let mut nested = 0_u32;
    for (at, byte) in before.iter().enumerate().rev() {
        match byte {
            b'}' | b']' => nested += 1,
            b'{' | b'[' if nested == 0 => return false,
            b'{' | b'[' => nested -= 1,
            b':' if nested == 0 && is_told(at) => return true,
            _ => {}
        }
    }
    false
}

/// What the value at `at` says, if it is short: more than that is cut off.
fn said(bytes: &[u8], at: usize) -> &[u8] {
    const LONGEST: usize = 32;
    let start = opening_quote(bytes, at).map_or(at, |(_, content)| content);
    let rest = bytes.get(start..).unwrap_or_default();
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | b',' | b'}' | b']' | b'\n' | b'\'');
    let len = rest.iter().take(LONGEST).position(ends).unwrap_or(rest.len().min(LONGEST));
    rest[..len].trim_ascii_end()
}

/// The word that `text` ends in, quotes and blanks left out.
fn key_at_end(text: &[u8]) -> &[u8] {
    let quotes = text.iter().rev().take_while(|byte| matches!(byte, b'"' | b'\\' | b' ')).count();
    let text = &text[..text.len() - quotes];
    &text[text.len() - WORD.run_back(text)..]
}
