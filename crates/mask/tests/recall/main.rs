//! How much of what is secret the engine finds, and how much else it touches.
//!
//! The corpus models what an outside judge would bring: the token formats that vendors publish,
//! the files, commands, logs, sources and protocols in which secrets come by, and the encodings
//! that hide them. It is generated anew in each run, from templates that hold no secret.
//!
//! `cargo test -p gate-mask --test recall -- --nocapture` prints the figures by family and kind;
//! `GATE_MASK_MISSES=misses.jsonl` keeps each miss with its document, and `GATE_MASK_SEED=1000` draws
//! documents that nobody has worked on yet.

mod align;
mod carrier;
mod fill;
mod kinds;
mod measure;
mod report;
mod rng;
mod text;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use gate_mask::Masker;

use kinds::{Case, Family, SEEDS, kinds};
use measure::{Sums, measure};
use report::Misses;

/// The least share of secrets found, in per cent; the goals are 99.5, 98 and 90.
const SELF_IDENTIFYING: f64 = 99.0;
const BY_NAME: f64 = 99.5;
const HIDDEN: f64 = 96.0;
/// Bytes lost beside the secret, in the median and at the 95th percentile.
const COLLATERAL: (usize, usize) = (0, 2);

/// The documents of all kinds; `GATE_MASK_SEED=1000` gives others of the same kinds.
fn corpus() -> Vec<Case> {
    let first = std::env::var("GATE_MASK_SEED").map_or(0, |seed| seed.parse().expect("a seed is a number"));
    kinds().iter().flat_map(|kind| (first..first + SEEDS).map(|seed| kind.case(seed))).collect()
}

#[test]
fn secrets_are_found_and_nothing_else_is_touched() {
    let masker = Masker::default();
    let mut sums = Sums::default();
    let mut misses = Misses::default();
    for case in corpus() {
        let outcome = measure(&masker, &case);
        sums.add(&case, &outcome);
        misses.add(&case, &outcome);
    }
    println!("{}", report::table(&sums));
    misses.write();
    let floors =
        [(Family::SelfIdentifying, SELF_IDENTIFYING), (Family::ByName, BY_NAME), (Family::Hidden, HIDDEN)];
    for (family, floor) in floors {
        let recall = sums.recall(family);
        assert!(recall >= floor, "{family:?}: {recall:.2} % of at least {floor} %");
    }
    assert_eq!(sums.all.broken, 0, "JSON is JSON no more");
    assert_eq!(sums.all.unsettled, 0, "masking twice is not masking once");
    assert_eq!(sums.all.streamed_otherwise, 0, "a stream has another result than the whole");
    let (median, p95) = (sums.all.collateral(50), sums.all.collateral(95));
    assert!(median <= COLLATERAL.0 && p95 <= COLLATERAL.1, "bytes lost beside a secret: {median}, {p95}");
}

/// The measure can say 100 %: a mark in place of each secret, or of what may go with it, is right.
#[test]
fn a_perfect_mask_is_seen_as_one() {
    for case in corpus() {
        let at = format!("{} {}", case.kind, case.seed);
        let with_spare = [&case.secrets[..], &case.spare].concat();
        for ranges in [case.secrets.clone(), with_spare] {
            let kept = align::survivors(&case, &marked(&case.document, ranges));
            let secret = |at| case.secrets.iter().any(|range| range.contains(&at));
            let spare = |at| case.spare.iter().any(|range| range.contains(&at));
            let is_right =
                |(at, kept): (usize, bool)| if kept { !secret(at) } else { secret(at) || spare(at) };
            assert!(kept.into_iter().enumerate().all(is_right), "{at}: a perfect mask is not seen");
        }
    }
}

fn marked(document: &[u8], mut ranges: Vec<Range<usize>>) -> Vec<u8> {
    ranges.sort_by_key(|range| range.start);
    let mut out = Vec::new();
    let mut start = 0;
    for range in ranges {
        // Ranges that touch share a mark.
        if range.start > start || start == 0 {
            out.extend(&document[start..range.start]);
            out.extend(b"***");
        }
        start = range.end;
    }
    out.extend(&document[start..]);
    out
}

#[test]
fn the_corpus_is_wide_and_the_same_each_time() {
    let kinds = kinds();
    let names: BTreeSet<_> = kinds.iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), kinds.len(), "two kinds have one name");
    let count = |family| kinds.iter().filter(|kind| kind.family == family).count();
    assert!(
        count(Family::SelfIdentifying) >= 130 && count(Family::ByName) >= 50 && count(Family::Hidden) >= 30
    );
    for kind in &kinds {
        let documents: BTreeSet<_> = (0..SEEDS).map(|seed| kind.case(seed).document).collect();
        assert_eq!(documents.len() as u64, SEEDS, "{} repeats itself", kind.name);
        assert!(documents.contains(&kind.case(3).document), "{} differs from run to run", kind.name);
    }
}

#[test]
fn every_document_says_where_its_secrets_are() {
    for case in corpus() {
        let at = format!("{} {}", case.kind, case.seed);
        assert!(!case.secrets.is_empty(), "{at}: no secret");
        let mut ranges: Vec<_> = case.secrets.iter().chain(&case.spare).cloned().collect();
        ranges.sort_by_key(|range| range.start);
        assert!(
            ranges.iter().all(|range| !range.is_empty() && range.end <= case.document.len()),
            "{at}: range"
        );
        assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "{at}: ranges overlap");
        assert!(!case.document.windows(3).any(|three| three == b"***"), "{at}: holds a mark");
        let text = String::from_utf8_lossy(&case.document);
        assert!(!text.contains(['⟦', '⟧', '⟨', '⟩', '‹', '›']), "{at}: a template's own sign");
    }
}
