//! How the rows and cells of a table are told apart: CSV, what databases print, Markdown,
//! `INSERT INTO …`, arrays of arrays.

use super::text::{escaped_blank, gap, is_one_of, opening_quote, quoted_word, spaces};
use crate::class::Bytes;
use crate::scan::View;
use crate::scan::skip::slashes_before;

/// How rows and cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) frame: Frame,
    /// Between cells.
    pub(super) sign: u8,
    /// The table is in a string, so newlines and quotes are escaped.
    escaped: bool,
}

/// What stands around a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// It is a line.
    Line,
    /// It is a line that begins and ends with the sign.
    Closed,
    /// `(…)`, and a comma between rows.
    Parens,
    /// `[…]`, and a comma between rows; the quotes of strings take so many backslashes.
    Array(u8),
}

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

/// What rows are called that stand apart from their header.
const ROWS: &[&str] = &["rows", "data", "values", "records"];
/// A line below or above the header is longer than this many dashes.
const DASHES: usize = 3;

impl Layout {
    /// That of the header in which a name, its quotes included, is from `start` to `end`, and where that
    /// header begins.
    pub(super) fn around(view: &View<'_>, start: usize, end: usize) -> Option<(Self, usize)> {
        let bytes = view.bytes;
        let sign = sign(&bytes[view.floor..start], &bytes[end..])?;
        let quote = opening_quote(bytes, end.checked_sub(1)?).map(|_| slashes_before(bytes, end - 1));
        let (begin, before) = beginning(view, start, quote)?;
        let frame = match before {
            b'(' => Frame::Parens,
            b'[' => Frame::Array(u8::try_from(quote?).ok()?),
            _ if sign == b'|' && bytes.get(spaces(bytes, begin)) == Some(&b'|') => Frame::Closed,
            _ => Frame::Line,
        };
        let lines = matches!(frame, Frame::Line | Frame::Closed);
        let escaped = matches!(before, b'"' | b'\\');
        (lines || sign == b',').then_some((Self { frame, sign, escaped }, begin))
    }

    /// The first cell of the row at `at`.
    pub(super) fn begin(self, view: &View<'_>, at: usize) -> Option<usize> {
        let open = match self.frame {
            Frame::Line => return Some(at),
            Frame::Closed => b'|',
            Frame::Parens => b'(',
            Frame::Array(_) => b'[',
        };
        let at = self.pad(view.bytes, at);
        (view.bytes.get(at) == Some(&open)).then_some(at + 1)
    }

    /// The cell at `at`, if its end can be seen.
    pub(super) fn cell(self, view: &View<'_>, at: usize) -> Option<Cell> {
        let bytes = view.bytes;
        let start = self.pad(bytes, at);
        if let Some((content, end, close)) = self.quoted(bytes, start) {
            return Some(Cell { start: content, end, quoted: true, after: self.pad(bytes, close) });
        }
        let mut after = start;
        loop {
            after += TELLING.run_to(bytes.get(after..)?);
            match bytes.get(after) {
                None if view.ends() => break,
                None => return None,
                Some(_) if self.ends_cell(bytes, after) => break,
                Some(_) => after += 1,
            }
        }
        let end = start + bytes[start..after].trim_ascii_end().len();
        Some(Cell { start, end, quoted: false, after })
    }

    /// Where the next cell begins after one that ends at `at`; `None` if it was the last.
    pub(super) fn next_cell(self, view: &View<'_>, at: usize) -> Option<usize> {
        let next = at + self.sign_len(view.bytes, at)?;
        let closes = self.frame == Frame::Closed && self.is_line_end(view, self.pad(view.bytes, next));
        (!closes).then_some(next)
    }

    /// Where a row ends whose last cell ends at `at`.
    pub(super) fn end(self, view: &View<'_>, at: usize) -> Option<usize> {
        let bytes = view.bytes;
        match self.frame {
            Frame::Line => self.is_line_end(view, at).then_some(at),
            Frame::Closed => {
                let end = self.pad(bytes, at + self.sign_len(bytes, at)?);
                self.is_line_end(view, end).then_some(end)
            }
            Frame::Parens => (bytes.get(at) == Some(&b')')).then_some(at + 1),
            Frame::Array(_) => (bytes.get(at) == Some(&b']')).then_some(at + 1),
        }
    }

