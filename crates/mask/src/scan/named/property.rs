//! What a JSON Schema says that a secret is if nobody says otherwise.

use super::container::after_value;
use super::text::{gap, is_one_of, literal, quoted_word};
use super::{Site, suspect};
use crate::kinds::Look;
use crate::scan::Open;

/// Members of a property that have a value of its own.
pub(super) const VALUES: &[&str] = &["default", "const", "example"];

/// So many members of a property are read.
const MEMBERS: usize = 8;

/// The value that the property gives whose members begin at `at`.
pub(super) fn given(site: &Site<'_>, mut at: usize, depth: u8) -> Option<Open> {
    let bytes = site.view.bytes;
    for _ in 0..MEMBERS {
        let (word, after) = quoted_word(bytes, at, depth)?;
        let value = gap(bytes, gap(bytes, after) + 1);
        if is_one_of(VALUES, word) {
            return drawn_at(site, value);
        }
        let comma = gap(bytes, after_value(bytes, value, depth)?);
        if bytes.get(comma) != Some(&b',') {
            return None;
        }
        at = gap(bytes, comma + 1);
    }
    None
}

/// The string at `at` if it is more than a word: a schema gives names and samples, too.
pub(super) fn drawn_at(site: &Site<'_>, at: usize) -> Option<Open> {
    let string = literal(site.view.bytes, at)?;
    let value = Look::at(site.shown(string.content, &string.skip));
    (suspect::is_word(value) || suspect::is_password(value)).then(|| site.literal(at)).flatten()
}
