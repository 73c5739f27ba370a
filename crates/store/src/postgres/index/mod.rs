//! Search and facets, behind the writers.
//!
//! A batch leaves the ids of its records in `audit_unindexed`, in its own transaction. A task of each gateway
//! takes such lists out, reads their records, and writes a *segment*: of each word and each facet the places of
//! the records that have it, packed into blocks ([`block`]). Small segments are made anew as one. All of that is
//! transactions, so whoever reads in one finds each record once: in a list or in a segment.

mod block;
mod places;
mod search;
mod segment;
mod step;
mod tokens;
mod walk;

use std::{sync::Arc, time::Duration};

use gate_audit::{AuditRecord, RecordId};
use sqlx::{ConnectOptions, PgConnection, postgres::PgConnectOptions, types::Uuid};
use tokio::{
    sync::Notify,
    task::JoinHandle,
    time::{sleep, timeout},
};

pub(super) use self::{
    search::rows,
    segment::{pause, tidy},
};
use super::select::uuid;

/// The task that writes it.
pub(super) struct Indexer {
    work: Arc<Notify>,
    task: JoinHandle<()>,
}

/// How soon the lists are looked for that other gateways have left.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long more is waited for, so that a segment is of many records.
const GATHERING: Duration = Duration::from_millis(200);

/// How long a server that fails is left alone.
const REST: Duration = Duration::from_secs(5);

impl Indexer {
    /// With a connection of its own: one that is given up half-way must not be used again.
    pub(super) fn start(options: PgConnectOptions) -> Self {
        let work = Arc::new(Notify::new());
        let task = tokio::spawn(run(options, Arc::clone(&work)));
        Self { work, task }
    }

    /// Says that a list was left.
    pub(super) fn wake(&self) {
        self.work.notify_one();
    }

    /// What it has begun is as if it was not.
    pub(super) fn stop(&self) {
        self.task.abort();
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Until it is aborted.
async fn run(options: PgConnectOptions, work: Arc<Notify>) {
    let mut connection: Option<PgConnection> = None;
    loop {
        let done = async {
            let connection = match &mut connection {
                Some(connection) => connection,
                none => none.insert(options.connect().await?),
            };
            step::step(connection).await
        };
        match done.await {
            Ok(true) => {}
            Ok(false) => {
                let _ = timeout(PATIENCE, work.notified()).await;
                sleep(GATHERING).await;
            }
            Err(_) => {
                connection = None;
                sleep(REST).await;
            }
        }
    }
}

/// Leaves the list of what was written, in the transaction that writes it.
pub(super) async fn note(connection: &mut PgConnection, records: &[&AuditRecord]) -> sqlx::Result<()> {
    let bytes = |record: &AuditRecord| i64::try_from(record.text_bytes()).unwrap_or(i64::MAX);
    let records: Vec<_> = records.iter().map(|record| (uuid(record.id), bytes(record))).collect();
    segment::list(connection, &records).await
}

/// How many records are in no segment yet.
pub(super) async fn unindexed(readers: &sqlx::PgPool) -> sqlx::Result<u64> {
    let sum = "SELECT coalesce(sum(records), 0)::bigint FROM audit_unindexed";
    Ok(sqlx::query_scalar::<_, i64>(sum).fetch_one(readers).await?.unsigned_abs())
}

fn record_id(id: Uuid) -> Option<RecordId> {
    RecordId::from_bytes(id.into_bytes())
}
