//! Texts of a program that stand in a file of their own, each under a name: what is said of a password in any
//! language, told by the texts beside it. A record of somebody has numbers, addresses and words among its texts.

use super::looks::is_scrambled;
use super::siblings::{self, Form, Line};
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::site::Site;
use crate::scan::placeholder::has_folded;

/// So many lines are read.
const LINES: usize = 8;
/// So many texts beside a value tell that it is one, too,
const TEXTS: usize = 4;
/// and so many of them must say something,
const SAID: usize = 2;
/// or so many are all that stands beside it.
const TITLES: usize = 7;
/// One line in so many may hold something else.
const OTHERS: usize = 4;
/// The words in a record are texts as well: where it may be one, more must be said, and nothing else held.
const SAID_IN_RECORD: usize = 4;
/// No word of a text is longer, and none with digits.
const WORD: usize = 40;
const NUMBER: usize = 4;

/// Whether a value is a text among others.
pub(super) fn is_text(value: Look<'_>, site: &Site<'_>) -> bool {
    // What most values fail comes first.
    if !siblings::may_begin_line(site) || is_small_word(value, site) || !is_worded(value, site.name()) {
        return false;
    }
    let Some(line) = Form::of(site).filter(|(form, _)| *form != Form::Declared) else {
        return false;
    };
    // Of a text, the value may be only a part.
    let Some(text) = siblings::own(site, line).filter(|text| is_label(*text, site.name())) else {
        return false;
    };
    let may_be_field = line.0 != Form::Markup && text.bytes.is_ascii() && is_field(site.name());
    is_among_texts(site, line, may_be_field)
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

/// `password`, `smtp-password`: what a field of a record is called, too.
fn is_field(name: &[u8]) -> bool {
    const FEW: usize = 2;
    Words::split(name).is_none_or(|words| words.iter().count() <= FEW)
}

fn is_among_texts(site: &Site<'_>, line: (Form, usize), in_record: bool) -> bool {
    let (mut texts, mut said, mut others) = (0, 0, 0);
    siblings::each(site, line, LINES, |line| {
        match line {
            Line::Nothing => {}
            Line::Other => others += 1,
            Line::Marked => (texts, said) = (texts + 1, said + 1),
            Line::Pair(_, text) => {
                let blanks = text.iter().filter(|byte| **byte == b' ').count();
                let is_text = blanks > 0 && !is_listed(text) && !is_code(text) || is_title(text);
                texts += usize::from(is_text);
                said += usize::from(is_text && is_said(text, blanks));
                others += usize::from(!is_text);
            }
        }
        others <= OTHERS
    });
    if in_record {
        return said >= SAID_IN_RECORD && others == 0;
    }
    // Titles only, as of a menu.
    let titles = texts >= TITLES && others == 0;
    texts >= TEXTS && (said >= SAID || titles) && others * OTHERS <= texts
}

/// Words with blanks between them, or a sign that ends what is said; of the East, where no blanks part words, more
/// than a few letters.
fn is_said(text: &[u8], blanks: usize) -> bool {
    const LONG: usize = 12;
    let foreign = text.iter().filter(|byte| !byte.is_ascii()).count();
    blanks >= 2 || matches!(text.last(), Some(b'.' | b'?' | b'!' | b':')) || foreign >= LONG
}

/// Numbers, an address, a setting: words with blanks between them that are no text.
fn is_listed(text: &[u8]) -> bool {
    let letters = text.iter().filter(|byte| !byte.is_ascii() || byte.is_ascii_alphabetic()).count();
    letters * 2 < text.len()
}

/// What is called, or what a line of code ends with.
fn is_code(text: &[u8]) -> bool {
    let called =
        text.windows(2).any(|pair| pair[1] == b'(' && (pair[0].is_ascii_alphanumeric() || pair[0] == b'_'));
    called || matches!(text.last(), Some(b'{' | b'[' | b'(' | b';' | b'\\' | b','))
}

/// A word with a capital first, or of another script.
fn is_title(text: &[u8]) -> bool {
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
        && (kinds.any(Kinds::SPACE) || is_title(bytes) || compound())
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
    kinds.only(TEXT) && bytes.split(|byte| !byte.is_ascii_alphanumeric()).all(word)
}
