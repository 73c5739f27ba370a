//! How export fares.

use std::time::SystemTime;

use super::Inner;
use crate::{
    export::{Counts, LastError},
    spans::SpanHandle,
};

/// How each signal fares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The name of the back end in the settings.
    pub provider: String,
    /// Spans.
    pub traces: SignalStatus,
    /// Metrics.
    pub metrics: SignalStatus,
    /// Log records.
    pub logs: SignalStatus,
}

/// How a signal fares. What is counted is counted since the process began, whatever was applied meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignalStatus {
    /// Whether it is exported.
    pub on: bool,
    /// How many spans or log records wait.
    pub queued: usize,
    /// How many spans, log records or metrics the back end took.
    pub exported: u64,
    /// How many it did not take, or may not have.
    pub failed: u64,
    /// How many exports failed.
    pub failures: u64,
    /// How many found no room in the queue, or were left in it.
    pub dropped: u64,
    /// What went wrong last.
    pub last_error: Option<LastError>,
    /// When the back end took something last.
    pub last_success: Option<SystemTime>,
}

/// What was not sent in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Left {
    /// How many spans.
    pub spans: usize,
    /// How many log records.
    pub log_records: usize,
    /// Whether the last values of metrics were not.
    pub metrics: bool,
}

impl Left {
    /// Whether all was sent, or at least tried.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Inner {
    pub(super) fn status(&self) -> Status {
        let (provider, on) = {
            let state = self.state();
            (state.settings.provider.clone(), state.on)
        };
        let (traces, logs) = (self.traces.outbox(), self.logs.outbox());
        // Those that were to be kept, and found no room, too.
        let dropped = self.spans.as_ref().map_or(0, SpanHandle::dropped);
        Status {
            provider,
            traces: signal(on.traces, traces.len(), dropped, self.traces.tally().counts()),
            metrics: signal(on.metrics, 0, 0, self.metrics.tally().counts()),
            logs: signal(on.logs, logs.len(), logs.dropped(), self.logs.tally().counts()),
        }
    }
}

fn signal(on: bool, queued: usize, dropped: u64, counts: Counts) -> SignalStatus {
    let Counts { exported, failed, failures, last_error, last_success } = counts;
    SignalStatus { on, queued, exported, failed, failures, dropped, last_error, last_success }
}
