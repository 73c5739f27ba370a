//! JSON Web Tokens.

use super::{Candidate, without_dots};
use crate::class::{BASE64URL, DOTTED};
use crate::scan::Open;
use crate::scan::skip::Skip;

pub(crate) fn jwt(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    let rest = &view.bytes[view.hit..];
    let header = BASE64URL.run(rest);
    let payload = rest.get(header + 1..)?;
    let payload_len = BASE64URL.run(payload);
    let signed = payload.get(payload_len) == Some(&b'.');
    let likely = payload.starts_with(b"eyJ") || signed && payload_len >= 16;
    if header < 10 || rest[header] != b'.' || payload_len < 4 || !likely {
        return None;
    }
    let len = DOTTED.run(rest);
    if len == rest.len() {
        return Some(Open::new(rule, view.hit, Skip::Run { known: len, class: Some(DOTTED) }));
    }
    Some(Open::new(rule, view.hit, Skip::Run { known: without_dots(&rest[..len]), class: None }))
}
