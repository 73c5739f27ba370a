//! Values that LDIF encodes, as it does with what is not plain text (<https://www.rfc-editor.org/rfc/rfc2849>).

use super::value::Value;
use crate::class::BASE64_BODY;
use crate::scan::Open;
use crate::scan::named::judge;
use crate::scan::named::line::Line;
use crate::scan::named::site::Site;
use crate::scan::named::text::{TrimSuffix, spaces};
use crate::scan::skip::{Ends, Skip};

/// `userPassword:: cGFzc3dvcmQx`, up to the end of the line; `after` is after the colons.
pub(crate) fn value(site: &Site<'_>, after: usize) -> Option<Open> {
    let at = spaces(site.view.bytes, after);
    let value = Value::at(site, at, Ends::LineWord);
    let body = value.bytes.trim_suffix_of(b"=");
    // Of a type, as Haskell declares one, all are letters.
    let letters = !value.has_digit() && body.len() == value.bytes.len() && !judge::is_scrambled(body);
    let base64 = value.bytes.len() >= 4
        && value.bytes.len().is_multiple_of(4)
        && BASE64_BODY.run(body) == body.len()
        && !letters;
    let alone = base64 && at > after && value.ends_line() && Line::of(site) == Line::Start;
    alone.then(|| site.secret_of(value.look(), at, Skip::plain(Ends::LineWord))).flatten()
}
