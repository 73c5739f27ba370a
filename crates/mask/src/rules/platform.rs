//! Secret stores, identity, work tools and infrastructure.

use super::Rule;

pub(super) static RULES: &[Rule] = &[];
