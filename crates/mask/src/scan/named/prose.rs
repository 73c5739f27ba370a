//! What a sentence says of a secret: `my password is …`, `the token for the build is: …`.

use super::text::{ends_with_folded, literal, spaces};
use super::{Site, judge, word};
use crate::class::ALNUM;
use crate::kinds::Look;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::engine::RuleId;

/// So much may be said of what the secret is for.
const PURPOSE: usize = 48;
/// No password in a sentence is longer.
const LONGEST: usize = 64;

/// Where the value is that a sentence says after the name; `at` is at the next word.
pub(super) fn said(site: &Site<'_>, at: usize) -> Option<usize> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let is = match rest {
        [b'i', b's', b' ' | b':', ..] => at,
        [b'f', b'o', b'r', b' ', ..] => at + purpose(rest)?,
        _ => return None,
    };
    let colon = usize::from(bytes.get(is + 2) == Some(&b':'));
    let start = is + 2 + colon;
    (bytes.get(start) == Some(&b' ')).then(|| spaces(bytes, start))
}

/// `for the database `, up to what it is.
fn purpose(rest: &[u8]) -> Option<usize> {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'\'');
    let len = rest.iter().take(PURPOSE).take_while(|byte| word(byte)).count();
    let is = rest[..len].windows(4).position(|part| part == b" is ")?;
    Some(is + 1)
}

/// The value at `at`, if it is clearly no word.
pub(super) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    if let Some(string) = literal(site.view.bytes, at) {
        let opaque = judge::is_opaque(Look::at(site.shown(string.content, &string.skip)));
        return opaque.then(|| site.literal(at)).flatten();
    }
    word::opaque(site, at).or_else(|| code(site, at))
}

/// `use password Winter19 to log in`: a word of letters and digits, and no algorithm.
pub(super) fn given(site: &Site<'_>, at: usize) -> Option<Open> {
    const ALGORITHMS: &[&[u8]] = &[b"pbkdf", b"argon", b"sha", b"scrypt", b"bcrypt", b"base"];
    let before = site.before();
    let asked = [&b"with "[..], b"use ", b"using "].iter().any(|word| before.ends_with(word));
    if !asked || !ends_with_folded(site.name(), b"password") {
        return None;
    }
    let rest = &site.view.bytes[at..];
    let word = &rest[..ALNUM.run(&rest[..rest.len().min(LONGEST)])];
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    let algorithm = ALGORITHMS
        .iter()
        .any(|name| word.len() > name.len() && word[..name.len()].eq_ignore_ascii_case(name));
    let drawn = (8..LONGEST).contains(&word.len()) && digits >= 2 && digits < word.len() && !algorithm;
    drawn.then(|| word::opaque(site, at)).flatten()
}

/// `my passcode is 4774`: a number that ends its sentence, after a name that is one of numbers.
fn code(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let len = rest.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let named = || [&b"pin"[..], b"otp", b"code"].iter().any(|end| ends_with_folded(site.name(), end));
    // What a blank follows may be counted by the next word.
    let ends = match &rest[len..] {
        [] => site.view.ends(),
        [b'.' | b',' | b'!', next, ..] => !next.is_ascii_alphanumeric(),
        [next, ..] => matches!(next, b'.' | b'\n' | b'\r' | b'"' | b'\\'),
    };
    let fits = (4..9).contains(&len) && site.sense == Sense::Any && named() && ends;
    fits.then(|| Open::known(RuleId::KEY_NAME, at, at + len))
}
