//! Formats of chat and mail services that no pieces can say.

use super::{Candidate, token};
use crate::class::{BASE64URL, DIGIT, HEX};
use crate::rules::Piece::{self, Lit, Run};
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

/// A long word of hexadecimal digits and two short ones, near the vendor's name.
pub(crate) fn mailgun_key(candidate: &Candidate<'_>) -> Option<Open> {
    near(candidate, &[Run(HEX, 32, 32), Lit("-"), Run(HEX, 8, 8), Lit("-"), Run(HEX, 8, 8)])
}

/// The three parts of a bot's token, near the vendor's name; of the first only the form is known.
pub(crate) fn discord_token(candidate: &Candidate<'_>) -> Option<Open> {
    near(
        candidate,
        &[Run(BASE64URL, 22, 30), Lit("."), Run(BASE64URL, 5, 8), Lit("."), Run(BASE64URL, 25, 45)],
    )
}

/// The pieces, soon after the literal and on its line.
fn near(candidate: &Candidate<'_>, form: &[Piece]) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    let line = &view.bytes[body..view.bytes.len().min(body + NEAR)];
    let last = body + line.iter().position(|&byte| byte == b'\n').unwrap_or(line.len());
    let mut at = body;
    while at < last {
        at += token::escape_len(view, at);
        let end = token::end_of(view.bytes, at, form, false).filter(|_| at > body && view.is_boundary(at));
        if let Some(end) = end {
            let key = &view.bytes[at..end];
            let likely = key.iter().any(u8::is_ascii_digit) && !placeholder::is_sample(key);
            return likely.then(|| Open::known(rule, at, end));
        }
        at += BASE64URL.run(&view.bytes[at..]).max(1);
    }
    None
}
