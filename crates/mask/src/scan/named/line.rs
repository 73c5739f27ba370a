//! Where on its line a name stands.

use super::site::Site;
use super::text::{color_len, escaped_blank};
use crate::class::Bytes;
use crate::scan::skip::slashes_before;

/// Where on its line a key stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Start,
    /// So many blanks or list dashes before it.
    Indented(usize),
    Middle,
}

/// What a line may begin with before a name, or what may end the line before: a blank, a dash, a
/// letter of an escape, a quote, the bracket of `<![CDATA[`.
static INDENTS: Bytes = Bytes::of(b" \t-+>nrt\"[");

impl Line {
    pub(super) fn of(site: &Site<'_>) -> Self {
        Self::after(site.before(), site)
    }

    /// The same for what stands after `before`, which begins where the name's does.
    pub(super) fn after(before: &[u8], site: &Site<'_>) -> Self {
        match before.last() {
            Some(b'\n' | b'\r' | 0) => return Self::Start,
            Some(byte) if !INDENTS.has(*byte) => return Self::Middle,
            _ => {}
        }
        let export = before.strip_suffix(b"export ").unwrap_or(before);
        let (line, indent) = without_indent(export);
        let (line, indent) = match bullet(line, &export[line.len()..], site) {
            Some(before) => (before, 1),
            None => (line, indent),
        };
        if !starts_line(without_number(line, &export[line.len()..]), site) {
            return Self::Middle;
        }
        if indent == 0 { Self::Start } else { Self::Indented(indent) }
    }

    pub(super) fn is_own(self) -> bool {
        self != Self::Middle
    }
}

/// What stands before the blanks, escaped tabs and dashes at the end, and how many those are.
fn without_indent(mut head: &[u8]) -> (&[u8], usize) {
    let mut indent = 0;
    loop {
        head = match head {
            [rest @ .., b' ' | b'\t' | b'-' | b'+' | b'>'] => rest,
            [rest @ .., b't'] if rest.ends_with(b"\\") => {
                &rest[..rest.len() - slashes_before(rest, rest.len())]
            }
            _ => return (head, indent),
        };
        indent += 1;
    }
}

/// What stands before the star of a list's item. In a comment of code, a blank is before the star.
fn bullet<'h>(line: &'h [u8], after: &[u8], site: &Site<'_>) -> Option<&'h [u8]> {
    let before = line.strip_suffix(b"*").filter(|_| after == b" ")?;
    starts_line(before, site).then_some(before)
}

/// What stands before the number of a line and its tab, as tools show a file: `   12\t`.
fn without_number<'h>(head: &'h [u8], indent: &[u8]) -> &'h [u8] {
    let tab = matches!(indent.first(), Some(b'\t' | b'\\'));
    let digits = head.iter().rev().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    if !tab || digits == 0 {
        return head;
    }
    let before = &head[..head.len() - digits];
    let blanks = before.iter().rev().take_while(|byte| **byte == b' ').count();
    &before[..before.len() - blanks]
}

/// Whether a line begins after `head`, which reaches back to the floor.
fn starts_line(head: &[u8], site: &Site<'_>) -> bool {
    match head {
        [] => site.view.from_start,
        [.., b'\n' | b'\r'] => true,
        [.., b'n' | b'r'] => slashes_before(head, head.len() - 1) > 0,
        // The string that holds the text begins.
        [.., b'"'] => site.view.bytes.get(site.key.end) != Some(&b'"'),
        // What of XML is no markup does.
        [.., b'['] => head.ends_with(b"<![CDATA["),
        _ => false,
    }
}

/// The line up to the name, if all of it can be seen.
pub(super) fn line_before<'s>(site: &'s Site<'_>) -> Option<&'s [u8]> {
    let before = site.before();
    let line = line_at_end(before);
    (line.len() < before.len() || site.view.from_start).then_some(line)
}

/// The text of the line that `before` ends in, or as much of it as counts.
pub(super) fn line_at_end(before: &[u8]) -> &[u8] {
    let newline = |at: &usize| match before[*at] {
        b'\n' | b'\r' => true,
        b'n' => *at > 0 && before[*at - 1] == b'\\',
        _ => false,
    };
    let start =
        (0..before.len()).rev().take(160).find(newline).map_or(before.len().saturating_sub(160), |at| at + 1);
    &before[start..]
}

/// Whether a line ends at `at`, or the element of HTML that it stands in, blanks, commas and comments left out.
pub(super) fn ends_at(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(color_len(bytes, at).map_or(at, |len| at + len)..).unwrap_or_default();
    let rest = &rest[rest.iter().take_while(|b| b" \t,;".contains(b)).count()..];
    matches!(rest, [] | [b'\n' | b'\r' | b'#' | b'"' | b'\'' | b'`', ..])
        || rest.starts_with(b"\\\"")
        || escaped_blank(rest).is_some()
        || rest.starts_with(b"\\\\")
        || is_tag(rest)
}

/// Whether a tag is there that ends an element, or a line, or `]]>`.
pub(super) fn is_tag(rest: &[u8]) -> bool {
    match rest {
        [b'<', b'/', name, ..] => name.is_ascii_alphabetic(),
        [b'<', b'\\', b'/', ..] => true,
        [b'<', b'b' | b'B', b'r' | b'R', b'>' | b'/', ..] => true,
        [b']', b']', b'>', ..] => true,
        _ => false,
    }
}

/// The start of the next line, if a line ends at `at`, and whether the newline is escaped.
pub(super) fn next_line(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let rest = bytes.get(at..)?;
    match rest {
        [b'\n', ..] => Some((at + 1, false)),
        [b'\r', b'\n', ..] => Some((at + 2, false)),
        [b'\\', ..] => {
            let returned = escaped_blank(rest).filter(|&width| rest[width - 1] == b'r').unwrap_or(0);
            let newline = escaped_blank(&rest[returned..]).map(|width| returned + width);
            newline.filter(|&width| rest[width - 1] == b'n').map(|width| (at + width, true))
        }
        _ => None,
    }
}

/// How many backslashes the newline takes that a line at `start` follows.
pub(super) fn escapes_before(bytes: &[u8], start: usize) -> usize {
    match bytes[..start].last() {
        Some(b'n') => slashes_before(bytes, start - 1),
        _ => 0,
    }
}

/// Where the line ends that `at` is in: at a newline, which may be `escaped`, and no further than
/// the string that holds it.
pub(super) fn line_end(bytes: &[u8], at: usize, escaped: bool) -> Option<usize> {
    if !escaped {
        let end = bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        return Some(at + end);
    }
    let mut at = at;
    while let Some(byte) = bytes.get(at) {
        match (byte, escaped_blank(&bytes[at..])) {
            (b'\\', Some(width)) if bytes[at + width - 1] != b't' => return Some(at),
            (b'\\', Some(width)) => at += width,
            (b'"', _) if slashes_before(bytes, at) == 0 => return None,
            _ => at += 1,
        }
    }
    None
}
