//! What is said of a secret.

pub(super) mod directive;
pub(super) mod prose;
