//! From ended calls to stored records: a queue, masking threads, one thread that seals and keeps a journal,
//! and a task that writes to the store.

mod admission;
mod capacity;
mod draft;
mod drafter;
mod options;
mod policy;
mod queue;
mod seal;
mod shared;
mod start;
mod stats;
mod tally;
#[cfg(test)]
mod tests;
mod ticket;
mod waiting;
mod writer;

use std::{
    fmt,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use gate_mask::Masker;
use tokio::{sync::oneshot, task::JoinHandle};

pub(crate) use self::{
    admission::{Admission, Admitted},
    capacity::Permit,
    shared::Shared,
    ticket::{Ticket, collect},
    waiting::Waiting,
};
pub use self::{
    options::{BeforeResponse, OnFull, PipelineOptions},
    policy::PayloadRule,
    start::StartError,
    stats::Stats,
};
use crate::{AuditLayer, AuditSink, chain::Head};

/// Masks and stores what an [`AuditLayer`] notes, off the requests' path.
///
/// Keep it, and [shut it down](Self::shutdown) when no more calls come: until then records may be in
/// memory only. Dropping it lets what is queued still be written as long as the runtime lives.
pub struct Pipeline {
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
    sealed: oneshot::Receiver<()>,
}

/// What a [shutdown](Pipeline::shutdown) achieved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DrainReport {
    /// Records written to the store while it lasted.
    pub written: u64,
    /// Records that are lost: without a journal, those that were not written before the deadline.
    pub left: u64,
    /// Records that the store does not have, but the journal: the next start writes them.
    pub journalled: u64,
}

/// How long what waits for the journal may take, once the writer has stopped.
const LAST_APPENDS: Duration = Duration::from_secs(2);

impl Pipeline {
    /// Starts the masking threads, and a task on the current runtime that writes to `store`.
    ///
    /// ```
    /// use std::{sync::Arc, time::Duration};
    /// use gate_audit::{MemoryStore, Pipeline, PipelineOptions};
    /// use gate_mask::Masker;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let store = Arc::new(MemoryStore::new(1_000));
    /// let (layer, pipeline) = Pipeline::start(store, Masker::default(), PipelineOptions::default())?;
    /// // … serve with `layer`; then, when no more calls come:
    /// # let _ = layer;
    /// let report = pipeline.shutdown(Duration::from_secs(10)).await;
    /// assert_eq!(report.left, 0);
    /// # Ok::<(), gate_audit::StartError>(()) }).unwrap();
    /// ```
    ///
    /// With a journal, what an earlier run has left in it is written first. Opening it blocks for as long as
    /// it takes to read a few megabytes.
    ///
    /// # Errors
    ///
    /// Outside a Tokio runtime, when a thread cannot be started, when the journal cannot be used, is used by
    /// another pipeline or is smaller than sixteen payloads of the largest size, or when a payload is to be kept as a digest and there is no key.
    pub fn start(
        store: Arc<dyn AuditSink>,
        masker: Masker,
        options: PipelineOptions,
    ) -> Result<(AuditLayer, Self), StartError> {
        let pipeline = start::start(store, masker, options)?;
        Ok((AuditLayer::new(&pipeline.shared), pipeline))
    }

    /// How far the chain has come, if there is one: an anchor, if it is told to the outside now and then.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.shared.head()
    }

    /// What it has done and holds.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// Takes no more calls (they are counted as dropped) and writes what is queued, until `deadline`. The journal may
    /// take two seconds more; then another pipeline can have it.
    ///
    /// Call it when the server has shut down: calls that still go on would have no record.
    pub async fn shutdown(mut self, deadline: Duration) -> DrainReport {
        let before = self.shared.counters.written.get();
        self.shared.queue.close();
        if let Some(mut writer) = self.writer.take()
            && tokio::time::timeout(deadline, &mut writer).await.is_err()
        {
            self.shared.given_up.store(true, Relaxed);
            writer.abort();
            // Awaited, so that the numbers below are final.
            let _ = writer.await;
        }
        // Its journal is free for the next pipeline from then on.
        let _ = tokio::time::timeout(LAST_APPENDS, &mut self.sealed).await;
        let (shared, written) = (&self.shared, self.shared.counters.written.get());
        DrainReport { written: written - before, left: shared.left(), journalled: shared.backlog() }
    }
}

impl Drop for Pipeline {
    fn drop(&mut self) {
        self.shared.queue.close();
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline").field("stats", &self.stats()).finish_non_exhaustive()
    }
}
