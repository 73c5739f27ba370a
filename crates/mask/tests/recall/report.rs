//! The figures as a table, and the misses as JSON lines to work through.

use std::fs;
use std::ops::Range;

use serde_json::{Value, json};

use crate::kinds::{Case, Family};
use crate::measure::{Outcome, Sums, Tally};

/// Names the file that takes the misses.
const MISSES: &str = "GATE_MASK_MISSES";
/// How much of a document is shown around a miss.
const AROUND: usize = 240;

pub(crate) fn table(sums: &Sums) -> String {
    let mut lines = vec![format!(
        "\n{:<18} {:>6} {:>7} {:>8}   collateral      broken stream  again",
        "family", "cases", "secrets", "recall"
    )];
    lines.extend(sums.families.iter().map(|(family, tally)| row(&format!("{family:?}"), tally)));
    lines.push(row("all", &sums.all));

    let mut kinds: Vec<_> = sums.kinds.iter().filter(|(_, tally)| tally.recall() < 100.0).collect();
    kinds.sort_by(|(_, a), (_, b)| a.recall().total_cmp(&b.recall()));
    lines.push(format!("\n{} kinds, {} of them not whole:", sums.kinds.len(), kinds.len()));
    let recall = |((family, kind), tally): &(&(Family, &str), &Tally)| {
        format!("{:>7.1} %  {kind} ({family:?})", tally.recall())
    };
    lines.extend(kinds.iter().map(recall));

    let mut rough: Vec<_> = sums.kinds.iter().filter(|(_, tally)| tally.collateral(95) > 0).collect();
    rough.sort_by_key(|(_, tally)| usize::MAX - tally.collateral(95));
    lines.push(format!("\n{} kinds with bytes lost beside the secret, at the 95th percentile:", rough.len()));
    let lost = |((family, kind), tally): &(&(Family, &str), &Tally)| {
        format!("{:>7}    {kind} ({family:?})", tally.collateral(95))
    };
    lines.extend(rough.iter().map(lost));
    lines.join("\n")
}

fn row(name: &str, tally: &Tally) -> String {
    format!(
        "{name:<18} {:>6} {:>7} {:>6.2} %   p50 {:<3} p95 {:<3} {:>5} {:>6} {:>6}",
        tally.cases,
        tally.secrets,
        tally.recall(),
        tally.collateral(50),
        tally.collateral(95),
        tally.broken,
        tally.streamed_otherwise,
        tally.unsettled,
    )
}

/// A line for each document that is not as it should be.
#[derive(Default)]
pub(crate) struct Misses(String);

impl Misses {
    pub(crate) fn add(&mut self, case: &Case, outcome: &Outcome) {
        let fine = outcome.leaks.is_empty() && outcome.collateral.is_empty();
        if fine && !outcome.broken && outcome.streamed_alike && outcome.settled {
            return;
        }
        let secrets: Vec<_> = outcome.leaks.iter().map(|range| text(&case.document, range.clone())).collect();
        let at = outcome.leaks.first().map(|range| range.start);
        let at = at.or(outcome.collateral.first().copied()).unwrap_or(0);
        let lost: Vec<u8> = outcome.collateral.iter().map(|&at| case.document[at]).collect();
        let line: Value = json!({
            "kind": case.kind,
            "family": format!("{:?}", case.family),
            "seed": case.seed,
            "left": secrets,
            "lost": text(&lost, 0..lost.len()),
            "brokenJson": outcome.broken,
            "streamedOtherwise": !outcome.streamed_alike,
            "unsettled": !outcome.settled,
            "document": around(&case.document, at),
            "masked": around(&outcome.masked, at),
        });
        self.0.push_str(&format!("{line}\n"));
    }

    /// Writes them where `GATE_MASK_MISSES` says, if it does.
    pub(crate) fn write(&self) {
        if let Some(path) = std::env::var_os(MISSES) {
            fs::write(&path, &self.0).expect("the file for the misses can be written");
        }
    }
}

fn around(bytes: &[u8], at: usize) -> String {
    text(bytes, at.saturating_sub(AROUND)..at + 2 * AROUND)
}

fn text(bytes: &[u8], range: Range<usize>) -> String {
    let end = range.end.min(bytes.len());
    String::from_utf8_lossy(&bytes[range.start.min(end)..end]).into_owned()
}
