//! How the rows and cells of a table are told apart: CSV, what databases print, Markdown,
//! `INSERT INTO …`, arrays of arrays.

use crate::scan::View;
use crate::scan::named::text::{escaped_blank, gap, is_one_of, opening_quote, quoted_word, spaces};

/// How rows and cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) frame: Frame,
    /// Between cells.
    pub(super) sign: u8,
    /// The table is in a string, so newlines and quotes are escaped.
    pub(super) escaped: bool,
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

/// What rows are called that stand apart from their header.
const ROWS: &[&str] = &["rows", "data", "values", "records"];
/// A line below or above the header is longer than this many dashes.
const DASHES: usize = 3;
/// What follows the names of columns that are copied.
const FROM: &[u8] = b"FROM stdin";

impl Layout {
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

    /// The layout of the rows that `COPY users (id, password) FROM stdin;` announces, and the first of them
    /// (<https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS>).
    pub(super) fn copied(self, view: &View<'_>, at: usize) -> Option<(Self, usize)> {
        let bytes = view.bytes;
        let from = gap(bytes, at);
        let end = from + FROM.len();
        if self.frame != Frame::Parens || !is_copied(bytes, from) || bytes.get(end) != Some(&b';') {
            return None;
        }
        let escaped = bytes.get(end + 1) == Some(&b'\\');
        let row = after_line(bytes, end + 1)?;
        Some((Self { frame: Frame::Line, sign: b'\t', escaped }, row))
    }

    /// Whether it has data and no text: what a table of a text says of a password may be any word.
    pub(super) fn is_data(self) -> bool {
        self.frame == Frame::Line
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

    /// After the blanks at `at`.
    pub(super) fn pad(self, bytes: &[u8], at: usize) -> usize {
        match self.frame {
            Frame::Parens | Frame::Array(_) => gap(bytes, at),
            _ if self.sign == b'\t' => {
                at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count()
            }
            _ => spaces(bytes, at),
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

/// Whether rows follow that are copied into a table.
pub(super) fn is_copied(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..at + FROM.len()).is_some_and(|from| from.eq_ignore_ascii_case(FROM))
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
