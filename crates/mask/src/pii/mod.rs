//! Personal data, an optional pack of rules.

use crate::rules::Rule;

pub(crate) static RULES: &[Rule] = &[];
