//! Tokens that pieces describe.

use super::Candidate;
use crate::rules::{OPEN, Piece};
use crate::scan::skip::Skip;
use crate::scan::{Open, View, placeholder};

pub(super) fn token(candidate: &Candidate<'_>, pieces: &[Piece]) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    span(candidate, view.hit, body, pieces)
}

pub(super) fn after(candidate: &Candidate<'_>, pieces: &[Piece]) -> Option<Open> {
    span(candidate, candidate.body, candidate.body, pieces)
}

pub(super) fn around(candidate: &Candidate<'_>, before: &[Piece], after: &[Piece]) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let start = begin(view, before)?;
    view.is_boundary(start).then(|| span(candidate, start, body, after)).flatten()
}

/// A span from `start` to the end of the pieces that begin at `body`.
fn span(candidate: &Candidate<'_>, start: usize, body: usize, pieces: &[Piece]) -> Option<Open> {
    let bytes = candidate.view.bytes;
    let end = end_of(bytes, body, pieces)?;
    if placeholder::is_sample(&bytes[body..end]) {
        return None;
    }
    let class = match pieces.last() {
        Some(&Piece::Run(class, _, OPEN)) => Some(class),
        _ => None,
    };
    Some(Open::new(candidate.rule, start, Skip::Run { known: end - start, class }))
}

/// Where the pieces that begin at `at` end, if all are there and no more of the last.
fn end_of(bytes: &[u8], mut at: usize, pieces: &[Piece]) -> Option<usize> {
    for piece in pieces {
        let rest = bytes.get(at..)?;
        at += match *piece {
            Piece::Lit(literal) => rest.starts_with(literal.as_bytes()).then_some(literal.len())?,
            Piece::Run(class, min, max) => {
                let len = class.run(rest);
                (min..=max).contains(&len).then_some(len)?
            }
        };
    }
    Some(at)
}

/// Where the pieces that end at the hit begin.
fn begin(view: &View<'_>, pieces: &[Piece]) -> Option<usize> {
    let mut at = view.hit;
    for piece in pieces.iter().rev() {
        let before = &view.bytes[view.floor..at];
        at -= match *piece {
            Piece::Lit(literal) => before.ends_with(literal.as_bytes()).then_some(literal.len())?,
            // The letter of an escape before it may be of the class too.
            Piece::Run(class, min, max) if min == max => {
                let own = &before[before.len().checked_sub(min)?..];
                (class.run(own) == min).then_some(min)?
            }
            Piece::Run(class, min, max) => {
                let len = class.run_back(before);
                (min..=max).contains(&len).then_some(len)?
            }
        };
    }
    Some(at)
}
