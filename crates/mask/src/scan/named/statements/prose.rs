//! What a sentence says of a secret: `my password is …`, `the token for the build is: …`.

use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::named::judge::{self, types};
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::{self, Literal, ends_with_folded, is_one_of, literal, spaces};
use crate::scan::named::words::word;
use crate::words::{List, numbers};

/// So much may be said of what the secret is for.
const PURPOSE: usize = 48;
/// No password in a sentence is longer.
const LONGEST: usize = 64;
/// None is shorter.
const SHORTEST: usize = 4;
/// `has been changed to`, and `now`.
const VERBS: usize = 5;

/// How a password is, which may be said between quotes, too.
static STATES: List = List::new(&numbers([
    "blank",
    "changed",
    "correct",
    "encrypted",
    "expired",
    "hashed",
    "hidden",
    "incorrect",
    "invalid",
    "mandatory",
    "missing",
    "plain",
    "plaintext",
    "strong",
    "unchanged",
    "valid",
    "weak",
    "wrong",
]));

/// Where the value is that a sentence says after the name; `at` is at the next word.
pub(crate) fn said(site: &Site<'_>, at: usize) -> Option<usize> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let is = match rest {
        [b'i', b's', ..] | [b'w', b'a', b's', ..] | [b'h', b'a', b's', ..] => at,
        [b'f', b'o', b'r', b' ', ..] => at + purpose(rest)?,
        _ => return None,
    };
    after_verbs(bytes, is)
}

/// `A temporary password is generated for root@localhost: …`, as MySQL logs it when it starts first
/// (<https://dev.mysql.com/doc/refman/8.4/en/linux-installation-rpm.html>).
pub(crate) fn generated(site: &Site<'_>, at: usize) -> Option<usize> {
    const SAID: &[u8] = b"is generated for ";
    let rest = site.view.bytes.get(at..)?.strip_prefix(SAID)?;
    let user = rest.iter().take(PURPOSE).position(|&byte| byte == b' ')?;
    rest[..user].ends_with(b":").then_some(at + SAID.len() + user + 1)
}

/// What follows `is`, `is now` or `was changed to`, where a colon may be after it.
fn after_verbs(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut tells = false;
    for _ in 0..VERBS {
        let rest = bytes.get(at..)?;
        let len = rest.iter().take(10).take_while(|byte| byte.is_ascii_lowercase()).count();
        let word = &rest[..len];
        let now = is_one_of(&["is", "now", "to"], word);
        if !now && !is_one_of(&["was", "has", "been", "set", "reset", "changed", "updated"], word) {
            break;
        }
        tells = now;
        let colon = usize::from(now && rest.get(len) == Some(&b':'));
        if rest.get(len + colon) != Some(&b' ') {
            return None;
        }
        at = spaces(bytes, at + len + colon);
        if colon > 0 {
            break;
        }
    }
    tells.then_some(at)
}

/// `for the database `, up to what it is.
fn purpose(rest: &[u8]) -> Option<usize> {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'\'');
    let len = rest.iter().take(PURPOSE).take_while(|byte| word(byte)).count();
    let is = rest[..len].windows(4).position(|part| part == b" is ")?;
    Some(is + 1)
}

/// The value at `at`, if it is clearly no word.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    if let Some(string) = literal(site.view.bytes, at) {
        let value = Look::at(site.shown(string.content, &string.skip));
        let told = judge::is_opaque(value) || is_told(site, &string, value);
        return told.then(|| site.literal(at)).flatten();
    }
    if site.view.bytes[..at].ends_with(b"to ") {
        return changed(site, at);
    }
    word::opaque(site, at).or_else(|| code(site, at)).or_else(|| short(site, at)).or_else(|| words(site, at))
}

/// Whether it is said of a password between quotes what it is, and not how.
fn is_told(site: &Site<'_>, string: &Literal, value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let state = || types::is_type(bytes) || STATES.has(bytes) || site.engine.sense(bytes).is_some();
    let phrase = || kinds.any(Kinds::DIGIT) && judge::is_phrase(bytes);
    is_password(site)
        && (SHORTEST..LONGEST).contains(&bytes.len())
        && (!kinds.any(Kinds::SPACE) || phrase())
        && !kinds.any(Kinds::PAREN.or(Kinds::BRACE))
        && !text::closes(site.view.bytes, string.content)
        && !state()
}

/// Of other names, a sentence speaks of what they are called or where they are.
fn is_password(site: &Site<'_>) -> bool {
    [&b"password"[..], b"passphrase", b"passcode", b"passwd"]
        .iter()
        .any(|end| ends_with_folded(site.name(), end))
}

/// `fe0IO`: letters of both cases and a digit.
pub(crate) fn is_short(value: Look<'_>) -> bool {
    let cases = value.kinds.any(Kinds::UPPER) && value.kinds.any(Kinds::LOWER);
    value.bytes.len() > SHORTEST && cases && value.kinds.any(Kinds::DIGIT) && value.kinds.only(Kinds::ALNUM)
}

