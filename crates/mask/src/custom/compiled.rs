//! A custom rule, ready to run at a hit of one of its patterns.

use regex_automata::meta::Regex;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};

use super::allow::AllowedValues;
use super::literals::{Required, required};
use super::place::{Fitted, fit};
use super::rule::CustomRule;
use super::syntax::{compile, names_quote, parse, secret_part, with_secret_only};
use crate::class::TOKEN68;
use crate::error::RuleFault;
use crate::literal::Pattern;
use crate::mark::MARK;
use crate::scan::View;
use crate::scan::skip::Skip;
use crate::style::Style;

/// A match may begin so far before the bytes it was found by.
const MOST_BEFORE: usize = 128;
/// A match may be so long and be found for sure.
const MOST_REACH: usize = 448;
/// A match begins within so many bytes after a keyword, or a little later.
const NEAR: usize = 64;
const KEYWORD_LEN: std::ops::RangeInclusive<usize> = 4..=64;

/// A regex with what must hold of its matches.
pub(crate) struct Compiled {
    regex: Regex,
    /// Group 1 is the secret.
    captures: bool,
    anchor: Anchor,
    /// How long a match may be, up to [`MOST_REACH`].
    reach: usize,
    /// No match is longer than `reach`.
    bounded: bool,
    min_len: usize,
    max_len: usize,
    min_entropy: f64,
    allowed: AllowedValues,
}

/// What a hit says of where a match begins.
enum Anchor {
    /// At most so many bytes before the hit.
    Before(usize),
    /// Not far behind it.
    Keyword,
}

/// What is masked, and how it goes on.
pub(crate) struct Found {
    pub(crate) fitted: Fitted,
    pub(crate) skip: Skip,
}

impl Compiled {
    /// The patterns that lead to the rule, and the rule; `None` if it has no regex.
    pub(super) fn new(rule: &CustomRule) -> Result<Option<(Vec<Pattern>, Self)>, RuleFault> {
        let allowed = AllowedValues::exact(&rule.allow).and_regexes(&rule.allow_regexes)?;
        if rule.min_len > rule.max_len {
            return Err(RuleFault::Lengths);
        }
        let Some(regex) = &rule.regex else {
            let named = !rule.key_names.is_empty();
            return if named { Ok(None) } else { Err(RuleFault::Nothing) };
        };
        let (hir, captures) = with_secret_only(parse(regex)?);
        if hir.properties().minimum_len().is_none_or(|len| len == 0) {
            return Err(RuleFault::MatchesEmpty);
        }
        if names_quote(secret_part(&hir)) {
            return Err(RuleFault::MasksQuote);
        }
        let (patterns, anchor) = match keywords(rule)? {
            words if words.is_empty() => {
                let Required { patterns, before, .. } = required(&hir).ok_or(RuleFault::NoLiteral)?;
                (patterns, Anchor::Before(before.unwrap_or(MOST_BEFORE).min(MOST_BEFORE)))
            }
            words => (words, Anchor::Keyword),
        };
        let longest = hir.properties().maximum_len();
        let compiled = Self {
            regex: compile(&hir)?,
            captures,
            anchor,
            reach: longest.unwrap_or(MOST_REACH).min(MOST_REACH),
            bounded: longest.is_some_and(|len| len <= MOST_REACH),
            min_len: rule.min_len,
            max_len: rule.max_len,
            min_entropy: rule.min_entropy,
            allowed,
        };
        Ok(Some((patterns, compiled)))
    }

