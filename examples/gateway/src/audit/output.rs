//! Where records go: a table for people, lines of JSON for programs.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use clap::ValueEnum;
use gate_audit::AuditRecord;
use gate_console::export::Format;

use super::table::Table;

/// How records are shown.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Style {
    /// A table on a terminal, else JSON.
    #[default]
    Auto,
    /// A table.
    Table,
    /// One JSON object a line.
    Json,
}

impl Style {
    pub(crate) fn is_json(self) -> bool {
        match self {
            Self::Auto => !io::stdout().is_terminal(),
            Self::Table => false,
            Self::Json => true,
        }
    }
}

/// Standard output, with records on it.
pub(crate) struct Records {
    out: BufWriter<Stdout>,
    table: Option<Table>,
    lines: Vec<u8>,
}

impl Records {
    pub(crate) fn new(style: Style) -> Self {
        let table = (!style.is_json()).then(Table::new);
        Self { out: BufWriter::new(io::stdout()), table, lines: Vec::new() }
    }

    /// Shows records, at once.
    pub(crate) fn show<'a>(&mut self, records: impl IntoIterator<Item = &'a AuditRecord>) -> io::Result<()> {
        for record in records {
            match &mut self.table {
                Some(table) => table.push(record, &mut self.lines),
                None => Format::Jsonl.push(record, &mut self.lines),
            }
            self.out.write_all(&self.lines)?;
            self.lines.clear();
        }
        self.out.flush()
    }
}

/// Writes to standard output; unlike `print!`, it does not panic when nobody reads.
pub(crate) fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}
