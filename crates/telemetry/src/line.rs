//! How a line looks.

use std::{
    fmt::{self, Write as _},
    io,
};

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::{
    format::Writer,
    time::{FormatTime as _, SystemTime},
};

use crate::{
    fields::{Fields, Value},
    ids::LineIds,
};

/// Everything that a line says.
pub(crate) struct Line<'a> {
    pub(crate) metadata: &'a Metadata<'static>,
    pub(crate) fields: &'a Fields<'a>,
    pub(crate) ids: &'a LineIds,
}

/// The names that fields of an event cannot take.
const RESERVED: [&str; 8] =
    ["timestamp", "level", "target", "message", "request_id", "trace_id", "span_id", "fields_dropped"];

impl Line<'_> {
    /// One JSON object.
    pub(crate) fn json(&self, to: &mut String) -> fmt::Result {
        to.push_str("{\"timestamp\":\"");
        SystemTime.format_time(&mut Writer::new(to))?;
        write!(to, "\",\"level\":\"{}\",\"target\":", self.metadata.level())?;
        quote(to, self.metadata.target());
        let message = self.fields.message.as_deref().unwrap_or_default();
        for (name, id) in [("message", message)].into_iter().chain(self.ids.iter()) {
            key(to, "", name);
            quote(to, id);
        }
        for (name, value) in &self.fields.others {
            key(to, if RESERVED.contains(name) { "field." } else { "" }, name);
            match value {
                Value::Text(text) => quote(to, text),
                Value::Bare(text) => to.push_str(text),
            }
        }
        if self.fields.dropped > 0 {
            write!(to, ",\"fields_dropped\":{}", self.fields.dropped)?;
        }
        to.push_str("}\n");
        Ok(())
    }

    /// One line for eyes, with colours if `ansi`. Control characters are escaped, so that nothing that is
    /// logged can pass for another line or command the terminal.
    pub(crate) fn pretty(&self, ansi: bool, to: &mut String) -> fmt::Result {
        let (dim, colour, plain) =
            if ansi { ("\x1b[2m", colour(*self.metadata.level()), "\x1b[0m") } else { ("", "", "") };
        to.push_str(dim);
        SystemTime.format_time(&mut Writer::new(to))?;
        let (level, target) = (self.metadata.level(), self.metadata.target());
        write!(to, "{plain} {colour}{level:>5}{plain} {dim}{target}:{plain} ")?;
        escape(to, self.fields.message.as_deref().unwrap_or_default());
        for (name, value) in &self.fields.others {
            let (Value::Text(value) | Value::Bare(value)) = value;
            write!(to, " {dim}{name}={plain}")?;
            escape(to, value);
        }
        if self.fields.dropped > 0 {
            write!(to, " {dim}fields_dropped={plain}{}", self.fields.dropped)?;
        }
        to.push_str(dim);
        for (name, id) in self.ids.iter() {
            write!(to, " {name}=")?;
            escape(to, id);
        }
        to.push_str(plain);
        to.push('\n');
        Ok(())
    }
}

fn key(to: &mut String, prefix: &str, name: &str) {
    to.push(',');
    if prefix.is_empty() {
        quote(to, name);
    } else {
        quote(to, &format!("{prefix}{name}"));
    }
    to.push(':');
}

fn quote(to: &mut String, text: &str) {
    // Writing text into a string cannot fail.
    let _ = serde_json::to_writer(Text(to), text);
}

/// Quoted text goes straight into the line, without a string of its own for each key and value.
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

fn escape(to: &mut String, text: &str) {
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
            quote(&mut line, text);
            let quoted = line.strip_prefix("before ").unwrap();
            assert_eq!(quoted, serde_json::to_string(text).unwrap());
            assert_eq!(serde_json::from_str::<String>(quoted).unwrap(), text);
        }
    }
}
