use std::fmt;
use std::sync::Arc;

use crate::rules::Family;

/// What was masked: which rules fired and how often, never a value.
///
/// Empty findings hold no memory.
///
/// ```
/// let masked = gate_mask::Masker::default().mask_str("password=hunter2&pin=1234");
/// let findings = masked.findings();
/// assert_eq!(findings.total(), 2);
/// assert_eq!(findings.iter().next().unwrap().rule(), "key-name");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Findings {
    entries: Vec<Finding>,
}

/// One rule's share of the [`Findings`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    rule: RuleName,
    family: Family,
    count: u64,
}

/// The id of a rule: of a built-in one, or of an operator's own.
#[derive(Clone, Eq)]
pub(crate) enum RuleName {
    Static(&'static str),
    // Made once a masker, with the operator's rules.
    Shared(Arc<str>),
}

impl Findings {
    /// Whether nothing was masked.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many values were masked, over all rules.
    pub fn total(&self) -> u64 {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    /// One entry for each rule that fired, in the order of first sight.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Finding> {
        self.entries.iter()
    }

    /// Adds the counts of `other`, so that a record made of several masked parts has one summary.
    pub fn merge(&mut self, other: &Self) {
        for entry in &other.entries {
            self.add(&entry.rule, entry.family, entry.count);
        }
    }

    // A linear search: the rules that fire in one document are few.
    pub(crate) fn add(&mut self, rule: &RuleName, family: Family, count: u64) {
        match self.entries.iter_mut().find(|entry| entry.rule == *rule) {
            Some(entry) => entry.count += count,
            None => self.entries.push(Finding { rule: rule.clone(), family, count }),
        }
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.entries.iter().map(|e| (e.rule(), e.count))).finish()
    }
}

impl Finding {
    /// The id of the rule, as in the rule table.
    pub fn rule(&self) -> &str {
        self.rule.as_str()
    }

    /// What kind of data the rule is about.
    pub fn family(&self) -> Family {
        self.family
    }

    /// How many values the rule masked.
    pub fn count(&self) -> u64 {
        self.count
    }
}

impl RuleName {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Static(id) => id,
            Self::Shared(id) => id,
        }
    }
}

impl PartialEq for RuleName {
    fn eq(&self, other: &Self) -> bool {
        let (this, other) = (self.as_str(), other.as_str());
        // Those of one engine are one text, and nearly all that are compared are.
        std::ptr::eq(this, other) || this == other
    }
}

impl fmt::Debug for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}
