//! What a sentence says of a secret: `my password is …`, `the token for the build is: …`.

use super::text::{ends_with_folded, literal, spaces};
use super::{Site, judge, word};
use crate::class::Bytes;
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

/// What a sentence gives without a verb between: `use password Winter19 to log in`, `use API key …`,
/// `set the password to …`, `invalid password … for user ada`; a word that clearly is none.
pub(super) fn given(site: &Site<'_>, at: usize) -> Option<Open> {
    const WITH: &[&[u8]] = &[b"with ", b"Use ", b"use ", b"using "];
    const WRONG: &[&[u8]] = &[b"invalid ", b"wrong ", b"incorrect ", b"bad "];
    let bytes = site.view.bytes;
    let before = site.before();
    let before = before.strip_suffix(b"the ").unwrap_or(before);
    let after = |words: &[&[u8]]| words.iter().any(|word| before.ends_with(word));
    let password = ends_with_folded(site.name(), b"password");
    if bytes.get(at..)?.starts_with(b"to ") {
        let at = spaces(bytes, at + 2);
        return (is_drawn(site, at) || password && is_mixed(site, at))
            .then(|| word::opaque(site, at))
            .flatten();
    }
    let with = || after(WITH) && (is_drawn(site, at) || password && is_mixed(site, at));
    let wrong = || password && after(WRONG) && is_mixed(site, at);
    (with() || wrong()).then(|| word::opaque(site, at)).flatten()
}

/// Whether the word at `at` is of letters and digits, and no algorithm.
pub(super) fn is_mixed(site: &Site<'_>, at: usize) -> bool {
    let word = word_at(site, at);
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = word.iter().any(u8::is_ascii_alphabetic);
    (8..LONGEST).contains(&word.len()) && digits >= 2 && letters && !is_algorithm(word)
}

/// Whether the word at `at` is no name either.
fn is_drawn(site: &Site<'_>, at: usize) -> bool {
    let word = word_at(site, at);
    judge::is_no_name(Look::at(word)) && !is_algorithm(word)
}

fn is_algorithm(word: &[u8]) -> bool {
    const ALGORITHMS: &[&[u8]] = &[b"pbkdf", b"argon", b"sha", b"scrypt", b"bcrypt", b"base"];
    let begins = |name: &&[u8]| word.len() > name.len() && word[..name.len()].eq_ignore_ascii_case(name);
    ALGORITHMS.iter().any(begins)
}

/// Letters, digits and the signs of a password.
pub(super) fn word_at<'s>(site: &'s Site<'_>, at: usize) -> &'s [u8] {
    static WORD: Bytes = Bytes::alnum_and(b"!#$%^*+~@_-");
    let rest = site.view.bytes.get(at..).unwrap_or_default();
    &rest[..WORD.run(&rest[..rest.len().min(LONGEST)])]
}

/// `my passcode is 4774`: a number that ends its sentence, after a name that is one of numbers.
fn code(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let len = rest.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let named = || ends_with_folded(site.name(), b"code");
    // What a blank follows may be counted by the next word.
    let ends = match &rest[len..] {
        [] => site.view.ends(),
        [b'.' | b',' | b'!', next, ..] => !next.is_ascii_alphanumeric(),
        [next, ..] => matches!(next, b'.' | b'\n' | b'\r' | b'"' | b'\\'),
    };
    let fits = (4..9).contains(&len) && site.sense == Sense::Any && named() && ends;
    fits.then(|| Open::known(RuleId::KEY_NAME, at, at + len))
}
