//! Formats of chat and mail services that no pieces can say.

use super::{Candidate, token};
use crate::class::{BASE64URL, DASH_ALNUM, DIGIT, HEX};
use crate::rules::Piece::{Lit, Run};
use crate::scan::{Open, placeholder};

/// How far after its vendor's name a key may start.
const NEAR: usize = 64;

/// `123456789:AA…`, and the same after the `bot` of a URL.
pub(crate) fn bot_token(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    let before = &view.bytes[view.floor..view.hit];
    let id = DIGIT.run_back(before);
    let start = view.hit - id;
    let start = start + token::escape_len(view, start).min(id);
    let in_url = before[..before.len() - id].ends_with(b"/bot");
    if !(7..=12).contains(&(view.hit - start)) || !(in_url || view.is_boundary(start)) {
        return None;
    }
    // The literal has the colon and the first three.
    let len = BASE64URL.run(&view.bytes[body..]);
    let likely = (30..=37).contains(&len) && !placeholder::is_sample(&view.bytes[body..body + len]);
    likely.then(|| Open::known(rule, start, body + len))
}

/// Two short words of digits after a long one, near the vendor's name.
pub(crate) fn mailgun_key(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    let form = [Run(HEX, 32, 32), Lit("-"), Run(HEX, 8, 8), Lit("-"), Run(HEX, 8, 8)];
    let mut at = body;
    while at < view.bytes.len().min(body + NEAR) {
        if let Some(end) = token::end_of(view.bytes, at, &form).filter(|_| view.is_boundary(at)) {
            let key = &view.bytes[at..end];
            return (!placeholder::is_sample(key)).then(|| Open::known(rule, at, end));
        }
        at += DASH_ALNUM.run(&view.bytes[at..]).max(1);
        at += token::escape_len(view, at.min(view.bytes.len()));
    }
    None
}
