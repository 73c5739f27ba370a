//! To the store: from memory, or from the journal.

use std::{
    future::poll_fn,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant, SystemTime},
};

use tokio::{
    sync::mpsc::UnboundedReceiver,
    task::spawn_blocking,
    time::{sleep, timeout},
};

use super::{capacity::Permit, draft::Pending, shared::Shared, ticket::Promise};
use crate::{
    AuditRecord, AuditSink, StoreError, StoreFuture,
    chain::{ChainStart, WriterId},
    journal::{Batch, Ledger, Next, Panicked, Reader},
};

pub(crate) struct Writer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) store: Arc<dyn AuditSink>,
    pub(crate) batch: usize,
    pub(crate) linger: Duration,
    /// The chain that the store was told of last.
    pub(crate) begun: Option<WriterId>,
}

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

impl Writer {
    /// Runs until no more can come and everything is written.
    pub(crate) async fn run_from_memory(
        mut self,
        mut sealed: UnboundedReceiver<Vec<Pending>>,
        start: Option<ChainStart>,
    ) {
        while let Some(mut pending) = sealed.recv().await {
            self.top_up(&mut sealed, &mut pending);
            self.linger(&mut sealed, &mut pending).await;
            self.begin(start.as_ref()).await;
            self.write_pending(pending).await;
        }
    }

    /// Runs until no more can come and everything is written: what earlier runs have left first.
    pub(crate) async fn run_from_journal(mut self, mut reader: Reader, ledger: Arc<Ledger>) {
        loop {
            let limit = self.batch;
            let read = spawn_blocking(move || {
                let next = reader.next(limit);
                (reader, next)
            });
            // The runtime goes down: the journal keeps what there is.
            let Ok((returned, next)) = read.await else { return };
            reader = returned;
            match next {
                Ok(Next::Batch(batch)) => {
                    let hurry = batch.replayed || batch.records.len() >= limit;
                    self.write_batch(batch).await;
                    if !hurry {
                        self.linger_for(&ledger).await;
                    }
                }
                Ok(Next::Empty) => {
                    ledger.news().await;
                    self.linger_for(&ledger).await;
                }
                Ok(Next::Closed) => return,
                Err(error) => self.failed_to_read(&error).await,
            }
        }
    }

    /// A transaction costs about as much as its first few dozen rows, so it pays to wait for more of them:
    /// unless the room gets scarce, or nothing more can come.
    async fn linger(&mut self, sealed: &mut UnboundedReceiver<Vec<Pending>>, pending: &mut Vec<Pending>) {
        let more = async {
            while pending.len() < self.batch
                && self.shared.capacity.is_half_free()
                && let Some(more) = sealed.recv().await
            {
                pending.extend(more);
            }
        };
        // Either way, what has come is in `pending`.
        let _ = timeout(self.linger, more).await;
    }

    /// The same, where what comes waits in the journal.
    async fn linger_for(&self, ledger: &Ledger) {
        let more = async {
            while !ledger.is_closed() && self.shared.backlog() < self.batch as u64 {
                ledger.news().await;
            }
        };
        let _ = timeout(self.linger, more).await;
    }

    /// Takes what is there.
    fn top_up(&self, sealed: &mut UnboundedReceiver<Vec<Pending>>, pending: &mut Vec<Pending>) {
        while pending.len() < self.batch
            && let Ok(more) = sealed.try_recv()
        {
            pending.extend(more);
        }
    }

    async fn write_pending(&self, pending: Vec<Pending>) {
        let oldest = pending.iter().map(|pending| pending.ended).min();
        let split =
            pending.into_iter().map(|Pending { record, permit, promise, .. }| (record, (permit, promise)));
        let (records, kept): (Vec<AuditRecord>, Vec<(Permit, Option<Promise>)>) = split.unzip();
        self.write(&records, oldest).await;
        self.shared.set_head_of(&records);
        // Gone before its room is given back.
        drop(records);
        kept.into_iter().filter_map(|(_, promise)| promise).for_each(Promise::keep);
    }

    async fn write_batch(&mut self, batch: Batch) {
        self.begin(batch.start.as_ref()).await;
        let oldest = batch.records.iter().map(AuditRecord::created_at).min();
        // A clock that was put back makes records young, no more.
        let age = oldest.and_then(|time| SystemTime::now().duration_since(time).ok());
        self.write(&batch.records, age.and_then(|age| Instant::now().checked_sub(age))).await;
        if batch.replayed {
            self.shared.counters.replayed.add(batch.records.len() as u64);
        }
    }

    /// The store is told of a chain before it gets the first of its records.
    async fn begin(&mut self, start: Option<&ChainStart>) {
        let Some(start) = start.filter(|start| self.begun != Some(start.writer)) else { return };
        self.try_until_done(|store| store.begin_chain(start)).await;
        self.begun = Some(start.writer);
    }

    /// Nothing passes a batch, so that order is kept.
    async fn write(&self, records: &[AuditRecord], oldest: Option<Instant>) {
        let counters = &self.shared.counters;
        counters.writing(|writing| writing.oldest = oldest);
        let took = self.try_until_done(|store| store.append(records)).await;
        counters.written.add(records.len() as u64);
        counters.batches.add(1);
        counters.writing(|writing| writing.wrote(records.len(), took));
    }

    /// Returns how long it took when it was done.
    async fn try_until_done<'a>(
        &'a self,
        mut attempt: impl FnMut(&'a dyn AuditSink) -> StoreFuture<'a, ()>,
    ) -> Duration {
        let mut pause = FIRST_PAUSE;
        loop {
            let started = Instant::now();
            match guarded(|| attempt(&*self.store)).await {
                Some(Ok(())) => return started.elapsed(),
                Some(Err(error)) => self.failed(error.with_causes(), pause).await,
                None => {
                    self.shared.counters.panics.add(1);
                    self.failed("the audit store panicked".to_owned(), pause).await;
                }
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn failed_to_read(&self, error: &io::Error) {
        if error.get_ref().is_some_and(|source| source.is::<Panicked>()) {
            self.shared.counters.panics.add(1);
        }
        self.failed(format!("the journal cannot be read: {error}"), LONGEST_PAUSE).await;
    }

    async fn failed(&self, why: String, pause: Duration) {
        let counters = &self.shared.counters;
        counters.retries.add(1);
        counters.writing(|writing| writing.error = Some(why));
        sleep(pause).await;
    }
}

/// What comes of asking the store; `None` if that panics: it is another's code, and its fault is not to end
/// the one task that writes.
async fn guarded<'a, T>(ask: impl FnOnce() -> StoreFuture<'a, T>) -> Option<Result<T, StoreError>> {
    let mut answer = catch_unwind(AssertUnwindSafe(ask)).ok()?;
    let poll = |cx: &mut Context<'_>| match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(cx))) {
        Ok(polled) => polled.map(Some),
        Err(_) => Poll::Ready(None),
    };
    poll_fn(poll).await
}
