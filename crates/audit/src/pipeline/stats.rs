use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{
            AtomicU64,
            Ordering::{AcqRel, Acquire},
        },
    },
    time::{Duration, Instant},
};

/// What a pipeline has done and holds.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Stats {
    /// Records that wait to be masked or written.
    pub queued: u64,
    /// Room taken: queued records, and one for each exchange that is under way.
    pub reserved: u64,
    /// Bytes that queued records hold.
    pub bytes: u64,
    /// Records written to the store.
    pub written: u64,
    /// Batches written to the store.
    pub batches: u64,
    /// Calls served that have no record: there was no room, or the pipeline had shut down.
    pub dropped: u64,
    /// Requests refused for want of room.
    pub refused: u64,
    /// Requests that had to wait for room.
    pub waited: u64,
    /// Records whose payloads were left out for want of room.
    pub shed: u64,
    /// Appends that failed and were tried again.
    pub retries: u64,
    /// How long the oldest record of the batch under way has waited.
    pub oldest: Option<Duration>,
    /// The last error of the store, until an append succeeds.
    pub store_error: Option<String>,
}

#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) enqueued: Counter,
    pub(crate) written: Counter,
    pub(crate) batches: Counter,
    pub(crate) dropped: Counter,
    pub(crate) refused: Counter,
    pub(crate) waited: Counter,
    pub(crate) shed: Counter,
    pub(crate) retries: Counter,
    pub(crate) writing: Mutex<Writing>,
}

/// What the writer is at.
#[derive(Default)]
pub(crate) struct Writing {
    pub(crate) oldest: Option<Instant>,
    pub(crate) error: Option<String>,
}

impl Counters {
    pub(crate) fn writing<R>(&self, f: impl FnOnce(&mut Writing) -> R) -> R {
        f(&mut self.writing.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn left(&self) -> u64 {
        // In this order: what is written has been enqueued before.
        let written = self.written.get();
        self.enqueued.get().saturating_sub(written)
    }
}

#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, AcqRel);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Acquire)
    }
}
