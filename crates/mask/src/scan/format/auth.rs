//! Credentials after an authorization scheme.

use super::{Candidate, without_dots};
use crate::base64;
use crate::class::{BASE64_BODY, HEX, TOKEN68};
use crate::mark::MARK;
use crate::scan::skip::Skip;
use crate::scan::{Open, placeholder};

/// So many blanks may stand between a scheme and its credentials.
const BLANKS: usize = 4;

/// No name of a field in a line of a log is longer.
const LONGEST_FIELD: usize = 24;

/// No credentials are shorter: `a:b` in base64.
const CREDENTIALS_MIN: usize = 4;

/// `Bearer` and `Basic` are words, so what follows must look like credentials.
pub(crate) fn auth_scheme(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    // `--bearer x` is a flag, which has a rule of its own.
    let flag = view.hit > view.floor && view.bytes[view.hit - 1] == b'-';
    if flag || !view.at_boundary() {
        return None;
    }
    let start = body + blanks(&view.bytes[body - 1..])? - 1;
    let rest = &view.bytes[start..];
    let len = candidate.run(TOKEN68, start);
    let open_ended = len == rest.len() && view.goes_on();
    let len = if open_ended { len } else { without_dots(&rest[..len]) };
    if len < CREDENTIALS_MIN {
        return None;
    }
    let credentials = &rest[..len];
    // What is left of a word in which a secret was masked; emphasis has stars on both sides.
    let rest_of_masked = rest[len..].starts_with(MARK) && !view.bytes[..view.hit].ends_with(b"*");
    if rest_of_masked || is_field(credentials) {
        return None;
    }
    let basic = view.bytes[body - 2].eq_ignore_ascii_case(&b'c');
    let likely = if basic {
        is_user_and_password(credentials) && !is_capital_word(credentials)
    } else {
        is_opaque(credentials)
    };
    if !likely || placeholder::is_sample(credentials) {
        return None;
    }
    let class = open_ended.then_some(TOKEN68);
    Some(Open::new(rule, start, Skip::Run { known: len, class }))
}

/// `took=4ms` after `token_type=bearer`: the next field of a line, whose name would have to be the secret.
fn is_field(text: &[u8]) -> bool {
    let name = text.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count();
    let value = text[name..].strip_prefix(b"=").unwrap_or_default();
    (1..=LONGEST_FIELD).contains(&name) && value.first().is_some_and(|byte| *byte != b'=')
}

/// `response="…"` of the scheme `Digest`, which is as good as the password until the nonce is spent.
/// The literal ends with the quote or the first backslash before it.
pub(crate) fn digest(candidate: &Candidate<'_>) -> Option<Open> {
    const NONCE: &[u8] = b"nonce=";
    let Candidate { view, rule, body, .. } = *candidate;
    let slashes = view.bytes[body - 1..].iter().take(16).take_while(|&&byte| byte == b'\\').count();
    let start = body + slashes;
    let response = view.bytes.get(start..)?;
    let len = HEX.run(&response[..response.len().min(65)]);
    let quoted = matches!(response.get(len), Some(b'"' | b'\\'));
    let fits = matches!(len, 32 | 64) && quoted;
    let before = &view.bytes[view.floor..view.hit];
    let digest = fits && before.windows(NONCE.len()).any(|part| part == NONCE);
    digest.then(|| Open::known(rule, start, start + len))
}

/// How long the blanks are after a scheme: an escaped one, or a few as they are.
fn blanks(bytes: &[u8]) -> Option<usize> {
    if bytes.first() == Some(&b'%') {
        return bytes.starts_with(b"%20").then_some(3);
    }
    let slashes = bytes.iter().take(16).take_while(|&&byte| byte == b'\\').count();
    if slashes > 0 {
        return (bytes.get(slashes) == Some(&b't')).then_some(slashes + 1);
    }
    Some(bytes.iter().take(BLANKS).take_while(|byte| matches!(byte, b' ' | b'\t')).count())
}

/// Whether base64 text has a colon inside and no control character, as `user:password` has.
pub(super) fn is_user_and_password(text: &[u8]) -> bool {
    let text = &text[..text.len() - text.iter().rev().take_while(|&&b| b == b'=').count()];
    if BASE64_BODY.run(text) < text.len() {
        return false;
    }
    let mut colon = false;
    let mut is_written = |byte: u8| {
        // A user's name is ASCII, a password may not be.
        let fits = byte >= b' ' && byte != 0x7f && (colon || byte.is_ascii());
        colon |= byte == b':';
        fits
    };
    let (groups, rest) = text.as_chunks::<4>();
    let whole =
        groups.iter().all(|group| base64::group(*group).is_some_and(|b| b.into_iter().all(&mut is_written)));
    let mut last = [b'A'; 4];
    last[..rest.len()].copy_from_slice(rest);
    // Of so many letters one byte less is known.
    let known = rest.len().saturating_sub(1);
    let mut ends =
        || base64::group(last).is_some_and(|bytes| bytes.into_iter().take(known).all(&mut is_written));
    whole && ends() && colon
}

/// `Operations` after `Basic`: of a heading, though it may be read as base64; `OpenStack`: two such words in one.
fn is_capital_word(text: &[u8]) -> bool {
    const SHORTEST: usize = 3;
    let mut words = text.split(u8::is_ascii_uppercase);
    let before = words.next().is_some_and(<[u8]>::is_empty);
    let one = text.iter().skip(1).all(u8::is_ascii_lowercase);
    let word = |word: &[u8]| word.len() >= SHORTEST && word.iter().all(u8::is_ascii_lowercase);
    before && !text.is_empty() && (one || words.all(word))
}

/// Whether a word looks drawn at random rather than written.
fn is_opaque(text: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| text.iter().any(kind);
    let upper = has(u8::is_ascii_uppercase);
    // A path or the name of a file.
    let written = text.len() < 32 && !upper && has(|byte| matches!(byte, b'/' | b'.'));
    let mixed = upper && has(u8::is_ascii_lowercase);
    !written
        && (text.len() >= 8 && has(u8::is_ascii_digit)
            || text.len() >= 20 && mixed && text.iter().all(u8::is_ascii_alphanumeric))
}
