//! Stores that say of a value what kind it is: `{"Type": "SecureString", "Value": "…"}`, and that it is a secret:
//! `{"sensitive": true, "type": "string", "value": "…"}`.

use super::pair;
use crate::class::BASE64_BODY;
use crate::scan::Open;
use crate::scan::drawn::is_drawn;
use crate::scan::format::{Candidate, is_harmless};
use crate::scan::named::text::{
    Literal, ends_with_folded, gap, literal, opening_quote, quoted_word, strip_quote,
};

/// What the value is called.
const VALUES: &[&str] = &["value"];
/// No key of an account is shorter.
const KEY: usize = 40;
/// No number of it is longer.
const DIGITS: usize = 40;

/// The value of the object in which the type at the candidate is said; the literal ends in the quote after
/// the type, or in the first backslash of that.
pub(crate) fn typed_value(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let (depth, end) = opening_quote(view.bytes, body.checked_sub(1)?)?;
    let before = strip_quote(view.bytes.get(view.floor..view.hit)?, depth)?;
    let start = view.floor + before.len();
    if !ends_with_folded(pair::label_of(before, depth)?, b"type") {
        return None;
    }
    string(candidate, literal(view.bytes, pair::beside(view, (start, end), depth, VALUES)?)?)
}

/// The value of the object in which the name at the candidate says that it is a secret, whatever that is called
/// (<https://developer.hashicorp.com/terraform/cli/commands/output>).
pub(crate) fn sensitive_value(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    let bytes = view.bytes;
    let (depth, colon) = opening_quote(bytes, body.checked_sub(1)?)?;
    strip_quote(bytes.get(view.floor..=view.hit)?, depth)?;
    let said = gap(bytes, gap(bytes, colon) + 1);
    let end = said + b"true".len();
    if bytes.get(said..end)? != b"true" {
        return None;
    }
    let at = pair::beside(view, (said, end), depth, VALUES)?;
    let Some(literal) = literal(bytes, at) else {
        // A number; what is written in brackets is looked into.
        let digits = bytes.get(at..)?.iter().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
        let ends = matches!(bytes.get(gap(bytes, at + digits)), Some(b',' | b'}'));
        let number = Open { quote: Some(depth), ..Open::known(rule, at, at + digits) };
        return (digits > 0 && ends).then_some(number);
    };
    string(candidate, literal)
}

/// The value beside the name of a key, where it is base64 that was drawn: `{"keyName": "key1", "value": "…"}`.
pub(crate) fn listed_key(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let bytes = view.bytes;
    let (depth, colon) = opening_quote(bytes, body.checked_sub(1)?)?;
    let name = gap(bytes, gap(bytes, colon) + 1);
    let (_, end) = quoted_word(bytes, name, depth)?;
    let value = literal(bytes, pair::beside(view, (name, end), depth, VALUES)?)?;
    let text = bytes.get(value.content..view.end_of(value.content, &value.skip))?;
    let letters = BASE64_BODY.run(text);
    // A digest has letters of one case.
    let mixed = text.iter().any(u8::is_ascii_uppercase) && text.iter().any(u8::is_ascii_lowercase);
    let whole = letters >= KEY && text[letters..].iter().all(|byte| *byte == b'=');
    let drawn = whole && mixed && is_drawn(&text[..KEY]);
    drawn.then(|| string(candidate, value)).flatten()
}

/// What a string holds, unless it needs no masking.
fn string(candidate: &Candidate<'_>, string: Literal) -> Option<Open> {
    let Candidate { view, rule, style, .. } = *candidate;
    let text = view.bytes.get(string.content..view.end_of(string.content, &string.skip))?;
    let secret = !text.is_empty() && !is_harmless(text, style);
    secret.then(|| Open::new(rule, string.content, string.skip))
}
