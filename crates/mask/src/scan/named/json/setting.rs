//! Texts and numbers beside a secret whose own key says that they set something:
//! `"Jwt": {"Issuer": "api", "ExpiryMinutes": 60, "Key": "…"}`.
//!
//! The key says it by the words of objects that are looked into ([`public`], [`metadata`], [`described`]), but for
//! those that say who has the secret. The value must be no more than that says: among secrets, what looks drawn is one.

use super::{described, metadata, public};
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::engine::Engine;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::manifest;
use crate::scan::named::text::{ends_with_folded, is_one_of};

/// No port has more digits.
const PORT: usize = 5;
/// No time in seconds that people write.
const SECONDS: usize = 8;

/// What one of several is called: `"expiration_type": "non-expiring"`.
const CHOICE: Kinds = Kinds::LOWER.or(Kinds::DASH).or(Kinds::UNDERSCORE);

/// Whether a string under the key `word` is a setting.
pub(super) fn is_text(word: &[u8], value: Look<'_>, engine: &Engine) -> bool {
    is_told(word, value, engine) && is_plain(value, engine) && says_no_secret(word, engine)
}

/// Whether a number is.
pub(super) fn is_number(word: &[u8], number: &[u8], engine: &Engine) -> bool {
    let digits = number.strip_prefix(b"-").unwrap_or(number);
    let told = || {
        public::is_published(word)
            || metadata::is_counted(word)
            || digits.len() <= PORT && last_word(word, |last| last == b"port")
    };
    metadata::is_number(digits) && told() && engine.sense(word).is_none()
}

/// Whether the strings of a list are settings that are plain.
pub(super) fn has_list(word: &[u8], engine: &Engine) -> bool {
    (public::is_published(word) || metadata::has_names(word)) && says_no_secret(word, engine)
}

/// Whether a value is written in words or short numbers, and names no other secret.
pub(super) fn is_plain(value: Look<'_>, engine: &Engine) -> bool {
    const PLAIN: Kinds = Kinds::ALNUM
        .or(Kinds::DASH)
        .or(Kinds::UNDERSCORE)
        .or(Kinds::DOT)
        .or(Kinds::COLON)
        .or(Kinds::SLASH)
        .or(Kinds::SPACE)
        .or(Kinds::COMMA)
        .or(Kinds::PLUS);
    let Look { bytes, kinds } = value;
    let known = |text: &[u8]| judge::is_url(text, engine) || described::is_time(text);
    let parted = kinds.any(Kinds::SPACE.or(Kinds::COLON));
    let names_none = |text: &[u8]| {
        let part = |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-');
        !parted || text.split(part).all(|part| engine.sense(part).is_none())
    };
    let word = |word: &[u8]| known(word) || !is_drawn(Look::at(word)) && names_none(word);
    known(bytes) || kinds.only(PLAIN) && bytes.split(|byte| matches!(byte, b' ' | b',')).all(word)
}

/// Whether the key says what the value is.
fn is_told(word: &[u8], value: Look<'_>, engine: &Engine) -> bool {
    let Look { bytes, kinds } = value;
    let digits = || kinds.only(Kinds::DIGIT) && bytes.len() <= SECONDS;
    public::is_published(word)
        || public::is_called(word)
        || metadata::is_said(word, bytes)
        // Which of several keys is meant says no more than that it is one.
        || !is_one_of(&["key"], word) && described::refers(word, bytes)
        || is_address(word) && judge::is_url(bytes, engine)
        || kinds.only(CHOICE) && last_word(word, |last| last == b"type")
        || bytes.first().is_some_and(u8::is_ascii_digit)
            && (digits() || judge::is_duration(bytes))
            && metadata::is_counted(word) && !is_id(word)
        || is_host(value) && last_word(word, manifest::is_host)
}

/// What a link of HAL has, too: `"resetPassword": {"href": "https://…", "method": "POST"}`
/// (<https://datatracker.ietf.org/doc/html/draft-kelly-json-hal#section-5.1>).
fn is_address(word: &[u8]) -> bool {
    ends_with_folded(word, b"url") || word == b"href"
}

/// A number of digits in quotes may be more than one of a table.
fn is_id(word: &[u8]) -> bool {
    ends_with_folded(word, b"id")
}

/// `db.example.com`, `127.0.0.1`, `localhost`, `5432`.
fn is_host(Look { bytes, kinds }: Look<'_>) -> bool {
    const HOST: Kinds = Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::DOT).or(Kinds::DASH);
    kinds.only(HOST) && kinds.any(Kinds::DOT)
        || bytes == b"localhost"
        || kinds.only(Kinds::DIGIT) && bytes.len() <= PORT
}

fn is_drawn(value: Look<'_>) -> bool {
    judge::is_clear(value) || judge::is_random(value) || suspect::is_short(value)
}

/// Whether a key is neither that of a secret nor says who has it.
fn says_no_secret(word: &[u8], engine: &Engine) -> bool {
    let user = |words: &Words| words.iter().any(manifest::is_user);
    Words::split(word).is_some_and(|words| !user(&words)) && engine.sense(word).is_none()
}

fn last_word(word: &[u8], test: impl Fn(&[u8]) -> bool) -> bool {
    Words::split(word).is_some_and(|words| test(words.last()))
}
