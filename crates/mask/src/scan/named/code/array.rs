//! Arrays that a name is assigned: secrets, or the features and dependencies of a package.

use crate::scan::Open;
use crate::scan::named::json::container::container;
use crate::scan::named::site::Site;
use crate::scan::named::text::{self, ends_with_folded, gap, opening_quote};
use crate::scan::skip::Skip;

/// `keys = ["…", "…"]`.
pub(super) fn array(site: &Site<'_>, at: usize) -> Option<Open> {
    let (depth, content) = opening_quote(site.view.bytes, gap(site.view.bytes, at + 1))?;
    let empty = opening_quote(site.view.bytes, content).is_some();
    // A quote that ends the string the name stands in.
    let ends = text::closes(site.view.bytes, content);
    // The features of a crate, and what one of them turns on.
    let first = site.shown(content, &Skip::string(depth));
    let features = first.len() > 3 && site.name().starts_with(first)
        || is_base(site.name(), first)
        || is_dependency(site, first)
        || is_extra(site, first)
        || site.shown(at, &Skip::container(depth)).windows(4).any(|part| part == b"dep:");
    (!empty && !ends && !features).then(|| container(site, at, depth)).flatten()
}

/// `PublicKeyCredential = ["Credential"]`: the feature of a class, and the one that it comes from.
fn is_base(name: &[u8], item: &[u8]) -> bool {
    let class = |name: &[u8]| name.first().is_some_and(u8::is_ascii_uppercase);
    class(item) && class(name) && item.len() > 3 && item.len() < name.len() && name.ends_with(item)
}

/// `auth-jwt = ["jsonwebtoken"]`: what is called like a secret itself.
fn is_dependency(site: &Site<'_>, item: &[u8]) -> bool {
    let named = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_');
    let words = [&b"jwt"[..], b"token", b"cookie", b"cookies"];
    words.iter().any(|end| ends_with_folded(site.name(), end))
        && item.iter().all(named)
        && site.engine.sense(item).is_some()
}

/// `totp = ["cryptography"]` below `docs = ["sphinx (>=1.6)"]`: what else a package needs for something.
fn is_extra(site: &Site<'_>, item: &[u8]) -> bool {
    const LINE: usize = 96;
    let above = text::trim_gap(site.before()).strip_suffix(b"]").unwrap_or_default();
    let above = &above[above.len().saturating_sub(LINE)..];
    let needs = above.windows(3).any(|part| matches!(part, b"(>=" | b"(==" | b"(<=" | b"(~="));
    needs && item.iter().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
}
