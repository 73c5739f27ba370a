//! Names in XML and HTML: of an element or an attribute here, in elements beside one another in
//! [`elements`]. [`closing`] knows where an element ends, [`backslash`] where an attribute does that seems to go on.

pub(super) mod backslash;
mod closing;
pub(super) mod elements;

use crate::hidden::lines::has_field;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::judge;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{
    Quoting, TrimSuffix, ends_with_folded, escaped_blank, gap, literal, opening_quote, trim_gap,
};
use crate::scan::skip::Skip;
use crate::scan::until::Until;

/// No tag is read further than this.
const TAG: usize = 240;
/// Nor is a header of a form's field.
const FIELD: usize = 80;

/// `<password>…</password>`; the name is bare and `<` or a prefix stands before it.
pub(super) fn element(site: &Site<'_>) -> Option<Open> {
    let before = site.before();
    let prefix =
        before.iter().rev().take(32).take_while(|b| b.is_ascii_alphanumeric() || **b == b':').count();
    let opens = before.len() > prefix && before[before.len() - prefix - 1] == b'<';
    let prefixed = prefix == 0 || before.ends_with(b":");
    (opens && prefixed).then(|| content(site, site.key.end).or_else(|| own_value(site))).flatten()
}

/// `<password value="…"/>`. A token may be a lexer's.
fn own_value(site: &Site<'_>) -> Option<Open> {
    let password = [&b"password"[..], b"passwd", b"passphrase", b"pwd"]
        .iter()
        .any(|end| ends_with_folded(site.name(), end));
    let at = site.key.end;
    password.then(|| value_attribute(site, at)).flatten()
}

/// The text after the tag whose attributes begin at `at`.
fn content(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = &bytes[at..bytes.len().min(at + TAG)];
    let close = rest.iter().position(|&byte| matches!(byte, b'>' | b'<'))?;
    if rest[close] == b'<' || close > 0 && rest[close - 1] == b'/' {
        return None;
    }
    text(site, at + close + 1)
}

/// The text of the element whose content starts there.
pub(super) fn text(site: &Site<'_>, content: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let at = gap(bytes, content);
    // The lines of an event show their text once they are joined.
    let starts_line = matches!(bytes[..at].last(), Some(b'\n' | b'\r'));
    if site.in_events && starts_line && has_field(&bytes[at..]) {
        return None;
    }
    if bytes[at..].starts_with(b"<![CDATA[") {
        let start = gap(bytes, at + b"<![CDATA[".len());
        return site.secret(start, Skip::Until(Until::cdata()));
    }
    let skip = Skip::Until(Until::markup());
    let value = site.shown(at, &skip);
    let closed = closing::closes(site, content, at, value, &skip);
    if !closed && bytes.get(at + value.len()) == Some(&b'"') {
        return quoted(site, content, at);
    }
    (closed && !is_harmless(Look::at(value.trim_ascii()), site.engine))
        .then(|| site.secret(at, skip))
        .flatten()
}

/// `<password>a"b</password>`: text with double quotes between its letters, where none ends that the element
/// could stand in.
fn quoted(site: &Site<'_>, content: usize, at: usize) -> Option<Open> {
    let rest = site.view.bytes.get(at..)?;
    let len = rest.iter().take(SHOWN).position(|byte| *byte == b'<')?;
    let text = Look::at(&rest[..len]);
    let within =
        |part: &[u8]| part[1] != b'"' || part[0].is_ascii_alphanumeric() && part[2].is_ascii_alphanumeric();
    let quotes = text.bytes.windows(3).all(within) && !text.bytes.ends_with(b"\"");
    let whole = quotes && text.bytes.iter().all(u8::is_ascii_graphic) && !text.kinds.any(Kinds::BACKSLASH);
    (whole && closing::is_own_tag(site, content, &rest[len..]))
        .then(|| site.secret_of(text, at, Skip::Run { known: len, class: None }))
        .flatten()
}

/// What stands before the quote of the name.
fn before_quote<'s>(site: &'s Site<'_>, quoting: Quoting) -> Option<&'s [u8]> {
    let before = site.before();
    before.get(..before.len().checked_sub(quoting.width())?)
}

/// `name="password" value="…"`, `<string name="password">…`.
pub(super) fn attribute(site: &Site<'_>, quoting: Quoting, after: usize) -> Option<Open> {
    let before = before_quote(site, quoting)?.strip_suffix(b"=")?;
    if before.ends_with(b" type") && site.name() == b"password" {
        // `<input type="password" value="…">`
        return if tag_of(before) == b"input" { value_attribute(site, after) } else { None };
    }
    let label = [&b"name"[..], b"key"].into_iter().find(|label| ends_with_folded(before, label))?;
    value_attribute(site, after).or_else(|| value_before(site, quoting, before, label))
}

/// The name of the tag whose attributes `before` ends in.
fn tag_of(before: &[u8]) -> &[u8] {
    let tag = &before[before.len().saturating_sub(TAG)..];
    let tag = tag.iter().rposition(|&byte| matches!(byte, b'<' | b'>')).map_or(&[][..], |at| &tag[at..]);
    let name = tag.strip_prefix(b"<").unwrap_or_default();
    &name[..name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()]
}

/// `<input type="checkbox" name="verify_password" …`, where what follows is a box to tick.
fn is_switch(before: &[u8]) -> bool {
    const BOX: &[u8] = b"checkbox";
    let tag = &before[before.len().saturating_sub(TAG)..];
    let tag = tag.iter().rposition(|&byte| byte == b'<').map_or(&[][..], |at| &tag[at..]);
    tag.windows(1 + BOX.len()).any(|part| matches!(part[0], b'"' | b'\'') && &part[1..] == BOX)
}

