//! Private keys between `BEGIN` and `END`.

use super::Candidate;
use crate::class::BASE64;
use crate::scan::Open;
use crate::scan::skip::Skip;

/// A private key begins with at least so much base64.
const PEM_MIN: usize = 16;

pub(crate) fn pem(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body: after_begin, .. } = *candidate;
    let rest = &view.bytes[after_begin..];
    let label = rest.iter().take_while(|b| b.is_ascii_uppercase() || b" 0123456789".contains(b));
    let label = &rest[..label.count()];
    let dashes = rest[label.len()..].starts_with(b"-----");
    if !dashes || !label.windows(11).any(|part| part == b"PRIVATE KEY") {
        return None;
    }
    let mut at = after_begin + label.len() + 5;
    let spaced = view.bytes.get(at) == Some(&b' ');
    at += separators(&view.bytes[at..]);
    while let Some(header) = header_len(&view.bytes[at..]) {
        at += header;
        at += separators(&view.bytes[at..]);
    }
    let first = BASE64.run(&view.bytes[at..]);
    (first >= PEM_MIN).then(|| Open::new(rule, at, Skip::Pem { spaced, line_start: false, slashes: 0 }))
}

/// Newlines and blanks, also escaped at any depth.
fn separators(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let slashes = bytes[at..].iter().take_while(|&&byte| byte == b'\\').count();
        at += match bytes.get(at + slashes) {
            Some(b'n' | b'r' | b't') if slashes > 0 => slashes + 1,
            Some(byte) if slashes == 0 && byte.is_ascii_whitespace() => 1,
            _ => return at,
        };
    }
}

/// `Proc-Type: 4,ENCRYPTED` and its like, up to the end of the line.
fn header_len(bytes: &[u8]) -> Option<usize> {
    let name = bytes.iter().take(32).take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
    if name == 0 || bytes.get(name..name + 2) != Some(b": ") {
        return None;
    }
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'\\' | b'"' | b'\'');
    Some(bytes.iter().position(ends).unwrap_or(bytes.len()))
}
