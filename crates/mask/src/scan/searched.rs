//! What the literal pass is to search for, and where each literal leads.

use super::engine::RuleId;
use crate::custom::{Compiled, Exact, FoldedName, Overlaps, OwnRule};
use crate::hidden::{self, Lead};
use crate::literal::Pattern;
use crate::names::{FRAGMENTS, KeyNames};
use crate::pii::NUMBER_LITERALS;
use crate::rules::{Family, Rule, Shape};

/// What a literal leads to.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Format(RuleId, Shape),
    Name,
    /// The numbers of personal data.
    Number,
    /// A custom rule, by its index.
    Custom(RuleId, usize),
    /// A way to write a known value, by its index.
    Exact(RuleId, usize),
    /// Something is written in other characters than its own.
    Hidden(Lead),
}

/// What is searched for, and what each pattern leads to.
#[derive(Default)]
pub(super) struct Searched {
    pub(super) patterns: Vec<Pattern>,
    pub(super) targets: Vec<Target>,
}

impl Searched {
    fn add(&mut self, patterns: impl IntoIterator<Item = Pattern>, target: Target) {
        self.patterns.extend(patterns);
        self.targets.resize(self.patterns.len(), target);
    }

    pub(super) fn add_rule(&mut self, id: RuleId, rule: &Rule) {
        let begins = matches!(rule.shape, Shape::Token(_) | Shape::Word(_));
        let pattern = |literal: &&str| {
            let pattern = Pattern::parse(literal);
            if begins { pattern.beginning_a_word() } else { pattern }
        };
        self.add(rule.literals.iter().map(pattern), Target::Format(id, rule.shape));
        // Personal data is not looked for where it is hidden.
        if rule.family == Family::Secret {
            self.add_hidden(rule.literals.iter().flat_map(|literal| hidden::written(literal)));
        }
    }

    pub(super) fn add_escapes(&mut self) {
        self.add_hidden(hidden::leads());
    }

    /// What leads to key names, the built-in ones and these.
    pub(super) fn add_names(&mut self, names: &KeyNames) {
        let fragments = FRAGMENTS.iter().copied().chain(names.fragments());
        self.add(fragments.map(|fragment| Pattern::parse(fragment).ignoring_case()), Target::Name);
        self.add_hidden(FRAGMENTS.iter().flat_map(|fragment| hidden::written_name(fragment)));
    }

    pub(super) fn add_numbers(&mut self) {
        self.add(NUMBER_LITERALS.iter().map(|literal| Pattern::parse(literal)), Target::Number);
    }

    fn add_hidden(&mut self, written: impl Iterator<Item = (Pattern, Lead)>) {
        for (pattern, lead) in written {
            self.add([pattern], Target::Hidden(lead));
        }
    }
}

/// The rules of an operator.
#[derive(Default)]
pub(super) struct OwnRules {
    pub(super) custom: Vec<Compiled>,
    pub(super) exact: Vec<Exact>,
    /// The rule of each.
    pub(super) exact_rules: Vec<RuleId>,
    /// Where known values run into each other.
    pub(super) overlaps: Overlaps,
    /// Their key names.
    pub(super) named: Vec<(FoldedName, RuleId)>,
}

impl OwnRules {
    pub(super) fn add(&mut self, id: RuleId, rule: OwnRule, searched: &mut Searched) {
        self.named.extend(rule.key_names.into_iter().map(|name| (name, id)));
        if let Some((patterns, compiled)) = rule.regex {
            searched.add(patterns, Target::Custom(id, self.custom.len()));
            self.custom.push(compiled);
        }
        for (pattern, exact) in rule.exact {
            searched.add([pattern], Target::Exact(id, self.exact.len()));
            self.exact.push(exact);
            self.exact_rules.push(id);
        }
    }

    /// All are there.
    pub(super) fn ready(mut self) -> Self {
        self.overlaps = Overlaps::new(&self.exact);
        self
    }
}

/// All patterns of the engine's own rules of a family.
#[cfg(test)]
pub(crate) fn built_in(family: Family) -> Vec<Pattern> {
    let mut searched = Searched::default();
    let rules = crate::rules::rules().filter(|rule| rule.family == family);
    rules.for_each(|rule| searched.add_rule(RuleId::KEY_NAME, rule));
    match family {
        Family::Secret => {
            searched.add_escapes();
            searched.add_names(&KeyNames::default());
        }
        Family::Pii => searched.add_numbers(),
    }
    searched.patterns
}
