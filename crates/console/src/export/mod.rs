//! Records as lines: for spreadsheets, and for programs.
//!
//! ```
//! use std::time::SystemTime;
//! use gate_audit::{AuditRecord, Kind, RecordId, Status};
//! use gate_console::export::Format;
//!
//! let record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::Ok);
//! let mut lines = Vec::new();
//! Format::Csv.begin(&mut lines);
//! Format::Csv.push(&record, &mut lines);
//! assert!(lines.starts_with(b"id,created_at,"));
//! ```

mod csv;

use gate_audit::AuditRecord;

use crate::item::Item;

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// RFC 4180, with a header. Texts are quoted, and what a spreadsheet would run as a formula begins
    /// with an apostrophe.
    Csv,
    /// One JSON object a line, as the API shows records.
    Jsonl,
}

impl Format {
    /// The format of this [name](Self::as_str).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Csv, Self::Jsonl].into_iter().find(|format| format.as_str() == name)
    }

    /// A short, stable name; also what its files end with.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    /// What an answer in this format is.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Jsonl => "application/x-ndjson",
        }
    }

    /// Writes what comes before the first record.
    pub fn begin(self, out: &mut Vec<u8>) {
        if self == Self::Csv {
            csv::push_header(out);
        }
    }

    /// Writes a record.
    pub fn push(self, record: &AuditRecord, out: &mut Vec<u8>) {
        match self {
            Self::Csv => csv::push_record(record, out),
            Self::Jsonl => {
                let written = serde_json::to_writer(&mut *out, &Item::of(record));
                debug_assert!(written.is_ok(), "a vector takes all, and an item has texts for keys");
                out.push(b'\n');
            }
        }
    }
}
