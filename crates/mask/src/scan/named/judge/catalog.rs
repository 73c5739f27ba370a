//! Texts of a program that stand in a file of their own, each under a name: what is said of a password in any
//! language, told by the texts beside it. A record of somebody has numbers, addresses and words among its texts.

use super::looks::is_scrambled;
use super::siblings::{self, Form};
use super::texts::Beside;
use super::unescaped;
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::reading;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::placeholder::has_folded;

/// No word of a text is longer, and none with digits.
const WORD: usize = 40;
const NUMBER: usize = 4;

/// Whether a value is a text among others.
pub(super) fn is_text(value: Look<'_>, site: &Site<'_>) -> bool {
    // What most values fail comes first.
    if !siblings::may_begin_line(site) {
        return false;
    }
    let mut room = [0; SHOWN];
    let value = read(value, &mut room);
    is_worded(value, site.name()) && reading::holds(site, |site| is_among_texts(value, site))
}

fn is_among_texts(value: Look<'_>, site: &Site<'_>) -> bool {
    let small = is_small_word(value, site);
    if small && !value.kinds.only(Kinds::LETTER.or(Kinds::OTHER)) {
        return false;
    }
    let Some(line) = Form::of(site).filter(|(form, _)| *form != Form::Declared) else {
        return false;
    };
    // Of a text, the value may be only a part.
    let mut room = [0; SHOWN];
    let Some(text) = siblings::own(site, line).map(|text| read(text, &mut room)) else {
        return false;
    };
    let beside = Beside::of(site, line);
    if beside.is_catalog() {
        return is_worded(text, site.name());
    }
    if small || !is_label(text, site.name()) {
        return false;
    }
    let may_be_field = line.0 != Form::Markup && text.bytes.is_ascii() && is_field(site, line);
    if may_be_field { beside.are_more_than_a_record(text) } else { beside.are_texts() }
}

/// Whether a text may be one that a program shows: words that begin with a capital.
pub(crate) fn is_shown(text: Look<'_>, name: &[u8]) -> bool {
    let mut room = [0; SHOWN];
    let text = read(text, &mut room);
    text.bytes.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
        && is_label(text, name)
}

/// Whether a text ends as what is said does, or is as long.
pub(crate) fn is_spoken(text: &[u8]) -> bool {
    const LONG: usize = 5;
    const SHORT: usize = 3;
    let blanks = text.iter().filter(|byte| **byte == b' ').count();
    let ends = matches!(text.last(), Some(b'.' | b'?' | b'!')) && blanks > 0;
    ends || blanks >= LONG && text.split(|byte| *byte == b' ').any(|word| word.len() <= SHORT)
}

/// A text without the escapes of its letters: `Tajn\u00e9`.
fn read<'r>(text: Look<'r>, room: &'r mut [u8; SHOWN]) -> Look<'r> {
    if !text.kinds.any(Kinds::BACKSLASH) {
        return text;
    }
    unescaped::text(text.bytes, room).map_or(text, Look::at)
}

/// Whether a value is all that its name has, and begins small: most that are drawn or chosen do, and no label.
fn is_small_word(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    const SIGNS: usize = 8;
    let small = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if kinds.any(Kinds::SPACE.or(Kinds::DASH)) || !bytes.first().is_some_and(small) {
        return false;
    }
    let rest = site.view.bytes.get(site.key.end..).unwrap_or_default();
    let sign = rest.iter().take(SIGNS).take_while(|byte| b"\"'`:= \t>".contains(byte)).count();
    let after = rest[sign..].strip_prefix(bytes).and_then(<[u8]>::first);
    matches!(after, Some(b'\n' | b'"' | b'\'' | b'`' | b'<'))
}

