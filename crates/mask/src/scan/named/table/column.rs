//! Names and values in the columns of a table.

use super::jar;
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::label;
use crate::scan::named::line::{Line, ends_at};
use crate::scan::named::site::Site;
use crate::scan::named::statements::prose;
use crate::scan::named::text::{TrimSuffix, blanks, ends_with_folded, gap, quoted_word, spaces};
use crate::scan::named::words::value::Value;
use crate::scan::named::words::word;
use crate::scan::skip::{Ends, Skip};

/// `| password | value |`, and `password | value` as a database prints it.
pub(crate) fn cell(site: &Site<'_>, start: usize) -> Option<Open> {
    let before = site.before();
    // `| Client secret | value |`.
    let label = label::words(before);
    match before[..label].trim_ascii_end().strip_suffix(b"|") {
        Some(row) => {
            let value = || Value::at(site, start, Ends::Word);
            // How long a token is good.
            let number =
                label < before.len() && ends_with_folded(site.name(), b"token") && value().is_number();
            (is_first(row) && !number).then(|| word::opaque(site, start)).flatten()
        }
        None => alone(site, start).or_else(|| of_record(site, start)),
    }
}

/// `│ password │ value │`, as terminals draw a table; `at` is at the bar after the name.
pub(crate) fn boxed(site: &Site<'_>, at: usize) -> Option<Open> {
    const BARS: &[&str] = &["│", "┃", "║", "┆", "┊"];
    let bytes = site.view.bytes;
    let bar = |at: usize| {
        BARS.iter().find(|bar| bytes.get(at..).is_some_and(|rest| rest.starts_with(bar.as_bytes())))
    };
    let start = spaces(bytes, at + bar(at)?.len());
    let row = site.before().trim_ascii_end();
    let first = BARS.iter().find_map(|bar| row.strip_suffix(bar.as_bytes()))?;
    let closed = |open: &Open| bar(spaces(bytes, site.view.end_of(open.start, &open.skip))).is_some();
    prose::clear(site, start).filter(|open| is_first(first) && closed(open))
}

/// ``| `DB_PASSWORD` | `value` |``, where the row ends; one of more columns is of a manual.
pub(crate) fn of_code(site: &Site<'_>, start: usize) -> Option<Open> {
    let row = site.before().strip_suffix(b"`")?.trim_ascii_end().strip_suffix(b"|")?;
    let bytes = site.view.bytes;
    let quote = usize::from(bytes.get(start) == Some(&b'`'));
    let at = start + quote;
    let value = prose::word_at(site, at);
    let after = at + value.len();
    let closed = quote == 0 || bytes.get(after) == Some(&b'`');
    let bar = spaces(bytes, after + quote);
    let last = bytes.get(bar) == Some(&b'|') && ends_at(bytes, bar + 1);
    let fits = is_first(row) && closed && last && prose::is_mixed(site, at);
    let named = || site.engine.sense(value).is_some();
    (fits && !named()).then(|| word::run(site, at, Look::at(value))).flatten()
}

/// Whether a row begins before its first bar.
fn is_first(row: &[u8]) -> bool {
    let row = row.trim_suffix_of(b" \t");
    matches!(row, [] | [.., b'\n' | b'"']) || row.ends_with(b"\\n")
}

/// `password | value` below `-[ RECORD 1 ]-`, where each line has a column of a row
/// (<https://www.postgresql.org/docs/current/app-psql.html>).
fn of_record(site: &Site<'_>, start: usize) -> Option<Open> {
    const HEADING: &[u8] = b"-[ RECORD ";
    let value = Value::at(site, start, Ends::LineWord);
    let record = || site.before().windows(HEADING.len()).any(|part| part == HEADING);
    let fits = !value.bytes.is_empty() && value.ends_line() && Line::of(site) == Line::Start && record();
    fits.then(|| site.secret_of(value.look(), start, Skip::plain(Ends::LineWord))).flatten()
}

/// `DB_PASSWORD` and its value with a tab or some blanks between; `at` is at the value.
pub(crate) fn wide(site: &Site<'_>, at: usize) -> Option<Open> {
    let between = &site.view.bytes[site.key.end..at];
    let wide = between.len() > 1 || between == b"\t";
    wide.then(|| beside(site, at)).flatten()
}

/// The same with an escaped tab at `at`.
pub(crate) fn tabbed(site: &Site<'_>, at: usize) -> Option<Open> {
    let start = blanks(site.view.bytes, at);
    (start > at).then(|| beside(site, start)).flatten()
}

fn beside(site: &Site<'_>, at: usize) -> Option<Open> {
    alone(site, at).or_else(|| in_column(site, at)).or_else(|| jar::value(site, at))
}

/// `password    Pepper2017!`: in a column of its own, a password need not look drawn at random.
fn in_column(site: &Site<'_>, at: usize) -> Option<Open> {
    let found =
        || prose::clear(site, at).filter(|open| ends_at(site.view.bytes, site.view.end_of(at, &open.skip)));
    (prose::is_password(site) && Line::of(site).is_own()).then(found).flatten()
}

/// A value that is no name, where nothing else is on the line.
fn alone(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = Value::at(site, start, Ends::Word);
    let drawn =
        judge::is_no_name(value.look()) || prose::is_password(site) && suspect::is_letters(value.look());
    let fits = drawn && value.ends_line() && !value.is_code();
    (fits && Line::of(site).is_own()).then(|| word::run(site, start, value.look())).flatten()
}

/// `"DB_PASSWORD","…"` alone on its line: a row of a table; `before` is what stands before the
/// name's quote, `at` after the comma.
pub(crate) fn row(site: &Site<'_>, before: &[u8], depth: u8, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let starts = before.is_empty() && site.view.starts_at(site.view.floor) || before.ends_with(b"\n");
    let (value, after) = quoted_word(bytes, at, depth)?;
    let alone = matches!(bytes.get(after), None | Some(b'\n' | b'\r')) && gap(bytes, at) == at;
    let digit = value.iter().any(u8::is_ascii_digit);
    (starts && alone && digit && depth == 0).then(|| site.literal(at)).flatten()
}
