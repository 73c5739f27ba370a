//! Where a word may begin, for the passes: a superset of what the rules for formats say.

use crate::class::WORD;

/// Whether a word goes on after a byte, if no escape ends with it. The `m` of `\x1b[32m` ends one, and
/// looking for all of that would cost more than to look again after every `m`.
pub(super) fn goes_on_after(byte: u8) -> bool {
    WORD.has(byte) && byte != b'm'
}

/// Whether one may begin at a place: after what is no part of a word, after an escape (`\n`, `\x22`, `\u0022`),
/// after a percent-encoded byte.
pub(super) fn may_begin(text: &[u8], at: usize) -> bool {
    let is = |back: usize, byte: u8| at.checked_sub(back).is_some_and(|before| text[before] == byte);
    let word = at.checked_sub(1).is_some_and(|before| goes_on_after(text[before]));
    !word || is(2, b'\\') || is(3, b'%') || is(4, b'\\') || is(6, b'\\')
}
