//! What a program says to people, in any language: told by how it is written, and not by its words.

use super::looks::is_scrambled;
use super::sentence::is_prose;
use crate::kinds::{Kinds, Look};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{Quoting, ends_with_folded, is_one_of};

/// Whether a value is a sentence or a label.
pub(super) fn is_said(value: Look<'_>, site: &Site<'_>) -> bool {
    if site.name().starts_with(b"-") && is_of_flag(value, site) {
        return true;
    }
    const MARKS: Kinds = Kinds::SPACE.or(Kinds::BRACE).or(Kinds::COLON).or(Kinds::DASH).or(Kinds::OTHER);
    let Look { bytes, kinds } = value;
    let listed = site.before().ends_with(b"['") || site.before().ends_with(b"[\"");
    // What most values fail comes first.
    if !kinds.any(MARKS) && !listed {
        return false;
    }
    if kinds.any(Kinds::BRACE) {
        return has_place(bytes);
    }
    if kinds.any(Kinds::PERCENT) && kinds.any(Kinds::SPACE) {
        return has_format(bytes);
    }
    if kinds.any(Kinds::SPACE) && is_description(bytes, site.name()) {
        return true;
    }
    if kinds.any(Kinds::SPACE) && is_issued(site.name()) && is_cut_out(bytes) {
        return true;
    }
    if !are_words(bytes) || !begins(bytes) {
        return false;
    }
    listed && is_of_texts(site.before())
        || asks(value)
        || kinds.any(Kinds::SPACE) && (is_sentence(value) || is_issued(site.name()) && is_told(bytes))
        || title(site).is_some_and(|title| is_label(value, title, site.name()))
}

/// `--psk-identity required if --psk used.`: a flag in a sentence; `[--psk hex-key`: in a manual.
fn is_of_flag(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    let word = bytes.strip_suffix(b".").or_else(|| bytes.strip_suffix(b":")).unwrap_or_default();
    let listed = || site.before().ends_with(b"[") && kinds.only(Kinds::LOWER.or(Kinds::DASH));
    word.len() > 2 && word.iter().all(u8::is_ascii_lowercase) || listed()
}

/// `You can get a token from {0}.`: words, and among them what a program puts in.
fn has_place(value: &[u8]) -> bool {
    const LONGEST: usize = 24;
    let mut rest = value;
    let (mut places, mut letters, mut parted) = (0, 0, false);
    while let Some(open) = rest.iter().position(|byte| *byte == b'{') {
        let (text, place) = (&rest[..open], &rest[open + 1..]);
        let Some(close) = place.iter().take(LONGEST + 1).position(|byte| *byte == b'}') else {
            break;
        };
        let name = &place[..close];
        let named = |byte: &u8| byte.is_ascii_alphanumeric() || b"_ .-".contains(byte);
        if name.is_empty() || !name.iter().all(named) || !are_words(text) {
            return false;
        }
        places += 1;
        letters += count_letters(text);
        parted |= text.iter().any(|byte| *byte == b' ' || !byte.is_ascii());
        rest = &place[close + 1..];
    }
    let cut = value.len() == SHOWN && rest.starts_with(b"{");
    parted |= rest.iter().any(|byte| *byte == b' ' || !byte.is_ascii());
    places > 0 && parted && letters + count_letters(rest) >= 4 && (cut || are_words(rest))
}

/// `Passphrase if the key is encrypted (since 1.6.0)`: a sentence that begins with what is told of.
fn is_description(text: &[u8], name: &[u8]) -> bool {
    const BLANKS: usize = 5;
    let blanks = text.iter().filter(|byte| **byte == b' ').count();
    let first = text.split(|byte| *byte == b' ').next().unwrap_or_default();
    let named = first.len() > 3 && first[0].is_ascii_uppercase() && ends_with_folded(name, first);
    blanks >= BLANKS && named && is_prose(text)
}

