//! Formats of chat and mail services that no pieces can say.

use super::{Candidate, token};
use crate::class::{BASE64URL, DIGIT};
use crate::scan::skip::Skip;
use crate::scan::{Open, placeholder};

/// So much of a token is looked at.
const MOST: usize = 64;

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
    let token = &view.bytes[body..view.bytes.len().min(body + MOST)];
    let len = BASE64URL.run(token);
    let more = (len == MOST).then_some(BASE64URL);
    let likely = len >= 30 && !placeholder::is_sample(&token[..len]);
    likely.then(|| Open::new(rule, start, Skip::Run { known: body + len - start, class: more }))
}
