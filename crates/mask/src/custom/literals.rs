//! The bytes that every match of a regex must have, for the literal pass.
//!
//! Where others take strings from a regex, the pass takes byte sets, so `(?i)acme-\d` is one
//! pattern. Any part of the regex will do that every match goes through; the rarest is taken, a
//! prefix before others, for it says where a match begins.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::literal::{ByteSet, Pattern, SHORTEST};

/// No pattern needs to be longer.
const LONGEST: usize = 12;
/// A rule may lead to so many patterns.
const MOST: usize = 64;
/// The pass lists all ways to write four bytes of a pattern.
const MOST_WAYS: usize = 12_000;
/// How rare a pattern is at least: as four digits.
const RARE: f64 = 18.0;
/// What it is worth to know where a match begins.
const PREFIX_BONUS: f64 = 8.0;

/// What to search for.
pub(super) struct Required {
    pub(super) patterns: Vec<Pattern>,
    /// How many bytes a match may have before a pattern, unless there is no limit.
    pub(super) before: Option<usize>,
    score: f64,
}

/// The best patterns of which every match has one.
pub(super) fn required(hir: &Hir) -> Option<Required> {
    let whole = match hir.kind() {
        HirKind::Alternation(branches) => every(branches),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => of_parts(parts),
        _ => None,
    };
    let here = of_heads(std::slice::from_ref(hir), Some(0));
    better(whole, here)
}

fn every(branches: &[Hir]) -> Option<Required> {
    let mut all = Required { patterns: Vec::new(), before: Some(0), score: f64::MAX };
    for branch in branches {
        let of_branch = required(branch)?;
        all.patterns.extend(of_branch.patterns);
        all.before = all.before.zip(of_branch.before).map(|(a, b)| a.max(b));
        all.score = all.score.min(of_branch.score);
    }
    (all.patterns.len() <= MOST).then_some(all)
}

/// The best of what begins at any part.
fn of_parts(parts: &[Hir]) -> Option<Required> {
    let mut best = None;
    let mut before = Some(0_usize);
    for (at, part) in parts.iter().enumerate() {
        best = better(best, of_heads(&parts[at..], before));
        let inside = required(part).map(|found| Required {
            before: found.before.zip(before).map(|(a, b)| a.saturating_add(b)),
            score: found.score - if at == 0 { 0.0 } else { PREFIX_BONUS },
            ..found
        });
        best = better(best, inside);
        before = before.zip(part.properties().maximum_len()).map(|(a, b)| a.saturating_add(b));
    }
    best
}

fn better(one: Option<Required>, other: Option<Required>) -> Option<Required> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.score > one.score { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// What the parts begin with, cut to what is best to search for.
fn of_heads(parts: &[Hir], before: Option<usize>) -> Option<Required> {
    let mut heads = Heads { runs: vec![Vec::new()], open: true };
    parts.iter().for_each(|part| heads.append(part));
    let mut found = Required { patterns: Vec::new(), before, score: f64::MAX };
    for run in &heads.runs {
        let (skipped, sets, score) = rarest(run)?;
        found.patterns.push(Pattern::of(sets.to_vec()));
        found.before = found.before.zip(before).map(|(a, b)| a.max(b.saturating_add(skipped)));
        found.score = found.score.min(score);
    }
    found.score += if found.before == Some(0) { PREFIX_BONUS } else { 0.0 };
    (!found.patterns.is_empty()).then_some(found)
}

/// The rarest stretch of a run that the pass can take: where it starts, and how good it is.
fn rarest(run: &[ByteSet]) -> Option<(usize, &[ByteSet], f64)> {
    let mut best: Option<(usize, &[ByteSet], f64)> = None;
    for start in 0..run.len() {
        for end in start + SHORTEST..=run.len().min(start + LONGEST) {
            let sets = &run[start..end];
            let bits: f64 = sets.iter().map(|set| 8.0 - f64::from(set.len().max(1)).log2()).sum();
            let ways = sets.windows(SHORTEST).map(ways).max().unwrap_or(0);
            // Many ways to write it fill the pass's tables.
            let score = bits - 2.0 * (ways as f64).log2();
            if bits >= RARE && ways <= MOST_WAYS && best.is_none_or(|(.., known)| score > known) {
                best = Some((start, sets, score));
            }
        }
    }
    best
}

fn ways(sets: &[ByteSet]) -> usize {
    sets.iter().map(|set| set.len() as usize).product()
}

/// All ways in which a match may begin, as far as they are known.
struct Heads {
    runs: Vec<Vec<ByteSet>>,
    /// What comes next comes right after the runs.
    open: bool,
}

impl Heads {
    fn append(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                literal.0.iter().for_each(|&byte| self.push(ByteSet::from_iter([byte])))
            }
            HirKind::Class(Class::Bytes(class)) => {
                self.push(class.iter().flat_map(|range| range.start()..=range.end()).collect());
            }
            HirKind::Class(Class::Unicode(_)) => self.open = false,
            HirKind::Capture(capture) => self.append(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.append(part)),
            HirKind::Alternation(branches) => self.fork(branches),
            HirKind::Repetition(repetition) => {
                for _ in 0..repetition.min.min(LONGEST as u32) {
                    self.append(&repetition.sub);
                }
                self.open &= repetition.max == Some(repetition.min);
            }
        }
    }

    fn push(&mut self, set: ByteSet) {
        self.open &= self.runs.iter().all(|run| run.len() < LONGEST);
        if self.open {
            self.runs.iter_mut().for_each(|run| run.push(set));
        }
    }

    fn fork(&mut self, branches: &[Hir]) {
        if !self.open || self.runs.len() * branches.len() > MOST {
            self.open = false;
            return;
        }
        let before = std::mem::take(&mut self.runs);
        let mut open = true;
        for branch in branches {
            let mut forked = Self { runs: before.clone(), open: true };
            forked.append(branch);
            open &= forked.open;
            self.runs.append(&mut forked.runs);
        }
        self.open = open && self.runs.len() <= MOST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custom::syntax::parse;

    fn search(regex: &str) -> Option<Required> {
        required(&parse(regex).expect("a regex"))
    }

    #[test]
    fn prefixes_come_first() {
        for regex in
            ["acme_[0-9]{6}", "(?i)acme", r"\bacme\b", "(acme|corp)-x", "(?<secret>acme.*)", "A[CK]ME.+z"]
        {
            let found = search(regex).expect(regex);
            assert_eq!(found.before, Some(0), "{regex}");
        }
        assert_eq!(search("acme|corp|team").map(|found| found.patterns.len()), Some(3));
    }

    #[test]
    fn inner_bytes_are_taken_where_a_prefix_has_none() {
        assert_eq!(search("[a-z]{2,9}@corp").map(|found| found.before), Some(Some(9)));
        assert_eq!(search(r"\w+-secret-\w+").map(|found| found.before), Some(None));
        assert_eq!(search(r"(\w{3}|x)(?:-key-|-token-)").map(|found| found.before), Some(Some(3)));
        let dashes = search(r"\d{2}-\d{2}-\d{4}").expect("digits are rare enough");
        assert_eq!(dashes.before, Some(0));
    }

    #[test]
    fn what_is_too_common_is_refused() {
        for regex in [r"\w{8,}", "[a-z]+", "abc", ".*", "a?b?c?d?", "(acme|x)", r"\d{3}", "[a-z]{4}"] {
            assert!(search(regex).is_none(), "{regex}");
        }
    }
}
