//! The words of a language model, each with its number: `{"<s>": 0, "Ġpass": 1208, "token": 12}`
//! (<https://huggingface.co/docs/tokenizers/pipeline#model>).

use crate::scan::named::site::Site;
use crate::scan::named::text::{gap, opening_quote, strip_quote, trim_gap};
use crate::scan::skip::{Progress, Skip};

/// So many members after a number are read.
const AFTER: usize = 6;
/// And so many before it.
const BEFORE: usize = 6;
/// Of those, so many have a number, too.
const NUMBERS: usize = 3;
/// No word is longer.
const LONGEST: usize = 40;
/// What words have that begin with a blank or go on with another, as they are and escaped.
const SIGNS: &[&[u8]] = &["Ġ".as_bytes(), "▁".as_bytes(), b"##"];
const ESCAPES: &[&[u8]] = &[b"u0120", b"u2581"];

/// Whether the number that ends at `end` is that of a word, for only numbers are around it, and among their
/// names some are no names.
pub(super) fn has(site: &Site<'_>, end: usize, depth: u8) -> bool {
    let mut seen = Seen::default();
    after(site, end, depth, &mut seen);
    if !seen.is_enough() {
        before(site, depth, &mut seen);
    }
    seen.is_enough()
}

#[derive(Default)]
struct Seen {
    numbers: usize,
    signed: bool,
}

impl Seen {
    fn add(&mut self, word: &[u8]) {
        let special = matches!(word, [b'<', .., b'>'] | [b'[', .., b']']);
        self.numbers += 1;
        let rest = &word[word.iter().take_while(|byte| **byte == b'\\').count()..];
        let escaped = rest.len() < word.len() && ESCAPES.iter().any(|escape| rest.starts_with(escape));
        self.signed |= special || escaped || SIGNS.iter().any(|sign| word.starts_with(sign));
    }

    fn is_enough(&self) -> bool {
        self.signed && self.numbers >= NUMBERS
    }
}

/// The members after the number that ends at `at`. A mark was a number: masking twice sees the same.
fn after(site: &Site<'_>, mut at: usize, depth: u8, seen: &mut Seen) {
    let bytes = site.view.bytes;
    for _ in 0..AFTER {
        let comma = gap(bytes, at);
        let quote = gap(bytes, comma + 1);
        let Some((own, start)) = opening_quote(bytes, quote).filter(|_| bytes.get(comma) == Some(&b','))
        else {
            return;
        };
        let Some((word, colon)) = string(bytes, start, depth).filter(|_| own == depth) else {
            return;
        };
        let value = gap(bytes, colon + 1);
        let digits = bytes.get(value..).map_or(0, count);
        at = match opening_quote(bytes, value) {
            Some((_, text)) if digits == 0 => match string(bytes, text, depth) {
                Some((mark, end)) if site.engine.style().is_mark(mark) => end,
                _ => return,
            },
            _ if digits > 0 && bytes.get(colon) == Some(&b':') => value + digits,
            _ => return,
        };
        seen.add(word);
    }
}

/// The string whose content begins at `start`, and what follows it.
fn string(bytes: &[u8], start: usize, depth: u8) -> Option<(&[u8], usize)> {
    let shown = &bytes[..bytes.len().min(start + LONGEST)];
    let Progress::Done(end) = Skip::string(depth).advance(shown, start, false) else {
        return None;
    };
    let (_, after) = opening_quote(bytes, end)?;
    Some((&bytes[start..end], gap(bytes, after)))
}

/// The members before the name.
fn before(site: &Site<'_>, depth: u8, seen: &mut Seen) {
    let Some(mut text) = strip_quote(site.before(), depth) else {
        return;
    };
    for _ in 0..BEFORE {
        let Some((word, rest)) = member(text, depth) else {
            return;
        };
        seen.add(word);
        text = rest;
    }
}

/// The name in the member that ends `text`, and what is before that.
fn member(text: &[u8], depth: u8) -> Option<(&[u8], &[u8])> {
    let value = trim_gap(trim_gap(text).strip_suffix(b",")?);
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let name = trim_gap(trim_gap(&value[..value.len() - digits]).strip_suffix(b":")?);
    let name = strip_quote(name, depth).filter(|_| digits > 0)?;
    let word = name.iter().rev().take(LONGEST).position(|byte| *byte == b'"')?;
    let (rest, word) = name.split_at(name.len() - word);
    Some((word, strip_quote(rest, depth)?))
}

fn count(text: &[u8]) -> usize {
    text.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count()
}
