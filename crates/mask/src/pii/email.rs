//! Mail addresses.

use super::masked;
use crate::scan::format::Candidate;
use crate::scan::{Open, View};

/// RFC 5321, section 4.5.3.1.
const MOST_LOCAL: usize = 64;
const MOST_DOMAIN: usize = 253;

/// Endings of files whose names have an at sign: `logo@2x.png`.
const FILES: &[&[u8]] = &[
    b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"js", b"mjs", b"cjs", b"ts", b"css", b"json", b"html",
    b"map",
];

/// The hit is at the last byte of the local part.
pub(super) fn email(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    let at = view.hit + 1;
    let start = local_start(view, at)?;
    let rest = &view.bytes[at + 1..];
    let len = rest.iter().take(MOST_DOMAIN + 1).take_while(|byte| is_domain(**byte)).count();
    // A sentence may end behind it.
    let domain = rest[..len].trim_ascii_end();
    let ends = domain.iter().rev().take_while(|byte| matches!(byte, b'.' | b'-')).count();
    let domain = &domain[..domain.len() - ends];
    let dot = domain.iter().rposition(|byte| *byte == b'.')?;
    let top = &domain[dot + 1..];
    let right = len <= MOST_DOMAIN
        && top.len() >= 2
        && top.iter().all(u8::is_ascii_alphabetic)
        && !FILES.iter().any(|file| top.eq_ignore_ascii_case(file))
        && !domain.windows(2).any(|pair| pair == b"..");
    let end = at + 1 + domain.len();
    let next = view.bytes.get(end);
    // `git@host:path` and `user@host/path` are addresses of another kind.
    let path = matches!(next, Some(b':' | b'/')) && view.bytes.get(end + 1).is_some_and(u8::is_ascii_graphic);
    (right && !path && next != Some(&b'_')).then(|| masked(view, rule, start, end)).flatten()
}

/// Where the local part begins, unless it is the user of a URL.
fn local_start(view: &View<'_>, at: usize) -> Option<usize> {
    let lowest = view.floor.max(at.saturating_sub(MOST_LOCAL + 1));
    let before = &view.bytes[lowest..at];
    let mut len = before.iter().rev().take_while(|byte| is_local(**byte)).count();
    // The letter of an escaped newline is not the address's.
    let escape = before.len() > len && before[before.len() - len - 1] == b'\\';
    if escape && matches!(before[before.len() - len], b'n' | b'r' | b't') {
        len -= 1;
    }
    let dots = before[before.len() - len..].iter().take_while(|byte| matches!(byte, b'.' | b'-')).count();
    let start = at - (len - dots);
    let url = view.bytes[view.floor..start].ends_with(b"/") || view.bytes[view.floor..start].ends_with(b":");
    let mailto = view.bytes[view.floor..start].ends_with(b"mailto:");
    (start < at && at - start <= MOST_LOCAL && (!url || mailto)).then_some(start)
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._%+-'".contains(&byte)
}

fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}
