use std::{fmt, str::FromStr};

use crate::{AuditRecord, ParseError, RecordId};

/// Which part of the answer is asked for.
///
/// ```
/// use gate_audit::Page;
///
/// assert_eq!(Page::default().limit(), 50);
/// assert_eq!(Page::first(9_999).limit(), Page::MAX);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Page {
    limit: u32,
    after: Option<Cursor>,
    offset: u64,
}

impl Default for Page {
    fn default() -> Self {
        Self::first(50)
    }
}

impl Page {
    /// The most rows of one page.
    pub const MAX: u32 = 500;

    /// The first `limit` rows: at least one, at most [`MAX`](Self::MAX).
    pub fn first(limit: u32) -> Self {
        Self { limit: limit.clamp(1, Self::MAX), after: None, offset: 0 }
    }

    /// The rows that follow where an earlier page ended.
    pub fn after(mut self, cursor: Cursor) -> Self {
        self.after = Some(cursor);
        self
    }

    /// Leaves out so many rows first. A store walks past them one by one; a cursor costs nothing.
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = rows;
        self
    }

    /// How many rows are left out first.
    #[must_use]
    pub fn rows_before(&self) -> u64 {
        self.offset
    }

    /// How many rows at most.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// Where an earlier page ended.
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        self.after
    }
}

/// Where a page ended. Its text is opaque: to be handed back, not to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor(RecordId);

impl Cursor {
    /// A cursor behind this record.
    #[must_use]
    pub fn behind(id: RecordId) -> Self {
        Self(id)
    }

    /// The last record of the page.
    #[must_use]
    pub fn id(&self) -> RecordId {
        self.0
    }
}

/// Says which kind of cursor it is, so that another kind can be told apart later.
const BY_ID: &str = "i1";

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(BY_ID)?;
        self.0.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Cursor {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let hex = text.strip_prefix(BY_ID).ok_or(ParseError)?;
        if hex.len() != 32 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ParseError);
        }
        let number = u128::from_str_radix(hex, 16).map_err(|_| ParseError)?;
        RecordId::from_bytes(number.to_be_bytes()).map(Self).ok_or(ParseError)
    }
}

/// A page of records.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rows {
    /// The records, newest first.
    pub items: Vec<AuditRecord>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// How many records pass the filter, on all pages.
    pub total: Total,
}

impl Rows {
    /// A page of `page.limit()` records, out of `items` that may be one more: its presence says that a
    /// next page exists.
    #[must_use]
    pub fn cut(mut items: Vec<AuditRecord>, page: &Page, total: Total) -> Self {
        let limit = page.limit as usize;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|record| Cursor::behind(record.id));
        Self { items, next, total }
    }
}

/// How many records pass a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// How many.
    pub count: u64,
    /// Whether that is an estimate: counting stops somewhere.
    pub is_estimate: bool,
}

impl Total {
    /// Counted to the last.
    #[must_use]
    pub fn exact(count: u64) -> Self {
        Self { count, is_estimate: false }
    }

    /// Projected from what was counted.
    #[must_use]
    pub fn estimate(count: u64) -> Self {
        Self { count, is_estimate: true }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn cursors_read_back_and_nothing_else_does() {
        let cursor = Cursor::behind(RecordId::at(SystemTime::now()));
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in ["", "i1", "i1zz", "x", &cursor.to_string()[1..], "i1+f00000000000000000000000000000"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(ParseError), "{wrong}");
        }
    }
}
