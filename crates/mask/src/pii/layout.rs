//! Numbers by how they are laid out.

use super::{boundary_after, boundary_before};
use crate::mark::MARK;
use crate::scan::View;

/// A kind of number.
#[derive(Debug)]
pub(crate) struct Numbers {
    pub(super) forms: &'static [Form],
    /// Words one of which stands before a number whose form alone does not tell, in lower case.
    pub(super) names: &'static [&'static str],
    /// Whether letters and digits, without what is between them, are one of the kind.
    pub(super) valid: fn(&[u8]) -> bool,
}

/// How a number may be written: `d` for a digit, `A` for an upper-case letter, `*` for either;
/// anything else for itself.
#[derive(Debug)]
pub(crate) struct Form {
    layout: &'static str,
    named: bool,
}

/// A form that tells by itself.
pub(super) const fn form(layout: &'static str) -> Form {
    Form { layout, named: false }
}

/// A form that needs a name before it.
pub(super) const fn named(layout: &'static str) -> Form {
    Form { layout, named: true }
}

/// No form has more letters and digits.
const MOST: usize = 24;
/// A name stands within so many bytes before a number.
const NEAR: usize = 48;

impl Numbers {
    /// Where a number of this form is that has its first digit at the hit.
    pub(super) fn find(&self, form: &Form, view: &View<'_>) -> Option<(usize, usize)> {
        let (start, end) = form.place(view)?;
        let mut text = [0; MOST];
        let mut len = 0;
        for byte in view.bytes[start..end].iter().filter(|byte| byte.is_ascii_alphanumeric()) {
            *text.get_mut(len)? = *byte;
            len += 1;
        }
        let valid = (self.valid)(&text[..len]) && (!form.named || self.is_named(view, start));
        valid.then_some((start, end))
    }

    fn is_named(&self, view: &View<'_>, start: usize) -> bool {
        let before = &view.bytes[view.floor.max(start.saturating_sub(NEAR))..start];
        // A mark shortens a text, so what stands before one does not become near by it.
        let mark = before.windows(MARK.len()).rposition(|part| part == MARK);
        let before = &before[mark.map_or(0, |at| at + MARK.len())..];
        self.names.iter().any(|name| has_word(before, name.as_bytes()))
    }
}

impl Form {
    /// How many digits in a row the form begins with, once it has come to digits: one more if
    /// either a digit or a letter follows them.
    pub(super) fn first_digits(&self) -> std::ops::RangeInclusive<usize> {
        let mut rest = self.layout.bytes().skip(self.letters());
        let first = rest.by_ref().take_while(|byte| *byte == b'd').count();
        let open = self.layout.as_bytes().get(self.letters() + first) == Some(&b'*');
        first..=first + usize::from(open)
    }

    /// How many letters the form begins with, and what is between them and the first digit.
    fn letters(&self) -> usize {
        self.layout.bytes().take_while(|byte| *byte != b'd').count()
    }

    /// Where the form is, if it is there.
    fn place(&self, view: &View<'_>) -> Option<(usize, usize)> {
        let layout = self.layout.as_bytes();
        let before = self.letters();
        let start = view.hit.checked_sub(before).filter(|start| *start >= view.floor)?;
        let text = view.bytes.get(start..start + layout.len())?;
        let matches = layout.iter().zip(text).all(|(&wanted, &byte)| match wanted {
            b'd' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_uppercase(),
            b'*' => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
            _ => byte == wanted,
        });
        let end = start + layout.len();
        (matches && boundary_before(view, start) && boundary_after(view, end)).then_some((start, end))
    }
}

/// In any case; a blank in the word may be a dash or an underscore.
fn is_spelt(part: &[u8], word: &[u8]) -> bool {
    part.iter().zip(word).all(|(byte, wanted)| {
        byte.eq_ignore_ascii_case(wanted) || *wanted == b' ' && matches!(byte, b'-' | b'_')
    })
}

/// Whether a word is in a text, in any case, and not as a part of another.
fn has_word(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).enumerate().any(|(at, part)| {
        is_spelt(part, word) && {
            let hump = part[0].is_ascii_uppercase() && at > 0 && text[at - 1].is_ascii_lowercase();
            let begins = at == 0 || hump || !text[at - 1].is_ascii_alphabetic();
            let next = text.get(at + word.len());
            let shouted = part[word.len() - 1].is_ascii_uppercase();
            begins
                && next
                    .is_none_or(|byte| !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() && !shouted)
        }
    })
}
