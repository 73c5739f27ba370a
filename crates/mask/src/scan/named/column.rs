//! Names and values in the columns of a table.

use super::line::Line;
use super::text::blanks;
use super::value::Value;
use super::{Site, judge, word};
use crate::scan::Open;
use crate::scan::skip::Ends;

/// `| password | value |`, and `password | value` as a database prints it.
pub(super) fn cell(site: &Site<'_>, start: usize) -> Option<Open> {
    let row = site.before().trim_ascii_end().strip_suffix(b"|");
    let first = |row: &[u8]| matches!(row, [] | [.., b'\n' | b'"']) || row.ends_with(b"\\n");
    match row {
        Some(row) => first(row).then(|| word::opaque(site, start)).flatten(),
        None => alone(site, start),
    }
}

/// `DB_PASSWORD` and its value with a tab or some blanks between; `at` is at the value.
pub(super) fn wide(site: &Site<'_>, at: usize) -> Option<Open> {
    let between = &site.view.bytes[site.key.end..at];
    let wide = between.len() > 1 || between == b"\t";
    wide.then(|| alone(site, at)).flatten()
}

/// The same with an escaped tab at `at`.
pub(super) fn tabbed(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = blanks(site.view.bytes, at);
    (start > at).then(|| alone(site, start)).flatten()
}

/// A value that is no name, where nothing else is on the line.
fn alone(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = Value::at(site, start, Ends::Word);
    let fits = judge::is_no_name(value.look()) && value.ends_line() && !value.is_code();
    (fits && Line::of(site).is_own()).then(|| word::run(site, start, value.look())).flatten()
}
