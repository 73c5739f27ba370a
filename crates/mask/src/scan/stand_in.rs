//! Values that say by the words they are made of that they stand for a secret: `DEFINED-IN-SECRETS`,
//! `client_secret_example`, `yoursecrettoken`, `t_your_token_here_1234567`, `zKEh-CHANGE-ME-qIKc`.

use super::named::is_one_of;
use super::placeholder::has_folded;
use crate::kinds::{Kinds, Look};
use crate::words::{List, numbers};

/// Longer values are no placeholders.
const LONGEST: usize = 64;
/// The shortest is `from-env`.
const SHORTEST: usize = 8;
/// What such words are parted by.
const SEPARATOR: Kinds = Kinds::UNDERSCORE.or(Kinds::DASH);

/// What secrets are called, and what is said of them.
static NOUNS: List = List::new(&numbers([
    "access",
    "account",
    "admin",
    "api",
    "app",
    "auth",
    "client",
    "code",
    "db",
    "encryption",
    "fernet",
    "key",
    "otp",
    "pass",
    "password",
    "private",
    "refresh",
    "secret",
    "secure",
    "session",
    "shared",
    "signing",
    "storage",
    "token",
    "webhook",
]));

/// What says that they are to be put there, or how.
static MARKERS: List = List::new(&numbers([
    "base32", "base64", "encoded", "goes", "here", "my", "replace", "the", "with", "your",
]));

/// Whether a value is made of such words.
pub(super) fn is_one(Look { bytes, kinds }: Look<'_>) -> bool {
    const PLAIN: Kinds = Kinds::ALNUM.or(SEPARATOR).or(Kinds::EQUALS);
    if bytes.len() < SHORTEST || bytes.len() > LONGEST || !kinds.only(PLAIN) {
        return false;
    }
    let parted = kinds.any(SEPARATOR);
    let letters = kinds.only(Kinds::LETTER.or(SEPARATOR));
    parted && letters && (is_elsewhere(bytes) || is_example(bytes) || is_dummy(bytes, kinds))
        || parted && (is_yours(bytes) || is_to_be_changed(bytes) || is_from_elsewhere(bytes))
        || is_of_words(bytes)
}

/// `consumer_key:consumer_secret`, `account-sid:auth-token`: whether a user and a password are no more than what each
/// is called. No user is called a key.
pub(crate) fn are_names(user: &[u8], password: &[u8]) -> bool {
    const USERS: &[&str] = &["id", "key", "sid", "token"];
    const PASSWORDS: &[&str] = &["key", "secret", "token", "password"];
    let named = |value: &[u8], last: &[&str]| {
        let plain = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-');
        let mut words = words(value);
        value.iter().all(plain)
            && words.next_back().is_some_and(|word| is_one_of(last, word))
            && words.next().is_some()
    };
    let heard = |word: &[u8]| NOUNS.has(word) || words(user).any(|other| other == word);
    named(user, USERS) && named(password, PASSWORDS) && words(password).all(heard)
}

/// `xxxxxx.atlasv1.zzzzzzzzzzzzz`: one letter over and over on either side of what tells the format.
pub(super) fn is_filler_around(value: &[u8]) -> bool {
    const SHORTEST: usize = 4;
    let same = |part: &[u8]| part.len() >= SHORTEST && part.iter().all(|letter| *letter == part[0]);
    let mut parts = value.split(|byte| *byte == b'.');
    let (first, _, last) = (parts.next(), parts.next(), parts.next());
    parts.next().is_none() && [first, last].iter().all(|part| part.is_some_and(same))
}

/// `SG.x.x`: what a vendor begins a token with, and a letter for each of its parts.
pub(super) fn is_left_open(value: &[u8]) -> bool {
    const PREFIX: usize = 5;
    let mut parts = value.split(|byte| *byte == b'.');
    let prefix = parts.next().unwrap_or_default();
    prefix.len() <= PREFIX
        && prefix.iter().all(u8::is_ascii_alphabetic)
        && parts.clone().count() > 1
        && parts.all(|part| matches!(part, [b'x' | b'X', rest @ ..] if rest.iter().all(|x| *x == part[0])))
}

