//! Cookies in a file as Netscape had it and curl keeps them: the site, whether its hosts share the cookie, a path,
//! whether it is sent encrypted only, when it ends, its name and its value, with tabs between
//! (<https://curl.se/docs/http-cookies.html>).

use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::site::Site;
use crate::scan::named::text::is_one_of;
use crate::scan::named::words::value::Value;
use crate::scan::named::words::word;
use crate::scan::skip::{Ends, slashes_before};

/// No field that is read is longer.
const FIELD: usize = 64;

/// The value at `start` of the cookie that has the name.
pub(super) fn value(site: &Site<'_>, start: usize) -> Option<Open> {
    let (before, ends) = field(site.before())?;
    let (before, secure) = field(before)?;
    let (before, path) = field(before)?;
    let (_, shared) = field(before)?;
    let time = !ends.is_empty() && Kinds::of(ends).only(Kinds::DIGIT);
    let flag = |field: &[u8]| is_one_of(&["true", "false"], field);
    let value = Value::at(site, start, Ends::LineWord);
    let fits = time && flag(secure) && path.starts_with(b"/") && flag(shared) && value.ends_line();
    fits.then(|| word::run(site, start, Look::at(value.bytes))).flatten()
}

/// The field that a tab ends, escaped or not, and what is before it.
fn field(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = match text {
        [rest @ .., b'\t'] => rest,
        [rest @ .., b't'] if rest.ends_with(b"\\") => &rest[..rest.len() - slashes_before(rest, rest.len())],
        _ => return None,
    };
    let inside = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"');
    let len = text.iter().rev().take(FIELD).take_while(|byte| inside(byte)).count();
    let head = &text[..text.len() - len];
    // The letter of an escaped tab is none of the field's.
    let len = len - usize::from(head.ends_with(b"\\") && text[head.len()..].starts_with(b"t"));
    Some(text.split_at(text.len() - len))
}
