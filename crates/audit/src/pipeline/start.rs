//! Putting a pipeline together.

use std::{
    error, fmt, io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::AtomicBool,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

use gate_mask::Masker;
use tokio::{runtime::Handle, sync::oneshot, task::JoinHandle};

use super::{
    Admission, Pipeline, PipelineOptions, Shared,
    capacity::Capacity,
    draft::Pending,
    drafter::Drafter,
    policy::PerSecond,
    queue::Queue,
    seal::{Sealer, To},
    stats::{Counter, Counters},
    tally::Tally,
    writer::Writer,
};
use crate::{AuditSink, PayloadPolicy, chain::Chain, journal::Journal};

pub(super) fn start(
    store: Arc<dyn AuditSink>,
    masker: Masker,
    mut options: PipelineOptions,
) -> Result<Pipeline, StartError> {
    let runtime = Handle::try_current().map_err(StartError::new)?;
    let is_digest = |rule: &super::PayloadRule| rule.policy() == PayloadPolicy::Digest;
    if options.chain.is_none() && options.payloads.iter().any(is_digest) {
        return Err(StartError::new("digests of payloads need the key of a chain"));
    }
    let least = (options.payload_cap as u64).saturating_mul(16);
    if options.journal.as_ref().is_some_and(|journal| journal.max_bytes < least) {
        return Err(StartError::new(format!("for payloads of this size a journal needs {least} bytes")));
    }
    let journal = options.journal.as_ref().map(Journal::open).transpose().map_err(StartError::new)?;
    let instance = options.instance.as_deref().unwrap_or_default();
    let previous = journal.as_ref().and_then(Journal::previous);
    let chain = options.chain.clone().map(|key| Chain::start(key, instance, previous));
    if journal.is_none() && options.before_response.is_some() {
        // Somebody waits for each batch.
        options.linger = Duration::ZERO;
    }
    let shared = shared(masker, &options, journal.as_ref());
    if let Some(chain) = &chain {
        shared.set_head(chain.head());
    }
    let (masked_in, masked) = mpsc::channel();
    start_workers(&shared, &masked_in, options.workers.max(1))?;
    let writer = Writer {
        shared: Arc::clone(&shared),
        store,
        batch: options.batch.max(1),
        linger: options.linger,
        begun: None,
    };
    let stages = Stages { runtime, masked, chain, journal };
    let (writer, sealed) = stages.start(&shared, writer).inspect_err(|_| shared.queue.close())?;
    Ok(Pipeline { shared, writer: Some(writer), sealed })
}

fn shared(masker: Masker, options: &PipelineOptions, journal: Option<&Journal>) -> Arc<Shared> {
    let PipelineOptions { on_full, on_exhausted, payload_cap, look_ahead, .. } = *options;
    let capacity = Arc::new(Capacity::new(options.max_records, options.max_bytes));
    let journal = journal.map(|journal| Arc::clone(&journal.ledger));
    let admission =
        Admission { on_full, on_exhausted, capacity: Arc::clone(&capacity), journal: journal.clone() };
    let drafter = Drafter {
        masker,
        payload_cap,
        look_ahead,
        instance: options.instance.clone(),
        payloads: options.payloads.clone(),
        key: options.chain.clone(),
        tally: Tally::default(),
        panics: Counter::default(),
    };
    Arc::new(Shared {
        admission: Arc::new(admission),
        capacity,
        queue: Queue::default(),
        drafter,
        counters: Counters::default(),
        journal,
        before_response: options.before_response,
        skipped: options.skipped.clone(),
        failed_authentications: PerSecond::new(options.failed_authentications),
        given_up: AtomicBool::new(false),
        head: Mutex::default(),
    })
}

/// What is behind the masking threads.
struct Stages {
    runtime: Handle,
    masked: Receiver<Vec<Pending>>,
    chain: Option<Chain>,
    journal: Option<Journal>,
}

impl Stages {
    fn start(
        self,
        shared: &Arc<Shared>,
        writer: Writer,
    ) -> Result<(JoinHandle<()>, oneshot::Receiver<()>), StartError> {
        let Self { runtime, masked, chain, journal } = self;
        let start = chain.as_ref().map(|chain| chain.beginning().clone());
        let (done, sealed) = oneshot::channel();
        let (to, writer) = match journal {
            Some(journal) => {
                let ledger = Arc::clone(&journal.ledger);
                let (appender, reader) = journal.split(start.as_ref());
                (To::Journal(appender), runtime.spawn(writer.run_from_journal(reader, ledger)))
            }
            None => {
                let (sealed_in, sealed) = tokio::sync::mpsc::unbounded_channel();
                (To::Writer(sealed_in), runtime.spawn(writer.run_from_memory(sealed, start)))
            }
        };
        let sealer = Sealer { shared: Arc::clone(shared), masked, chain, to, _done: done };
        let builder = thread::Builder::new().name("audit-seal".to_owned());
        let watched = Arc::clone(shared);
        let run = move || {
            if catch_unwind(AssertUnwindSafe(|| sealer.run())).is_err() {
                watched.dies();
            }
        };
        builder.spawn(run).map_err(StartError::new)?;
        Ok((writer, sealed))
    }
}

fn start_workers(
    shared: &Arc<Shared>,
    masked: &Sender<Vec<Pending>>,
    count: usize,
) -> Result<(), StartError> {
    let start = |index| {
        let (shared, masked) = (Arc::clone(shared), masked.clone());
        let builder = thread::Builder::new().name(format!("audit-mask-{index}"));
        let run = move || {
            // What was in its hands is lost, and is among what a shutdown reports as left.
            while catch_unwind(AssertUnwindSafe(|| mask(&shared, &masked))).is_err() {
                shared.counters.panics.add(1);
            }
        };
        builder.spawn(run).map(|handle| handle.thread().clone())
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
fn mask(shared: &Shared, masked: &Sender<Vec<Pending>>) {
    loop {
        let entries = shared.queue.take();
        if entries.is_empty() {
            return;
        }
        let pending = entries.into_iter().map(|entry| shared.drafter.finish(entry)).collect();
        // The sealer goes first only when a shutdown ran out of time, and has counted what is left.
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
