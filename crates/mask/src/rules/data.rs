//! Databases, search and data platforms.

use super::Rule;

pub(super) static RULES: &[Rule] = &[];
