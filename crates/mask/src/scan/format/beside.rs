//! Secrets of no form of their own, told by the id that stands before them.
//!
//! `id,secret` in a table, `id:secret` for a login, `"id": …, "secret": …` in a document.

use super::token::{self, escape_len};
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
        if !view.at_boundary() {
            return None;
        }
        let id = self.id.run(&view.bytes[view.hit..]);
        if !self.id_len.contains(&id) {
            return None;
        }
        let mut at = view.hit + id;
        let last = view.bytes.len().min(at + self.within);
        if let Some(&Run(class, len, _)) = self.secret.first() {
            // Many ids in a row look for one secret.
            let reach = &view.bytes[..view.bytes.len().min(last + len)];
            candidate.runs.first_long((class, len), reach, at)?;
        }
        while at < last {
            let word = word(view, at);
            if word > last {
                return None;
            }
            let end = token::end_of(candidate, word, self.secret, false);
            if let Some(end) = end.filter(|&end| is_separated(view, word, end)) {
                let secret = &view.bytes[word..end];
                let likely = is_drawn(secret) && !placeholder::is_sample(secret);
                return likely.then(|| Open::known(candidate.rule, word, end));
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

/// Whether no longer word is around what is between `start` and `end`.
fn is_separated(view: &View<'_>, start: usize, end: usize) -> bool {
    let goes_on = |byte: &u8| DASH_ALNUM.has(*byte) || matches!(byte, b'_' | b'/' | b'+');
    let joined = matches!(view.bytes[..start].last(), Some(b'-' | b'/' | b'+'));
    view.is_boundary(start) && !joined && !view.bytes.get(end).is_some_and(goes_on)
}

/// Whether both letters and digits occur, as in all but one of thousands drawn at random.
fn is_drawn(secret: &[u8]) -> bool {
    let digit = secret.iter().any(u8::is_ascii_digit);
    let hash = secret.len() == 40 && secret.iter().all(|&byte| HEX.has(byte));
    digit && !hash && secret.iter().any(u8::is_ascii_alphabetic)
}