/// `[%d] unexpected data: expected %#v, got %#v`: words, and among them places for values.
fn has_format(text: &[u8]) -> bool {
    const WORDS: usize = 3;
    let letters = |word: &[u8]| {
        let end = word.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |at| at + 1);
        end > 1 && word[..end].iter().all(u8::is_ascii_alphabetic) && word.len() <= end + 1
    };
    let format = |word: &[u8]| {
        let place = word.iter().position(|byte| *byte == b'%').map(|at| &word[at + 1..]);
        let kind =
            place.map(|place| place.strip_prefix(b"#").or_else(|| place.strip_prefix(b"+")).unwrap_or(place));
        matches!(kind, Some([b'd' | b's' | b'v' | b'q' | b't' | b'T' | b'w' | b'x', rest @ ..]) if rest.len() < 3)
    };
    let words = || text.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    words().any(format)
        && words().filter(|word| letters(word)).count() >= WORDS
        && words().all(|word| letters(word) || format(word))
}

fn count_letters(text: &[u8]) -> usize {
    text.iter().filter(|byte| !byte.is_ascii() || byte.is_ascii_alphabetic()).count()
}

/// Whether a text has nothing but words that are written, and small numbers.
fn are_words(text: &[u8]) -> bool {
    const DIGITS: usize = 4;
    const LONGEST: usize = 40;
    let sign = |byte: &u8| b" .,:;?!'\"`-()/&>_\\".contains(byte) || !byte.is_ascii();
    let word = |part: &[u8]| {
        let digits = part.iter().any(u8::is_ascii_digit);
        part.len() <= if digits { DIGITS } else { LONGEST } && !is_scrambled(part)
    };
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || sign(byte))
        && text.split(|byte| !byte.is_ascii_alphanumeric()).all(word)
}

/// Whether the first letter is capital, or no Latin one.
fn begins(value: &[u8]) -> bool {
    let first = value.iter().find(|byte| !b"\"'`(\\".contains(byte));
    first.is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
}

/// `Confirm New Password:`, `Engangskode:`: what stands before a field to fill in.
fn asks(Look { bytes, kinds }: Look<'_>) -> bool {
    const SHORTEST: usize = 5;
    let text = bytes.strip_suffix(b":").unwrap_or_default().trim_ascii_end();
    let one = || text.iter().skip(1).all(|byte| byte.is_ascii_lowercase() || !byte.is_ascii());
    text.len() >= SHORTEST && !kinds.any(Kinds::DIGIT) && (text.contains(&b' ') || one())
}

/// `Sartu oraingo pasahitza, mesedez.`: words that go on in small letters up to a full stop, and short ones
/// among them, or letters beyond ASCII, as no dice give them.
fn is_sentence(Look { bytes: value, kinds }: Look<'_>) -> bool {
    const SHORT: usize = 2;
    let mut words = value.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let small = |word: &[u8]| word.first().is_some_and(|byte| byte.is_ascii_lowercase() || !byte.is_ascii());
    let told = |word: &[u8]| word.len() <= SHORT || word.iter().any(|byte| !byte.is_ascii());
    let count = words.clone().count();
    !kinds.any(Kinds::DIGIT)
        && matches!(value.last(), Some(b'.' | b'?'))
        && count >= 3
        && words.clone().skip(1).filter(|word| small(word)).count() * 2 >= count
        && words.any(told)
}

/// Whether a word is short or an acronym, has letters beyond ASCII, or a sign stands between words: what
/// somebody made up of words has none of these.
fn is_told(value: &[u8]) -> bool {
    const SHORT: usize = 3;
    let told = |word: &[u8]| word.len() <= SHORT || word.iter().all(u8::is_ascii_uppercase);
    let sign = |byte: &u8| !byte.is_ascii() || b".,:;?'\"`()/&>".contains(byte);
    value.iter().any(sign) || value.split(|byte| *byte == b' ').any(told)
}

/// Whether a name is one of what is given out, and nobody chooses: it has no blanks.
fn is_issued(name: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[
        b"token",
        b"tokens",
        b"apikey",
        b"api_key",
        b"api key",
        b"api-key",
        b"accesskey",
        b"access_key",
        b"access key",
        b"connectionstring",
        b"connection_string",
        b"credentials",
    ];
    ENDS.iter().any(|end| ends_with_folded(name, end))
}