/// `[REDACTED_JWT_TOKEN]`, `(redacted)}`, `[TOKEN]`, `[...]`, `*redacted*`, `AWS **REDACTED**:**REDACTED**`: that
/// something was taken out, or what it was.
pub(super) fn is_redacted(value: &[u8]) -> bool {
    const DONE: &[&str] = &["redacted", "masked", "hidden", "removed", "filtered", "scrubbed"];
    // What somebody might choose, but not in brackets.
    const SAID: &[&str] = &["elided", "omitted", "protected", "sensitive", "snip", "snipped"];
    const SCHEMES: &[&str] = &["aws", "basic", "bearer", "token"];
    let letters = |byte: &u8| byte.is_ascii_alphabetic() || b"()[]{}<>*_-:/ ".contains(byte);
    let mut words = value.split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let enclosed = matches!(value, [b'(', .., b')' | b'}'] | [b'[', .., b']'] | [b'{', .., b'}']);
    let in_stars = matches!(value, [b'*', inner @ .., b'*'] if inner.iter().all(u8::is_ascii_alphabetic));
    let starred = value.windows(2).filter(|pair| *pair == b"**").count() >= 2;
    value == b"[...]"
        || value.iter().all(letters)
            && if starred {
                words.clone().any(|word| is_one_of(DONE, word))
                    && words.all(|word| is_one_of(DONE, word) || is_one_of(SCHEMES, word))
            } else {
                let done = |word: &[u8]| is_one_of(DONE, word) || is_one_of(SAID, word);
                (enclosed || in_stars)
                    && words.next().is_some_and(|word| {
                        done(word) || NOUNS.has(word) && words.all(|word| NOUNS.has(word))
                    })
            }
}

/// `base64(user:token)`: what is written in place of what a program makes of it.
pub(super) fn is_encoding(value: &[u8]) -> bool {
    const CALLS: &[&[u8]] = &[b"base64(", b"base64encode(", b"base64_encode(", b"b64encode(", b"btoa("];
    let inner = CALLS.iter().find_map(|call| {
        let (head, inner) = value.split_at_checked(call.len())?;
        head.eq_ignore_ascii_case(call).then_some(inner)
    });
    let named = |byte: &u8| byte.is_ascii_alphabetic() || b"_:. -+".contains(byte);
    inner.and_then(|inner| inner.strip_suffix(b")")).is_some_and(|inner| inner.iter().all(named))
}

