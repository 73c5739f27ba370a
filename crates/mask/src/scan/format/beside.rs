//! Secrets of no form of their own, told by the id that stands before them.
//!
//! `id,secret` in a table, `id:secret` for a login, `"id": …, "secret": …` in a document.

use super::token::escape_len;
use super::{Candidate, View};
use crate::class::{ALNUM, BASE64_BODY, Class, DASH_ALNUM, HEX, UPPER_DIGIT};
use crate::rules::Piece::{self, Lit, Run};
use crate::scan::{Open, placeholder};

/// A secret that little else looks like starts so few bytes after its id.
const NEAR: usize = 96;
/// One that looks like a digest or a UUID: with no more than `","` or a newline between.
const BESIDE: usize = 4;

/// What an id and its secret look like.
struct Pair {
    id: Class,
    id_len: std::ops::RangeInclusive<usize>,
    within: usize,
    secret: &'static [Piece],
}

/// The secret of an AWS access key.
pub(crate) fn aws_secret(candidate: &Candidate<'_>) -> Option<Open> {
    const PAIR: Pair =
        Pair { id: UPPER_DIGIT, id_len: 20..=20, within: NEAR, secret: &[Run(BASE64_BODY, 40, 40)] };
    PAIR.secret(candidate)
}

/// The secret of an Alibaba Cloud access key.
pub(crate) fn alibaba_secret(candidate: &Candidate<'_>) -> Option<Open> {
    const PAIR: Pair = Pair { id: ALNUM, id_len: 16..=30, within: NEAR, secret: &[Run(ALNUM, 30, 30)] };
    PAIR.secret(candidate)
}

/// The secret of a Scaleway access key, a UUID.
pub(crate) fn scaleway_secret(candidate: &Candidate<'_>) -> Option<Open> {
    const PAIR: Pair = Pair {
        id: UPPER_DIGIT,
        id_len: 20..=20,
        within: BESIDE,
        secret: &[
            Run(HEX, 8, 8),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 12, 12),
        ],
    };
    PAIR.secret(candidate)
}

/// The token of a Twilio account, or the secret of one of its keys.
pub(crate) fn twilio_token(candidate: &Candidate<'_>) -> Option<Open> {
    const ACCOUNT: Pair = Pair { id: ALNUM, id_len: 34..=34, within: BESIDE, secret: &[Run(HEX, 32, 32)] };
    const KEY: Pair = Pair { id: ALNUM, id_len: 34..=34, within: BESIDE, secret: &[Run(ALNUM, 32, 32)] };
    match &candidate.view.bytes[candidate.view.hit..candidate.body] {
        [b'A', b'C', ..] => ACCOUNT.secret(candidate),
        [b'S', b'K', ..] => KEY.secret(candidate),
        _ => None,
    }
}

impl Pair {
    fn secret(&self, candidate: &Candidate<'_>) -> Option<Open> {
        let view = candidate.view;
        let id = self.id.run(&view.bytes[view.hit..]);
        if !view.at_boundary() || !self.id_len.contains(&id) {
            return None;
        }
        let mut at = view.hit + id;
        let last = view.bytes.len().min(at + self.within);
        while at < last {
            let word = word(view, at);
            if word > last {
                return None;
            }
            if let Some(len) = len(self.secret, &view.bytes[word..]).filter(|_| is_separated(view, word)) {
                let secret = &view.bytes[word..word + len];
                let likely = is_drawn(secret) && !placeholder::is_sample(secret);
                return likely.then(|| Open::known(candidate.rule, word, word + len));
            }
            at = word + DASH_ALNUM.run(&view.bytes[word..]).max(BASE64_BODY.run(&view.bytes[word..])).max(1);
        }
        None
    }
}

/// Where the next word begins, at or after `at`.
fn word(view: &View<'_>, at: usize) -> usize {
    let skipped = view.bytes[at..].iter().position(|&byte| BASE64_BODY.has(byte));
    let start = skipped.map_or(view.bytes.len(), |skipped| at + skipped);
    (start + escape_len(view, start)).min(view.bytes.len())
}

/// Whether nothing of a longer word stands before `at`.
fn is_separated(view: &View<'_>, at: usize) -> bool {
    view.is_boundary(at) && !matches!(view.bytes[..at].last(), Some(b'-' | b'/' | b'+'))
}

/// How long the pieces at the start of `rest` are, if they are all of a word.
fn len(pieces: &[Piece], rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    for piece in pieces {
        at += match *piece {
            Lit(literal) => rest[at..].starts_with(literal.as_bytes()).then_some(literal.len())?,
            Run(class, min, max) => Some(class.run(&rest[at..])).filter(|len| (min..=max).contains(len))?,
        };
    }
    let ends = !rest.get(at).is_some_and(|&byte| DASH_ALNUM.has(byte) || byte == b'_');
    ends.then_some(at)
}

/// Whether both letters and digits occur, as in all but one of thousands drawn at random.
fn is_drawn(secret: &[u8]) -> bool {
    let digit = secret.iter().any(u8::is_ascii_digit);
    let hash = secret.len() == 40 && secret.iter().all(|&byte| HEX.has(byte));
    digit && !hash && secret.iter().any(u8::is_ascii_alphabetic)
}
