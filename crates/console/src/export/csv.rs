//! Comma-separated values (RFC 4180) that spreadsheets do not run.

use std::borrow::Cow;

use gate_audit::AuditRecord;

use crate::item::{created_at, direction, millis, text};

/// What is in a field.
enum Cell<'a> {
    /// Whatever somebody else chose.
    Text(Cow<'a, str>),
    /// A number, a time, or a word of ours.
    Plain(String),
    None,
}

type Column = (&'static str, for<'a> fn(&'a AuditRecord) -> Cell<'a>);

const COLUMNS: [Column; 36] = [
    ("id", |it| plain(it.id)),
    ("created_at", |it| plain(created_at(it))),
    ("entry", |it| plain(it.entry.as_str())),
    ("related", |it| perhaps(it.related)),
    ("source_type", |it| plain(it.kind.as_str())),
    ("direction", |it| perhaps(it.direction.map(direction))),
    ("method", |it| shown(text(&it.method))),
    ("server", |it| shown(text(&it.server))),
    ("tool", |it| shown(text(&it.name))),
    ("status", |it| plain(it.status)),
    ("http_status", |it| perhaps(it.http_status)),
    ("error_code", |it| perhaps(it.error_code)),
    ("error", |it| shown(text(&it.error))),
    ("latency_ms", |it| plain(millis(it.latency))),
    ("first_byte_ms", |it| perhaps(it.first_byte.map(millis))),
    ("user", |it| shown(text(&it.principal))),
    ("client", |it| shown(text(&it.client))),
    ("protocol_version", |it| shown(text(&it.protocol_version))),
    ("session_id", |it| shown(text(&it.session))),
    ("workflow_id", |it| shown(text(&it.workflow))),
    ("request_id", |it| shown(text(&it.request_id))),
    ("trace_id", |it| perhaps(it.trace_id_hex())),
    ("span_id", |it| perhaps(it.span_id_hex())),
    ("instance", |it| shown(text(&it.instance))),
    ("input_tokens", |it| perhaps(it.input_tokens)),
    ("output_tokens", |it| perhaps(it.output_tokens)),
    ("request_bytes", |it| plain(it.request_bytes)),
    ("response_bytes", |it| plain(it.response_bytes)),
    ("redactions", |it| Cell::Text(it.redactions.to_string().into())),
    ("arguments", |it| shown(text(&it.arguments.text))),
    ("arguments_truncated", |it| plain(it.arguments.truncated)),
    ("response", |it| shown(text(&it.response.text))),
    ("response_truncated", |it| plain(it.response.truncated)),
    ("chain_writer", |it| perhaps(it.link.map(|link| link.writer))),
    ("chain_number", |it| perhaps(it.link.map(|link| link.number))),
    ("chain_hash", |it| perhaps(it.link.map(|link| link.mac))),
];

fn plain<'a>(value: impl ToString) -> Cell<'a> {
    Cell::Plain(value.to_string())
}

fn perhaps<'a>(value: Option<impl ToString>) -> Cell<'a> {
    value.map_or(Cell::None, plain)
}

fn shown(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::None, |text| Cell::Text(text.into()))
}

pub(super) fn push_header(out: &mut Vec<u8>) {
    let names: Vec<_> = COLUMNS.iter().map(|(name, _)| *name).collect();
    out.extend_from_slice(names.join(",").as_bytes());
    out.extend_from_slice(b"\r\n");
}

pub(super) fn push_record(record: &AuditRecord, out: &mut Vec<u8>) {
    for (index, (_, cell)) in COLUMNS.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        match cell(record) {
            Cell::Text(text) => push_text(&text, out),
            Cell::Plain(text) => out.extend_from_slice(text.as_bytes()),
            Cell::None => {}
        }
    }
    out.extend_from_slice(b"\r\n");
}

/// Always quoted, so that no text can end its field; with quotes doubled.
fn push_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    if is_formula(text) {
        out.push(b'\'');
    }
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

/// Whether a spreadsheet may take the text for a formula.
///
/// Source: OWASP, "CSV Injection": a field that begins with `=`, `+`, `-`, `@`, a tab or a line break, or
/// with the full-width form of such a sign. Blanks before it do not help, as some programs trim them.
fn is_formula(text: &str) -> bool {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    first.is_some_and(|first| {
        matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> String {
        let mut out = Vec::new();
        push_text(text, &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn what_spreadsheets_run_is_text() {
        let signs = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"];
        for text in
            signs.into_iter().flat_map(|sign| ["", " ", "  \u{a0}"].map(|blank| format!("{blank}{sign}1+1")))
        {
            assert_eq!(field(&text), format!("\"'{text}\""));
        }
        for text in ["", "a=1", "1-1", "'=1", "{\"a\": 1}"] {
            assert_eq!(field(text), format!("\"{}\"", text.replace('"', "\"\"")));
        }
        assert_eq!(field("plain"), "\"plain\"");
    }

    #[test]
    fn no_text_can_leave_its_field() {
        assert_eq!(field("a\",\"=1\r\n"), "\"a\"\",\"\"=1\r\n\"");
        assert_eq!(field("\""), "\"\"\"\"");
    }
}
