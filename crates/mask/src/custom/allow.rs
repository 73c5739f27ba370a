//! Values and key names that stay as they are.

use std::collections::HashSet;

use regex_automata::meta::Regex;

use super::syntax::compile_whole;
use crate::error::RuleFault;

/// Values that stay.
#[derive(Default)]
pub(crate) struct AllowedValues {
    exact: HashSet<Vec<u8>>,
    regexes: Vec<Regex>,
}

impl AllowedValues {
    pub(super) fn exact(values: &[String]) -> Self {
        let exact = values.iter().map(|value| value.as_bytes().to_vec()).collect();
        Self { exact, regexes: Vec::new() }
    }

    pub(super) fn and_regexes(mut self, regexes: &[String]) -> Result<Self, RuleFault> {
        self.regexes = regexes.iter().map(|regex| compile_whole(regex)).collect::<Result<_, _>>()?;
        Ok(self)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.regexes.is_empty()
    }

    pub(crate) fn allows(&self, value: &[u8]) -> bool {
        self.exact.contains(value) || self.regexes.iter().any(|regex| regex.is_match(value))
    }
}

/// A key name without case and separators.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FoldedName(Vec<u8>);

impl FoldedName {
    pub(crate) fn new(name: &str) -> Self {
        Self(folded(name.as_bytes()).collect())
    }

    /// Whether `name` is this one, in any spelling.
    pub(crate) fn is(&self, name: &[u8]) -> bool {
        folded(name).eq(self.0.iter().copied())
    }

    /// Whether `name` ends in this one.
    pub(crate) fn ends(&self, name: &[u8]) -> bool {
        let (mut name, mut own) = (folded(name).rev(), self.0.iter().rev());
        own.all(|byte| name.next() == Some(*byte))
    }
}

fn folded(name: &[u8]) -> impl DoubleEndedIterator<Item = u8> + '_ {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase)
}
