//! Monitoring and logging.

use super::Rule;

pub(super) static RULES: &[Rule] = &[];
