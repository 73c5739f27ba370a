//! Where the text of an element ends: at its own closing tag. What only looks like an opening tag has none: the
//! parameter of a type (`Vec<Token>`), a placeholder (`https://<token>@h.io`), a group of a regex
//! (`(?P<secret>.{8,})`).

use super::elements::{after_close, tag_len};
use super::{TAG, judge};
use crate::class::TOKEN68;
use crate::kinds::Look;
use crate::scan::named::site::Site;
use crate::scan::named::text::gap;
use crate::scan::skip::Skip;

/// Text of so many bytes is long, if it is of letters of base64,
const LONG: usize = 100;
/// and where it is broken into lines, none but the last is shorter.
const ARMOR_LINE: usize = 40;

/// Whether the text at `at`, of which `value` is shown, is that of an element whose content starts at `content`.
pub(super) fn closes(site: &Site<'_>, content: usize, at: usize, value: &[u8], skip: &Skip) -> bool {
    let bytes = site.view.bytes;
    let end = site.view.end_of(at, skip);
    let after = gap(bytes, end);
    let known_in_part = end > at + value.len();
    if after_close(&bytes[after..]).is_some() {
        let seen = || !known_in_part || !value.contains(&b' ') || is_long(value);
        return is_own_tag(site, content, &bytes[after..]) && seen();
    }
    is_long(value) || after == bytes.len() && site.view.ends() && is_cut_off(site, content, at, value)
}

/// Whether the closing tag that begins a text is that of the element whose content starts at `content`. With another
/// prefix it may be, and cut off at the end of a document.
pub(super) fn is_own_tag(site: &Site<'_>, content: usize, close: &[u8]) -> bool {
    let Some(close) = after_close(close) else {
        return false;
    };
    let Some(own) = opened_by(site.up_to_value(content)) else {
        // The tag is too long to be seen, or a mark is in it.
        return true;
    };
    let (tag, rest) = close.split_at(tag_len(close));
    let (own, tag) = (local(own), local(tag));
    match rest.first() {
        Some(next) => (*next == b'>' || next.is_ascii_whitespace()) && own.eq_ignore_ascii_case(tag),
        None => own.get(..tag.len()).is_some_and(|own| own.eq_ignore_ascii_case(tag)),
    }
}

/// `ns:password`, if `<ns:password type="x">` ends a text.
fn opened_by(before: &[u8]) -> Option<&[u8]> {
    let tag = &before[before.len().saturating_sub(TAG)..];
    let tag = &tag[tag.iter().rposition(|byte| *byte == b'<')? + 1..];
    Some(&tag[..tag_len(tag)])
}

/// The name of a tag without its prefix.
fn local(tag: &[u8]) -> &[u8] {
    tag.rsplit(|byte| *byte == b':').next().unwrap_or_default()
}

/// Whether a text is as long as only keys are, whose end may be too far to see, in a line or in lines like those of
/// armor.
fn is_long(value: &[u8]) -> bool {
    let letters = TOKEN68.run(value);
    let broken = |byte: &u8| TOKEN68.has(*byte) || byte.is_ascii_whitespace() || *byte == b'\\';
    value.len() > LONG && (letters == value.len() || letters >= ARMOR_LINE && value.iter().all(broken))
}

/// `<cfg>\n<password>hunter2x` at the end of a document: a word after a tag that stands where elements do.
fn is_cut_off(site: &Site<'_>, content: usize, at: usize, value: &[u8]) -> bool {
    let before = site.up_to_value(content);
    let open = before.iter().rposition(|byte| *byte == b'<');
    let in_element = |open: usize| {
        let line = before[..open].trim_ascii_end();
        line.ends_with(b">")
            || before[line.len()..open].contains(&b'\n')
            || site.view.starts_at(site.view.floor + open)
    };
    at == content && !site.is_decoded && open.is_some_and(in_element) && judge::is_opaque(Look::at(value))
}
