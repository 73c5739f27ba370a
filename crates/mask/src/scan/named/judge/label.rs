//! Labels and titles: what a field or a column says that is called like the secret.

use super::foreign;
use super::passphrase::is_passphrase;
use super::sentence::{has_stop, is_prose, words};
use super::translated::is_translated;
use super::unescaped;
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{ends_with_folded, is_one_of};

/// `Password` for a passphrase, `Pincode` for a PIN.
pub(super) fn is_title(value: Look<'_>, site: &Site<'_>) -> bool {
    let Look { bytes, kinds } = value;
    let capital = kinds.only(Kinds::LETTER) && bytes.first().is_some_and(u8::is_ascii_uppercase);
    capital && bytes[1..].iter().all(u8::is_ascii_lowercase) && site.engine.sense(bytes).is_some()
}

/// `Lösenord*`, `Enter your password*`: a label whose star says that the field must be filled in. Of a password, one
/// word of ASCII may be what somebody chose, unless the name is that of a field.
pub(super) fn is_required(value: Look<'_>, site: &Site<'_>) -> bool {
    const FIELDS: &[&str] = &[
        "button",
        "caption",
        "field",
        "form",
        "hint",
        "input",
        "label",
        "placeholder",
        "prompt",
        "text",
        "title",
    ];
    let Look { bytes, kinds } = value;
    if !kinds.only(Kinds::LETTER.or(Kinds::SPACE).or(Kinds::OTHER).or(Kinds::STAR).or(Kinds::DASH)) {
        return false;
    }
    let Some(star) = bytes.iter().position(|byte| *byte == b'*').filter(|at| *at > 0) else {
        return false;
    };
    let (text, rest) = (bytes[..star].trim_ascii_end(), bytes[star + 1..].trim_ascii());
    let name = site.name();
    let field = |words: &Words| words.iter().any(|word| is_one_of(FIELDS, word));
    let told =
        kinds.any(Kinds::SPACE.or(Kinds::OTHER)) || Words::split(name).is_some_and(|words| field(&words));
    if let Some(words) = Words::split(name)
        && field(&words)
        && rest.is_empty()
        && is_foreign_word(Look::at(text))
    {
        return true;
    }
    let label = |text: &[u8]| is_label(Look::at(text), name) || is_title(Look::at(text), site);
    told && label(text) && (rest.is_empty() || Kinds::of(rest).any(Kinds::OTHER) && label(rest))
}

/// `Aðgangsorð`: one word with a capital first, and letters beyond ASCII.
fn is_foreign_word(Look { bytes, kinds }: Look<'_>) -> bool {
    let small = |byte: &u8| byte.is_ascii_lowercase() || !byte.is_ascii();
    kinds.any(Kinds::OTHER)
        && bytes.first().is_some_and(u8::is_ascii_uppercase)
        && bytes.iter().skip(1).all(small)
}

/// `Password` for a password, `Enter your password`: what a form says, in the language of its reader.
pub(crate) fn is_label(value: Look<'_>, name: &[u8]) -> bool {
    let Look { bytes, kinds } = value;
    if kinds.any(Kinds::BACKSLASH)
        && unescaped::text(bytes, &mut [0; SHOWN]).is_some_and(|text| is_label(Look::at(text), name))
    {
        return true;
    }
    if kinds.any(Kinds::DIGIT) {
        return foreign::is_sentence(value);
    }
    if bytes.len() < 3 {
        return false;
    }
    if foreign::is_word(value, name) {
        return true;
    }
    if kinds.any(Kinds::OTHER) {
        return is_translated(value);
    }
    let letters = |byte: &u8| byte.is_ascii_alphabetic() || b" .,:;?!'-()/_".contains(byte);
    let spoken = || names(bytes, name) && (bytes.iter().all(letters) || has_stop(bytes));
    let said = || is_prose(bytes) && !is_passphrase(value, name);
    let phrase = kinds.any(Kinds::SPACE) && (spoken() || said())
        || kinds.only(Kinds::LETTER.or(Kinds::DASH))
            && kinds.any(Kinds::DASH)
            && is_joined_title(bytes, name);
    same_letters(bytes, name)
        || phrase
        || is_translated(value)
        || kinds.any(Kinds::SPACE) && has_parts_of(bytes, name)
        || ends_with_folded(name, b"credentials") && is_heading(value)
}

/// `Nextcloud App Password`, `Password dell'app Nextcloud` for `nextcloudpassword`: two of the words make the name.
fn has_parts_of(value: &[u8], name: &[u8]) -> bool {
    const SHORTEST: usize = 3;
    let parts = || value.split(|byte| *byte == b' ').filter(|part| part.len() >= SHORTEST);
    let rest = |first: &[u8]| {
        let (head, rest) = name.split_at_checked(first.len())?;
        (head.eq_ignore_ascii_case(first) && !rest.is_empty()).then_some(rest)
    };
    parts().filter_map(rest).any(|rest| parts().any(|part| part.eq_ignore_ascii_case(rest)))
}

/// `Dane logowania`: two to four words, and only the first with a capital, or all. Credentials themselves have more
/// than letters, or are one word that somebody chose.
fn is_heading(Look { bytes, kinds }: Look<'_>) -> bool {
    const WORDS: usize = 4;
    const SHORTEST: usize = 8;
    let small = |word: &[u8]| !word.is_empty() && word[1..].iter().all(u8::is_ascii_lowercase);
    let mut words = bytes.split(|byte| *byte == b' ');
    kinds.only(Kinds::LETTER.or(Kinds::SPACE))
        && bytes.len() >= SHORTEST
        && bytes.first().is_some_and(u8::is_ascii_uppercase)
        && (2..=WORDS).contains(&words.clone().count())
        && words.all(small)
}

/// `Zugangs-Token` for a token.
fn is_joined_title(value: &[u8], name: &[u8]) -> bool {
    let capital = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_uppercase) && part.iter().skip(1).all(u8::is_ascii_lowercase)
    };
    let mut parts = value.split(|byte| *byte == b'-');
    parts.clone().all(capital) && parts.next_back().is_some_and(|last| same_letters(last, name))
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
    let capital = name.iter().skip(1).rposition(u8::is_ascii_uppercase).map_or(0, |at| at + 1);
    let starts = if name.iter().any(u8::is_ascii_lowercase) { capital } else { 0 };
    let tail = name[starts..].rsplit(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
    // Short ones are in other words, too: `key` in `hockey`.
    let begins = |at: usize| match (value[..at].last(), value[at]) {
        (Some(before), first) if first.is_ascii_uppercase() => !before.is_ascii_uppercase(),
        (before, _) => !before.is_some_and(u8::is_ascii_alphabetic),
    };
    let mut parts = value.windows(tail.len().max(1)).enumerate();
    let is_named =
        |(at, part): (usize, &[u8])| part.eq_ignore_ascii_case(tail) && (tail.len() > 3 || begins(at));
    tail.len() >= 3 && (parts.any(is_named) || words(value).any(|word| same_letters(word, name)))
}
