//! Passwords in URLs.

use super::Candidate;
use crate::scan::skip::Skip;
use crate::scan::{Open, placeholder};

/// The userinfo of a URL is not searched further than this.
const AUTHORITY: usize = 512;

pub(crate) fn userinfo(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, style, .. } = *candidate;
    let body = view.hit + 3;
    let rest = &view.bytes[body..];
    let ends = |byte: &u8| {
        matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'\\' | b'>') || byte.is_ascii_whitespace()
    };
    let authority = &rest[..rest.iter().take(AUTHORITY).take_while(|byte| !ends(byte)).count()];
    let at = authority.iter().rposition(|&byte| byte == b'@')?;
    let colon = authority[..at].iter().position(|&byte| byte == b':')?;
    let password = &authority[colon + 1..at];
    let template = matches!(password, [b'{' | b'<', ..] | [b'$', b'{', ..]);
    if template || placeholder::is_harmless(password, style) {
        return None;
    }
    let skip = Skip::Run { known: password.len(), class: None };
    Some(Open::new(rule, body + colon + 1, skip))
}
