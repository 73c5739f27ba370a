//! The literal pass and what each literal leads to.

use std::fmt;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind};

use super::key::Key;
use super::{Open, View, format, placeholder, value};
use crate::error::BuildError;
use crate::findings::Findings;
use crate::names::{FRAGMENTS, KeyNames};
use crate::rules::{KEY_NAME, RULES, Rule};
use crate::style::Style;

/// The rules in force, ready to search.
pub(crate) struct Engine {
    automaton: AhoCorasick,
    /// By pattern of the automaton.
    targets: Vec<Target>,
    names: Option<KeyNames>,
    style: Style,
}

/// What a literal leads to.
pub(crate) enum Target {
    /// The literal as written: the automaton ignores case, formats do not.
    Format(&'static Rule, &'static str),
    Name,
}

/// An escaped letter may hide a key name.
const ESCAPE: &str = "\\u00";

impl Engine {
    pub(crate) fn new(names: KeyNames, off: &[String], style: Style) -> Result<Self, BuildError> {
        if let Some(id) = off.iter().find(|id| RULES.iter().all(|rule| rule.id != **id)) {
            return Err(BuildError::unknown_rule(id));
        }
        let on = |rule: &Rule| off.iter().all(|id| id != rule.id);
        let mut literals: Vec<&str> = Vec::new();
        let mut targets = Vec::new();
        for rule in RULES.iter().filter(|rule| on(rule)) {
            literals.extend(rule.literals);
            targets.extend(rule.literals.iter().map(|literal| Target::Format(rule, literal)));
        }
        if on(KEY_NAME) {
            literals.extend(FRAGMENTS);
            literals.push(ESCAPE);
            literals.extend(names.fragments());
            targets.resize_with(literals.len(), || Target::Name);
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&literals)
            .map_err(|_| BuildError::automaton())?;
        let names = on(KEY_NAME).then_some(names);
        Ok(Self { automaton, targets, names, style })
    }

    pub(crate) fn style(&self) -> Style {
        self.style
    }

    /// Bytes that a window's end may hide of a literal, and one more; at least one.
    pub(crate) fn longest_literal(&self) -> usize {
        self.automaton.max_pattern_len().max(1)
    }

    pub(crate) fn sensitive_key(&self, name: &[u8]) -> bool {
        self.names.as_ref().is_some_and(|names| names.is_sensitive(name))
    }

    /// The first literal at or after `from`.
    pub(crate) fn find(&self, window: &[u8], from: usize) -> Option<(usize, &Target)> {
        let input = Input::new(window).range(from.min(window.len())..).anchored(Anchored::No);
        let found = self.automaton.find(input)?;
        Some((found.start(), &self.targets[found.pattern().as_usize()]))
    }

    /// Decides whether a secret is at a hit. `names_seen` is the end of the last name looked at:
    /// many fragments may hit in one name.
    pub(crate) fn verify(&self, view: &View<'_>, target: &Target, names_seen: &mut usize) -> Option<Open> {
        match *target {
            Target::Format(rule, literal) => format::verify(view, rule, literal, self.style),
            Target::Name if view.hit < *names_seen => None,
            Target::Name => {
                let key = Key::around(view);
                *names_seen = key.seen;
                self.sensitive_key(key.name()?).then(|| value::after_key(view, &key, self)).flatten()
            }
        }
    }

    /// Masks the value of a sensitive key that stands for itself; `None` if nothing is secret.
    pub(crate) fn mask_whole_value(&self, value: &[u8], findings: &mut Findings) -> Option<Vec<u8>> {
        let start = value::scheme_len(value);
        let secret = &value[start..];
        if placeholder::is_harmless(secret, self.style) {
            return None;
        }
        let mut out = value[..start].to_vec();
        self.style.write_mark(secret.len(), secret, &mut out);
        findings.record(KEY_NAME);
        Some(out)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("literals", &self.targets.len()).finish_non_exhaustive()
    }
}
