//! Where the value of a name is.

pub(super) mod bare;
pub(super) mod quoted;
