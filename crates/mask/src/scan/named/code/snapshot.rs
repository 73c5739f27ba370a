//! What a field holds in the tree of a page, as tools that drive a browser print it:
//! `- textbox "Password" [ref=e12]: EFAdZs-zk` (<https://playwright.dev/docs/aria-snapshots>).

use crate::class::Bytes;
use crate::scan::Open;
use crate::scan::named::site::Site;
use crate::scan::named::text::{literal, opening_quote, strip_quote};
use crate::scan::skip::{Ends, Skip};

/// No label and no attribute of an element is longer.
const LONGEST: usize = 64;
/// `[active] [ref=e12] [cursor=pointer]`
const ATTRIBUTES: usize = 6;

/// The text in a field whose label ends at the quote at `close`.
pub(crate) fn filled(site: &Site<'_>, close: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let (depth, after) = opening_quote(bytes, close)?;
    if !matches!(bytes.get(after..)?, [b' ', b'[', ..] | [b':', b' ', ..]) || !is_label_of_field(site, depth)
    {
        return None;
    }
    let start = bytes.get(after_attributes(bytes, after)..)?.strip_prefix(b": ")?;
    let at = bytes.len() - start.len();
    if literal(bytes, at).is_some() {
        return site.literal(at);
    }
    let empty = matches!(start.first(), None | Some(b' ' | b'\n' | b'\r' | b'\\' | b'"'));
    (!empty).then(|| site.secret(at, Skip::plain(Ends::Line))).flatten()
}

/// After ` [active] [ref=e12]`.
fn after_attributes(bytes: &[u8], after: usize) -> usize {
    static NO_ATTRIBUTE: Bytes = Bytes::of(b"[]\"\\\r\n");
    let next = |at: usize| {
        let rest = bytes.get(at..)?.strip_prefix(b" [")?;
        let len = NO_ATTRIBUTE.run_to(&rest[..rest.len().min(LONGEST)]);
        (rest.get(len) == Some(&b']')).then_some(at + " []".len() + len)
    };
    (0..ATTRIBUTES).try_fold(after, |at, _| next(at).ok_or(at)).unwrap_or_else(|end| end)
}

/// Whether a name is in the label of a field to type in, which opens with a quote so deep: `textbox "Your password`.
fn is_label_of_field(site: &Site<'_>, depth: u8) -> bool {
    static WORDS: Bytes = Bytes::alnum_and(b" -_'.,:()");
    let before = site.before();
    let words = before.iter().rev().take(LONGEST).take_while(|byte| WORDS.has(**byte)).count();
    strip_quote(&before[..before.len() - words], depth).is_some_and(|rest| rest.ends_with(b"textbox "))
}
