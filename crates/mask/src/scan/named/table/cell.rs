//! The cells of a row, with quotes around them or without.

use super::layout::{Frame, Layout};
use crate::class::Bytes;
use crate::scan::View;
use crate::scan::named::quoting::{Quoting, escaped_single};
use crate::scan::named::text::{escaped_blank, opening_quote};
use crate::scan::skip::{Progress, slashes_before};
use crate::scan::until::Until;

/// What a row holds in one column.
pub(super) struct Cell {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoted: bool,
    /// What follows it, blanks left out.
    pub(super) after: usize,
}

/// What may end a cell.
static TELLING: Bytes = Bytes::of(b",;|\t\n\r\"\\()[]{'");

impl Layout {
    /// The cell at `at`, if its end can be seen.
    pub(super) fn cell(self, view: &View<'_>, at: usize) -> Option<Cell> {
        let bytes = view.bytes;
        let start = self.pad(bytes, at);
        if let Some(string) = self.quoted(bytes, start) {
            return Some(string);
        }
        let mut after = start;
        loop {
            after += TELLING.run_to(bytes.get(after..)?);
            match bytes.get(after) {
                None if view.ends() => break,
                None => return None,
                Some(_) if self.ends_cell(bytes, after) => break,
                Some(b'\\') => {
                    let escapes = escapes(&bytes[after..]);
                    after += escapes;
                    if escapes == 0 || opening_quote(bytes, after).is_some() {
                        break;
                    }
                }
                Some(_) => after += 1,
            }
        }
        let end = start + bytes[start..after].trim_ascii_end().len();
        Some(Cell { start, end, quoted: false, after: self.pad(bytes, after) })
    }

    /// After the quote that may end a cell at `at`, and blanks.
    pub(super) fn after_quote(self, view: &View<'_>, at: usize) -> usize {
        let bytes = view.bytes;
        let escaped = || escaped_single(bytes, at).map(|(_, after)| after);
        let next = || if bytes.get(at) == Some(&b'\'') { Some(at + 1) } else { escaped() };
        let single = || if self.frame == Frame::Parens { next() } else { None };
        let double =
            opening_quote(bytes, at).filter(|(depth, _)| self.may_quote(*depth)).map(|(_, after)| after);
        self.pad(bytes, double.or_else(single).unwrap_or(at))
    }

    /// A quote that takes so many backslashes is one of a cell, and does not end the string around the table.
    fn may_quote(self, depth: u8) -> bool {
        match self.frame {
            Frame::Array(own) => depth == own,
            _ => depth > 0 || !self.escaped,
        }
    }

    /// The string at `at`.
    fn quoted(self, bytes: &[u8], at: usize) -> Option<Cell> {
        let (start, end, after) = match opening_quote(bytes, at) {
            Some((depth, content)) if self.may_quote(depth) => {
                let end = end_of_double(bytes, content, depth)?;
                (content, end, end + usize::from(depth) + 1)
            }
            Some(_) => return None,
            None if bytes.get(at) == Some(&b'\\') && self.frame == Frame::Parens => {
                let (depth, content) = escaped_single(bytes, at)?;
                let end = end_of_escaped(bytes, content, depth)?;
                (content, end, end + usize::from(depth) + 1)
            }
            None => {
                let quote = *bytes.get(at).filter(|quote| matches!(quote, b'\'' | b'`'))?;
                let end = if self.frame == Frame::Parens {
                    end_of_single(bytes, at + 1, quote)?
                } else {
                    return None;
                };
                (at + 1, end, end + 1)
            }
        };
        Some(Cell { start, end, quoted: true, after: self.pad(bytes, after) })
    }

    /// Whether a cell without quotes ends at `at`.
    fn ends_cell(self, bytes: &[u8], at: usize) -> bool {
        match (self.frame, bytes[at]) {
            (Frame::Parens, b')' | b'(' | b'\'') | (Frame::Array(_), b']' | b'[' | b'{' | b'"') => true,
            (Frame::Line | Frame::Closed, b'"' | b'\n' | b'\r') => true,
            (_, b'\\') => escaped_blank(&bytes[at..]).is_some() || opening_quote(bytes, at).is_some(),
            (_, byte) => byte == self.sign,
        }
    }
}

/// How many backslashes come first, but for those of a quote after them.
fn escapes(rest: &[u8]) -> usize {
    let slashes = rest.iter().take_while(|&&byte| byte == b'\\').count();
    // A quote of level `l` takes 2^l - 1, and what is before them is escaped for itself.
    let own = if rest.get(slashes) == Some(&b'"') { slashes & !(slashes + 1) } else { 0 };
    slashes - own.min(slashes)
}

/// Where the content of a string ends whose quotes take `depth` backslashes; two of them are one of its own.
fn end_of_double(bytes: &[u8], content: usize, depth: u8) -> Option<usize> {
    let mut from = content;
    loop {
        let quote = from + bytes.get(from..)?.iter().position(|byte| matches!(byte, b'"' | b'\n'))?;
        if bytes[quote] == b'\n' {
            return None;
        }
        let slashes = slashes_before(&bytes[content..], quote - content);
        let own = slashes == usize::from(depth);
        match opening_quote(bytes, quote + 1).filter(|(next, _)| own && *next == depth) {
            Some((_, after)) => from = after,
            None if own => return Some(quote - slashes),
            None => from = quote + 1,
        }
    }
}

/// The same for single quotes that are escaped: `VALUES (\'ada\', …)`.
fn end_of_escaped(bytes: &[u8], content: usize, depth: u8) -> Option<usize> {
    match Until::quote(b'\'', depth).advance(bytes, content, false) {
        Progress::Done(end) if Quoting::Single(depth).is_at(bytes, end) => Some(end),
        _ => None,
    }
}

/// The same for one of SQL, in which a backslash may be before a quote, too.
fn end_of_single(bytes: &[u8], content: usize, sign: u8) -> Option<usize> {
    let mut from = content;
    loop {
        let quote = from + bytes.get(from..)?.iter().position(|byte| *byte == sign || *byte == b'\n')?;
        let escaped = slashes_before(&bytes[content..], quote - content) % 2 == 1;
        match bytes.get(quote + 1) {
            _ if bytes[quote] == b'\n' => return None,
            Some(next) if *next == sign => from = quote + 2,
            _ if escaped => from = quote + 1,
            _ => return Some(quote),
        }
    }
}
