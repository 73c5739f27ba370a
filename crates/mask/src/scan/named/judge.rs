//! Whether a value is a secret, given its name.

use super::text::is_one_of;
use super::{Site, is_harmless};
use crate::names::Sense;

/// Words of a sentence, and of no passphrase that was drawn.
const STOPS: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "be", "must", "should", "can", "cannot", "will", "to", "of", "for",
    "in", "on", "at", "by", "with", "from", "your", "you", "our", "it", "its", "this", "that", "and", "or",
    "not", "no", "if", "when", "which", "use", "set", "see", "how", "please", "enter", "least", "required",
    "invalid", "only", "what", "where", "do", "per", "we", "then", "has", "have", "does", "than", "as",
    "but", "so", "before", "after", "into", "too", "any", "all", "each",
];

/// Whether `value`, or the beginning of one that is longer, is a secret.
pub(super) fn is_secret(value: &[u8], site: &Site<'_>) -> bool {
    if is_harmless(value, site.engine) {
        return false;
    }
    let fits = match site.sense {
        Sense::Any | Sense::Scalar => true,
        Sense::Opaque => is_opaque(value),
        Sense::Random => is_random(value),
    };
    fits && !is_label(value, site.name()) && !has_own_password(value, site.name())
}

/// `Password` for a password, `Enter your password`: what a form says.
fn is_label(value: &[u8], name: &[u8]) -> bool {
    if value.len() < 4 || value.iter().any(|byte| byte.is_ascii_digit() || !byte.is_ascii()) {
        return false;
    }
    same_letters(value, name)
        || value.contains(&b' ') && (names(value, name) && has_stop(value) || is_prose(value))
}

fn same_letters(value: &[u8], name: &[u8]) -> bool {
    let mut left = value.iter().filter(|byte| byte.is_ascii_alphabetic());
    let mut right = name.iter().filter(|byte| byte.is_ascii_alphabetic());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {}
            _ => return false,
        }
    }
}

/// Whether the value speaks of what the name names.
fn names(value: &[u8], name: &[u8]) -> bool {
    let tail = &name[name.len().saturating_sub(6)..];
    tail.len() >= 4 && value.windows(tail.len()).any(|part| part.eq_ignore_ascii_case(tail))
}

fn has_stop(value: &[u8]) -> bool {
    words(value).any(|word| is_one_of(STOPS, word))
}

fn words(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// A sentence.
pub(super) fn is_prose(value: &[u8]) -> bool {
    let stops = words(value).filter(|word| is_one_of(STOPS, word)).count();
    let count = words(value).count();
    let ends = matches!(value.last(), Some(b'.' | b'?' | b'!' | b':'));
    count >= 3 && stops >= 1 && (ends || stops >= 2 && count >= 5)
        || count == 2 && stops >= 1 && value.starts_with(b"is ")
}

/// Words that make no sentence.
pub(super) fn is_phrase(value: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'!' | b'@');
    words(value).count() <= 8 && value.iter().all(plain) && !has_stop(value)
}

/// A URL in which a rule of its own finds the password.
fn has_own_password(value: &[u8], name: &[u8]) -> bool {
    let connects = name.last_chunk::<3>().is_some_and(|last| is_one_of(&["dsn", "ing", "str"], last));
    let at = value.iter().position(|&byte| byte == b'@');
    let scheme = value.windows(3).position(|part| part == b"://");
    match (scheme, at) {
        (Some(scheme), Some(at)) if connects && scheme < at => value[scheme + 3..at].contains(&b':'),
        _ => false,
    }
}

/// More than a word: digits or signs among the letters.
pub(super) fn is_opaque(value: &[u8]) -> bool {
    let digit = value.iter().any(u8::is_ascii_digit);
    let sign = value.iter().any(|byte| b"!@#$%^*+=~?/".contains(byte));
    value.len() >= 6 && (digit || sign) && !value.contains(&b' ')
}

/// Drawn at random: long, mixed, and no UUID. Or the many words of a wallet.
pub(super) fn is_random(value: &[u8]) -> bool {
    let words = value.split(|&byte| byte == b' ');
    if words.clone().count() >= 12 {
        return words.clone().all(|word| word.iter().all(u8::is_ascii_lowercase));
    }
    let has = |kind: fn(&u8) -> bool| value.iter().any(kind);
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let plain = value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-+/=.%:".contains(byte));
    value.len() >= 16 && mixed && plain && !is_uuid(value)
}

fn is_uuid(value: &[u8]) -> bool {
    let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    value.len() == 36
        && value
            .iter()
            .enumerate()
            .all(|(at, byte)| if dash(at) { *byte == b'-' } else { byte.is_ascii_hexdigit() })
}
