//! `reset your password: https://example.com/reset?token=…`: the address of a page, where only what is
//! handed over in its query is secret, and found by its own name; and such a query by itself.

use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::named::site::Site;
use crate::scan::named::text::ends_with_folded;

/// Whether a value under the name of a password is such an address.
pub(super) fn is_page(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    if !kinds.any(Kinds::QUESTION) || !kinds.any(Kinds::EQUALS) || !ends_with_folded(site.name(), b"password")
    {
        return false;
    }
    let page = bytes.strip_prefix(b"https://").or_else(|| bytes.strip_prefix(b"http://"));
    let query = page.and_then(|page| page.iter().position(|byte| *byte == b'?').map(|at| &page[at + 1..]));
    query.is_some_and(|query| query.split(|byte| *byte == b'&').any(|member| tells(member, site)))
}

/// `mysql_password = "&password=…"`: what is added to an address.
pub(super) fn is_parameter(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    kinds.any(Kinds::EQUALS)
        && matches!(bytes, [b'&' | b'?', member @ ..] if !member.contains(&b'&') && tells(member, site))
}

fn tells(member: &[u8], site: &Site<'_>) -> bool {
    let equals = member.iter().position(|byte| *byte == b'=').filter(|at| at + 1 < member.len());
    let sense = equals.and_then(|at| site.engine.sense(&member[..at]));
    matches!(sense, Some(Sense::Any | Sense::Scalar))
}
