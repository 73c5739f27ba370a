//! How often each masking rule has fired.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use gate_mask::{Family, Findings};

/// Counts by rule; as many as there are rules.
#[derive(Default)]
pub(crate) struct Tally(Mutex<BTreeMap<Box<str>, (Family, u64)>>);

impl Tally {
    pub(crate) fn add(&self, findings: &Findings) {
        if findings.is_empty() {
            return;
        }
        let mut rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for finding in findings.iter() {
            match rules.get_mut(finding.rule()) {
                Some((_, count)) => *count += finding.count(),
                None => _ = rules.insert(finding.rule().into(), (finding.family(), finding.count())),
            }
        }
    }

    pub(crate) fn all(&self) -> Vec<(String, Family, u64)> {
        let rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rules.iter().map(|(rule, (family, count))| (rule.to_string(), *family, *count)).collect()
    }
}
