//! Masks documents that must not change, counts those that do, and says what changed.

use std::fmt::Write as _;
use std::path::PathBuf;

use gate_mask::{Findings, Masker};

use crate::rng::Rng;

/// How much of the surroundings of a change is shown.
const CONTEXT: usize = 60;

/// What became of the documents of one kind.
pub(crate) struct Tally {
    kind: &'static str,
    documents: usize,
    changed: usize,
    misses: String,
}

impl Tally {
    pub(crate) fn of(kind: &'static str) -> Self {
        Self { kind, documents: 0, changed: 0, misses: String::new() }
    }

    pub(crate) fn add(&mut self, name: &str, document: &[u8]) {
        self.documents += 1;
        let masker = Masker::default();
        let (whole, findings) = masker.mask_bytes(document).into_parts();
        if whole.as_ref() != document {
            self.changed += 1;
            self.miss(name, "whole", document, &whole, &findings);
            return;
        }
        let (streamed, findings) = streamed(&masker, name, document);
        if streamed != document {
            self.changed += 1;
            self.miss(name, "streamed", document, &streamed, &findings);
        }
    }

    fn miss(&mut self, name: &str, how: &str, raw: &[u8], masked: &[u8], findings: &Findings) {
        let heading = format!("{} | {name} | {how} | {findings:?}\n", self.kind);
        self.misses.push_str(&heading);
        for (raw, masked) in changes(raw, masked) {
            let (raw, masked) = (raw.escape_ascii(), masked.escape_ascii());
            writeln!(self.misses, "  - {raw}\n  + {masked}").expect("a string takes all");
        }
    }
}

fn streamed(masker: &Masker, name: &str, document: &[u8]) -> (Vec<u8>, Findings) {
    let mut rng = Rng::seeded(name, document.len() as u64);
    let longest = rng.pick(&[3, 60, 700, 9000]);
    let mut stream = masker.stream();
    let mut out = Vec::with_capacity(document.len());
    let mut rest = document;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rng.between(1, longest).min(rest.len()));
        stream.push(chunk, &mut out);
        rest = after;
    }
    let findings = stream.finish(&mut out);
    (out, findings)
}

/// What differs, line by line if there are as many lines, with its surroundings.
fn changes<'a>(raw: &'a [u8], masked: &'a [u8]) -> Vec<(&'a [u8], &'a [u8])> {
    let lines = |text: &'a [u8]| text.split(|&b| b == b'\n').collect::<Vec<_>>();
    let (raw_lines, masked_lines) = (lines(raw), lines(masked));
    if raw_lines.len() != masked_lines.len() {
        return vec![difference(raw, masked)];
    }
    let differ = raw_lines.into_iter().zip(masked_lines).filter(|(raw, masked)| raw != masked);
    differ.map(|(raw, masked)| difference(raw, masked)).collect()
}

fn difference<'a>(raw: &'a [u8], masked: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let same = |(a, b): &(&u8, &u8)| a == b;
    let head = raw.iter().zip(masked).take_while(same).count();
    let tail = raw[head..].iter().rev().zip(masked[head..].iter().rev()).take_while(same).count();
    let shown = |text: &'a [u8]| {
        let end = (text.len() - tail + CONTEXT).min(text.len());
        &text[head.saturating_sub(CONTEXT)..end]
    };
    (shown(raw), shown(masked))
}

/// The tallies of all kinds.
#[derive(Default)]
pub(crate) struct Report {
    tallies: Vec<Tally>,
}

impl Report {
    pub(crate) fn add(&mut self, tally: Tally) {
        self.tallies.push(tally);
    }

    /// Writes what changed to the file for that; a table by kind, and the share that changed.
    pub(crate) fn finish(mut self, what: &str) -> (String, f64) {
        self.tallies.sort_by_key(|tally| std::cmp::Reverse(tally.changed * 1000 / tally.documents.max(1)));
        let mut table = format!("\n{what}: documents that must not change, changed, share\n");
        for tally in &self.tallies {
            table.push_str(&row(tally.kind, tally.documents, tally.changed));
        }
        let documents = self.tallies.iter().map(|tally| tally.documents).sum();
        let changed = self.tallies.iter().map(|tally| tally.changed).sum();
        table.push_str(&row("all", documents, changed));
        self.write_misses(what);
        (table, share(documents, changed))
    }

    fn write_misses(&self, what: &str) {
        let Some(path) = std::env::var_os("GATE_MASK_FALSE").map(PathBuf::from) else { return };
        // Two tests write: each has its file.
        let path = if what == "generated" { path } else { path.with_extension(what) };
        let misses: String = self.tallies.iter().map(|tally| tally.misses.as_str()).collect();
        std::fs::write(&path, misses).expect("GATE_MASK_FALSE can be written");
    }
}

fn row(kind: &str, documents: usize, changed: usize) -> String {
    let percent = 100.0 * share(documents, changed);
    format!("  {kind:<48} {documents:>5} {changed:>5} {percent:>6.2} %\n")
}

fn share(documents: usize, changed: usize) -> f64 {
    changed as f64 / documents.max(1) as f64
}
