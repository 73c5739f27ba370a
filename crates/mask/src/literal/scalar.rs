//! The pass for processors without wide table look-ups.

use super::Literals;
use super::plan::{LONG, RUN_BIT, SHORT};
use crate::base64;

pub(super) fn find(literals: &Literals, text: &[u8], from: usize) -> Option<usize> {
    let last = text.len().checked_sub(SHORT)?;
    (from..=last).find(|&at| {
        let rest = &text[at..];
        let buckets = accepting(literals, rest);
        buckets != 0 && (literals.is_candidate(rest) || buckets & RUN != 0 && base64::starts(text, at))
    })
}

const RUN: u32 = (RUN_BIT as u32) << 24;

/// The buckets that accept these bytes. What the text has no more of is accepted.
fn accepting(literals: &Literals, rest: &[u8]) -> u32 {
    let mut buckets = u32::MAX;
    for (table, &byte) in literals.tables.iter().zip(rest).take(LONG) {
        buckets &= table[usize::from(byte)];
        if buckets == 0 {
            break;
        }
    }
    buckets
}
