//! Arguments of a program as items of a YAML list: `- --token` and the value on the next line.

use crate::scan::Open;
use crate::scan::named::judge::types;
use crate::scan::named::line::{line_at_end, next_line};
use crate::scan::named::site::Site;
use crate::scan::named::text::{Quoting, literal, spaces};
use crate::scan::named::words::value::Value;
use crate::scan::skip::{Ends, Skip};

/// `- --token`, and `- value` on the line after; `before` is what stands before the flag, `after` is at
/// the end of its line.
pub(crate) fn below(site: &Site<'_>, before: &[u8], after: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if !site.name().starts_with(b"-") || !before.ends_with(b"- ") {
        return None;
    }
    let line = line_at_end(before).strip_suffix(b"- ")?;
    let (start, _) = next_line(bytes, after)?;
    let dash = spaces(bytes, start);
    // Of the same list, and not of one around it.
    let item = line.iter().all(|byte| *byte == b' ') && dash - start == line.len();
    if !item || !bytes.get(dash..)?.starts_with(b"- ") {
        return None;
    }
    item_at(site, spaces(bytes, dash + 1))
}

/// The same with quotes around the flag.
pub(crate) fn quoted(site: &Site<'_>, quoting: Quoting, after: usize) -> Option<Open> {
    // What documentation names.
    if quoting == Quoting::Backtick {
        return None;
    }
    below(site, quoting.strip(site.before())?, after)
}

fn item_at(site: &Site<'_>, at: usize) -> Option<Open> {
    if literal(site.view.bytes, at).is_some() {
        return string(site, at);
    }
    let value = Value::at(site, at, Ends::LineWord);
    let fits = value.ends_line() && is_argument(&value);
    fits.then(|| site.secret_of(value.look(), at, Skip::plain(Ends::LineWord))).flatten()
}

fn string(site: &Site<'_>, at: usize) -> Option<Open> {
    let string = literal(site.view.bytes, at)?;
    let flag = site.byte(string.content) == Some(b'-');
    (!flag).then(|| site.literal(at)).flatten()
}

/// Whether it is no other flag, and nothing that a program puts in.
fn is_argument(value: &Value<'_>) -> bool {
    !matches!(value.bytes.first(), None | Some(b'-' | b'$' | b'{' | b'<' | b'['))
        && !value.bytes.ends_with(b":")
        && !types::is_type(value.bytes)
}

/// `[--token, value]`; `at` is at the comma. In a manual, what follows is a word.
pub(crate) fn flow(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = spaces(site.view.bytes, at + 1);
    let line = line_at_end(site.before());
    let item = matches!(line.trim_ascii_end().last(), Some(b'[' | b','));
    let open = line.iter().rposition(|byte| matches!(byte, b'[' | b']'));
    if !item || open.is_none_or(|open| line[open] != b'[') {
        return None;
    }
    if literal(site.view.bytes, start).is_some() {
        return string(site, start);
    }
    let value = Value::at(site, start, Ends::Word);
    let ends = matches!(value.after.first(), Some(b',' | b']'));
    let more = value.has_digit() || value.has_inner_sign();
    let fits = ends && more && value.bytes.len() >= 4 && is_argument(&value) && !value.is_code();
    fits.then(|| site.secret_of(value.look(), start, Skip::plain(Ends::Word))).flatten()
}
