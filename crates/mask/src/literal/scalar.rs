//! The pass for processors without wide table look-ups.

use super::Literals;
use super::plan::{LONG, SHORT};

pub(super) fn find(literals: &Literals, text: &[u8], from: usize) -> Option<usize> {
    let last = text.len().checked_sub(SHORT)?;
    (from..=last).find(|&at| {
        let rest = &text[at..];
        accepted(literals, rest) && rest.first_chunk().is_some_and(|window| literals.is_known(*window))
    })
}

/// Whether a bucket accepts these bytes. What the text has no more of is accepted.
fn accepted(literals: &Literals, rest: &[u8]) -> bool {
    let mut buckets = u32::MAX;
    for (table, &byte) in literals.tables.iter().zip(rest).take(LONG) {
        buckets &= table[usize::from(byte)];
        if buckets == 0 {
            return false;
        }
    }
    true
}