/// `password`, `smtp-password`: what a field of a record is called, too. No field is called by a sentence.
fn is_field(site: &Site<'_>, (form, start): (Form, usize)) -> bool {
    const FEW: usize = 2;
    let key = site.view.bytes.get(start..site.key.end).unwrap_or_default().trim_ascii_start();
    let blanks = key.iter().filter(|byte| **byte == b' ').count();
    let sentence = matches!(form, Form::Quoted(_)) && blanks >= FEW;
    !sentence && Words::split(site.name()).is_none_or(|words| words.iter().count() <= FEW)
}

/// A word with a capital first, or of another script.
pub(super) fn is_title(text: &[u8]) -> bool {
    // The letter after the sign is on a key, too: `&Heslo:`.
    let text = text.strip_prefix(b"&").unwrap_or(text);
    let capital = text.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    capital && Kinds::of(text).only(LETTERS) && !text.split(|byte| *byte == b'-').any(is_scrambled)
}

const LETTERS: Kinds = Kinds::LETTER
    .or(Kinds::OTHER)
    .or(Kinds::DASH)
    .or(Kinds::DOT)
    .or(Kinds::COLON)
    .or(Kinds::BANG)
    .or(Kinds::QUESTION)
    .or(Kinds::PAREN)
    .or(Kinds::CLOSE);

/// Whether a text may be what a field, a button or a message says: words, of which the first has a capital, unless
/// there are several.
fn is_label(text: Look<'_>, name: &[u8]) -> bool {
    const SHORTEST: usize = 3;
    let Look { bytes, kinds } = text;
    let small = |part: &[u8]| part.len() < NUMBER || !part.iter().any(u8::is_ascii_digit);
    let numbered = kinds.any(Kinds::DIGIT);
    let compound = || numbered && kinds.any(Kinds::DASH) && bytes.split(|byte| *byte == b'-').all(small);
    bytes.len() >= SHORTEST
        && is_worded(text, name)
        && (kinds.any(Kinds::SPACE) || is_title(bytes) || compound() || is_eastern(bytes))
}

/// Letters of the East, where no blanks part words.
fn is_eastern(text: &[u8]) -> bool {
    const LONG: usize = 24;
    text.iter().filter(|byte| !byte.is_ascii()).count() >= LONG
}

/// Whether a text has nothing but words, small numbers, and what a program puts in. A word with digits is in the
/// name, too.
fn is_worded(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    const TEXT: Kinds = Kinds::ALNUM
        .or(LETTERS)
        .or(Kinds::SPACE)
        .or(Kinds::COMMA)
        .or(Kinds::SEMICOLON)
        .or(Kinds::SLASH)
        .or(Kinds::QUOTE)
        .or(Kinds::DOUBLE_QUOTE)
        .or(Kinds::UNDERSCORE)
        .or(Kinds::BACKSLASH)
        .or(Kinds::AMPERSAND)
        .or(Kinds::PERCENT)
        .or(Kinds::BRACE);
    let word = |word: &[u8]| {
        let limit = if word.iter().any(u8::is_ascii_digit) { NUMBER } else { WORD };
        (word.len() <= limit || word.len() <= WORD && has_folded(name, word)) && !is_scrambled(word)
    };
    let words = |text: &[u8]| text.split(|byte| !byte.is_ascii_alphanumeric()).all(word);
    if kinds.only(TEXT) {
        return words(bytes);
    }
    kinds.any(Kinds::ANGLE) && without_tags(bytes, |part| Kinds::of(part).only(TEXT) && words(part))
}

/// Whether all of a text is so, but for the tags in it: `Save <a href="%s">your codes</a> now`.
fn without_tags(text: &[u8], is: impl Fn(&[u8]) -> bool) -> bool {
    const TAG: usize = 48;
    let mut parts = text.split(|byte| *byte == b'<');
    let first = parts.next().unwrap_or_default();
    is(first)
        && !first.is_empty()
        && parts.all(|part| {
            let close = part.iter().take(TAG).position(|byte| *byte == b'>');
            let named = part.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
            close.is_some_and(|close| named && is(&part[close + 1..]))
        })
}