/// The same at the end of a sentence, where it would be too little anywhere else.
pub(crate) fn short(site: &Site<'_>, at: usize) -> Option<Open> {
    let value = Look::at(word_at(site, at));
    (is_short(value) && is_password(site) && ends_sentence(site, at + value.bytes.len()))
        .then(|| word::run(site, at, value))
        .flatten()
}

/// `the password is: river-copper-cinder`: words with dashes after a colon.
fn words(site: &Site<'_>, at: usize) -> Option<Open> {
    let value = Look::at(word_at(site, at));
    let dashes = value.bytes.iter().filter(|byte| **byte == b'-').count();
    let colon = || site.view.bytes[..at].trim_ascii_end().ends_with(b":");
    let letters = value.kinds.only(Kinds::LETTER.or(Kinds::DASH));
    let fits = dashes >= 2 && letters && is_password(site) && colon();
    (fits && ends_sentence(site, at + value.bytes.len())).then(|| word::run(site, at, value)).flatten()
}

/// `Invalid API key provided: …`, as OpenAI says it, who shows no more than the ends of the key.
fn provided(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let start = at + rest.strip_prefix(b"provided: ").map(|after| rest.len() - after.len())?;
    let whole = !word_at(site, start).contains(&b'*');
    (whole && is_mixed(site, start)).then(|| word::opaque(site, start)).flatten()
}

/// What a sentence gives without a verb between: `use password Winter19 to log in`, `use API key …`,
/// `set the password to …`, `invalid password … for user ada`; a word that clearly is none.
pub(crate) fn given(site: &Site<'_>, at: usize) -> Option<Open> {
    const WITH: &[&[u8]] = &[b"with ", b"Use ", b"use ", b"using "];
    const WRONG: &[&[u8]] = &[b"invalid ", b"wrong ", b"incorrect ", b"bad "];
    let bytes = site.view.bytes;
    let before = site.before();
    let before = before.strip_suffix(b"the ").unwrap_or(before);
    let after = |words: &[&[u8]]| words.iter().any(|word| before.ends_with(word));
    let password = ends_with_folded(site.name(), b"password");
    if bytes.get(at..)?.starts_with(b"provided") {
        return provided(site, at);
    }
    if bytes.get(at..)?.starts_with(b"to ") {
        let at = spaces(bytes, at + 2);
        if let Some(string) = literal(bytes, at) {
            let value = Look::at(site.shown(string.content, &string.skip));
            let told = is_changed(site) && is_told(site, &string, value);
            return told.then(|| site.literal(at)).flatten();
        }
        return changed(site, at);
    }
    let with = || after(WITH) && (is_drawn(site, at) || password && is_mixed(site, at));
    let wrong = || password && after(WRONG) && is_mixed(site, at);
    (with() || wrong()).then(|| word::opaque(site, at)).flatten()
}

/// `set the password to …`, which is as often said of a file or a moment.
fn changed(site: &Site<'_>, at: usize) -> Option<Open> {
    let password = ends_with_folded(site.name(), b"password");
    (is_drawn(site, at) || password && is_mixed(site, at)).then(|| word::opaque(site, at)).flatten()
}

/// Whether the word at `at` is of letters and digits, and no algorithm.
pub(crate) fn is_mixed(site: &Site<'_>, at: usize) -> bool {
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
pub(crate) fn word_at<'s>(site: &'s Site<'_>, at: usize) -> &'s [u8] {
    static WORD: Bytes = Bytes::alnum_and(b"!#$%^*+~@_-");
    let rest = site.view.bytes.get(at..).unwrap_or_default();
    &rest[..WORD.run(&rest[..rest.len().min(LONGEST)])]
}

/// `my passcode is 4774`: a number that ends its sentence, after a name that is one of numbers.
fn code(site: &Site<'_>, at: usize) -> Option<Open> {
    let rest = &site.view.bytes[at..];
    let len = rest.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let named = || [&b"code"[..], b"pin", b"otp"].iter().any(|end| ends_with_folded(site.name(), end));
    let fits = (4..9).contains(&len) && site.sense == Sense::Any && named() && ends_sentence(site, at + len);
    fits.then(|| Open::known(RuleId::KEY_NAME, at, at + len))
}

/// Whether a sentence ends here. What a blank follows may be counted or told by the next word.
fn ends_sentence(site: &Site<'_>, at: usize) -> bool {
    match site.view.bytes.get(at..).unwrap_or_default() {
        [] => site.view.ends(),
        [b'.' | b',' | b'!', next, ..] => !next.is_ascii_alphanumeric(),
        [next, ..] => matches!(next, b'.' | b'\n' | b'\r' | b'"' | b'\\'),
    }
}

/// Whether somebody changes it: `I set the password to`.
fn is_changed(site: &Site<'_>) -> bool {
    const CHANGES: &[&str] =
        &["set", "sets", "reset", "change", "changed", "changing", "update", "updated", "rotated", "setting"];
    let line = line_at_end(site.before());
    let line = &line[line.len().saturating_sub(PURPOSE)..];
    judge::words(line).any(|word| is_one_of(CHANGES, word))
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::STATES.is_sorted());
    }
}
