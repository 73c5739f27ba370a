//! How a line looks.

use std::{
    cell::Cell,
    fmt::{self, Write as _},
    io,
};

use tracing::{Level, Metadata};

use super::{clock, ids::LineIds};

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One JSON object.
    Json,
    /// For eyes, with colours if `ansi`. Control characters are escaped, so that nothing that is logged can
    /// pass for another line or command the terminal.
    Pretty { ansi: bool },
}

/// The names that fields of an event cannot take.
pub(crate) const RESERVED: [&str; 8] =
    ["timestamp", "level", "target", "message", "request_id", "trace_id", "span_id", "fields_dropped"];

/// The parts of a line, each in its shape, until all are known.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Empty, if there is none.
    pub(crate) message: String,
    pub(crate) fields: String,
    pub(crate) ids: LineIds,
    /// For values that are formatted before they are masked.
    pub(crate) scratch: String,
    line: String,
}

thread_local! {
    static DRAFT: Cell<Option<Box<Draft>>> = const { Cell::new(None) };
}

impl Draft {
    /// What a thread keeps from line to line.
    const KEPT: usize = 16 * 1024;

    /// This thread's own; a new one, while a value that is being written writes a line itself.
    pub(crate) fn take() -> Box<Self> {
        let mut draft = DRAFT.try_with(Cell::take).ok().flatten().unwrap_or_default();
        draft.message.clear();
        draft.fields.clear();
        draft.ids.clear();
        draft.line.clear();
        draft
    }

    /// For the next line.
    pub(crate) fn put_back(self: Box<Self>) {
        let Self { message, fields, scratch, line, .. } = &*self;
        if [message, fields, scratch, line].iter().map(|part| part.capacity()).sum::<usize>() <= Self::KEPT {
            // A thread that is ending has no next line.
            let _ = DRAFT.try_with(|kept| kept.set(Some(self)));
        }
    }

    /// The whole line.
    pub(crate) fn finish(&mut self, shape: Shape, metadata: &Metadata<'_>, dropped: usize) -> &str {
        match shape {
            Shape::Json => self.json(metadata, dropped),
            Shape::Pretty { ansi } => self.pretty(ansi, metadata, dropped),
        }
        &self.line
    }

    fn json(&mut self, metadata: &Metadata<'_>, dropped: usize) {
        let Self { message, fields, ids, line: to, .. } = self;
        to.push_str("{\"timestamp\":\"");
        clock::write_now(to);
        to.push_str("\",\"level\":\"");
        to.push_str(metadata.level().as_str());
        to.push_str("\",\"target\":");
        quote(metadata.target(), to);
        to.push_str(",\"message\":");
        to.push_str(if message.is_empty() { "\"\"" } else { message });
        for (name, id) in ids.iter() {
            Shape::Json.key(name, false, to);
            quote(id, to);
        }
        to.push_str(fields);
        if dropped > 0 {
            put(to, format_args!(",\"fields_dropped\":{dropped}"));
        }
        to.push_str("}\n");
    }

    fn pretty(&mut self, ansi: bool, metadata: &Metadata<'_>, dropped: usize) {
        let Self { message, fields, ids, line: to, .. } = self;
        let (dim, colour, plain) =
            if ansi { ("\x1b[2m", colour(*metadata.level()), "\x1b[0m") } else { ("", "", "") };
        to.push_str(dim);
        clock::write_now(to);
        let (level, target) = (metadata.level(), metadata.target());
        put(to, format_args!("{plain} {colour}{level:>5}{plain} {dim}{target}:{plain} {message}{fields}"));
        if dropped > 0 {
            put(to, format_args!(" {dim}fields_dropped={plain}{dropped}"));
        }
        to.push_str(dim);
        for (name, id) in ids.iter() {
            put(to, format_args!(" {name}="));
            escape(id, to);
        }
        to.push_str(plain);
        to.push('\n');
    }
}

impl Shape {
    /// What stands before a field's value.
    pub(crate) fn key(self, name: &str, reserved: bool, to: &mut String) {
        match self {
            Self::Json if reserved => put(to, format_args!(",\"field.{name}\":")),
            Self::Json => {
                to.push(',');
                quote(name, to);
                to.push(':');
            }
            Self::Pretty { ansi: true } => put(to, format_args!(" \x1b[2m{name}=\x1b[0m")),
            Self::Pretty { ansi: false } => put(to, format_args!(" {name}=")),
        }
    }

    /// A text, as a value or message.
    pub(crate) fn text(self, text: &str, to: &mut String) {
        match self {
            Self::Json => quote(text, to),
            Self::Pretty { .. } => escape(text, to),
        }
    }
}

impl Shape {
    /// A line of our own: so many others were lost.
    pub(crate) fn lost(self, lines: u64) -> String {
        let mut line = String::new();
        match self {
            Self::Json => {
                line.push_str("{\"timestamp\":\"");
                clock::write_now(&mut line);
                line.push_str("\",\"level\":\"WARN\",\"target\":\"gate_telemetry\",");
                put(&mut line, format_args!("\"message\":\"log lines were lost\",\"lost\":{lines}}}\n"));
            }
            Self::Pretty { .. } => {
                clock::write_now(&mut line);
                put(&mut line, format_args!("  WARN gate_telemetry: log lines were lost lost={lines}\n"));
            }
        }
        line
    }
}

/// Writing into a string fails only where a value's own formatting does, and these are names and numbers.
fn put(to: &mut String, what: fmt::Arguments<'_>) {
    let _ = to.write_fmt(what);
}

fn quote(text: &str, to: &mut String) {
    // All of it is looked at, even behind an escape: without a way out many bytes are compared at once.
    let escapes =
        text.bytes().fold(false, |found, byte| found | (byte < b' ') | (byte == b'"') | (byte == b'\\'));
    if !escapes {
        to.push('"');
        to.push_str(text);
        to.push('"');
    } else {
        // Writing text into a string cannot fail.
        let _ = serde_json::to_writer(Text(to), text);
    }
}

/// Quoted text goes straight into the line, without a string of its own for each value.
struct Text<'a>(&'a mut String);

impl io::Write for Text<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Pieces end at escapes, which are ASCII, so each is whole.
        self.0.push_str(str::from_utf8(bytes).map_err(io::Error::other)?);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn escape(text: &str, to: &mut String) {
    for c in text.chars() {
        if c.is_control() { to.extend(c.escape_default()) } else { to.push(c) }
    }
}

fn colour(level: Level) -> &'static str {
    match level {
        Level::ERROR => "\x1b[31m",
        Level::WARN => "\x1b[33m",
        Level::INFO => "\x1b[32m",
        Level::DEBUG => "\x1b[34m",
        Level::TRACE => "\x1b[35m",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_is_a_json_string() {
        for text in ["", "plain", "\"\\/", "line\nbreak\u{1}", "ü €😀 \u{2028}", "\"ü\"😀\n"] {
            let mut line = String::from("before ");
            quote(text, &mut line);
            let quoted = line.strip_prefix("before ").unwrap();
            assert_eq!(quoted, serde_json::to_string(text).unwrap());
            assert_eq!(serde_json::from_str::<String>(quoted).unwrap(), text);
        }
    }
}
