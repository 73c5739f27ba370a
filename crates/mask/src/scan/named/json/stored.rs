//! Stores that say of a value what kind it is: `{"Type": "SecureString", "Value": "…"}`.

use super::pair;
use crate::scan::Open;
use crate::scan::format::{Candidate, is_harmless};
use crate::scan::named::text::{ends_with_folded, literal, opening_quote, strip_quote};

/// What the value is called.
const VALUES: &[&str] = &["value"];

/// The value of the object in which the type at the candidate is said; the literal ends in the quote after
/// the type, or in the first backslash of that.
pub(crate) fn typed_value(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, style, .. } = *candidate;
    let (depth, end) = opening_quote(view.bytes, body.checked_sub(1)?)?;
    let before = strip_quote(view.bytes.get(view.floor..view.hit)?, depth)?;
    let start = view.floor + before.len();
    if !ends_with_folded(pair::label_of(before, depth)?, b"type") {
        return None;
    }
    let string = literal(view.bytes, pair::beside(view, (start, end), depth, VALUES)?)?;
    let text = view.bytes.get(string.content..view.end_of(string.content, &string.skip))?;
    let secret = !text.is_empty() && !is_harmless(text, style);
    secret.then(|| Open::new(rule, string.content, string.skip))
}
