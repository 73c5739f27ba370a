//! The pass for processors without wide table look-ups.

use super::boundary::may_begin;
use super::plan::{RUN_BIT, SHORT, Tables, fold, low};
use super::{Found, Literals};
use crate::base64;

pub(super) fn find(literals: &Literals, text: &[u8], from: usize) -> Option<Found> {
    let last = text.len().checked_sub(SHORT)?;
    let at = (from..=last).find(|&at| {
        let rest = &text[at..];
        let tables = &*literals.tables;
        let (pairs, singles) = (pairs(tables, rest), singles(tables, rest));
        let is_free = pairs & !tables.bound != 0 || singles & !RUN_BIT != 0;
        let any = is_free || pairs & tables.bound != 0 && may_begin(text, at);
        any && literals.second.has(rest) || singles & RUN_BIT != 0 && base64::may_start_after(text, at)
    })?;
    Some(Found { at, seen: literals.second.seen(&text[at..]) })
}

/// The buckets of single bytes that accept these. What the text has no more of is accepted.
fn singles(tables: &Tables, rest: &[u8]) -> u8 {
    let mut buckets = u8::MAX;
    for (table, &byte) in tables.singles.iter().zip(rest) {
        buckets &= table[low(byte)];
        if buckets == 0 {
            break;
        }
    }
    buckets
}

/// The buckets of pairs that accept these bytes.
fn pairs(tables: &Tables, rest: &[u8]) -> u64 {
    let mut buckets = u64::MAX;
    for (table, pair) in tables.pairs.iter().zip(rest.array_windows::<2>()) {
        buckets &= table[fold(pair[0], pair[1])];
        if buckets == 0 {
            break;
        }
    }
    buckets
}
