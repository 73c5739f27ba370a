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
    /// Records that wait in memory: to be masked, and to be written to the journal or, without one, to the
    /// store.
    pub queued: u64,
    /// Room taken: queued records, and one for each exchange that is under way.
    pub reserved: u64,
    /// Bytes that queued records hold.
    pub bytes: u64,
    /// Records written to the store.
    pub written: u64,
    /// Batches written to the store.
    pub batches: u64,
    /// How many records the last of them had.
    pub last_batch: u64,
    /// How many records the largest of them had.
    pub largest_batch: u64,
    /// How long the store took for the last one.
    pub last_write: Option<Duration>,
    /// How long it took for the slowest one.
    pub slowest_write: Option<Duration>,
    /// How long it took for all of them, its failures apart.
    pub write_time: Duration,
    /// Records written to the journal.
    pub journalled: u64,
    /// Records of this run that the journal has and the store has not.
    pub backlog: u64,
    /// Bytes that the journal holds on disk.
    pub journal_bytes: u64,
    /// Records of earlier runs that were written to the store, from the journal. It may have had them.
    pub replayed: u64,
    /// Segments of the journal that could not be read to their ends; they are kept beside it.
    pub journal_corrupt: u64,
    /// How many of those are not kept any longer, as there were too many.
    pub journal_discarded: u64,
    /// Calls served that have no record: there was no room, or the pipeline had shut down.
    pub dropped: u64,
    /// Calls that are not recorded because of their method.
    pub skipped: u64,
    /// Requests that failed to authenticate, beyond those a second that are recorded.
    pub unrecorded_authentications: u64,
    /// Requests refused for want of room.
    pub refused: u64,
    /// Requests that had to wait for room.
    pub waited: u64,
    /// Records whose payloads were left out for want of room.
    pub shed: u64,
    /// Responses that failed because a record did not become durable in time.
    pub withheld: u64,
    /// Responses that were let go although a record had not become durable in time.
    pub released: u64,
    /// Appends that failed and were tried again.
    pub retries: u64,
    /// How often something in it has panicked: masking, the journal, the store. Each is a fault to report.
    pub panics: u64,
    /// It records nothing any longer, as its innermost part has panicked; requests are refused, or served
    /// without a record, as [`OnFull`](crate::OnFull) says. What it has is stored, as far as it can be.
    pub dead: bool,
    /// How long the oldest record has waited that the store has not got: of the batch under way or, if there
    /// is none, of those that wait to be masked.
    pub oldest: Option<Duration>,
    /// The last error of the store, until an append succeeds.
    pub store_error: Option<String>,
    /// The last error of the journal, until it succeeds again.
    pub journal_error: Option<String>,
}

#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) enqueued: Counter,
    pub(crate) journalled: Counter,
    pub(crate) written: Counter,
    pub(crate) replayed: Counter,
    pub(crate) batches: Counter,
    pub(crate) dropped: Counter,
    pub(crate) skipped: Counter,
    pub(crate) refused: Counter,
    pub(crate) waited: Counter,
    pub(crate) shed: Counter,
    pub(crate) withheld: Counter,
    pub(crate) released: Counter,
    pub(crate) retries: Counter,
    pub(crate) panics: Counter,
    writing: Mutex<Writing>,
}

/// What the writer is at.
#[derive(Default)]
pub(crate) struct Writing {
    pub(crate) oldest: Option<Instant>,
    pub(crate) error: Option<String>,
    pub(crate) journal_error: Option<String>,
    pub(crate) last_batch: u64,
    pub(crate) largest: u64,
    pub(crate) total: Duration,
    pub(crate) last: Option<Duration>,
    pub(crate) slowest: Option<Duration>,
}

impl Writing {
    pub(crate) fn wrote(&mut self, records: usize, took: Duration) {
        (self.oldest, self.error) = (None, None);
        self.last_batch = records as u64;
        self.largest = self.largest.max(records as u64);
        self.total += took;
        self.last = Some(took);
        self.slowest = self.slowest.max(Some(took));
    }
}

impl Counters {
    pub(crate) fn writing<R>(&self, f: impl FnOnce(&mut Writing) -> R) -> R {
        f(&mut self.writing.lock().unwrap_or_else(PoisonError::into_inner))
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