    /// The row after the header that ended at `at`.
    pub(super) fn first_row(self, view: &View<'_>, at: usize) -> Option<usize> {
        let bytes = view.bytes;
        match self.frame {
            Frame::Line | Frame::Closed => self.next_row(view, at),
            Frame::Parens => {
                let values = gap(bytes, at);
                let is_word = bytes.get(values..values + 6)?.eq_ignore_ascii_case(b"values");
                is_word.then(|| gap(bytes, values + 6))
            }
            Frame::Array(depth) => {
                let next = self.next_row(view, at)?;
                let Some((name, after)) = quoted_word(bytes, next, depth) else { return Some(next) };
                let colon = gap(bytes, after);
                let outer = gap(bytes, colon + 1);
                let rows = is_one_of(ROWS, name) && bytes.get(colon) == Some(&b':');
                (rows && bytes.get(outer) == Some(&b'[')).then(|| gap(bytes, outer + 1))
            }
        }
    }

    /// The row after one that ended at `at`.
    pub(super) fn next_row(self, view: &View<'_>, at: usize) -> Option<usize> {
        let bytes = view.bytes;
        match self.frame {
            Frame::Line | Frame::Closed => {
                let next = after_line(bytes, at)?;
                // A line between the header and the rows.
                Some(rule_end(bytes, next).and_then(|end| after_line(bytes, end)).unwrap_or(next))
            }
            Frame::Parens | Frame::Array(_) => {
                let comma = gap(bytes, at);
                (bytes.get(comma) == Some(&b',')).then(|| gap(bytes, comma + 1))
            }
        }
    }

    /// After the quote that may end a cell at `at`, and blanks.
    pub(super) fn after_quote(self, view: &View<'_>, at: usize) -> usize {
        let bytes = view.bytes;
        let single = || (self.frame == Frame::Parens && bytes.get(at) == Some(&b'\'')).then_some(at + 1);
        let double =
            opening_quote(bytes, at).filter(|(depth, _)| self.may_quote(*depth)).map(|(_, after)| after);
        self.pad(bytes, double.or_else(single).unwrap_or(at))
    }

    /// After the blanks at `at`.
    fn pad(self, bytes: &[u8], at: usize) -> usize {
        match self.frame {
            Frame::Parens | Frame::Array(_) => gap(bytes, at),
            _ if self.sign == b'\t' => {
                at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count()
            }
            _ => spaces(bytes, at),
        }
    }

    /// A quote that takes so many backslashes is one of a cell, and does not end the string around the table.
    fn may_quote(self, depth: u8) -> bool {
        match self.frame {
            Frame::Array(own) => depth == own,
            _ => depth > 0 || !self.escaped,
        }
    }

    /// The string at `at`: where its content begins and ends, and what follows it.
    fn quoted(self, bytes: &[u8], at: usize) -> Option<(usize, usize, usize)> {
        if let Some((depth, content)) = opening_quote(bytes, at) {
            if !self.may_quote(depth) {
                return None;
            }
            let mut from = content;
            loop {
                let quote = from + bytes.get(from..)?.iter().position(|byte| matches!(byte, b'"' | b'\n'))?;
                let slashes = slashes_before(&bytes[content..], quote - content);
                let doubled = |after| opening_quote(bytes, after).filter(|(own, _)| *own == depth);
                match (bytes[quote], doubled(quote + 1)) {
                    (b'\n', _) => return None,
                    (_, Some((_, after))) if slashes == usize::from(depth) => from = after,
                    _ if slashes == usize::from(depth) => return Some((content, quote - slashes, quote + 1)),
                    _ => from = quote + 1,
                }
            }
        }
        let sign =
            *bytes.get(at).filter(|sign| self.frame == Frame::Parens && matches!(sign, b'\'' | b'`'))?;
        let (mut from, content) = (at + 1, at + 1);
        loop {
            let quote = from + bytes.get(from..)?.iter().position(|byte| *byte == sign || *byte == b'\n')?;
            let escaped = slashes_before(&bytes[content..], quote - content) % 2 == 1;
            match bytes.get(quote + 1) {
                _ if bytes[quote] == b'\n' => return None,
                Some(next) if *next == sign => from = quote + 2,
                _ if escaped => from = quote + 1,
                _ => return Some((content, quote, quote + 1)),
            }
        }
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

    /// How long the sign at `at` is.
    fn sign_len(self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..)?;
        if self.sign == b'\t' && rest.first() == Some(&b'\\') {
            return escaped_blank(rest).filter(|&width| rest[width - 1] == b't');
        }
        (rest.first() == Some(&self.sign)).then_some(1)
    }

