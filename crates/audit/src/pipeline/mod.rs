//! From ended calls to stored records.

mod capacity;
mod draft;
mod options;
mod queue;
mod shared;
mod stats;
mod writer;

use std::{error, fmt, io, sync::Arc, thread, time::Duration};

use gate_mask::Masker;
use tokio::{
    runtime::Handle,
    sync::mpsc::{self, UnboundedSender},
    task::JoinHandle,
};

use self::{
    capacity::Capacity,
    draft::{Drafter, Pending},
    queue::Queue,
    stats::Counters,
    writer::Writer,
};
pub(crate) use self::{capacity::Permit, shared::Shared};
pub use self::{
    options::{OnFull, PipelineOptions},
    stats::Stats,
};
use crate::{AuditLayer, AuditSink};

/// Masks and stores what an [`AuditLayer`] notes, off the requests' path.
///
/// Keep it, and [shut it down](Self::shutdown) when no more calls come: until then records may be in
/// memory only. Dropping it lets what is queued still be written as long as the runtime lives.
pub struct Pipeline {
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
}

/// What a [shutdown](Pipeline::shutdown) achieved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DrainReport {
    /// Records written while it lasted.
    pub written: u64,
    /// Records that were not written before the deadline, and are lost.
    pub left: u64,
}

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
    /// # Errors
    ///
    /// Outside a Tokio runtime, or when a thread cannot be started.
    pub fn start(
        store: Arc<dyn AuditSink>,
        masker: Masker,
        options: PipelineOptions,
    ) -> Result<(AuditLayer, Self), StartError> {
        let runtime = Handle::try_current().map_err(StartError::new)?;
        let PipelineOptions { on_full, max_records, max_bytes, payload_cap, look_ahead, .. } = options;
        let shared = Arc::new(Shared {
            on_full,
            capacity: Arc::new(Capacity::new(max_records, max_bytes)),
            queue: Queue::default(),
            drafter: Drafter { masker, payload_cap, look_ahead },
            counters: Counters::default(),
        });
        let (masked_in, masked) = mpsc::unbounded_channel();
        start_workers(&shared, &masked_in, options.workers.max(1))?;
        let PipelineOptions { batch, linger, .. } = options;
        let writer = Writer { shared: Arc::clone(&shared), store, masked, batch, linger };
        let pipeline = Self { shared, writer: Some(runtime.spawn(writer.run())) };
        Ok((AuditLayer::new(&pipeline.shared), pipeline))
    }

    /// What it has done and holds.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// Takes no more calls (they are counted as dropped) and writes what is queued, until `deadline`.
    ///
    /// Call it when the server has shut down: calls that still go on would have no record.
    pub async fn shutdown(mut self, deadline: Duration) -> DrainReport {
        let before = self.shared.counters.written.get();
        self.shared.queue.close();
        if let Some(mut writer) = self.writer.take()
            && tokio::time::timeout(deadline, &mut writer).await.is_err()
        {
            writer.abort();
            // Awaited, so that the numbers below are final.
            let _ = writer.await;
        }
        let counters = &self.shared.counters;
        DrainReport { written: counters.written.get() - before, left: counters.left() }
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

fn start_workers(
    shared: &Arc<Shared>,
    masked: &UnboundedSender<Vec<Pending>>,
    count: usize,
) -> Result<(), StartError> {
    let start = |index| {
        let (shared, masked) = (Arc::clone(shared), masked.clone());
        let builder = thread::Builder::new().name(format!("audit-mask-{index}"));
        builder.spawn(move || mask(&shared, &masked)).map(|handle| handle.thread().clone())
    };
    let threads: io::Result<Vec<_>> = (0..count).map(start).collect();
    match threads {
        Ok(threads) => shared.queue.set_readers(threads),
        Err(error) => {
            shared.queue.close();
            return Err(StartError::new(error));
        }
    }
    Ok(())
}

/// What a masking thread does, until the queue is closed and empty.
fn mask(shared: &Shared, masked: &UnboundedSender<Vec<Pending>>) {
    loop {
        let entries = shared.queue.take();
        if entries.is_empty() {
            return;
        }
        let pending = entries.into_iter().map(|entry| shared.drafter.finish(entry)).collect();
        // The writer goes first only when a shutdown ran out of time, and has counted what is left.
        if masked.send(pending).is_err() {
            return;
        }
    }
}

/// The pipeline could not start.
#[derive(Debug)]
#[non_exhaustive]
pub struct StartError {
    source: Box<dyn error::Error + Send + Sync>,
}

impl StartError {
    fn new(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self { source: source.into() }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the audit pipeline could not start")
    }
}

impl error::Error for StartError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}
