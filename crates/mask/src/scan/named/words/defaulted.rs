//! What a shell or Compose takes where a variable is not set: `PASSWORD=${PASSWORD:-x9Kq}`,
//! `POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-x9Kq}`
//! (<https://docs.docker.com/reference/compose-file/interpolation/>).

use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::skip::Skip;
use crate::scan::template;

/// The default of the expansion at `start`, if nothing is around it.
pub(super) fn value(site: &Site<'_>, start: usize) -> Option<Open> {
    let rest = site.view.bytes.get(start..).filter(|rest| rest.starts_with(b"${"))?;
    let shown = &rest[..rest.len().min(SHOWN)];
    let ends = |byte: &u8| matches!(byte, b'}' | b'"' | b'\'' | b'\\' | b'`') || byte.is_ascii_whitespace();
    let close = shown.iter().position(ends).filter(|at| shown[*at] == b'}')?;
    let after = rest.get(close + 1);
    let alone =
        after.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'\\' | b';'));
    let value = &shown[..=close];
    (alone && template::default_of(value).is_some())
        .then(|| site.secret_of(Look::at(value), start, Skip::Run { known: value.len(), class: None }))
        .flatten()
}
