//! JSON Web Tokens: signed, unsigned and encrypted.

use super::{Candidate, without_dots};
use crate::base64::group;
use crate::class::{BASE64URL, DOTTED};
use crate::scan::skip::Skip;
use crate::scan::{Open, joined};

/// The shortest header is `{"alg":"x"}`.
const HEADER_MIN: usize = 12;
/// The shortest claims are `{"a":1}`.
const CLAIMS_MIN: usize = 8;
/// The shortest part that is not JSON is the 96 bits of an initialization vector.
const PART_MIN: usize = 16;

/// `header.claims.signature`, `header.claims.` and the five parts of JWE.
pub(crate) fn jwt(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    let rest = &view.bytes[view.hit..];
    if let Some(open) = headless(candidate, rest) {
        return Some(open);
    }
    let is_header = rest.first_chunk::<HEADER_MIN>().is_some_and(|first| BASE64URL.run(first) == HEADER_MIN);
    if !is_header || !view.at_boundary() {
        return None;
    }
    let header = candidate.run(BASE64URL, view.hit);
    let len = candidate.run(DOTTED, view.hit);
    let (token, after) = rest.split_at(len);
    // What follows the header is not seen, or too little of it.
    let cut = len == rest.len() && view.goes_on() && len - header < 1 + CLAIMS_MIN + PART_MIN;
    let long = || cut && is_long_header(rest);
    if !is_token(&rest[header..]) && !is_begun(token, after) && !long() {
        return None;
    }
    if let Some(follow) = joined::after(token, after) {
        let skip = Skip::Run { known: len, class: None };
        return Some(Open { follow: Some(follow), ..Open::new(rule, view.hit, skip) });
    }
    if len == rest.len() && view.goes_on() {
        return Some(Open::new(rule, view.hit, Skip::Run { known: len, class: Some(DOTTED) }));
    }
    Some(Open::new(rule, view.hit, Skip::Run { known: without_dots(&rest[..len]), class: None }))
}

/// `e30.claims.signature`, whose header says nothing, and `header + ".claims.signature"`, `{header}.claims.…`,
/// where a program puts it in: the literal is where the claims begin.
fn headless(candidate: &Candidate<'_>, rest: &[u8]) -> Option<Open> {
    const EMPTY: &[u8] = b"e30.";
    let Candidate { view, rule, .. } = *candidate;
    let before = view.bytes.get(view.floor..view.hit)?;
    // What most tokens fail comes first.
    let before = before.strip_suffix(b".")?;
    let empty = before.strip_suffix(&EMPTY[..EMPTY.len() - 1]);
    let empty = empty.filter(|before| !before.last().is_some_and(|&byte| DOTTED.has(byte)));
    let put_in = matches!(before.last(), Some(b'"' | b'\'' | b'}'));
    let header = if empty.is_some() { EMPTY.len() } else { 0 };
    if empty.is_none() && !put_in {
        return None;
    }
    let claims = candidate.run(BASE64URL, view.hit);
    let signature = rest.get(claims + 1..).filter(|_| rest.get(claims) == Some(&b'.'))?;
    let len = BASE64URL.run(signature);
    let known = header + claims + 1 + len;
    let skip = Skip::Run { known, class: Some(BASE64URL) };
    (claims >= CLAIMS_MIN && len >= PART_MIN).then(|| Open::new(rule, view.hit - header, skip))
}

/// Whether a header begins here of which no end can be seen, as it holds certificates: what it says first is a
/// parameter of one (<https://www.rfc-editor.org/rfc/rfc7515#section-4.1>).
fn is_long_header(rest: &[u8]) -> bool {
    const NAMES: &[&[u8]] =
        &[b"alg", b"crit", b"cty", b"enc", b"jku", b"jwk", b"kid", b"typ", b"x5c", b"x5t", b"x5u", b"zip"];
    let mut text = [0; 24];
    for (letters, bytes) in rest.chunks_exact(4).zip(text.chunks_exact_mut(3)) {
        let group = <[u8; 4]>::try_from(letters).ok().and_then(group);
        bytes.copy_from_slice(&group.unwrap_or_default());
    }
    let object = text.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let Some(name) = object.and_then(|object| object.strip_prefix(b"\"")) else {
        return false;
    };
    NAMES
        .iter()
        .any(|known| name.strip_prefix(*known).is_some_and(|after| matches!(after, [b'"' | b'#', ..])))
}

/// Whether a token that ends in its header goes on with its claims in another string.
fn is_begun(token: &[u8], after: &[u8]) -> bool {
    let next = joined::part(after).map(|(_, text)| text);
    match (token.strip_suffix(b"."), next) {
        (Some(header), Some(claims)) => !header.contains(&b'.') && claims.starts_with(b"eyJ"),
        (None, Some(rest)) => !token.contains(&b'.') && rest.windows(4).any(|part| part == b".eyJ"),
        (_, None) => false,
    }
}

/// Whether what follows a header are claims, or the encrypted parts.
fn is_token(after: &[u8]) -> bool {
    let Some((b'.', claims)) = after.split_first() else {
        return false;
    };
    if let Some(signature) = claims.strip_prefix(b"e30.") {
        return BASE64URL.run(signature) >= PART_MIN;
    }
    let len = BASE64URL.run(claims);
    // Claims are JSON too, perhaps with white space first.
    let json = [&b"eyJ"[..], b"ewo", b"ew0", b"eyA", b"IHs", b"Cns", b"e30"];
    if json.iter().any(|start| claims.starts_with(start)) && len >= CLAIMS_MIN {
        return true;
    }
    // JWE has bytes or nothing there, and so has a detached signature.
    let next = claims.get(len + 1..).unwrap_or_default();
    claims.get(len) == Some(&b'.') && (len >= PART_MIN || len == 0 && BASE64URL.run(next) >= PART_MIN)
}
