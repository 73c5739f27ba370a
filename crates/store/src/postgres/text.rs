//! Texts in PostgreSQL, which keeps every character but one.

use std::borrow::Cow;

/// Stands before what is written in the stead of another: of the private use area, so hardly ever there
/// by itself, and no letter or digit, so that it parts words as what it stands for does.
const ESCAPE: char = '\u{e000}';
/// Behind an [`ESCAPE`]: the character zero, which PostgreSQL does not keep.
const ZERO: char = '\u{e001}';

/// The text as PostgreSQL can keep it. Equal texts stay equal, different ones different.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['\0', ESCAPE]) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\0' => escaped.extend([ESCAPE, ZERO]),
            ESCAPE => escaped.extend([ESCAPE, ESCAPE]),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// What [`escape`] was given.
pub(super) fn unescape(text: String) -> String {
    if !text.contains(ESCAPE) {
        return text;
    }
    let mut chars = text.chars();
    let mut plain = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        match c {
            ESCAPE => plain.extend(chars.next().map(|c| if c == ZERO { '\0' } else { c })),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_reads_back_and_none_has_a_zero() {
        for text in ["", "plain", "\0", "a\0b\u{e000}\u{e001}c", "\u{e001}", "\u{e000}\0\u{e000}"] {
            let escaped = escape(text);
            assert!(!escaped.contains('\0'));
            assert_eq!(unescape(escaped.into_owned()), text);
        }
    }
}
