//! What a script of Expect sends after the prompt that it waits for: `expect "password:"⏎send "…\r"`
//! (<https://core.tcl-lang.org/expect/home>).

use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::line::next_line;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Quoting, literal, opening_quote, spaces, strip_quote};
use crate::scan::skip::Skip;

/// The string that is sent on the line after the prompt, which the name ends; `after` is after its colon.
pub(crate) fn sent(site: &Site<'_>, after: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let (depth, end) = opening_quote(bytes, spaces(bytes, after))?;
    if !strip_quote(site.before(), depth)?.ends_with(b"expect ") {
        return None;
    }
    let (next, _) = next_line(bytes, end)?;
    let command = bytes.get(spaces(bytes, next)..)?.strip_prefix(b"send ")?;
    let command = command.strip_prefix(b"-- ").unwrap_or(command);
    let string = literal(bytes, bytes.len() - command.len())
        .filter(|string| string.quote == Quoting::Double(depth))?;
    let value = site.shown(string.content, &string.skip);
    // The return that it ends with is an escape.
    let value = value.split(|byte| *byte == b'\\').next().filter(|value| !value.starts_with(b"$"))?;
    let skip = Skip::Run { known: value.len(), class: None };
    (!value.is_empty()).then(|| site.secret_of(Look::at(value), string.content, skip)).flatten()
}
