//! What a program prints where a value is not there or not shown: `{Host:h.io Password: Token: Port:48901}` of Go,
//! `TOKEN=(not set)`.

use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;
use crate::scan::named::text::spaces;
use crate::scan::placeholder;

/// No such note is longer.
const NOTE: usize = 32;
/// No name of a field is.
const FIELD: usize = 48;

/// Whether nothing is there, but what a program says of it.
pub(super) fn is_unset(value: Look<'_>, site: &Site<'_>) -> bool {
    let plain = site.quoting.is_none();
    plain && value.kinds.any(Kinds::PAREN) && is_noted(value.bytes, site)
        || plain && value.kinds.any(Kinds::COLON) && is_next_field(value.bytes, site)
}

/// `(not set)`, of which a value without quotes has the first word only.
fn is_noted(value: &[u8], site: &Site<'_>) -> bool {
    let Some(behind) = site.behind(value).filter(|_| value.starts_with(b"(")) else {
        return false;
    };
    let start = site.view.bytes.len() - behind.len() - value.len();
    let rest = &site.view.bytes[start..];
    let Some(close) = rest.iter().take(NOTE).position(|byte| *byte == b')') else {
        return false;
    };
    let (note, after) = rest.split_at(close + 1);
    let ends = after.first().is_none_or(|byte| !byte.is_ascii_alphanumeric());
    ends && !note.contains(&b'\n') && placeholder::is_harmless(Look::at(note), site.engine.style())
}

/// `{Host:h.io Password: Token: Port:48901}`: after a field without a value, Go prints the next one
/// (<https://pkg.go.dev/fmt#hdr-Printing>). There is no blank before a value.
fn is_next_field(value: &[u8], site: &Site<'_>) -> bool {
    let bytes = site.view.bytes;
    let name =
        value.iter().take(FIELD).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let named = value.first().is_some_and(u8::is_ascii_alphabetic) && value.get(name) == Some(&b':');
    let parted =
        bytes.get(site.key.end) == Some(&b':') && spaces(bytes, site.key.end + 1) == site.key.end + 2;
    named && parted && value.get(name + 1) != Some(&b'/') && is_field(site, value[0].is_ascii_uppercase())
}

/// Whether the name is that of a field, among others that have no commas between them.
fn is_field(site: &Site<'_>, next_is_public: bool) -> bool {
    let before = site.before();
    let Some(open) =
        before.iter().rposition(|byte| matches!(byte, b'{' | b'\n')).filter(|at| before[*at] == b'{')
    else {
        return false;
    };
    let fields = &before[open + 1..];
    let public = next_is_public && site.name().first().is_some_and(u8::is_ascii_uppercase);
    let field = |word: &[u8]| {
        let colon = word.iter().position(|byte| *byte == b':');
        colon.is_some_and(|at| at > 0 && at + 1 < word.len())
    };
    let first = || fields.split(|byte| *byte == b' ').next().is_some_and(field);
    !fields.contains(&b',') && !fields.contains(&b'"') && (public || first())
}
