//! Private keys in base64 without `BEGIN` and `END`.

use super::Candidate;
use crate::class::BASE64;
use crate::scan::lines::{blanks, body_len};
use crate::scan::skip::Skip;
use crate::scan::{Open, joined, placeholder};

/// What stands before the version of a key: what it is, and how long.
const HEADER: usize = 7;
/// No key is shorter, or no part of one that a program joins.
const SHORTEST: usize = 48;

/// `MIIEvQIBADANBgkqhkiG9w0BAQEFAAS…`: a sequence, its version, and of which kind of key it is
/// (<https://www.rfc-editor.org/rfc/rfc5958#section-2>, <https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2>).
pub(crate) fn der(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    let before = &view.bytes[view.floor..view.hit];
    let head = BASE64.run_back(&before[before.len().saturating_sub(HEADER + 1)..]);
    // Those of a short key begin with the literal.
    let whole = view.bytes[view.hit] == b'M';
    let start = view.hit - head;
    let fits = if whole { head == 0 } else { head <= HEADER && view.bytes[start..].starts_with(b"MII") };
    let rest = &view.bytes[start..];
    let known = BASE64.run(rest);
    if !fits || known < SHORTEST || placeholder::is_sample(&rest[..known]) {
        return None;
    }
    let after = &rest[known..];
    let (blank, newline) = blanks(after);
    if newline && body_len(&after[blank..]) >= SHORTEST {
        return Some(Open::wrapped_letters(rule, start, known));
    }
    let follow = joined::after(&rest[..known], after);
    let class = after.is_empty().then_some(BASE64);
    Some(Open { follow, ..Open::new(rule, start, Skip::Run { known, class }) })
}
