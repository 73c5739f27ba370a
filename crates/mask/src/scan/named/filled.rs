//! Strings that a line holds with nothing but their name: `password="}Pa55word"`.

use super::line::next_line;
use super::site::Site;
use super::text::{self, Literal, Quoting};
use crate::kinds::{Kinds, Look};

/// No shorter string that begins with a sign is told from what follows the end of one.
const SHORTEST: usize = 6;

impl Site<'_> {
    /// Whether a string ends where this one seems to begin: `"see token:", "next"`.
    pub(super) fn closes(&self, literal: &Literal) -> bool {
        text::closes(self.view.bytes, literal.content) && !self.fills_line(literal)
    }

    /// Whether no string that could end here began on the line.
    fn fills_line(&self, literal: &Literal) -> bool {
        let value = Look::at(self.shown(literal.content, &literal.skip));
        let begins = matches!(value.bytes, [b',' | b'}' | b']' | b':' | b')', next, ..]
            if next.is_ascii_alphanumeric());
        begins
            && value.bytes.len() >= SHORTEST
            && value.kinds.any(Kinds::DIGIT)
            && value.kinds.any(Kinds::LETTER)
            && value.bytes.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'"')
            && self.has_line(literal, literal.content + value.bytes.len())
    }

    /// Whether a line begins before the name and ends after the quote at `close`.
    fn has_line(&self, literal: &Literal, close: usize) -> bool {
        let bytes = self.view.bytes;
        let before = self.before().trim_ascii_end();
        // Half as many backslashes are before the quotes of the string that holds it.
        let (width, in_string) = match literal.quote {
            Quoting::Double(0) => (1, false),
            Quoting::Double(depth) => {
                (usize::from(depth) + 1, text::strip_quote(before, depth / 2).is_some())
            }
            other => (other.width(), before.ends_with(b"\"")),
        };
        let escaped = literal.quote != Quoting::Double(0);
        let begins = in_string
            || self.before()[before.len()..].contains(&b'\n')
            || before.is_empty() && self.view.from_start
            || escaped && before.ends_with(b"\\n");
        let ends = || match next_line(bytes, close + width) {
            Some((_, own)) => escaped || !own,
            None => close + width == bytes.len() && self.view.ends(),
        };
        begins && ends()
    }
}
