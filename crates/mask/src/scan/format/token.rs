//! Tokens that pieces describe.

use super::{Candidate, without_comment_end, without_dots};
use crate::class::{
    ALNUM_PAD, BASE64, BASE64URL_PAD, Class, DOTTED, DOTTED_PAD, LOWER, TOKEN68, UNRESERVED, WORD,
};
use crate::mark::MARK;
use crate::rules::{OPEN, Piece};
use crate::scan::skip::Skip;
use crate::scan::{Open, View, placeholder};

/// So much of a body shows whether it is words.
const PEEK: usize = 40;
const LONGEST_WORD: usize = 24;
/// So many bytes of a body are looked at before anything else.
const FIRST: usize = 8;

pub(super) fn token(candidate: &Candidate<'_>, pieces: &[Piece]) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !may_follow(view, body, pieces) || !view.at_boundary() {
        return None;
    }
    span(candidate, view.hit, body, pieces)
}

pub(super) fn after(candidate: &Candidate<'_>, pieces: &[Piece]) -> Option<Open> {
    if !may_follow(candidate.view, candidate.body, pieces) {
        return None;
    }
    span(candidate, candidate.body, candidate.body, pieces)
}

pub(super) fn around(candidate: &Candidate<'_>, before: &[Piece], after: &[Piece]) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !may_follow(view, body, after) {
        return None;
    }
    // The shorter side first.
    if !matches!(after.last(), Some(Piece::Run(_, _, OPEN))) {
        end_of(candidate, body, after, view.goes_on())?;
    }
    let start = begin(view, before)?;
    view.is_boundary(start).then(|| span(candidate, start, body, after)).flatten()
}

/// Whether the pieces may begin at `at`, by the first bytes: most that only look like a token fail it.
fn may_follow(view: &View<'_>, at: usize, pieces: &[Piece]) -> bool {
    let Some(&Piece::Run(class, min, _)) = pieces.first() else {
        return true;
    };
    let first = view.bytes.get(at..at + min.min(FIRST));
    first.is_some_and(|bytes| bytes.iter().all(|&byte| class.has(byte)))
}

/// A span from `start` to the end of the pieces that begin at `body`.
fn span(candidate: &Candidate<'_>, start: usize, body: usize, pieces: &[Piece]) -> Option<Open> {
    let view = candidate.view;
    let bytes = view.bytes;
    let begins = if start < view.hit { start } else { body };
    // Before a long run is followed to its end.
    if is_written(&bytes[begins..bytes.len().min(begins + PEEK)]) {
        return None;
    }
    let end = end_of(candidate, body, pieces, view.goes_on())?;
    let drawn = &bytes[begins..end];
    if is_written(drawn) || placeholder::is_sample(drawn) {
        return None;
    }
    // Only of an open end that the view cuts off is there more.
    let class = match pieces.last() {
        Some(&Piece::Run(class, _, OPEN)) if end == bytes.len() && view.goes_on() => Some(class),
        _ => None,
    };
    Some(Open::new(candidate.rule, start, Skip::Run { known: end - start, class }))
}

/// Whether a body is words rather than drawn at random (`sk-lucide-icon-button`), or a gene.
pub(super) fn is_written(body: &[u8]) -> bool {
    // Without an early end, many bytes are looked at together.
    let mixed = body.iter().fold(false, |any, byte| any | byte.is_ascii_uppercase() | byte.is_ascii_digit());
    // No word is as long as what a form without capitals and digits draws.
    let drawn = mixed || body.len() > LONGEST_WORD && LOWER.run(body) > LONGEST_WORD;
    !drawn && body.len() >= 8 || body.iter().all(|byte| matches!(byte, b'A' | b'C' | b'G' | b'T'))
}

