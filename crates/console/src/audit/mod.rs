//! The audit trail.

pub(crate) mod calls;
pub(crate) mod export;
pub(crate) mod holds;
mod progress;
pub(crate) mod retention;
pub(crate) mod stats;
pub(crate) mod usage;
pub(crate) mod verify;

use std::time::SystemTime;

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::item::rfc3339;

fn instant(text: &str) -> Option<SystemTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(SystemTime::from)
}

pub(crate) fn shown(time: SystemTime) -> String {
    rfc3339(time)
}
