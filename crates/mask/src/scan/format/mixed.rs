//! Tokens whose prefix is too common for their form alone to show them.

use super::Candidate;
use crate::class::{ALNUM, BASE64URL, Class};
use crate::scan::{Open, placeholder};

/// Letters and digits from the literal on, `MIN` to `MAX` with it, drawn at random.
pub(crate) fn mixed_alnum<const MIN: usize, const MAX: usize>(candidate: &Candidate<'_>) -> Option<Open> {
    mixed(candidate, ALNUM, MIN, MAX)
}

/// Like [`mixed_alnum`], in the URL alphabet of base64.
pub(crate) fn mixed_url<const MIN: usize, const MAX: usize>(candidate: &Candidate<'_>) -> Option<Open> {
    mixed(candidate, BASE64URL, MIN, MAX)
}

/// The whole of a token of crates.io.
pub(crate) fn crates_io(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    let token = &view.bytes[view.hit..];
    let token = &token[..ALNUM.run(token)];
    let likely = token.len() == 35 && !placeholder::is_sample(token);
    likely.then(|| Open::known(rule, view.hit, view.hit + token.len()))
}

/// Mailchimp Transactional: 16 bytes in the URL alphabet of base64.
///
/// Names of styles begin alike, so letters of both cases have to stand as no words have them.
pub(crate) fn mandrill(candidate: &Candidate<'_>) -> Option<Open> {
    const BODY: usize = 22;
    let Candidate { view, rule, body, .. } = *candidate;
    // The literal ends with the first byte of the body.
    let drawn = view.bytes.get(body - 1..)?;
    let drawn = &drawn[..BASE64URL.run(&drawn[..drawn.len().min(BODY + 1)])];
    if drawn.len() != BODY || !view.at_boundary() {
        return None;
    }
    let has = |kind: fn(&u8) -> bool| drawn.iter().any(kind);
    // Two bits are left for the last letter.
    let ends = matches!(drawn.last(), Some(b'A' | b'Q' | b'g' | b'w'));
    let capitals = drawn.windows(2).any(|pair| pair.iter().all(u8::is_ascii_uppercase));
    let cases = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let likely = cases && (has(u8::is_ascii_digit) || ends || capitals) && !placeholder::is_sample(drawn);
    likely.then(|| Open::known(rule, view.hit, body - 1 + BODY))
}

fn mixed(candidate: &Candidate<'_>, class: Class, min: usize, max: usize) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    // The literal ends with the first byte of the body.
    let drawn = &view.bytes[body - 1..];
    let drawn = &drawn[..class.run(&drawn[..drawn.len().min(max + 1)])];
    let end = body - 1 + drawn.len();
    let fits = (min..=max).contains(&(end - view.hit));
    let likely = fits && is_mixed(drawn) && !placeholder::is_sample(drawn);
    likely.then(|| Open::known(rule, view.hit, end))
}

fn is_mixed(text: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| text.iter().any(kind);
    has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)
}
