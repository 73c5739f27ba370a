//! Places for values, as formats have them, and what stands around them.

use crate::kinds::{Kinds, Look};

/// Whether a value is nothing else.
pub(super) fn has_only(Look { bytes, kinds }: Look<'_>) -> bool {
    kinds.any(Kinds::PERCENT) && (is_format(bytes) || are_flags(bytes))
        || kinds.any(Kinds::BRACE) && is_after_scheme(bytes)
        || kinds.any(Kinds::ANGLE) && is_after_prefix(bytes)
}

/// `%s:%s`, `(%s|%s)`, `%+v`: places for values, and signs between them; `%P`.
fn is_format(value: &[u8]) -> bool {
    if let [b'%', kind] = value {
        return kind.is_ascii_alphabetic();
    }
    let mut parts = value.split(|byte| *byte == b'%');
    let sign = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let alone = parts.clone().count() == 2;
    let place = |part: &[u8]| {
        after_flags(part, alone)
            .split_first()
            .is_some_and(|(kind, rest)| b"cdfiopqrstuvwxT@".contains(kind) && rest.iter().all(sign))
    };
    parts.next().is_some_and(|first| first.iter().all(sign)) && parts.all(place)
}

/// What follows the flags, the width and the precision of a place: `s` of `-20.8s`, `.*s`
/// (<https://pubs.opengroup.org/onlinepubs/9799919799/functions/printf.html>). With a digit before it, what may be
/// one is a percent-encoded letter where there are several: `%6f%6c`.
fn after_flags(part: &[u8], alone: bool) -> &[u8] {
    let flags = part.iter().take_while(|byte| b"+-# 0".contains(byte)).count();
    let rest = &part[flags..];
    let sized = rest.iter().take_while(|byte| byte.is_ascii_digit() || b".*".contains(byte)).count();
    let encoded = flags + sized == 1 && rest.get(sized).is_some_and(u8::is_ascii_hexdigit);
    if encoded && !alone { part } else { &rest[sized..] }
}

/// ` --username=%s --password=%s`: flags, and places for their values.
fn are_flags(value: &[u8]) -> bool {
    let flag = |word: &[u8]| {
        let len = word.iter().position(|byte| *byte == b'=').unwrap_or(word.len());
        let (name, value) = word.split_at(len);
        let plain = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'-';
        name.starts_with(b"-")
            && name.iter().all(plain)
            && matches!(value, [] | [b'=', b'%', b's' | b'd' | b'v' | b'q'])
    };
    let place = |word: &[u8]| matches!(word, [b'%', b's' | b'd' | b'v' | b'q']);
    let mut words = value.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).peekable();
    words.peek().is_some_and(|first| first.starts_with(b"-")) && words.all(|word| place(word) || flag(word))
}

/// `pop {}`, `MAC {0}`: a scheme, and the place for the credentials.
fn is_after_scheme(value: &[u8]) -> bool {
    const LONGEST: usize = 12;
    let blank = value.iter().take(LONGEST).position(|byte| *byte == b' ');
    let place = blank.and_then(|at| value[at + 1..].strip_prefix(b"{")?.strip_suffix(b"}"));
    place.is_some_and(|number| number.len() <= 1 && number.iter().all(u8::is_ascii_digit))
        && value.iter().take_while(|byte| **byte != b' ').all(u8::is_ascii_alphabetic)
}

/// `xoxb-<your-bot-token>`: what the tokens of a vendor begin with, and words in place of the rest.
fn is_after_prefix(value: &[u8]) -> bool {
    const LONGEST: usize = 16;
    let open = value.iter().take(LONGEST + 1).position(|byte| *byte == b'<');
    let parts = open.and_then(|at| Some((&value[..at], value[at + 1..].strip_suffix(b">")?)));
    parts.is_some_and(|(prefix, words)| {
        let plain = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-');
        let word = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' ');
        prefix.iter().all(plain)
            && matches!(prefix, [_, .., b'_' | b'-'])
            && words.len() > 2
            && words.iter().all(word)
    })
}