/// `. All Rights Reserved.`, `    footer: `: a piece of a text, with the sign and the blank that part it from another.
fn is_cut_out(text: &[u8]) -> bool {
    let begins = text.strip_prefix(b". ").is_some_and(|rest| rest.contains(&b' '));
    let ends = text.strip_suffix(b": ").is_some_and(|rest| !rest.iter().any(u8::is_ascii_digit));
    (begins || ends) && text.iter().all(|byte| byte.is_ascii_alphabetic() || b" _.:{}".contains(byte))
}

/// `$labels['newpasswd']`, `lang["password"]`: whether the name is one of a list of texts.
fn is_of_texts(before: &[u8]) -> bool {
    const LISTS: &[&[u8]] =
        &[b"labels", b"messages", b"lang", b"strings", b"texts", b"translations", b"l10n", b"i18n"];
    let list = &before[..before.len().saturating_sub(2)];
    LISTS.iter().any(|texts| ends_with_folded(list, texts))
}

/// `"Update Password"`: the first word of a name in quotes that is a title of several.
fn title<'s>(site: &'s Site<'_>) -> Option<&'s [u8]> {
    const LONGEST: usize = 32;
    let Some(Quoting::Double(_)) = site.quoting else {
        return None;
    };
    let before = site.before();
    let near = &before[before.len().saturating_sub(LONGEST)..];
    let quote = near.iter().rposition(|byte| *byte == b'"')?;
    let first = match &near[quote + 1..] {
        [] => site.name(),
        words => words,
    };
    let word = first.iter().position(|byte| *byte == b' ').map(|at| &first[..at])?;
    word.iter().all(u8::is_ascii_alphanumeric).then_some(word)
}

/// Titles of what a form asks for, or says of what was typed in: no settings.
const ASKS: &[&str] = &[
    "change",
    "choose",
    "confirm",
    "create",
    "current",
    "enter",
    "incorrect",
    "invalid",
    "new",
    "old",
    "repeat",
    "reset",
    "set",
    "show",
    "update",
    "wrong",
    "your",
];

/// `Contrasenya actual`, `API-nyckel`: a few words of letters, of which another than the first is small. For a
/// password somebody may choose such words.
fn is_label(Look { bytes, kinds }: Look<'_>, title: &[u8], name: &[u8]) -> bool {
    const WORDS: usize = 3;
    let mut words = bytes.split(|byte| matches!(byte, b' ' | b'-')).filter(|word| !word.is_empty());
    let small = |word: &[u8]| {
        let letters = |byte: &u8| byte.is_ascii_lowercase() || !byte.is_ascii();
        word.len() > 1 && word.iter().all(letters)
    };
    let count = words.clone().count();
    let acronym = words.next().is_some_and(|word| word.len() < 5 && word.iter().all(u8::is_ascii_uppercase));
    let capital = |word: &[u8]| {
        word.first().is_some_and(u8::is_ascii_uppercase) && word.iter().skip(1).all(u8::is_ascii_lowercase)
    };
    let chosen = [&b"password"[..], b"passphrase"].iter().any(|end| ends_with_folded(name, end));
    let told = acronym || words.clone().any(small) || kinds.any(Kinds::OTHER);
    !kinds.any(Kinds::DIGIT)
        && (2..=WORDS).contains(&count)
        && if chosen { told && is_one_of(ASKS, title) } else { told || words.clone().all(capital) }
}

/// `dispositivo` of `"Token dispositivo"`, where a scheme of an authorization has the same word.
pub(crate) fn is_rest_of_label(scheme: &[u8], value: Look<'_>, name: &[u8]) -> bool {
    let word = scheme.trim_ascii_end();
    let starts = value.bytes.first().is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b'(');
    word.first().is_some_and(u8::is_ascii_uppercase)
        && ends_with_folded(name, word)
        && !value.kinds.any(Kinds::DIGIT)
        && (starts || value.kinds.any(Kinds::SPACE))
        && are_words(value.bytes)
}
