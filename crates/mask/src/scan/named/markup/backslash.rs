//! Attributes whose text ends in a backslash, which escapes nothing there: `<db password="ab9\" port="1"/>`
//! (<https://www.w3.org/TR/xml/#NT-AttValue>).

use super::tag_of;
use crate::class::Bytes;
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{Literal, Quoting, gap};
use crate::scan::skip::{Skip, slashes_before};

/// No name of an attribute is longer.
const NAME: usize = 32;

/// The secret in an attribute's string, if a backslash ends it.
pub(crate) fn value(site: &Site<'_>, string: &Literal) -> Option<Open> {
    let bytes = site.view.bytes;
    let end = end_of(bytes, string)?;
    let assigned = bytes[..string.content - string.quote.width()].ends_with(b"=");
    if !assigned || tag_of(site.before()).is_empty() {
        return None;
    }
    let known = end - string.content;
    site.secret_of(Look::at(&bytes[string.content..end]), string.content, Skip::Run { known, class: None })
}

/// Where the text ends before the first quote, if backslashes of its own are before that and what may follow
/// an attribute is after it.
fn end_of(bytes: &[u8], string: &Literal) -> Option<usize> {
    let (own, quote) = (string.quote.depth(), string.quote.sign());
    let rest = bytes.get(string.content..)?;
    let rest = &rest[..rest.len().min(SHOWN)];
    let at = rest.iter().position(|byte| *byte == quote)?;
    // A backslash of the text takes one more than the quote has.
    let more = slashes_before(rest, at).checked_sub(own).filter(|more| *more > 0)?;
    (more % (own + 1) == 0 && may_follow(bytes, string.content + at + 1, string.quote))
        .then_some(string.content + at - own)
}

/// Whether what is at `at` follows an attribute: another one, or the end of the tag.
fn may_follow(bytes: &[u8], at: usize, quoting: Quoting) -> bool {
    static NAMES: Bytes = Bytes::alnum_and(b"-:_.");
    let next = gap(bytes, at);
    let rest = bytes.get(next..).unwrap_or_default();
    if rest.starts_with(b">") || rest.starts_with(b"/>") || rest.starts_with(b"?>") {
        return true;
    }
    let name = NAMES.run(&rest[..rest.len().min(NAME)]);
    let opens = quoting.is_at(bytes, next + name + 1);
    next > at && name > 0 && rest.get(name) == Some(&b'=') && opens
}