    /// Hands over what is masked around a hit, whose bytes end at `body`.
    ///
    /// All matches that begin in a stretch of at least `reach` bytes are looked for at once, and
    /// `seen` remembers where it ended: so many hits do not search the same bytes again and again.
    pub(crate) fn find(
        &self,
        (view, body): (&View<'_>, usize),
        seen: &mut usize,
        style: &Style,
        mut found: impl FnMut(Found),
    ) {
        let Some((mut from, until)) = self.stretch(view, body, *seen) else {
            return;
        };
        let limit = view.bytes.len().min(until + self.reach);
        while from < until.min(limit) {
            let Some(matched) = self.search(view, from, limit).filter(|matched| matched.start < until) else {
                break;
            };
            from = matched.end.max(matched.start + 1);
            if self.is_near(view, body, matched.start) {
                self.accepted(view, &matched, style).into_iter().for_each(&mut found);
            }
        }
        *seen = until.max(from);
    }

    /// A mark shortens a text, so what stands behind one does not become near by it.
    fn is_near(&self, view: &View<'_>, body: usize, start: usize) -> bool {
        let between = view.bytes.get(body..start).unwrap_or_default();
        !matches!(self.anchor, Anchor::Keyword) || between.windows(MARK.len()).all(|part| part != MARK)
    }

    /// Where matches may begin that this hit leads to, without those looked for already.
    fn stretch(&self, view: &View<'_>, body: usize, seen: usize) -> Option<(usize, usize)> {
        let (first, last) = match self.anchor {
            Anchor::Before(before) => (view.hit.saturating_sub(before), view.hit + 1),
            Anchor::Keyword => (body, body + NEAR),
        };
        let from = first.max(view.floor).max(seen);
        (seen < last).then(|| (from, last.max(from + self.reach)))
    }

    fn search(&self, view: &View<'_>, from: usize, limit: usize) -> Option<Match> {
        let found = self.run(view, from, limit, Anchored::No)?;
        // What fills the stretch may be longer.
        if found.end < limit || limit == view.bytes.len() {
            return Some(found);
        }
        self.run(view, found.start, view.bytes.len(), Anchored::Yes)
    }

    fn run(&self, view: &View<'_>, from: usize, limit: usize, anchored: Anchored) -> Option<Match> {
        // What was masked before does not count, nor does what is not sure to be there.
        let base = if view.floor_is_mark() { view.floor } else { from.saturating_sub(1) };
        let text = &view.bytes[base..limit];
        let input = Input::new(text).span(from - base..limit - base).anchored(anchored);
        let mut slots: [Option<NonMaxUsize>; 4] = [None; 4];
        let wanted = if self.captures { 4 } else { 2 };
        self.regex.search_slots(&input, &mut slots[..wanted])?;
        let at = |slot: usize| slots[slot].map(|place| base + place.get());
        let (start, end) = (at(0)?, at(1)?);
        let secret = if self.captures { at(2).zip(at(3)) } else { Some((start, end)) };
        Some(Match { start, end, secret })
    }

    fn accepted(&self, view: &View<'_>, found: &Match, style: &Style) -> Option<Found> {
        let (start, end) = found.secret?;
        let fitted = fit(view, start, end)?;
        let secret = &view.bytes[fitted.start..fitted.end];
        // A match of limited length would take another bite at what follows a mark.
        let marked = style.is_mark(secret) || self.bounded && secret.windows(3).any(|part| part == MARK);
        let fits = (self.min_len..=self.max_len).contains(&secret.len());
        if marked || !fits || self.allowed.allows(secret) || entropy(secret) < self.min_entropy {
            return None;
        }
        let open = fitted.end == view.bytes.len() && !self.bounded;
        let known = fitted.end - fitted.start;
        Some(Found { fitted, skip: Skip::Run { known, class: open.then_some(TOKEN68) } })
    }
}

struct Match {
    start: usize,
    end: usize,
    secret: Option<(usize, usize)>,
}

fn keywords(rule: &CustomRule) -> Result<Vec<Pattern>, RuleFault> {
    let pattern = |word: &String| {
        let fits = KEYWORD_LEN.contains(&word.len());
        let found = fits.then(|| Pattern::exact(word.as_bytes()).ignoring_case());
        found.ok_or_else(|| RuleFault::ShortKeyword(word.chars().take(64).collect()))
    };
    rule.keywords.iter().map(pattern).collect()
}

/// Shannon's, in bits a byte.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.iter().for_each(|&byte| counts[usize::from(byte)] += 1);
    let len = bytes.len() as f64;
    let share = |count: &u32| f64::from(*count) / len;
    counts.iter().filter(|count| **count > 0).map(share).map(|part| -part * part.log2()).sum()
}
