use std::time::SystemTime;

use super::Filter;

/// A legal hold: the records that pass its filter outlive every retention, until it is released.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hold {
    /// Its name, by which it is released.
    pub name: String,
    /// What is held.
    pub filter: Filter,
    /// When it was placed, to the millisecond.
    pub since: SystemTime,
}

impl Hold {
    /// A hold on what passes the filter.
    #[must_use]
    pub fn new(name: impl Into<String>, filter: Filter, since: SystemTime) -> Self {
        Self { name: name.into(), filter, since }
    }
}
