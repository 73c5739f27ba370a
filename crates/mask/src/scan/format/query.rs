//! Signatures and codes in the query of a URL. What a name tells is the key names' matter.

use super::{Candidate, without_dots};
use crate::class::{BASE64URL, HEX, QUERY};
use crate::kinds::Look;
use crate::scan::skip::Skip;
use crate::scan::{Open, View, placeholder};

/// A signature has at least so many characters, percent signs included.
const SIGNATURE_MIN: usize = 16;
/// A code that stands for itself is at least so long.
const LONG_CODE: usize = 40;
/// An authorization code is at least so long.
const CODE_MIN: usize = 10;
/// No shorter word is told to be drawn at random by its letters alone.
const DRAWN_MIN: usize = 24;
/// The state is not looked for further away.
const STATE: usize = 200;

/// `&sig=…`, `X-Amz-Signature=…`; the literal ends with the equals sign.
pub(crate) fn signature(candidate: &Candidate<'_>) -> Option<Open> {
    let value = value(candidate)?;
    let opaque = value.len() >= SIGNATURE_MIN && value.iter().any(u8::is_ascii_digit);
    opaque.then(|| span(candidate, value)).flatten()
}

/// `{"name": "X-Amz-Signature", "value": "…"}`, `name="X-Goog-Signature"` and its lines in a form: as many digits as the
/// hash or the key has that it was made with. The literal ends with the quote or the backslash before it.
pub(crate) fn signature_field(candidate: &Candidate<'_>) -> Option<Open> {
    const VALUE: &[u8] = b"value";
    const BETWEEN: usize = 32;
    const LONGEST: usize = 512;
    let Candidate { view, rule, body, .. } = *candidate;
    let text = view.bytes.get(body..)?;
    let mut at = 0;
    while at < BETWEEN {
        at += match text.get(at..)? {
            [b'\\', b'n' | b'r' | b't', ..] => 2,
            [b'"' | b'\'' | b'\\' | b':' | b',' | b'=' | b' ' | b'\t' | b'\n' | b'\r', ..] => 1,
            rest if rest.get(..VALUE.len()).is_some_and(|word| word.eq_ignore_ascii_case(VALUE)) => {
                VALUE.len()
            }
            _ => break,
        };
    }
    let digits = text.get(at..)?;
    let len = HEX.run(&digits[..digits.len().min(LONGEST + 1)]);
    let start = body + at;
    matches!(len, 64 | 256 | LONGEST).then(|| Open::known(rule, start, start + len))
}

/// `?code=…`: an authorization code comes with a state; the key of a function is long.
pub(crate) fn code(candidate: &Candidate<'_>) -> Option<Open> {
    let value = value(candidate)?;
    let opaque = value.len() >= CODE_MIN && value.iter().any(u8::is_ascii_digit);
    let after = candidate.body + value.len();
    let told = || has_state(candidate.view, after) || is_of_callback(candidate) && is_mixed(value);
    let likely = opaque && (value.len() >= LONG_CODE || is_drawn(value) || told());
    likely.then(|| span(candidate, value)).flatten()
}

/// `?key=…`: the name of anything, so what follows must be drawn at random.
pub(crate) fn key(candidate: &Candidate<'_>) -> Option<Open> {
    let value = value(candidate)?;
    is_drawn(value).then(|| span(candidate, value)).flatten()
}

/// Whether no name, path or digest is written so: long, of one word, capitals and digits throughout.
fn is_drawn(value: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| value.iter().filter(|byte| kind(byte)).count();
    value.len() >= DRAWN_MIN
        && BASE64URL.run(value) == value.len()
        && count(u8::is_ascii_digit) >= 2
        && count(u8::is_ascii_uppercase) >= 4
        && count(u8::is_ascii_lowercase) >= 4
}

/// What is between the equals sign and the next member.
fn value<'v>(candidate: &Candidate<'v>) -> Option<&'v [u8]> {
    let Candidate { view, body, .. } = *candidate;
    // The six of an escaped ampersand.
    let escaped = view.bytes[view.hit] == b'6';
    if escaped && !view.bytes[view.floor..view.hit].ends_with(b"u002") {
        return None;
    }
    let rest = &view.bytes[body..];
    let len = candidate.run(QUERY, body);
    let len = len + rest[len..].iter().take(2).take_while(|&&byte| byte == b'=').count();
    // What is called or indexed is code.
    if matches!(rest.get(len), Some(b'(' | b'[' | b'{')) {
        return None;
    }
    // A sentence's end.
    let whole = len < rest.len() || !view.goes_on();
    let len = if whole { without_dots(&rest[..len]) } else { len };
    (len > 0).then(|| &rest[..len])
}

fn span(candidate: &Candidate<'_>, value: &[u8]) -> Option<Open> {
    let Candidate { view, rule, body, style, .. } = *candidate;
    let harmless = placeholder::is_harmless(Look::at(value), style);
    let cut = body + value.len() == view.bytes.len() && view.goes_on();
    let class = cut.then_some(QUERY);
    let open = || Open::new(rule, body, Skip::Run { known: value.len(), class });
    (!harmless && !placeholder::is_sample(value)).then(open)
}

/// `https://app.example/callback?code=…`: where who signed in is sent back to with a code, and nothing else need be
/// in the query; `grant_type=authorization_code&code=…` is what that is exchanged with.
fn is_of_callback(candidate: &Candidate<'_>) -> bool {
    const ENDS: &[&[u8]] = &[b"callback", b"callback/", b"redirect", b"redirect/", b"=authorization_code"];
    let before = &candidate.view.bytes[candidate.view.floor..candidate.view.hit];
    ENDS.iter().any(|end| before.ends_with(end))
}

/// Letters of both cases, and digits.
fn is_mixed(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_uppercase) && value.iter().any(u8::is_ascii_lowercase)
}

/// Whether the query has a `state` beside the code, which ends at `after`.
fn has_state(view: &View<'_>, after: usize) -> bool {
    let ends = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'"' | b'\'' | b'<' | b'*' | b'?');
    // Whether a member's name ends at `at`, and is that of a state. Another code ends the search.
    let member = |at: usize| match &view.bytes[view.floor..at] {
        [.., b's', b't', b'a', b't', b'e'] => Some(true),
        [.., b'c', b'o', b'd', b'e'] => Some(false),
        _ => None,
    };
    let found = |places: &mut dyn Iterator<Item = usize>| {
        let near = places.take(STATE).take_while(|&at| !ends(view.bytes[at]));
        near.filter(|&at| view.bytes[at] == b'=').find_map(member).unwrap_or(false)
    };
    found(&mut (after..view.bytes.len())) || found(&mut (view.floor..view.hit).rev())
}
