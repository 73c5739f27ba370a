//! Names and values as elements of XML beside one another: `<name>password</name><value>…</value>`.

use crate::class::Bytes;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::named::markup;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, gap, is_one_of, trim_gap};

/// No tag and no text between the two is read further than this.
const TAG: usize = 240;
/// So many elements after the name are looked at.
const SIBLINGS: usize = 3;
/// What the value is in a property list, where the element before it is its key.
const TYPES: &[&str] = &["string", "integer", "real"];
/// What a value is that XML-RPC says the type of.
const SCALARS: &[&str] = &["string", "int", "i4", "i8", "base64"];
/// No slash is escaped by more backslashes.
const SLASHES: usize = 16;
/// Shorter numbers count something.
const DIGITS: usize = 4;

static TAG_NAME: Bytes = Bytes::alnum_and(b"-_:.");

/// The value after the element that has the name for its text.
pub(crate) fn value(site: &Site<'_>) -> Option<Open> {
    let bytes = site.view.bytes;
    let before = site.before().strip_suffix(b">")?;
    let (head, label) = without_tag(before);
    let key = ends_with_folded(label, b"key");
    if !head.ends_with(b"<") || !key && !ends_with_folded(label, b"name") {
        return None;
    }
    let mut at = closed(bytes, site.key.end, label)?;
    for _ in 0..SIBLINGS {
        let Some((tag, content)) = opened(bytes, gap(bytes, at)) else {
            return if key { None } else { before_name(site, head.strip_suffix(b"<")?) };
        };
        let data = || is_one_of(&["data"], tag) && site.sense == Sense::Any;
        let typed = key && (is_one_of(TYPES, tag) && !is_count(tag, &bytes[content..]) || data());
        if typed || ends_with_folded(tag, b"value") {
            return markup::text(site, scalar(bytes, content).unwrap_or(content));
        }
        let rest = &bytes[content..bytes.len().min(content + TAG)];
        at = closed(bytes, content + rest.iter().position(|&byte| byte == b'<')?, tag)?;
    }
    None
}

/// `<property><value>…</value><name>password</name></property>`; `head` is what stands before the name's tag.
fn before_name(site: &Site<'_>, head: &[u8]) -> Option<Open> {
    let (close, tag) = without_tag(trim_gap(head).strip_suffix(b">")?);
    let content = close.len() - close.iter().rev().take(TAG).position(|&byte| byte == b'>')?;
    let value = &close[content..];
    let end = value.iter().position(|&byte| byte == b'<')?;
    let closes = after_close(&value[end..]).is_some_and(<[u8]>::is_empty);
    let parent = close[..content - 1].strip_suffix(tag)?.strip_suffix(b"<")?;
    let first = without_tag(trim_gap(parent).strip_suffix(b">")?).0.ends_with(b"<");
    let found = closes && first && ends_with_folded(tag, b"value");
    found.then(|| markup::text(site, site.view.floor + content)).flatten()
}

/// The name of a tag at the end of a text, and what stands before it.
fn without_tag(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.len() - text.iter().rev().take(32).take_while(|&&byte| TAG_NAME.has(byte)).count())
}

/// The element that begins at `at`: its tag, and where its content starts.
pub(super) fn opened(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = bytes.get(at..bytes.len().min(at + TAG))?.strip_prefix(b"<")?;
    let tag = &rest[..TAG_NAME.run(rest)];
    let close = rest.iter().position(|&byte| matches!(byte, b'>' | b'<'))?;
    let opens = !tag.is_empty() && rest[close] == b'>' && rest[close - 1] != b'/';
    opens.then_some((tag, at + 1 + close + 1))
}

/// Where the content of `<value><string>…` is, as XML-RPC has it (<http://xmlrpc.com/spec.md>).
fn scalar(bytes: &[u8], content: usize) -> Option<usize> {
    let (tag, inner) = opened(bytes, gap(bytes, content))?;
    is_one_of(SCALARS, tag).then_some(inner)
}

/// How long the name of the tag is that begins a text.
pub(super) fn tag_len(text: &[u8]) -> usize {
    TAG_NAME.run(text)
}

/// What follows `</`, where strings of JSON may have escaped the slash.
pub(in crate::scan::named) fn after_close(rest: &[u8]) -> Option<&[u8]> {
    let rest = rest.strip_prefix(b"<")?;
    let slashes = rest.iter().take(SLASHES).take_while(|&&byte| byte == b'\\').count();
    rest[slashes..].strip_prefix(b"/")
}

/// What follows the end of the element at `at`.
fn closed(bytes: &[u8], at: usize, tag: &[u8]) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let after = after_close(rest)?.strip_prefix(tag)?.strip_prefix(b">")?;
    Some(bytes.len() - after.len())
}

fn is_count(tag: &[u8], content: &[u8]) -> bool {
    tag != b"string" && content.iter().take(DIGITS).any(|byte| !byte.is_ascii_digit())
}
