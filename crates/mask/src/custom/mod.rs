//! What an operator adds to the built-in rules: rules, known values, and what stays.

mod allow;
mod compiled;
mod encodings;
mod known;
mod literals;
mod overlap;
mod place;
mod rule;
mod seen;
mod syntax;

pub(crate) use allow::{AllowedValues, FoldedName};
pub(crate) use compiled::Compiled;
pub(crate) use known::{Exact, KnownValue, MAX_PATTERN};
pub(crate) use overlap::Overlaps;
pub(crate) use place::fit;
pub use rule::CustomRule;
pub(crate) use seen::Seen;

use std::collections::HashSet;
use std::sync::Arc;

use crate::error::BuildError;
use crate::literal::Pattern;
use crate::mark::{MAX_ID, is_id_byte};
use crate::rules::{Family, rules};

const MAX_RULES: usize = 1024;
const MAX_KNOWN: usize = 2048;
/// Of more values the rarer forms would be more patterns than an engine may have.
const MOST_IN_ALL_FORMS: usize = 768;

/// An operator's own, checked and ready to be built into an engine.
#[derive(Default)]
pub(crate) struct Own {
    pub(crate) rules: Vec<OwnRule>,
    pub(crate) allowed_keys: Vec<FoldedName>,
    pub(crate) allowed_values: AllowedValues,
    pub(crate) pii: bool,
}

/// A rule or a known value.
pub(crate) struct OwnRule {
    pub(crate) id: Arc<str>,
    pub(crate) family: Family,
    pub(crate) key_names: Vec<FoldedName>,
    pub(crate) regex: Option<(Vec<Pattern>, Compiled)>,
    pub(crate) exact: Vec<(Pattern, Exact)>,
}

/// An operator's own, as it was configured.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) rules: Vec<CustomRule>,
    pub(crate) known: Vec<KnownValue>,
    pub(crate) allowed_keys: Vec<String>,
    pub(crate) allowed_values: Vec<String>,
    pub(crate) pii: bool,
}

impl Settings {
    /// All of it or nothing.
    pub(crate) fn compile(&self) -> Result<Own, BuildError> {
        if self.rules.len() > MAX_RULES {
            return Err(BuildError::too_many("custom rules", MAX_RULES));
        }
        if self.known.len() > MAX_KNOWN {
            return Err(BuildError::too_many("known values", MAX_KNOWN));
        }
        let mut ids: HashSet<&str> = rules().map(|rule| rule.id()).collect();
        let mut own =
            self.rules.iter().map(|rule| compiled(rule, &mut ids)).collect::<Result<Vec<_>, _>>()?;
        self.add_known(&mut ids, &mut own)?;
        let allowed_values = AllowedValues::exact(&self.allowed_values);
        let allowed_keys = self.allowed_keys.iter().map(|name| FoldedName::new(name)).collect();
        Ok(Own { rules: own, allowed_keys, allowed_values, pii: self.pii })
    }

    /// The names of keys whose values the rules mask.
    pub(crate) fn key_names(&self) -> impl Iterator<Item = &String> {
        self.rules.iter().flat_map(|rule| &rule.key_names)
    }

    /// Known values may share an id among themselves: the keys before and after a rotation.
    fn add_known<'s>(&'s self, ids: &mut HashSet<&'s str>, own: &mut Vec<OwnRule>) -> Result<(), BuildError> {
        let first = own.len();
        for known in &self.known {
            let forms = known.forms(self.known.len() <= MOST_IN_ALL_FORMS)?;
            if let Some(same) = own[first..].iter_mut().find(|rule| *rule.id == *known.id) {
                same.exact.extend(forms);
                continue;
            }
            own.push(OwnRule {
                id: new_id(&known.id, ids)?,
                family: Family::Secret,
                key_names: Vec::new(),
                regex: None,
                exact: forms.collect(),
            });
        }
        Ok(())
    }
}

fn compiled<'s>(rule: &'s CustomRule, ids: &mut HashSet<&'s str>) -> Result<OwnRule, BuildError> {
    Ok(OwnRule {
        id: new_id(&rule.id, ids)?,
        family: rule.family,
        key_names: rule.key_names.iter().map(|name| FoldedName::new(name)).collect(),
        regex: Compiled::new(rule).map_err(|fault| BuildError::rule(&rule.id, fault))?,
        exact: Vec::new(),
    })
}

fn new_id<'s>(id: &'s str, ids: &mut HashSet<&'s str>) -> Result<Arc<str>, BuildError> {
    if !(1..=MAX_ID).contains(&id.len()) || !id.bytes().all(is_id_byte) {
        return Err(BuildError::bad_id(id));
    }
    if !ids.insert(id) {
        return Err(BuildError::duplicate_id(id));
    }
    Ok(Arc::from(id))
}
