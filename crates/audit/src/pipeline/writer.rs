//! From the masking threads to the store.

use std::{error::Error, sync::Arc, time::Duration};

use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{sleep, timeout},
};

use super::{capacity::Permit, draft::Pending, shared::Shared};
use crate::{AuditRecord, AuditSink, StoreError};

pub(crate) struct Writer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) store: Arc<dyn AuditSink>,
    /// Unbounded here: the permits inside bound it.
    pub(crate) masked: UnboundedReceiver<Vec<Pending>>,
    pub(crate) batch: usize,
    pub(crate) linger: Duration,
}

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

impl Writer {
    /// Runs until every masking thread has gone and everything is written.
    pub(crate) async fn run(mut self) {
        while let Some(mut pending) = self.masked.recv().await {
            self.top_up(&mut pending);
            self.linger(&mut pending).await;
            self.write(pending).await;
        }
    }

    /// A transaction costs about as much as its first few dozen rows, so it pays to wait for more of them:
    /// unless the room gets scarce, or nothing more can come.
    async fn linger(&mut self, pending: &mut Vec<Pending>) {
        let more = async {
            while pending.len() < self.batch
                && self.shared.capacity.is_half_free()
                && let Some(more) = self.masked.recv().await
            {
                pending.extend(more);
            }
        };
        // Either way, what has come is in `pending`.
        let _ = timeout(self.linger, more).await;
    }

    /// Takes what is there.
    fn top_up(&mut self, pending: &mut Vec<Pending>) {
        while pending.len() < self.batch
            && let Ok(more) = self.masked.try_recv()
        {
            pending.extend(more);
        }
    }

    /// Tries until the store has taken the batch: nothing passes it, so that order is kept.
    async fn write(&self, pending: Vec<Pending>) {
        let counters = &self.shared.counters;
        let oldest = pending.iter().map(|pending| pending.ended).min();
        counters.writing(|writing| writing.oldest = oldest);
        let split = pending.into_iter().map(|Pending { record, permit, .. }| (record, permit));
        let (records, permits): (Vec<AuditRecord>, Vec<Permit>) = split.unzip();
        let mut pause = FIRST_PAUSE;
        while let Err(error) = self.store.append(&records).await {
            counters.retries.add(1);
            counters.writing(|writing| writing.error = Some(told_whole(&error)));
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        counters.written.add(records.len() as u64);
        counters.batches.add(1);
        counters.writing(|writing| *writing = Default::default());
        drop(permits);
    }
}

fn told_whole(error: &StoreError) -> String {
    let (mut told, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    told
}
