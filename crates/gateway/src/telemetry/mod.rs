//! What is exported, as the configuration or the API says.

mod control;
mod kept;
mod rotation;
mod source;

use std::time::Duration;

pub use self::rotation::{Rotated, rotate_master_key};
pub(crate) use self::{control::Control, source::Counted};

/// How long the last spans, metrics and log records may take to leave, when all else has ended.
pub(crate) const DRAIN: Duration = Duration::from_secs(5);
