//! Whether the trail is as it was written.

use std::process::ExitCode;

use gate_audit::chain::{self, Flaw, Head, KeyRing, Verdict};
use gate_console::report;
use mcp_gateway::Trail;

use super::{
    export::bar,
    keys::Keys,
    output::{Style, say},
};

#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// A head that was told to the outside, as WRITER:NUMBER:HASH: its chain must reach it. May be given
    /// more than once.
    #[arg(long = "anchor", value_name = "ANCHOR", value_parser = anchor)]
    anchors: Vec<Head>,
    #[command(flatten)]
    keys: Keys,
    #[arg(long, value_enum, default_value_t)]
    output: Style,
}

fn anchor(text: &str) -> Result<Head, &'static str> {
    text.parse().map_err(|_| "must be WRITER:NUMBER:HASH")
}

impl Verify {
    pub(crate) async fn run(&self, trail: &Trail) -> anyhow::Result<ExitCode> {
        let keys: KeyRing = self.keys.read(trail)?.into_iter().collect();
        let bar = bar();
        let rows = trail.store().extents(None).await?.iter().map(|table| table.extent.rows).sum();
        bar.set_length(rows);
        let progress = bar.clone();
        let verdict =
            chain::verify(trail.store(), &keys, &self.anchors, move |checked| progress.set_position(checked));
        let verdict = verdict.await?;
        bar.finish_and_clear();
        match self.output.is_json() {
            true => say(&format!("{}\n", report::verdict(&verdict)))?,
            false => say(&text(&verdict))?,
        }
        Ok(if verdict.flaws.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn text(verdict: &Verdict) -> String {
    let mut text = String::new();
    for flaw in &verdict.flaws {
        text += &format!("{}\n", line(flaw));
    }
    let (checked, pruned, unsealed) = (verdict.checked, verdict.pruned, verdict.unsealed);
    text += &format!("{checked} records checked, {pruned} taken out and signed for, {unsealed} unsealed\n");
    for head in &verdict.heads {
        text += &format!("head  {head}\n");
    }
    text += match (verdict.flaws.is_empty(), verdict.heads.is_empty()) {
        (false, _) => "the trail is NOT as it was written\n",
        (true, true) => "there is no chain: nothing proves anything\n",
        (true, false) => "the trail is as it was written, as far as these heads\n",
    };
    text
}

/// Such as `altered  record 0199…  (number 17 of 0199…)`.
fn line(flaw: &Flaw) -> String {
    let mut line = flaw.kind.as_str().to_owned();
    if let Some(record) = flaw.record {
        line += &format!("  record {record}");
    }
    match (flaw.number, flaw.writer) {
        (Some(number), Some(writer)) => line += &format!("  (number {number} of chain {writer})"),
        (None, Some(writer)) => line += &format!("  (chain {writer})"),
        _ => {}
    }
    line
}
