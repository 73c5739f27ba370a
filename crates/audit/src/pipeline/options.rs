use std::time::Duration;

use super::policy::PayloadRule;
use crate::{JournalOptions, chain::ChainKey};

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

/// Holds responses back until the records of their calls are durable: in the journal, if there is one, else
/// in the store.
///
/// It is the frame with the result that is held, and no other. An exchange that is served although it is
/// not recorded, as [`OnFull::Drop`] has it, holds nothing back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeforeResponse {
    /// How long a frame is held at most.
    pub timeout: Duration,
    /// What then happens: whether it is let go, and counted, or else the response fails.
    pub fail_open: bool,
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
    pub(crate) journal: Option<JournalOptions>,
    pub(crate) on_exhausted: OnFull,
    pub(crate) before_response: Option<BeforeResponse>,
    pub(crate) chain: Option<ChainKey>,
    pub(crate) instance: Option<Box<str>>,
    pub(crate) payloads: Vec<PayloadRule>,
    pub(crate) skipped: Vec<Box<str>>,
    pub(crate) failed_authentications: u32,
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
            journal: None,
            on_exhausted: OnFull::Wait { deadline: Duration::from_secs(5) },
            before_response: None,
            chain: None,
            instance: None,
            payloads: Vec::new(),
            skipped: Vec::new(),
            failed_authentications: 100,
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

    /// Keeps masked records in a journal until the store has them: they survive the process, and a store
    /// that is down costs no room in memory. Without one, by default, they are in memory only until then.
    pub fn journal(mut self, journal: JournalOptions) -> Self {
        self.journal = Some(journal);
        self
    }

    /// What happens when the journal is full; by default requests wait for up to five seconds.
    pub fn on_exhausted(mut self, on_exhausted: OnFull) -> Self {
        self.on_exhausted = on_exhausted;
        self
    }

    /// Holds the results of calls back until their records are durable; by default nothing is.
    pub fn before_response(mut self, before_response: BeforeResponse) -> Self {
        self.before_response = Some(before_response);
        self
    }

    /// Seals each record into a [chain](crate::chain), which makes changes evident. By default there is
    /// none.
    pub fn chain(mut self, key: ChainKey) -> Self {
        self.chain = Some(key);
        self
    }

    /// The name of this gateway, or service, in its records.
    pub fn instance(mut self, name: impl Into<Box<str>>) -> Self {
        self.instance = Some(name.into());
        self
    }

    /// What is kept of some calls' payloads. Of the rules that fit a call the last one counts; without any,
    /// payloads are kept masked. Digests are keyed with the chain's key, and need one.
    pub fn payloads(mut self, rule: PayloadRule) -> Self {
        self.payloads.push(rule);
        self
    }

    /// Leaves calls of this protocol method unrecorded: `ping`, or all that begin so, `notifications/*`.
    /// They are counted.
    pub fn skip_method(mut self, pattern: impl Into<Box<str>>) -> Self {
        self.skipped.push(pattern.into());
        self
    }

    /// How many requests a second that failed to authenticate are recorded, without payload; the rest is
    /// counted. 100 by default.
    pub fn failed_authentications(mut self, per_second: u32) -> Self {
        self.failed_authentications = per_second;
        self
    }
}
