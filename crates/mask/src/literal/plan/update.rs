//! Keeps `kept.txt` up to date.
//!
//! `UPDATE_PLAN=1 cargo test -p gate-mask --lib plan` lets patterns that are new join the buckets, and
//! forgets those that are gone: after a change of the rules. With `--release` and `PLAN_TEXTS=<directory>`
//! it then moves patterns between buckets as long as less of those texts passes, and with `PLAN_MINUTES=<n>`
//! for so long on ways that look worse at first.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use super::search::Search;
use super::{SAMPLE, Window, plan};
use crate::base64;
use crate::literal::SHORTEST;
use crate::literal::pattern::{ByteSet, Pattern};
use crate::literal::second::SecondLook;
use crate::rules::Family;
use crate::scan::searched::built_in;

const HEAD: &str = "\
# The plan of the literal pass, written by the test in update.rs: see there.
# Fingerprint, where the window begins, bucket, way of the second look, pattern.
";

#[test]
fn the_plan_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/literal/plan/kept.txt");
    let secrets = built_in_once(Family::Secret);
    let (most, patterns) = (secrets.len(), with_personal_data(secrets));
    let (mut windows, _) = plan(&patterns, &base64::first_letters());
    windows.sort_by_key(|window| window.pattern);
    if std::env::var_os("UPDATE_PLAN").is_some() {
        let texts = std::env::var_os("PLAN_TEXTS").map(|directory| all_texts(Path::new(&directory)));
        if let Some(texts) = &texts {
            let minutes =
                std::env::var("PLAN_MINUTES").map_or(0, |minutes| minutes.parse().expect("minutes"));
            Search::new(&patterns, &mut windows[..most], texts).run(Duration::from_secs(60 * minutes));
            Search::new(&patterns, &mut windows, texts).settle(most..patterns.len());
        }
        let kept = written(&patterns, &windows, texts.as_deref().unwrap_or(SAMPLE));
        std::fs::write(&path, kept).expect("the plan can be written");
    } else {
        let kept = std::fs::read_to_string(&path).expect("the plan is there");
        assert!(kept == written(&patterns, &windows, SAMPLE), "it is not: see plan/update.rs");
    }
}

#[test]
fn no_two_patterns_share_a_fingerprint() {
    let patterns = with_personal_data(built_in_once(Family::Secret));
    let fingerprints: BTreeSet<_> = patterns.iter().map(Pattern::fingerprint).collect();
    assert_eq!(fingerprints.len(), patterns.len());
}

/// The patterns of a family's rules, those that can be searched for.
fn built_in_once(family: Family) -> Vec<Pattern> {
    let mut patterns = built_in(family);
    patterns.retain(|pattern| pattern.len() >= SHORTEST);
    patterns.sort_by_cached_key(shown);
    patterns.dedup();
    patterns
}

/// Those of personal data come last: they are seldom asked for, and the others have the better places.
fn with_personal_data(mut patterns: Vec<Pattern>) -> Vec<Pattern> {
    let personal = built_in_once(Family::Pii);
    patterns.extend(personal.into_iter().filter(|pattern| !patterns.contains(pattern)).collect::<Vec<_>>());
    patterns
}

/// What all files of a directory say.
fn all_texts(directory: &Path) -> Vec<u8> {
    let texts = std::fs::read_dir(directory).expect("the texts can be listed");
    let mut paths: Vec<_> = texts.map(|entry| entry.expect("a text can be listed").path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| std::fs::read(path).expect("a text can be read")).collect()
}

fn written(patterns: &[Pattern], windows: &[Window], text: &[u8]) -> String {
    let ways = SecondLook::ways_of(windows, patterns, text);
    let mut lines: Vec<_> = windows
        .iter()
        .zip(ways)
        .map(|(Window { pattern, cut, bucket, .. }, way)| {
            let pattern = &patterns[*pattern];
            let (fingerprint, shown, back) = (pattern.fingerprint(), shown(pattern), cut.back);
            (shown.clone(), format!("{fingerprint:016x} {back} {bucket} {way} {shown}\n"))
        })
        .collect();
    lines.sort();
    lines.into_iter().fold(HEAD.to_owned(), |all, (_, line)| all + &line)
}

/// A pattern as rules write it; `^` before those that begin words.
fn shown(pattern: &Pattern) -> String {
    let begin = if pattern.is_bound() { "^" } else { "" };
    pattern.sets().iter().fold(begin.to_owned(), |all, set| all + &shown_set(set))
}

fn shown_set(set: &ByteSet) -> String {
    let bytes: Vec<u8> = set.iter().collect();
    if let [byte] = *bytes {
        return byte.escape_ascii().to_string();
    }
    let mut shown = String::from("[");
    for run in bytes.chunk_by(|one, next| one + 1 == *next) {
        let (first, last) = (run[0].escape_ascii(), run[run.len() - 1].escape_ascii());
        match run.len() {
            1 => write!(shown, "{first}"),
            2 => write!(shown, "{first}{last}"),
            _ => write!(shown, "{first}-{last}"),
        }
        .expect("a string takes all");
    }
    shown + "]"
}
