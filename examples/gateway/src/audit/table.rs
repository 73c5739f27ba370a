//! Records as lines of a table.

use std::{borrow::Cow, io::Write, time::SystemTime};

use console::{Alignment, Style, Term, pad_str};
use gate_audit::{AuditRecord, Status};
use gate_mask::Masked;
use time::{OffsetDateTime, macros::format_description};

const HEADER: [&str; 7] = ["TIME (UTC)", "STATUS", "MS", "SERVER", "CALL", "USER", "DETAILS"];
/// Of all columns but the last, which has what is left.
const WIDTHS: [usize; 6] = [23, 14, 9, 14, 24, 14];
/// What the last column has at least, however narrow the terminal.
const LEAST: usize = 20;

pub(crate) struct Table {
    width: usize,
    has_header: bool,
}

impl Table {
    pub(crate) fn new() -> Self {
        let columns = Term::stdout().size_checked().map_or(160, |(_, columns)| usize::from(columns));
        let used: usize = WIDTHS.iter().map(|width| width + 1).sum();
        Self { width: columns.saturating_sub(used).max(LEAST), has_header: false }
    }

    pub(crate) fn push(&mut self, record: &AuditRecord, out: &mut Vec<u8>) {
        if !self.has_header {
            self.has_header = true;
            self.push_line(HEADER.map(Cow::Borrowed), &Style::new().bold(), out);
        }
        let details = [&record.error, &record.arguments.text, &record.response.text];
        let details = details.into_iter().flatten().next().map(|text| text.get().as_str());
        let cells = [
            Cow::Owned(time(record)),
            Cow::Borrowed(record.status.as_str()),
            Cow::Owned(format!("{:.1}", record.latency.as_secs_f64() * 1e3)),
            text(&record.server),
            text(if record.name.is_some() { &record.name } else { &record.method }),
            text(&record.principal),
            printable(details.unwrap_or_default()),
        ];
        self.push_line(cells, &style(record.status), out);
    }

    fn push_line(&self, cells: [Cow<'_, str>; 7], style: &Style, out: &mut Vec<u8>) {
        for (index, cell) in cells.iter().enumerate() {
            let width = WIDTHS.get(index).copied().unwrap_or(self.width);
            let side = if index == 2 { Alignment::Right } else { Alignment::Left };
            let cell = pad_str(cell, width, side, Some("…"));
            // Writing to a vector cannot fail.
            let _ = match index {
                1 => write!(out, "{} ", style.apply_to(cell)),
                6 => writeln!(out, "{}", cell.trim_end()),
                _ => write!(out, "{cell} "),
            };
        }
    }
}

fn style(status: Status) -> Style {
    match status {
        Status::Ok => Style::new().green(),
        Status::Cancelled | Status::Disconnected => Style::new().yellow(),
        _ => Style::new().red(),
    }
}

fn time(record: &AuditRecord) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second].[subsecond digits:3]");
    // Of a row that somebody wrote by hand, the id may hold a time that no calendar has.
    let since = record.created_at().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let time = i128::try_from(since.as_nanos()).ok().map(OffsetDateTime::from_unix_timestamp_nanos);
    time.and_then(Result::ok).and_then(|time| time.format(format).ok()).unwrap_or_default()
}

fn text(text: &Option<Masked<String>>) -> Cow<'_, str> {
    printable(text.as_ref().map_or("", |text| text.get()))
}

/// More than is ever shown of a text.
const MOST: usize = 2_000;

/// Texts were chosen by others: none may move the cursor, colour the screen or turn the line around.
fn printable(text: &str) -> Cow<'_, str> {
    let text = &text[..text.floor_char_boundary(MOST)];
    match text.chars().any(is_unsafe) {
        true => Cow::Owned(text.chars().map(|char| if is_unsafe(char) { '·' } else { char }).collect()),
        false => Cow::Borrowed(text),
    }
}

fn is_unsafe(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use gate_audit::{Kind, RecordId};

    use super::*;

    #[test]
    fn no_text_controls_the_terminal() {
        let mut record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::ToolError);
        let text = |text: &str| Some(Masked::assume_masked_from_store(text.to_owned()));
        record.name = text("rm\u{1b}[2J\r\nfake line");
        record.principal = text("\u{202e}nna\u{9b}31m");
        record.error = text(&format!("{}\u{7}", "wörter ".repeat(1_000)));
        let mut out = Vec::new();
        Table { width: 30, has_header: false }.push(&record, &mut out);
        let shown = String::from_utf8(out).expect("UTF-8");
        assert_eq!(shown.lines().count(), 2, "{shown}");
        assert!(!shown.chars().any(|char| is_unsafe(char) && char != '\n'), "{shown:?}");
        assert!(shown.contains("rm·[2J··fake line") && shown.ends_with("…\n"), "{shown}");
    }
}