fn words(value: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> + Clone {
    value.split(|byte| matches!(byte, b'_' | b'-')).filter(|word| !word.is_empty())
}

/// `DEFINED_IN_VALUES_FILE`, `from-env`: where the secret is.
fn is_elsewhere(value: &[u8]) -> bool {
    const DONE: &[&str] = &["defined", "injected", "loaded", "provided", "stored", "supplied"];
    const BY: &[&str] = &["at", "by", "from", "in", "through", "via"];
    const PLACES: &[&str] = &["config", "env", "environment", "file", "secret", "secrets", "vault"];
    let mut words = words(value);
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let last = words.next_back();
    is_one_of(DONE, first) && is_one_of(BY, second) && last.is_some()
        || is_one_of(&["from"], first) && is_one_of(PLACES, last.unwrap_or(second))
}

/// `client-secret-from-auth0-here`: what it is, where it comes from, and that it is to be put there.
fn is_from_elsewhere(value: &[u8]) -> bool {
    let mut words = words(value);
    let noun = words.next().is_some_and(|first| NOUNS.has(first));
    let here = words.next_back().is_some_and(|last| is_one_of(&["here"], last));
    noun && here && words.any(|word| is_one_of(&["from", "goes"], word))
}

/// `client_assertion_example`, `optional-key-password`.
fn is_example(value: &[u8]) -> bool {
    let mut words = words(value);
    is_one_of(&["optional"], words.clone().next().unwrap_or_default())
        || words.next_back().is_some_and(|last| is_one_of(&["example"], last))
}

/// `_DUMMY_PASSWORD`: in capitals, that there is none, and what is not there.
fn is_dummy(value: &[u8], kinds: Kinds) -> bool {
    const NONE: &[&str] = &["dummy", "fake", "sample"];
    let mut words = words(value);
    !kinds.any(Kinds::LOWER)
        && words.next_back().is_some_and(|last| NOUNS.has(last))
        && words.any(|word| is_one_of(NONE, word))
}

/// `t_your_token_here_1234567deadbeef`: what is to be put there, between other parts.
fn is_yours(value: &[u8]) -> bool {
    let mut words = words(value);
    words.by_ref().any(|word| is_one_of(&["your"], word)) && words.any(|word| is_one_of(&["here"], word))
}

/// `zKEh-CHANGE-ME-qIKc`: what is to be done with it, between other parts.
fn is_to_be_changed(value: &[u8]) -> bool {
    const ASKED: &[(&[u8], &[u8])] = &[(b"CHANGE", b"ME"), (b"CHANGEZ", b"MOI"), (b"REPLACE", b"ME")];
    let (mut between, mut last) = (words(value), (&b""[..], &b""[..]));
    // The first and the last of them are others.
    let others = between.next().is_some() && between.next_back().is_some();
    let asks = |word| {
        last = (last.1, word);
        ASKED.contains(&last)
    };
    others && between.any(asks)
}

/// `sdbst_h256_yoursecrettoken`, `privatekeyhere`, `YourSecurePassword123`: words without anything between them,
/// and perhaps what a vendor begins a token with.
fn is_of_words(value: &[u8]) -> bool {
    const PREFIX: usize = 8;
    let value = &value[..value.iter().rposition(|byte| *byte != b'=').map_or(0, |at| at + 1)];
    let start = value.iter().rposition(|byte| matches!(byte, b'_' | b'-')).map_or(0, |at| at + 1);
    let plain = |word: &[u8]| {
        word.len() <= PREFIX && word.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let tells = |value: &[u8]| {
        [&b"your"[..], b"here", b"base64", b"base32"].iter().any(|marker| has_folded(value, marker))
    };
    let (prefix, last) = value.split_at(start);
    // What was drawn has letters of both cases.
    let kinds = Kinds::of(last);
    let titled = last.starts_with(b"Your") || last.ends_with(b"Here") && last[0].is_ascii_uppercase();
    if kinds.any(Kinds::UPPER) && kinds.any(Kinds::LOWER) && !titled {
        return false;
    }
    last.len() >= SHORTEST && tells(last) && words(prefix).all(plain) && is_put_together(last)
}

/// Whether letters are such words only, of both kinds. After `your`, a number may be the last.
fn is_put_together(letters: &[u8]) -> bool {
    const WORD: usize = 10;
    const NUMBER: usize = 4;
    let (mut rest, mut nouns, mut markers) = (letters, 0, 0);
    while !rest.is_empty() {
        let known = |len: &usize| NOUNS.has(&rest[..*len]) || MARKERS.has(&rest[..*len]);
        let Some(len) = (2..=rest.len().min(WORD)).rev().find(known) else {
            break;
        };
        let noun = NOUNS.has(&rest[..len]);
        (nouns, markers) = (nouns + usize::from(noun), markers + usize::from(!noun));
        rest = &rest[len..];
    }
    let your = letters.get(..4).is_some_and(|first| is_one_of(&["your"], first));
    let number = your && rest.len() <= NUMBER && rest.iter().all(u8::is_ascii_digit);
    nouns > 0 && markers > 0 && (rest.is_empty() || number)
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::NOUNS.is_sorted() && super::MARKERS.is_sorted());
    }
}