/// What `meta` has where other tags have a value.
fn is_value(tag: &[u8], attribute: &[u8]) -> bool {
    attribute.eq_ignore_ascii_case(b"value") || tag == b"meta" && attribute.eq_ignore_ascii_case(b"content")
}

/// `<add value="…" key="ApiSecret"/>`: the attribute before that of the name, if it is no mere word.
fn value_before(site: &Site<'_>, quoting: Quoting, before: &[u8], label: &[u8]) -> Option<Open> {
    let bytes = site.view.bytes;
    let tag = tag_of(before);
    let head = trim_gap(&before[..before.len() - label.len()]);
    let content = quoting.strip(head).filter(|_| head.last() == Some(&quoting.sign()))?;
    let open = content.iter().rev().take(TAG).position(|&byte| matches!(byte, b'"' | b'\''))?;
    let open = content.len() - open - 1;
    let equals = content[..open].trim_suffix_of(b"\\").strip_suffix(b"=")?;
    let name = equals.iter().rev().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let name = &equals[equals.len() - name..];
    let string = literal(bytes, site.view.floor + equals.len() + 1)?;
    let value = Look::at(&content[open + 1..]);
    let fits = !tag.is_empty() && is_value(tag, name) && judge::is_opaque(value) && string.quote == quoting;
    fits.then(|| site.literal(site.view.floor + equals.len() + 1)).flatten()
}

/// The attribute `value` or the text of the element.
fn value_attribute(site: &Site<'_>, mut at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let tag = tag_of(site.before());
    if tag.eq_ignore_ascii_case(b"logger") || tag == b"input" && is_switch(site.before()) {
        // How much it logs, or whether.
        return None;
    }
    for _ in 0..4 {
        at = gap(bytes, at);
        let rest = bytes.get(at..)?;
        if rest.first() == Some(&b'>') {
            // `<property name="password"><value>…</value></property>`
            let inner = elements::opened(bytes, gap(bytes, at + 1));
            // In SAML it is an `AttributeValue`, perhaps with a prefix.
            let value = inner.filter(|(tag, _)| ends_with_folded(tag, b"value"));
            let content = value.map_or(at + 1, |(_, content)| content);
            let said = tag == b"param" && is_documentation(site, content);
            return (!said).then(|| text(site, content)).flatten();
        }
        let len =
            rest.iter().take(32).take_while(|b| b.is_ascii_alphanumeric() || b"-:_".contains(b)).count();
        if len == 0 || rest.get(len) != Some(&b'=') {
            return None;
        }
        let literal = literal(bytes, at + len + 1)?;
        if is_value(tag, &rest[..len]) {
            return backslash::value(site, &literal).or_else(|| site.literal(at + len + 1));
        }
        let end = literal.content + site.shown(literal.content, &literal.skip).len();
        at = opening_quote(bytes, end).map_or(end + 1, |(_, after)| after);
    }
    None
}

/// `/// <param name="secretKey">Secret key to delete</param>`: what a parameter is for
/// (<https://learn.microsoft.com/dotnet/csharp/language-reference/xmldoc/recommended-tags>).
fn is_documentation(site: &Site<'_>, content: usize) -> bool {
    const PARAM: &[u8] = b"<param";
    let line = line_at_end(site.before());
    let tag = line.windows(PARAM.len()).rposition(|part| part == PARAM);
    let head = line[..tag.unwrap_or_default()].trim_ascii_end();
    let comment = head.ends_with(b"///") || head.ends_with(b"'''");
    let words = || {
        let text = Kinds::of(site.shown(content, &Skip::Until(Until::markup())));
        text.any(Kinds::SPACE) || !text.any(Kinds::DIGIT)
    };
    comment && words()
}

/// `name="password"` and, after an empty line, the value: a field of a multipart form
/// (<https://www.rfc-editor.org/rfc/rfc7578#section-4.2>).
pub(super) fn part(site: &Site<'_>, quoting: Quoting, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    // What most names fail comes first.
    if !matches!(bytes.get(at), Some(b'\r' | b'\n' | b'\\'))
        || !ends_with_folded(before_quote(site, quoting)?, b"name=")
    {
        return None;
    }
    let (mut start, mut newlines) = newlines(bytes, at);
    if newlines == 1 && bytes[start..].starts_with(b"Content-") {
        // What kind of text it is.
        let line = &bytes[start..bytes.len().min(start + FIELD)];
        let end = start + line.iter().position(|byte| matches!(byte, b'\r' | b'\n' | b'\\'))?;
        (start, newlines) = self::newlines(bytes, end);
    }
    (newlines == 2).then(|| site.secret(start, Skip::Until(Until::line()))).flatten()
}

/// Where the newlines at `at` end, escaped or not, and how many they are.
fn newlines(bytes: &[u8], at: usize) -> (usize, usize) {
    let (mut start, mut newlines) = (at, 0);
    while let Some(&first) = bytes.get(start) {
        let width = match first {
            b'\r' | b'\n' => 1,
            b'\\' => match escaped_blank(&bytes[start..]) {
                Some(width) => width,
                None => break,
            },
            _ => break,
        };
        newlines += usize::from(matches!(bytes[start + width - 1], b'\n' | b'n'));
        start += width;
    }
    (start, newlines)
}
