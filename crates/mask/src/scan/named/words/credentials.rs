//! Settings whose value has the scheme of a header before it.

use super::value::Value;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::headers::scheme::scheme_len;
use crate::scan::named::judge;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::line::Line;
use crate::scan::named::site::Site;
use crate::scan::named::text::is_one_of;
use crate::scan::skip::{Ends, Skip};

/// `AUTH_TOKEN=Basic …`, `FLY_API_TOKEN=FlyV1 …`: the scheme is no secret. In running text, what follows must look drawn. `None` if there
/// is no scheme.
pub(super) fn after_scheme(site: &Site<'_>, line: Line, start: usize) -> Option<Option<Open>> {
    let rest = site.view.bytes.get(start..)?;
    let scheme = scheme_len(rest);
    if !is_one_of(&["basic", "bearer", "flyv1"], rest[..scheme].trim_ascii_end()) {
        return None;
    }
    if judge::is_template(&rest[scheme..]) {
        return Some(None);
    }
    let alone = line == Line::Start;
    let ends = if alone { Ends::LineWord } else { Ends::Word };
    let value = Value::at(site, start + scheme, ends);
    if !alone && is_harmless(value.look(), site.engine) {
        return Some(None);
    }
    let fits = if alone { value.ends_line() } else { looks_drawn(value.look()) };
    fits.then(|| site.secret(start + scheme, Skip::plain(ends)))
}

/// The letters of base64 need have no digit among them.
fn looks_drawn(value: Look<'_>) -> bool {
    const LONG: usize = 16;
    let mixed = value.kinds.any(Kinds::UPPER) && value.kinds.any(Kinds::LOWER);
    judge::is_random(value) || mixed && value.bytes.len() >= LONG && !judge::is_uuid(value.bytes)
}
