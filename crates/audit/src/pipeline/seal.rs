//! The one place that every record passes: where it gets its place in the chain, and goes into the journal.

use std::{
    sync::{
        Arc,
        atomic::Ordering::Relaxed,
        mpsc::{Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use tokio::sync::{mpsc::UnboundedSender, oneshot};

use super::{capacity::Permit, draft::Pending, shared::Shared, ticket::Promise};
use crate::{
    AuditRecord,
    chain::Chain,
    journal::{AppendError, Appender},
};

/// Runs on a thread of its own.
pub(crate) struct Sealer {
    pub(crate) shared: Arc<Shared>,
    /// Unbounded here: the permits inside bound it.
    pub(crate) masked: Receiver<Vec<Pending>>,
    pub(crate) chain: Option<Chain>,
    pub(crate) to: To,
    /// Dropped at the end.
    pub(crate) _done: oneshot::Sender<()>,
}

/// Where sealed records go.
pub(crate) enum To {
    Journal(Appender),
    Writer(UnboundedSender<Vec<Pending>>),
}

/// What a record leaves behind when it has gone on.
type Kept = (Permit, Option<Promise>);

/// How many records are taken at once: one write, and one sync.
const MOST: usize = 1_024;
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

impl Sealer {
    /// Until every masking thread has gone, or what is left was given up.
    pub(crate) fn run(mut self) {
        while let Some(mut batch) = self.take() {
            self.seal(&mut batch);
            if !self.pass_on(batch) {
                break;
            }
        }
        if let To::Journal(appender) = self.to {
            // What was sealed and given up is lost, and not to be missed by the next run.
            appender.close(self.shared.head());
        }
    }

    /// What has come, once something has.
    fn take(&mut self) -> Option<Vec<Pending>> {
        let mut batch = self.first()?;
        while batch.len() < MOST
            && let Ok(more) = self.masked.try_recv()
        {
            batch.extend(more);
        }
        Some(batch)
    }

    fn first(&mut self) -> Option<Vec<Pending>> {
        loop {
            let due = match &self.to {
                To::Journal(appender) => appender.sync_due(),
                To::Writer(_) => None,
            };
            let Some(due) = due else { return self.masked.recv().ok() };
            if due.is_zero() {
                self.sync();
                continue;
            }
            match self.masked.recv_timeout(due) {
                Ok(batch) => return Some(batch),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn sync(&mut self) {
        let To::Journal(appender) = &mut self.to else { return };
        let error = appender.sync().err().map(|error| error.to_string());
        self.shared.counters.writing(|writing| writing.journal_error = error);
    }

    fn seal(&mut self, batch: &mut [Pending]) {
        let Some(chain) = &mut self.chain else { return };
        batch.iter_mut().for_each(|pending| chain.seal(&mut pending.record));
    }

    /// Whether to go on.
    fn pass_on(&mut self, batch: Vec<Pending>) -> bool {
        match &mut self.to {
            // The writer goes first only when a shutdown ran out of time, and has counted what is left.
            To::Writer(writer) => writer.send(batch).is_ok(),
            To::Journal(appender) => journal(&self.shared, appender, batch),
        }
    }
}

fn journal(shared: &Shared, appender: &mut Appender, batch: Vec<Pending>) -> bool {
    let split = batch.into_iter().map(|Pending { record, permit, promise, .. }| (record, (permit, promise)));
    let (mut records, mut kept): (Vec<AuditRecord>, Vec<Kept>) = split.unzip();
    while !records.is_empty() {
        let count = appender.portion(&records);
        if !append(shared, appender, &records[..count]) {
            return false;
        }
        shared.counters.journalled.add(count as u64);
        shared.set_head_of(&records[..count]);
        // Gone before its room is given back: what others take that for must not come on top of it.
        drop(records.drain(..count));
        for (permit, promise) in kept.drain(..count) {
            promise.into_iter().for_each(Promise::keep);
            drop(permit);
        }
    }
    true
}

/// Tries until the journal has taken the records, or they were given up: nothing passes them.
fn append(shared: &Shared, appender: &mut Appender, records: &[AuditRecord]) -> bool {
    let mut pause = FIRST_PAUSE;
    while let Err(error) = appender.append(records) {
        let told = match error {
            // No fault, and told by its numbers.
            AppendError::Full => None,
            AppendError::Failed(error) => Some(error.to_string()),
        };
        shared.counters.writing(|writing| writing.journal_error = told);
        if shared.given_up.load(Relaxed) {
            return false;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    if pause > FIRST_PAUSE {
        shared.counters.writing(|writing| writing.journal_error = None);
    }
    true
}
