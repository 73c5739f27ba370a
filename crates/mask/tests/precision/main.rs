//! What must stay untouched, byte for byte: how much of it does the engine change?
//!
//! A corpus of texts that hold no secret, made by a deterministic generator, goes through the
//! engine whole and in random chunks; then real source files of the cargo registry do. Run with
//! `--nocapture` to see the share of changed documents by kind. `GATE_MASK_FALSE=<file>` names a
//! file for every change, with its surroundings, `GATE_MASK_SEED=1000` draws documents that nobody has
//! worked on yet, and the ignored test goes through a whole tree of files: the registry, or
//! `GATE_MASK_TREE`.
//!
//! No text here is tuned to the engine: a kind belongs here if nobody would call it a secret.
//! What two people may judge differently is left out.

mod fill;
mod form;
mod kinds;
mod measure;
mod real;
mod rng;

use std::collections::HashSet;
use std::path::PathBuf;

use measure::{Report, Tally};

/// The largest share of the generated documents that may change.
const MOST_CHANGED: f64 = 0.002;
/// The largest share of the real source files that may change.
const MOST_REAL_CHANGED: f64 = 0.0005;

#[test]
fn clear_negatives_stay_untouched() {
    let first = std::env::var("GATE_MASK_SEED").map_or(0, |seed| seed.parse().expect("a seed is a number"));
    let mut report = Report::default();
    for kind in kinds::all() {
        let mut tally = Tally::of(kind.name);
        for seed in (0..kind.documents()).map(|seed| first + seed) {
            tally.add(&seed.to_string(), &kind.document(seed));
        }
        report.add(tally);
    }
    let (table, share) = report.finish("generated");
    println!("{table}");
    assert!(share <= MOST_CHANGED, "{share:.4} of the clear negatives are changed");
}

#[test]
fn real_source_files_stay_untouched() {
    let Some(files) = real::files() else {
        println!("left out: no cargo registry with sources was found");
        return;
    };
    let (table, share) = measured("real", files);
    println!("{table}");
    assert!(share <= MOST_REAL_CHANGED, "{share:.4} of the real files are changed");
}

/// Some of these do hold secrets, made up for tests: to be read, not to be counted.
#[test]
#[ignore = "to be read by people"]
fn what_changes_in_a_tree_of_files() {
    let root = std::env::var_os("GATE_MASK_TREE").map(PathBuf::from).or_else(real::registry);
    let files = root.map(|root| real::all_files(&root)).unwrap_or_default();
    println!("{}", measured("tree", files).0);
}

fn measured(what: &str, files: real::Files) -> (String, f64) {
    let mut report = Report::default();
    for (extension, files) in files {
        let mut tally = Tally::of(extension);
        for (path, content) in files {
            tally.add(&path, &content);
        }
        report.add(tally);
    }
    report.finish(what)
}

#[test]
fn the_corpus_is_what_it_says() {
    let mut names = HashSet::new();
    for kind in kinds::all() {
        assert!(names.insert(kind.name), "{} is there twice", kind.name);
        let documents: Vec<_> = (0..kind.documents()).map(|seed| kind.document(seed)).collect();
        assert!((10..=40).contains(&documents.len()), "{}", kind.name);
        let distinct: HashSet<_> = documents.iter().collect();
        assert!(2 * distinct.len() > documents.len(), "{} repeats itself", kind.name);
        for (seed, document) in documents.iter().enumerate() {
            assert_eq!(document, &kind.document(seed), "{} is not deterministic", kind.name);
            let filled = str::from_utf8(document).is_ok_and(|text| !text.contains(['‹', '›', '«', '»']));
            assert!(filled || kind.name == "bytes that are no text", "{} is not filled", kind.name);
        }
    }
    assert!(names.len() >= 90, "{} kinds", names.len());
}
