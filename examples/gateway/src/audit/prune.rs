//! Taking out what is not kept any longer.

use std::{
    io::{self, IsTerminal, Write},
    time::SystemTime,
};

use anyhow::bail;
use gate_audit::{Preview, Retention};
use gate_console::report;
use mcp_gateway::Trail;

use super::{
    export::bar,
    keys::Keys,
    output::{Style, say},
};

/// The settings say what is kept, unless it is said here. 0 is refused: it could mean nothing, or all.
#[derive(Debug, clap::Args)]
pub(crate) struct Prune {
    /// For how many days records are kept.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    days: Option<u32>,
    /// How many records are kept.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    max_rows: Option<u64>,
    /// How many bytes of records are kept.
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    max_bytes: Option<u64>,
    /// Shows what would be taken out, and does nothing.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Does not ask.
    #[arg(short, long)]
    yes: bool,
    /// Takes sealed records out without signing for it: they will be missed.
    #[arg(long)]
    unsigned: bool,
    #[command(flatten)]
    keys: Keys,
    #[arg(long, value_enum, default_value_t)]
    output: Style,
}

impl Prune {
    pub(crate) async fn run(&self, trail: &Trail) -> anyhow::Result<()> {
        let store = trail.store();
        let key = self.keys.read(trail)?.into_iter().next();
        let preview = self.retention(trail).preview(store, SystemTime::now()).await?;
        if self.dry_run || preview.rows() == 0 || !self.yes {
            self.show(&preview)?;
        }
        if self.dry_run || preview.rows() == 0 {
            return Ok(());
        }
        if key.is_none() && !self.unsigned && !store.chains().await?.is_empty() {
            bail!(
                "the trail is sealed: give the key with --key-file, or else verification will miss what is taken out (--unsigned)"
            );
        }
        if !self.yes && !confirmed()? {
            bail!("nothing was taken out");
        }
        let bar = bar();
        bar.set_length(preview.rows());
        let progress = bar.clone();
        let run = Retention::run(store, &preview, key.as_ref(), move |done| progress.set_position(done.rows));
        let pruned = run.await?;
        bar.finish_and_clear();
        say(&match self.output.is_json() {
            true => format!("{}\n", serde_json::json!({ "rows": pruned.rows, "held": pruned.held })),
            false => format!("{} records taken out, {} of them held aside\n", pruned.rows, pruned.held),
        })?;
        Ok(())
    }

    fn retention(&self, trail: &Trail) -> Retention {
        let set = trail.retention();
        let mut said = Retention::default();
        if let Some(days) = self.days {
            said = said.max_age(std::time::Duration::from_secs(86_400) * days);
        }
        (said.max_rows, said.max_bytes) = (self.max_rows, self.max_bytes);
        if said == Retention::default() { set } else { said }
    }

    fn show(&self, preview: &Preview) -> io::Result<()> {
        if self.output.is_json() {
            return say(&format!("{}\n", report::preview(preview)));
        }
        let value = report::preview(preview);
        let mut text = String::new();
        for table in value["tables"].as_array().into_iter().flatten() {
            let name = table["table"].as_str().unwrap_or_default();
            let (rows, bytes, held) = (&table["rows"], &table["bytes"], &table["held"]);
            text += &format!("{name:<24} {rows:>12} records {bytes:>16} bytes {held:>8} held\n");
        }
        let before = value["cut_off"].as_str().unwrap_or("nothing");
        text += &format!("{} of {} records are older than {before}\n", preview.rows(), preview.total.rows);
        say(&text)
    }
}

fn confirmed() -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        bail!("nobody is there to ask: --yes takes it out, --dry-run shows it");
    }
    let mut err = io::stderr();
    err.write_all(b"Take them out? [y/N] ")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
