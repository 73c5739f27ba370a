//! What a value is changed to: `password = "old" -> "new"`, as a plan says it.

use crate::scan::Open;
use crate::scan::ahead::Ahead;
use crate::scan::named::site::Site;
use crate::scan::named::text::{after_shaft, literal, opening_quote, spaces};

/// The value at `at`, where `old` was found, and the one it is changed to.
pub(crate) fn value(site: &Site<'_>, at: usize, old: Option<Open>, found: &mut Ahead) -> Option<Open> {
    if old.is_none() && !site.marked.get() {
        return None;
    }
    let new = next(site, at);
    let Some(old) = old else { return new };
    if let Some(new) = new {
        site.engine.add_found(site.view, new, found);
    }
    Some(old)
}

/// The string after the arrow that follows the string at `at`.
fn next(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let old = literal(bytes, at)?;
    let close = old.content + site.shown(old.content, &old.skip).len();
    let arrow = spaces(bytes, opening_quote(bytes, close)?.1);
    let after = after_shaft(bytes, arrow, b"-=").filter(|&after| bytes.get(after) == Some(&b' '))?;
    site.literal(spaces(bytes, after))
}
