//! What a sentence says of a secret: `my password is …`, `the token for the build is: …`.

use super::{below, given, shown};
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::named::headers;
use crate::scan::named::judge::{self, passphrase, suspect, types};
use crate::scan::named::line::{ends_at, next_line};
use crate::scan::named::site::Site;
use crate::scan::named::text::{self, Literal, ends_with_folded, is_one_of, literal, opening_quote, spaces};
use crate::scan::named::words::word;
use crate::words::{List, numbers};

/// So much may be said of what the secret is for.
pub(super) const PURPOSE: usize = 48;
/// No password in a sentence is longer.
pub(super) const LONGEST: usize = 64;
/// None is shorter.
const SHORTEST: usize = 4;
/// The half of a number that is read more easily so.
const GROUP: usize = 3;
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

/// Whether a word says how a password is.
pub(crate) fn is_how(word: &[u8]) -> bool {
    STATES.has(word)
}

/// Where the value is that a sentence says after the name; `at` is at the next word.
pub(crate) fn said(site: &Site<'_>, at: usize) -> Option<usize> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let is = match rest {
        [b'i', b's', ..] | [b'w', b'a', b's', ..] | [b'h', b'a', b's', ..] => at,
        [b'l', b'a', b'u', b't', ..] => at,
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
        let now = is_one_of(&["is", "now", "to", "ist", "lautet"], word);
        if !now && !is_one_of(&["was", "has", "been", "set", "reset", "changed", "updated"], word) {
            break;
        }
        tells = now;
        let colon = usize::from(now && rest.get(len) == Some(&b':'));
        if rest.get(len + colon) != Some(&b' ') {
            // It may be on a line of its own.
            let ends = now && next_line(bytes, at + len + colon).is_some();
            return ends.then_some(at + len + colon);
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
    if let Some(first) = literal(site.view.bytes, at) {
        let (at, string) = second(site, &first).unwrap_or((at, first));
        let value = Look::at(site.shown(string.content, &string.skip));
        let told = judge::is_opaque(value) || is_told(site, &string, value);
        return told.then(|| site.literal(at)).flatten();
    }
    if ends_with_folded(site.name(), b"cookie") && headers::is_attribute(&site.view.bytes[at..]) {
        return None;
    }
    if site.view.bytes[..at].ends_with(b"to ") {
        return given::changed(site, at);
    }
    word::opaque(site, at)
        .or_else(|| code(site, at))
        .or_else(|| short(site, at))
        .or_else(|| words(site, at))
        .or_else(|| letters(site, at))
        .or_else(|| shown::emphasised(site, at))
        .or_else(|| below::value(site, at))
}

/// The second of two strings, where it is said of a user first what it is: ``username and password is `ada` and `…` ``.
fn second(site: &Site<'_>, first: &Literal) -> Option<(usize, Literal)> {
    const USERS: &[&[u8]] = &[b"username and ", b"user name and ", b"user and ", b"login and "];
    const AND: &[u8] = b" and ";
    let bytes = site.view.bytes;
    if !USERS.iter().any(|user| ends_with_folded(site.before(), user)) {
        return None;
    }
    let end = first.content + site.shown(first.content, &first.skip).len() + first.quote.width();
    let at = end + AND.len();
    let string = literal(bytes, at).filter(|string| string.quote == first.quote)?;
    bytes.get(end..)?.starts_with(AND).then_some((at, string))
}

/// Whether it is said of a password between quotes what it is, and not how.
pub(super) fn is_told(site: &Site<'_>, string: &Literal, value: Look<'_>) -> bool {
    is_told_word(site, value) && !text::closes(site.view.bytes, string.content)
}

/// The same of a value that no quotes are around.
pub(super) fn is_told_word(site: &Site<'_>, value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let state = || types::is_type(bytes) || STATES.has(bytes) || site.engine.sense(bytes).is_some();
    let phrase = || kinds.any(Kinds::DIGIT) && judge::is_phrase(bytes) || is_long_phrase(value);
    is_password(site)
        && (SHORTEST..LONGEST).contains(&bytes.len())
        && (!kinds.any(Kinds::SPACE) || phrase())
        && !kinds.any(Kinds::PAREN.or(Kinds::BRACE))
        && !state()
}

/// `galaxy tractor dishwasher lemon`: more words than are said of a password without a sentence.
fn is_long_phrase(value: Look<'_>) -> bool {
    judge::words(value.bytes).nth(3).is_some() && passphrase::is_made_of_words(value)
}

/// ``- Password: `marmalade` ``: an item of a list that has no more, and a word that says nothing.
pub(crate) fn is_listed(site: &Site<'_>, string: &Literal, value: Look<'_>) -> bool {
    const WORD: usize = 8;
    let capital = site.name().first().is_some_and(u8::is_ascii_uppercase);
    is_item(site)
        && capital
        && value.bytes.len() >= WORD
        && value.kinds.only(Kinds::LOWER)
        && ends_at(site.view.bytes, string.content + value.bytes.len() + 1)
        && is_told(site, string, value)
}

/// Whether an item of a list begins with the name.
pub(super) fn is_item(site: &Site<'_>) -> bool {
    site.before().ends_with(b"- ") || site.before().ends_with(b"* ")
}

/// Of other names, a sentence speaks of what they are called or where they are.
pub(crate) fn is_password(site: &Site<'_>) -> bool {
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

/// `the password is: river-copper-cinder`: words with dashes after a colon, or more of them.
fn words(site: &Site<'_>, at: usize) -> Option<Open> {
    let value = Look::at(word_at(site, at));
    let dashes = value.bytes.iter().filter(|byte| **byte == b'-').count();
    let colon = || site.view.bytes[..at].trim_ascii_end().ends_with(b":");
    let letters = value.kinds.only(Kinds::LETTER.or(Kinds::DASH));
    let fits = dashes >= 2 && letters && is_password(site) && (colon() || is_long_phrase(value));
    (fits && ends_sentence(site, at + value.bytes.len())).then(|| word::run(site, at, value)).flatten()
}

/// `the password is bCNqyAQhtNLx`: letters that were drawn.
fn letters(site: &Site<'_>, at: usize) -> Option<Open> {
    let value = Look::at(word_at(site, at));
    let fits = suspect::is_letters(value) && ends_sentence(site, at + value.bytes.len());
    fits.then(|| word::run(site, at, value)).flatten()
}

/// Whether the word at `at` is of letters and digits, and no algorithm.
pub(crate) fn is_mixed(site: &Site<'_>, at: usize) -> bool {
    let word = word_at(site, at);
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = word.iter().any(u8::is_ascii_alphabetic);
    (8..LONGEST).contains(&word.len()) && digits >= 2 && letters && !is_algorithm(word)
}

/// Whether the word at `at` is no name either.
pub(super) fn is_drawn(site: &Site<'_>, at: usize) -> bool {
    let word = word_at(site, at);
    judge::is_no_name(Look::at(word)) && !is_algorithm(word)
}

pub(super) fn is_algorithm(word: &[u8]) -> bool {
    const ALGORITHMS: &[&[u8]] = &[
        b"aes", b"pbkdf", b"argon", b"sha", b"scrypt", b"bcrypt", b"base", b"scram", b"md5", b"hmac",
        b"utf8", b"tls",
    ];
    let begins = |name: &&[u8]| word.len() > name.len() && word[..name.len()].eq_ignore_ascii_case(name);
    ALGORITHMS.iter().any(begins)
}

/// A word that is clearly a password, or drawn under any name, whatever stands between the two.
pub(crate) fn clear(site: &Site<'_>, at: usize) -> Option<Open> {
    let value = Look::at(word_at(site, at));
    is_clear(site, at, value).then(|| word::run(site, at, value)).flatten()
}

/// The same of all of a string between double quotes.
pub(crate) fn clear_string(site: &Site<'_>, at: usize) -> bool {
    let value = Look::at(word_at(site, at));
    opening_quote(site.view.bytes, at + value.bytes.len()).is_some() && is_clear(site, at, value)
}

fn is_clear(site: &Site<'_>, at: usize, value: Look<'_>) -> bool {
    let password = || is_mixed(site, at) || suspect::is_letters(value) || suspect::is_password(value);
    (is_drawn(site, at) || is_password(site) && password())
        && !judge::is_compound(value.bytes)
        && site.engine.sense(value.bytes).is_none()
}

/// Letters, digits and the signs of a password.
pub(crate) fn word_at<'s>(site: &'s Site<'_>, at: usize) -> &'s [u8] {
    static WORD: Bytes = Bytes::alnum_and(b"!#$%^*+~@_-");
    let rest = site.view.bytes.get(at..).unwrap_or_default();
    &rest[..WORD.run(&rest[..rest.len().min(LONGEST)])]
}

/// `my passcode is 4774`: a number that ends its sentence, after a name that is one of numbers.
fn code(site: &Site<'_>, at: usize) -> Option<Open> {
    let len = digits(site, at);
    let fits = (4..9).contains(&len) && is_numbered(site) && ends_sentence(site, at + len);
    let whole = fits.then(|| Open::known(RuleId::KEY_NAME, at, at + len));
    whole.or_else(|| grouped(site, at))
}

/// `482 913`: the same in two halves.
pub(crate) fn grouped(site: &Site<'_>, at: usize) -> Option<Open> {
    let second = at + GROUP + 1;
    let end = second + GROUP;
    let parted = digits(site, at) == GROUP && site.byte(at + GROUP) == Some(b' ');
    let fits = parted && digits(site, second) == GROUP && is_numbered(site) && ends_sentence(site, end);
    fits.then(|| Open::known(RuleId::KEY_NAME, at, end))
}

/// How many digits are at `at`, up to more than a number has that people type.
fn digits(site: &Site<'_>, at: usize) -> usize {
    let rest = site.view.bytes.get(at..).unwrap_or_default();
    rest.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count()
}

/// Whether the name is one of numbers.
fn is_numbered(site: &Site<'_>) -> bool {
    let named = || [&b"code"[..], b"pin", b"otp"].iter().any(|end| ends_with_folded(site.name(), end));
    site.sense == Sense::Any && named()
}

/// Whether a sentence ends here. What a blank follows may be counted or told by the next word.
pub(super) fn ends_sentence(site: &Site<'_>, at: usize) -> bool {
    match site.view.bytes.get(at..).unwrap_or_default() {
        [] => site.view.ends(),
        [b'.' | b',' | b'!', next, ..] => !next.is_ascii_alphanumeric(),
        [next, ..] => matches!(next, b'.' | b'\n' | b'\r' | b'"' | b'\\'),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::STATES.is_sorted());
    }
}
