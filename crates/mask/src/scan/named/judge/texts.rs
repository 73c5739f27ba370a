//! What the lines beside a name hold: texts that a program says, or what a record has.

use super::catalog::is_title;
use super::siblings::{self, Form, Line};
use super::unescaped;
use crate::kinds::Look;
use crate::scan::named::site::{SHOWN, Site};

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
/// The words in a record are texts as well: where it may be one, more must be said, and nothing else held,
const SAID_IN_RECORD: usize = 4;
/// or nothing but titles.
const TITLES_IN_RECORD: usize = 9;
/// So many names that are sentences have their translations as values.
const SENTENCES: usize = 3;
/// So many names begin with the same word where all of them are those of texts.
const AKIN: usize = 4;

/// How many lines beside a name hold what.
#[derive(Default)]
pub(super) struct Beside {
    texts: usize,
    /// Of those, so many say something. A long sentence counts twice.
    said: usize,
    others: usize,
    /// So many have a sentence for a name.
    sentences: usize,
    /// So many have a name that begins with the same word.
    akin: usize,
}

impl Beside {
    pub(super) fn of(site: &Site<'_>, line: (Form, usize)) -> Self {
        let mut beside = Self::default();
        siblings::each(site, line, LINES, |line| {
            match line {
                Line::Nothing => {}
                Line::Other => beside.others += 1,
                Line::Marked => (beside.texts, beside.said) = (beside.texts + 1, beside.said + 1),
                Line::Pair(name, text) => beside.add(site.name(), name, text),
            }
            beside.others <= OTHERS
        });
        beside
    }

    fn add(&mut self, own: &[u8], name: &[u8], text: &[u8]) {
        const LONG: usize = 8;
        let blanks = text.iter().filter(|byte| **byte == b' ').count();
        let mut room = [0; SHOWN];
        let escaped = text.contains(&b'\\');
        let text = if escaped { unescaped::text(text, &mut room).unwrap_or(text) } else { text };
        let is_text = blanks > 0 && !is_listed(text) && !is_code(text) || is_title(text);
        self.texts += usize::from(is_text);
        self.said += usize::from(is_text && is_said(text, blanks)) + usize::from(is_text && blanks >= LONG);
        self.others += usize::from(!is_text && !is_counted(text));
        self.sentences += usize::from(is_text && is_sentence(name));
        self.akin += usize::from(is_text && is_akin(own, name));
    }

    fn has_few_others(&self) -> bool {
        self.others * OTHERS <= self.texts
    }

    /// Whether the names are sentences of one language, and the values of another.
    pub(super) fn is_catalog(&self) -> bool {
        self.sentences >= SENTENCES && self.texts >= TEXTS && self.has_few_others()
    }

    /// Whether texts are beside a name, or titles only, as of a menu.
    pub(super) fn are_texts(&self) -> bool {
        let titles = self.texts >= TITLES && self.others * TITLES <= self.texts;
        self.texts >= TEXTS && (self.said >= SAID || titles) && self.has_few_others()
    }

    /// The same where the lines may be those of a record, and `own` one of its values.
    pub(super) fn are_more_than_a_record(&self, own: Look<'_>) -> bool {
        let blanks = own.bytes.iter().filter(|byte| **byte == b' ').count();
        let titles = self.texts >= TITLES && (blanks > 1 || blanks > 0 && self.said > 0);
        let only = self.said >= SAID_IN_RECORD || self.texts >= TITLES_IN_RECORD || titles;
        let spoken = blanks > 2 && has_short_word(own.bytes) && self.said >= SAID;
        let akin = self.akin >= AKIN && self.said > SAID;
        self.others == 0 && only || (spoken || akin) && self.has_few_others()
    }
}

/// `Passphrase is required`: words with blanks between them, of which the first has a capital.
fn is_sentence(name: &[u8]) -> bool {
    const BLANKS: usize = 2;
    name.first().is_some_and(u8::is_ascii_uppercase)
        && name.iter().filter(|byte| **byte == b' ').count() >= BLANKS
}

/// `common_ok` and `common_password`: whether two names begin with the same word, and go on.
fn is_akin(own: &[u8], name: &[u8]) -> bool {
    let first = |name: &'_ [u8]| name.iter().position(|byte| matches!(byte, b'_' | b'.' | b'-'));
    first(own).is_some_and(|len| len > 1 && first(name) == Some(len) && own[..len] == name[..len])
}

/// Whether a word is as short as those that only link others.
fn has_short_word(text: &[u8]) -> bool {
    const SHORT: usize = 3;
    text.split(|byte| *byte == b' ').any(|word| word.len() <= SHORT)
}

/// `1 of 3`, `%{count} min`: a number among others, which a record may hold as well.
fn is_counted(text: &[u8]) -> bool {
    const DIGITS: usize = 2;
    const WORD: usize = 4;
    let number = |part: &[u8]| part.len() <= DIGITS && part.iter().all(u8::is_ascii_digit);
    let word = |part: &[u8]| part.len() <= WORD && part.iter().all(|byte| !byte.is_ascii_digit());
    let parts = || text.split(|byte| matches!(byte, b' ' | b'/')).filter(|part| !part.is_empty());
    parts().count() > 1 && parts().all(|part| number(part) || word(part)) || text.starts_with(b"%{")
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