    fn is_line_end(self, view: &View<'_>, at: usize) -> bool {
        match view.bytes.get(at) {
            None => view.ends(),
            // The string around the table ends.
            Some(b'"' | b'\\') if self.escaped && opening_quote(view.bytes, at).is_some() => true,
            _ => after_line(view.bytes, at).is_some(),
        }
    }
}

/// The sign that is after a name, or before the last one of a row.
fn sign(before: &[u8], after: &[u8]) -> Option<u8> {
    let is_sign = |sign: &u8| matches!(sign, b',' | b';' | b'|');
    let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if after[..blanks].contains(&b'\t') || after.starts_with(b"\\t") {
        return Some(b'\t');
    }
    match after.get(blanks)? {
        next if is_sign(next) => Some(*next),
        b'\n' | b'\r' | b'\\' | b'"' | b')' | b']' => {
            let tab = before.ends_with(b"\t") || before.ends_with(b"\\t");
            let last = before.trim_ascii_end().last().copied().filter(is_sign);
            if tab { Some(b'\t') } else { last }
        }
        _ => None,
    }
}

/// Where the header begins that has a name at `start`, and the bracket that is there, or what ends before
/// it: a line, one in a string, or the quote of that string.
///
/// The quotes of its names take so many backslashes, if they have any.
fn beginning(view: &View<'_>, start: usize, quote: Option<usize>) -> Option<(usize, u8)> {
    static HEADER: Bytes = Bytes::alnum_and(b"_.-# \t,;|'`");
    let mut at = start;
    loop {
        let before = &view.bytes[view.floor..at];
        at -= before.iter().rev().take_while(|byte| HEADER.has(**byte)).count();
        let before = &before[..at - view.floor];
        let Some(last) = before.last() else {
            return view.from_start.then_some((view.floor, b'\n'));
        };
        match (last, view.bytes[at]) {
            (b'\n', _) => return Some((at, b'\n')),
            (b'\\', b'n') => return Some((at + 1, b'\\')),
            (b'"', _) if quote.is_none_or(|own| slashes_before(before, before.len() - 1) < own) => {
                return Some((at, b'"'));
            }
            (b'"', _) | (b'\\', b't' | b'"' | b'\\') => at -= 1,
            (sign @ (b'(' | b'['), _) => return Some((at - 1, *sign)),
            _ => return None,
        }
    }
}

/// The line after the one that ends at `at`.
fn after_line(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [b'\n', ..] => Some(at + 1),
        [b'\r', b'\n', ..] => Some(at + 2),
        rest @ [b'\\', ..] => {
            let width = escaped_blank(rest)?;
            match rest[width - 1] {
                b'n' => Some(at + width),
                b'r' => after_line(bytes, at + width).filter(|_| rest.get(width) == Some(&b'\\')),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The end of the line at `at` if it only sets a header apart.
fn rule_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let len = rest.iter().take_while(|byte| b"-+|:= ".contains(byte)).count();
    let dashes = rest[..len].iter().filter(|byte| **byte == b'-').count();
    (dashes >= DASHES).then_some(at + len)
}
