//! The rules in force, ready to search, and what each literal leads to.

use std::fmt;

use super::ahead::Ahead;
use super::format::{self, Candidate};
use super::key::Key;
use super::{Open, View, placeholder, value};
use crate::error::BuildError;
use crate::findings::{Findings, RuleName};
use crate::hidden::{self, Hidden, Lead};
use crate::literal::{Literals, Pattern};
use crate::names::{FRAGMENTS, KeyNames};
use crate::rules::{Family, KEY_NAME, Shape, rules};
use crate::style::Style;

/// The rules in force, ready to search.
pub(crate) struct Engine {
    literals: Literals,
    /// By pattern of the literal pass.
    targets: Vec<Target>,
    /// By [`RuleId`].
    rules: Vec<Known>,
    names: Option<KeyNames>,
    style: Style,
}

/// A rule of this engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RuleId(u16);

impl RuleId {
    /// The rule of sensitive key names, the first of the tables.
    pub(crate) const KEY_NAME: Self = Self(0);
}

/// What findings say of a rule.
struct Known {
    name: RuleName,
    family: Family,
}

/// What a literal leads to.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Format(RuleId, Shape),
    Name,
    /// Something is written in other characters than its own.
    Hidden(Lead),
}

impl Engine {
    pub(crate) fn new(names: KeyNames, off: &[String], style: Style) -> Result<Self, BuildError> {
        if let Some(id) = off.iter().find(|id| rules().all(|rule| rule.id != **id)) {
            return Err(BuildError::unknown_rule(id));
        }
        let on = |id: &str| off.iter().all(|off| off != id);
        let mut patterns = Vec::new();
        let mut targets = Vec::new();
        let mut known = Vec::new();
        for rule in rules() {
            let id = RuleId(u16::try_from(known.len()).map_err(|_| BuildError::automaton())?);
            known.push(Known { name: RuleName::Static(rule.id), family: rule.family });
            if on(rule.id) {
                patterns.extend(rule.literals.iter().map(|literal| Pattern::parse(literal)));
                targets.resize(patterns.len(), Target::Format(id, rule.shape));
                for (pattern, lead) in rule.literals.iter().flat_map(|literal| hidden::written(literal)) {
                    patterns.push(pattern);
                    targets.push(Target::Hidden(lead));
                }
            }
        }
        for (pattern, lead) in hidden::leads() {
            patterns.push(pattern);
            targets.push(Target::Hidden(lead));
        }
        if on(KEY_NAME) {
            let fragments = FRAGMENTS.iter().copied().chain(names.fragments());
            patterns.extend(fragments.map(|fragment| Pattern::parse(fragment).ignoring_case()));
            targets.resize(patterns.len(), Target::Name);
            for (pattern, lead) in FRAGMENTS.iter().flat_map(|fragment| hidden::written_name(fragment)) {
                patterns.push(pattern);
                targets.push(Target::Hidden(lead));
            }
        }
        let literals = Literals::new(patterns);
        let names = on(KEY_NAME).then_some(names);
        Ok(Self { literals, targets, rules: known, names, style })
    }

    pub(crate) fn style(&self) -> Style {
        self.style
    }

    pub(crate) fn literals(&self) -> &Literals {
        &self.literals
    }

    /// Counts a masked value.
    pub(crate) fn record(&self, rule: RuleId, findings: &mut Findings) {
        let known = &self.rules[usize::from(rule.0)];
        findings.add(&known.name, known.family, 1);
    }

    pub(crate) fn sensitive_key(&self, name: &[u8]) -> bool {
        self.names.as_ref().is_some_and(|names| names.is_sensitive(name))
    }

    /// Adds what secret there is at a hit of `pattern`, which starts at `view.hit`.
    ///
    /// `names_seen` is the end of the last name looked at: many fragments may hit in one name.
    pub(crate) fn verify(
        &self,
        view: &View<'_>,
        pattern: usize,
        names_seen: &mut usize,
        hidden: &mut Hidden,
        found: &mut Ahead,
    ) {
        let span = match self.targets[pattern] {
            Target::Format(rule, shape) => {
                // A token that is written as itself to its first escape only.
                hidden.within_word(self, view, found);
                let body = view.hit + self.literals.len_of(pattern);
                format::verify(&Candidate { view, rule, body, style: self.style }, shape)
            }
            Target::Name => {
                let seen = *names_seen;
                let span = self.named(view, names_seen);
                if span.is_none() && *names_seen > seen {
                    hidden.beside_name(self, view, *names_seen, found);
                }
                span
            }
            Target::Hidden(lead) => {
                hidden.at(self, view, lead, found);
                None
            }
        };
        if let Some(span) = span {
            found.add(span);
        }
    }

    /// The value of the sensitive key around a hit.
    fn named(&self, view: &View<'_>, seen: &mut usize) -> Option<Open> {
        if view.hit < *seen {
            return None;
        }
        let key = Key::around(view);
        *seen = key.seen;
        self.sensitive_key(key.name()?).then(|| value::after_key(view, &key, self)).flatten()
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
        self.record(RuleId::KEY_NAME, findings);
        Some(out)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("literals", &self.targets.len()).finish_non_exhaustive()
    }
}
