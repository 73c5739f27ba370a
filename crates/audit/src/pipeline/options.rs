use std::time::Duration;

/// What a request meets when the pipeline has no room for its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnFull {
    /// It waits for room, and is refused with `503` if there is none before the deadline.
    Wait {
        /// How long it waits.
        deadline: Duration,
    },
    /// It is refused with `503` at once.
    Refuse,
    /// It is served, and its calls are counted as dropped.
    Drop,
}

/// How a [`Pipeline`](super::Pipeline) works.
///
/// ```
/// use gate_audit::{OnFull, PipelineOptions};
///
/// let options = PipelineOptions::default().on_full(OnFull::Refuse).payload_cap(16 * 1024);
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct PipelineOptions {
    pub(crate) on_full: OnFull,
    pub(crate) max_records: usize,
    pub(crate) max_bytes: usize,
    pub(crate) payload_cap: usize,
    pub(crate) look_ahead: usize,
    pub(crate) workers: usize,
    pub(crate) batch: usize,
    pub(crate) linger: Duration,
}

impl Default for PipelineOptions {
    fn default() -> Self {
        Self {
            on_full: OnFull::Wait { deadline: Duration::from_secs(5) },
            max_records: 65_536,
            max_bytes: 64 << 20,
            payload_cap: 64 << 10,
            look_ahead: 4 << 10,
            workers: 1,
            batch: 1_000,
            linger: Duration::from_millis(20),
        }
    }
}

impl PipelineOptions {
    /// What happens when there is no room; by default requests wait for up to five seconds.
    pub fn on_full(mut self, on_full: OnFull) -> Self {
        self.on_full = on_full;
        self
    }

    /// How many records may be under way before admission closes; 65,536 by default. An exchange counts
    /// as one from its beginning.
    pub fn max_records(mut self, records: usize) -> Self {
        self.max_records = records;
        self
    }

    /// How many bytes may be under way before admission closes; 64 MiB by default. At twice that,
    /// payloads are left out of the records of exchanges that were let in before.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// How many bytes of the arguments, and of the response, a record keeps; 64 KiB by default.
    pub fn payload_cap(mut self, bytes: usize) -> Self {
        self.payload_cap = bytes;
        self
    }

    /// How many bytes beyond the cap are looked at, and discarded after masking, so that no half of a
    /// secret survives the cut; 4 KiB by default.
    pub fn look_ahead(mut self, bytes: usize) -> Self {
        self.look_ahead = bytes;
        self
    }

    /// How many threads mask; one by default. With more, records of about the same time may be stored in
    /// another order than they ended; they are found in the order of their ids all the same.
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers;
        self
    }

    /// How many records go to the store at once, at most; 1,000 by default.
    pub fn batch(mut self, records: usize) -> Self {
        self.batch = records;
        self
    }

    /// How long a batch that is not full waits for more records; 20 ms by default. It waits no longer once
    /// half of the room is taken, nor at the end.
    pub fn linger(mut self, time: Duration) -> Self {
        self.linger = time;
        self
    }
}
