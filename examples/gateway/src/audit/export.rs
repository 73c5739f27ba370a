//! What passes a filter: some of it to look at, all of it to keep.

use std::{
    fs::OpenOptions,
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::ValueEnum;
use gate_audit::{Cursor, Filter, Page, Rows};
use gate_console::export::Format;
use indicatif::{ProgressBar, ProgressStyle};
use mcp_gateway::Trail;

use super::{
    conditions::Conditions,
    output::{Records, Style},
};

#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// Words in arguments, response or error, all of which must be there; as `--q`.
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// How many, at most.
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 50)]
    limit: u32,
    #[arg(long, value_enum, default_value_t)]
    output: Style,
    #[command(flatten)]
    conditions: Conditions,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The file to write, which must not be there; else standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    format: FormatName,
    #[command(flatten)]
    conditions: Conditions,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum FormatName {
    /// For spreadsheets.
    #[default]
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl Search {
    pub(crate) async fn run(&self, trail: &Trail) -> anyhow::Result<()> {
        let mut filter = self.conditions.filter();
        if !self.words.is_empty() {
            filter.set("q", &self.words.join(" "))?;
        }
        let mut records = Records::new(self.output);
        let (mut left, mut next) = (self.limit, None);
        while left > 0 {
            let rows = page(trail, &filter, left, next).await?;
            records.show(&rows.items)?;
            left -= rows.items.len().min(left as usize) as u32;
            next = rows.next;
            if next.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// How many rows are read at a time: a page is held in memory.
const PAGE: u32 = 100;

impl Export {
    pub(crate) async fn run(&self, trail: &Trail) -> anyhow::Result<()> {
        let format = match self.format {
            FormatName::Csv => Format::Csv,
            FormatName::Jsonl => Format::Jsonl,
        };
        let mut out = BufWriter::new(self.target()?);
        let filter = self.conditions.filter();
        let mut lines = Vec::new();
        format.begin(&mut lines);
        // Where the rows are seen themselves, a bar would be in between.
        let is_seen = self.output.is_none() && io::stdout().is_terminal();
        let (bar, mut next) = (if is_seen { ProgressBar::hidden() } else { bar() }, None);
        loop {
            let rows = page(trail, &filter, PAGE, next).await?;
            // An estimate at first, perhaps.
            bar.set_length(rows.total.count.max(bar.position()));
            rows.items.iter().for_each(|record| format.push(record, &mut lines));
            out.write_all(&lines)?;
            lines.clear();
            bar.inc(rows.items.len() as u64);
            next = rows.next;
            if next.is_none() {
                break;
            }
        }
        out.flush()?;
        bar.finish_and_clear();
        Ok(())
    }

    fn target(&self) -> anyhow::Result<Box<dyn Write>> {
        Ok(match &self.output {
            Some(path) => Box::new(create(path).with_context(|| path.display().to_string())?),
            None => Box::new(io::stdout()),
        })
    }
}

/// For its owner alone, as the trail is.
fn create(path: &Path) -> io::Result<std::fs::File> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create_new(true).open(path)
}

async fn page(trail: &Trail, filter: &Filter, limit: u32, next: Option<Cursor>) -> anyhow::Result<Rows> {
    let page = Page::first(limit);
    let page = next.map_or(page, |cursor| page.after(cursor));
    Ok(trail.store().query(filter, &page).await?)
}

/// On standard error, if that is a terminal.
pub(super) fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len}  {per_sec}  {eta}");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
