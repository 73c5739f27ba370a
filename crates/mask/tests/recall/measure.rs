//! Runs the engine over the corpus and adds up what it masked.

use std::collections::BTreeMap;
use std::ops::Range;

use gate_mask::Masker;
use serde_json::Value;

use crate::align::survivors;
use crate::kinds::{Case, Family};
use crate::rng::Rng;

/// A run of so many characters of a secret gives it away.
const LEAK: usize = 4;

/// What became of one document.
pub(crate) struct Outcome {
    /// What is left of each secret that is not masked.
    pub(crate) leaks: Vec<Range<usize>>,
    /// Bytes lost that belong to no secret.
    pub(crate) collateral: Vec<usize>,
    /// What was JSON is none any more.
    pub(crate) broken: bool,
    /// The stream has it that way, too.
    pub(crate) streamed_alike: bool,
    /// Masking what is masked changes nothing.
    pub(crate) settled: bool,
    pub(crate) changed: bool,
    pub(crate) masked: Vec<u8>,
    /// The share of the secrets that are masked.
    pub(crate) recall: f64,
}

pub(crate) fn measure(masker: &Masker, case: &Case) -> Outcome {
    let masked = masked(masker, &case.document);
    let streamed_alike = case.parts || streamed(masker, case) == masked;
    let kept = survivors(case, &masked);
    let leaks = leaks(case, &kept);
    // The parts of a secret are one: all go, or it is out.
    let recall = match (case.parts, leaks.len()) {
        (true, left) => f64::from(u8::from(left == 0)),
        (false, left) => 1.0 - left as f64 / case.secrets.len() as f64,
    };
    Outcome {
        leaks,
        collateral: collateral(case, &kept),
        broken: broken(&case.document, &masked),
        streamed_alike,
        settled: self::masked(masker, &masked) == masked,
        changed: masked != case.document,
        masked,
        recall,
    }
}

fn masked(masker: &Masker, document: &[u8]) -> Vec<u8> {
    masker.mask_bytes(document).into_inner().into_owned()
}

fn streamed(masker: &Masker, case: &Case) -> Vec<u8> {
    let mut rng = Rng::new(case.kind, case.seed + 1000);
    let mut out = Vec::new();
    let mut stream = masker.stream();
    let mut rest = &case.document[..];
    let longest = [3, 40, 700, 20_000][rng.below(4)];
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rng.between(1, longest).min(rest.len()));
        stream.push(chunk, &mut out);
        rest = after;
    }
    stream.finish(&mut out);
    out
}

/// The secrets of which a telling run is left.
fn leaks(case: &Case, kept: &[bool]) -> Vec<Range<usize>> {
    let is_out = |secret: &&Range<usize>| {
        let runs = kept[(*secret).clone()].split(|&kept| !kept);
        runs.map(<[bool]>::len).max().unwrap_or(0) >= LEAK.min(secret.len())
    };
    case.secrets.iter().filter(is_out).cloned().collect()
}

fn collateral(case: &Case, kept: &[bool]) -> Vec<usize> {
    let mut own = vec![false; kept.len()];
    for range in case.secrets.iter().chain(&case.spare) {
        own[range.clone()].fill(true);
    }
    (0..kept.len()).filter(|&at| !kept[at] && !own[at]).collect()
}

fn broken(input: &[u8], output: &[u8]) -> bool {
    let is_json = |text: &[u8]| serde_json::from_slice::<Value>(text).is_ok();
    if is_json(input) {
        return !is_json(output);
    }
    let (before, after) = (events(input), events(output));
    before.len() != after.len() && before.iter().any(|event| is_json(event))
        || before.iter().zip(&after).any(|(before, after)| is_json(before) && !is_json(after))
}

/// The data of each event of a stream, and every other line, as in JSON lines.
fn events(text: &[u8]) -> Vec<Vec<u8>> {
    let mut events: Vec<Vec<u8>> = Vec::new();
    let mut in_data = false;
    for line in text.split(|&byte| byte == b'\n') {
        let data = line.strip_prefix(b"data:");
        match events.last_mut().filter(|_| in_data && data.is_some()) {
            Some(event) => event.extend(data.unwrap_or_default()),
            None => events.push(data.unwrap_or(line).to_vec()),
        }
        in_data = data.is_some();
    }
    events
}

/// Sums over some cases.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) cases: usize,
    pub(crate) secrets: usize,
    masked: f64,
    collateral: Vec<usize>,
    pub(crate) broken: usize,
    pub(crate) streamed_otherwise: usize,
    pub(crate) unsettled: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, case: &Case, outcome: &Outcome) {
        self.cases += 1;
        self.secrets += if case.parts { 1 } else { case.secrets.len() };
        self.masked += outcome.recall;
        self.broken += usize::from(outcome.broken);
        self.streamed_otherwise += usize::from(!outcome.streamed_alike);
        self.unsettled += usize::from(!outcome.settled);
        if outcome.changed {
            self.collateral.push(outcome.collateral.len());
        }
    }

    /// In per cent; each document counts the same.
    pub(crate) fn recall(&self) -> f64 {
        100.0 * self.masked / self.cases as f64
    }

    /// Of the documents that were changed, `share` per cent lost no more bytes than this.
    pub(crate) fn collateral(&self, share: usize) -> usize {
        let mut sorted = self.collateral.clone();
        sorted.sort_unstable();
        sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0)
    }
}

/// The sums by family, by kind, and over all.
#[derive(Default)]
pub(crate) struct Sums {
    pub(crate) families: BTreeMap<Family, Tally>,
    pub(crate) kinds: BTreeMap<(Family, &'static str), Tally>,
    pub(crate) all: Tally,
}

impl Sums {
    pub(crate) fn add(&mut self, case: &Case, outcome: &Outcome) {
        self.families.entry(case.family).or_default().add(case, outcome);
        self.kinds.entry((case.family, case.kind)).or_default().add(case, outcome);
        self.all.add(case, outcome);
    }

    pub(crate) fn recall(&self, family: Family) -> f64 {
        self.families.get(&family).map_or(0.0, Tally::recall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_seen_in_documents_events_and_lines() {
        assert!(broken(b"{\"a\":1}", b"{\"a\":***}"));
        assert!(!broken(b"{\"a\":1}", b"{\"a\":\"***\"}"));
        assert!(broken(b"event: x\ndata: {\"a\":\ndata: 1}\n\n", b"event: x\ndata: {\"a\":\ndata: ***}\n\n"));
        assert!(broken(b"{\"a\":1}\n{\"b\":2}\n", b"{\"a\":1}\n{\"b\":***}\n"));
        assert!(!broken(b"a: 1\n", b"a: ***\n"));
    }
}