/// Where the pieces that begin at `at` end, if all are there and no more of the last. `cut`: there
/// is more text than these bytes.
pub(super) fn end_of(candidate: &Candidate<'_>, mut at: usize, pieces: &[Piece], cut: bool) -> Option<usize> {
    let bytes = candidate.view.bytes;
    for (index, piece) in pieces.iter().enumerate() {
        let rest = bytes.get(at..)?;
        at += match *piece {
            Piece::Lit(literal) => rest.starts_with(literal.as_bytes()).then_some(literal.len())?,
            Piece::Run(class, min, max) => {
                let within = rest.len().min(max.saturating_add(1));
                // Only a run without a bound is worth remembering.
                let len = if max == OPEN { candidate.run(class, at) } else { class.run(&rest[..within]) };
                let mut len = without_rest(class, &rest[..len]);
                if index + 1 == pieces.len() {
                    len = without_comment_end(rest, len);
                }
                // A sentence's end, not the token's.
                let whole = len < rest.len() || !cut;
                if index + 1 == pieces.len() && has_dots(class) && whole {
                    len = without_dots(&rest[..len]);
                }
                (min..=max).contains(&len).then_some(len)?
            }
        };
    }
    (!was_longer(bytes, at, pieces)).then_some(at)
}

/// Whether a body of a bounded length runs up to a mark where a word began: what is masked there was
/// of the body, which was too long. Masking again finds no more than masking once.
fn was_longer(bytes: &[u8], end: usize, pieces: &[Piece]) -> bool {
    let Some(&Piece::Run(class, _, max)) = pieces.last() else {
        return false;
    };
    let word_begins = |last: u8| !WORD.has(last) && class.has(last);
    max != OPEN
        && bytes[end..].starts_with(MARK)
        && bytes[..end].last().is_some_and(|&last| word_begins(last))
}

/// How much of a run of the class counts: after padding comes no more.
fn without_rest(class: Class, text: &[u8]) -> usize {
    if ![BASE64, BASE64URL_PAD, ALNUM_PAD].contains(&class) {
        return text.len();
    }
    let body = text.iter().position(|&byte| byte == b'=').unwrap_or(text.len());
    body + text[body..].iter().take_while(|&&byte| byte == b'=').count()
}

fn has_dots(class: Class) -> bool {
    [DOTTED, DOTTED_PAD, TOKEN68, UNRESERVED].contains(&class)
}

/// Where the pieces that end at the hit begin.
fn begin(view: &View<'_>, pieces: &[Piece]) -> Option<usize> {
    let mut at = view.hit;
    for (index, piece) in pieces.iter().enumerate().rev() {
        let before = &view.bytes[view.floor..at];
        at -= match *piece {
            Piece::Lit(literal) => before.ends_with(literal.as_bytes()).then_some(literal.len())?,
            // The letter of an escape before it may be of the class too.
            Piece::Run(class, min, max) if min == max => {
                let own = &before[before.len().checked_sub(min)?..];
                (class.run(own) == min).then_some(min)?
            }
            Piece::Run(class, min, max) => {
                // No escape is longer than six.
                let within = before.len().min(max.saturating_add(6));
                let mut len = class.run_back(&before[before.len() - within..]);
                if index == 0 {
                    len -= escape_len(view, at - len).min(len);
                }
                (min..=max).contains(&len).then_some(len)?
            }
        };
    }
    Some(at)
}

/// How many of the bytes from `at` on are the rest of an escape that begins before it: the `n` of
/// `\n`, the `u0022` of `\u0022`, the `3D` of `%3D`.
pub(super) fn escape_len(view: &View<'_>, at: usize) -> usize {
    let first = at.saturating_sub(5).max(view.floor);
    if !view.bytes[first..at].iter().any(|byte| matches!(byte, b'\\' | b'%')) {
        return 0;
    }
    let starts = (first..at).rev();
    starts
        .map(|start| (start + width(&view.bytes[start..])).saturating_sub(at))
        .find(|&len| len > 0)
        .unwrap_or(0)
}

/// How many bytes an escape takes that begins here.
fn width(bytes: &[u8]) -> usize {
    let hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match bytes {
        [b'\\', b'u', rest @ ..] if rest.len() >= 4 && hex(&rest[..4]) => 6,
        [b'\\', b'n' | b'r' | b't' | b'b' | b'f', ..] => 2,
        [b'%', rest @ ..] if rest.len() >= 2 && hex(&rest[..2]) => 3,
        _ => 0,
    }
}
