//! Writing batches.

use std::{
    collections::HashSet,
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use gate_audit::{AuditRecord, RecordId, StoreError};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Row, pool::PoolConnection, types::Uuid,
};

use super::{
    copy::copy,
    error::{Refusal, failed, refusal},
    index, locks,
    partitions::{self, Day, Known},
    row,
    select::uuid,
    sums,
};
use crate::columns::{COLUMNS, names, values};

/// How many rows one statement inserts where `COPY` will not do.
const ROWS: usize = 1_000;

/// A server that does not answer for so long is given up; the batch comes again.
const PATIENCE: Duration = Duration::from_secs(120);

static COPY: LazyLock<String> =
    LazyLock::new(|| format!("COPY audit_calls ({}) FROM STDIN (FORMAT binary)", names()));

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let arrays = COLUMNS.iter().enumerate();
    let arrays: Vec<_> =
        arrays.map(|(at, column)| format!("${}::{}[]", at + 1, row::type_of(column))).collect();
    format!(
        "INSERT INTO audit_calls ({}) SELECT * FROM unnest({}) ON CONFLICT (id) DO NOTHING RETURNING id",
        names(),
        arrays.join(", ")
    )
});

/// What writes.
#[derive(Debug)]
pub(super) struct Writer {
    pool: PgPool,
    partitions: Known,
    /// Whether the last batch may have been written though that was not heard, or part of it was there
    /// already: what comes may be there, too.
    in_doubt: AtomicBool,
}

/// How a batch is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As fast as can be; refused where a row is there already.
    Copy,
    /// The same with what is not there; refused where somebody else writes the same just now.
    CopyNew,
    /// What is there already stays as it is.
    Insert,
}

impl Writer {
    pub(super) fn new(pool: PgPool) -> Self {
        Self { pool, partitions: Known::default(), in_doubt: AtomicBool::new(false) }
    }

    /// Writes all or nothing, in one transaction; records that are there already stay as they are.
    pub(super) async fn append(&self, batch: &[AuditRecord]) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let days: Vec<_> = partitions::days(batch).into_iter().collect();
        let mut batch = Batch { records: batch, days, way: Way::Copy, makes_partitions: false };
        if self.in_doubt.load(Relaxed) {
            batch.way = Way::CopyNew;
        }
        self.partitions.ensure(&self.pool, &batch.days).await.map_err(failed("make a partition"))?;
        loop {
            let Err(error) = self.try_once(&batch).await else { return Ok(()) };
            match refusal(&error) {
                Refusal::Duplicate if batch.way == Way::Copy => batch.way = Way::CopyNew,
                Refusal::Duplicate if batch.way == Way::CopyNew => batch.way = Way::Insert,
                // Somebody took a partition out that was known to be there.
                Refusal::NoPartition if !batch.makes_partitions => {
                    batch.makes_partitions = true;
                    self.partitions.forget();
                }
                _ => return Err(failed("append")(error)),
            }
        }
    }

    async fn try_once(&self, batch: &Batch<'_>) -> sqlx::Result<()> {
        let mut lease = Lease { connection: Some(self.pool.acquire().await?), in_doubt: &self.in_doubt };
        let written = match tokio::time::timeout(PATIENCE, lease.write(batch)).await {
            Ok(written) => written,
            Err(_) => return Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
        };
        if let Ok(all_new) = written {
            // Where some were there already more may be, as in a journal that is read again.
            self.in_doubt.store(!all_new, Relaxed);
        }
        // A refusal is an answer; after anything else nobody knows what state the connection is in.
        if matches!(written, Ok(_) | Err(sqlx::Error::Database(_))) {
            lease.give_back();
        }
        written.map(drop)
    }
}

/// What is written in one transaction.
struct Batch<'a> {
    records: &'a [AuditRecord],
    days: Vec<Day>,
    way: Way,
    /// Whether the transaction makes the partitions that are missing: under its locks, nobody takes them
    /// out again before it writes to them.
    makes_partitions: bool,
}

/// A connection that is closed unless it is given back: a write that is given up half-way, as when its
/// future is dropped, leaves the connection in the middle of a copy.
struct Lease<'a> {
    connection: Option<PoolConnection<Postgres>>,
    in_doubt: &'a AtomicBool,
}

impl Lease<'_> {
    /// Whether none of the records was there.
    async fn write(&mut self, batch: &Batch<'_>) -> sqlx::Result<bool> {
        let connection = self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let begin = locks::begin_shared(batch.days.iter().copied().map(locks::of_day));
        let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await?;
        match batch.write(&mut transaction).await {
            Ok(all_new) => transaction.commit().await.map(|()| all_new),
            Err(error @ sqlx::Error::Database(_)) => {
                transaction.rollback().await?;
                Err(error)
            }
            Err(error) => Err(error),
        }
    }

    fn give_back(mut self) {
        self.connection = None;
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.in_doubt.store(true, Relaxed);
            drop(connection.detach());
        }
    }
}

impl Batch<'_> {
    async fn write(&self, connection: &mut PgConnection) -> sqlx::Result<bool> {
        if self.makes_partitions {
            partitions::make_within(connection, &self.days).await?;
        }
        let new = match self.way {
            Way::Copy => self.records.iter().collect(),
            Way::CopyNew => self.but(&known(connection, self.records).await?, false),
            Way::Insert => self.but(&insert(connection, self.records).await?, true),
        };
        if self.way != Way::Insert && !new.is_empty() {
            copy(connection, &COPY, &new).await?;
        }
        index::note(connection, &new).await?;
        sums::note(connection, &new).await?;
        Ok(new.len() == self.records.len())
    }

    /// The records whose ids are among these, or are not. Of two with one id in a batch one is kept.
    fn but(&self, ids: &HashSet<RecordId>, are_among: bool) -> Vec<&AuditRecord> {
        let mut seen = HashSet::with_capacity(self.records.len());
        let records = self.records.iter();
        records.filter(|record| ids.contains(&record.id) == are_among && seen.insert(record.id)).collect()
    }
}

/// Which of the records are there. A batch is of one time, mostly, so that reading all that is there of that
/// time takes less than looking for each.
async fn known(connection: &mut PgConnection, batch: &[AuditRecord]) -> sqlx::Result<HashSet<RecordId>> {
    let ids: Vec<_> = batch.iter().map(|record| uuid(record.id)).collect();
    let most = ids.len() * 2;
    let within = "SELECT id FROM audit_calls WHERE id >= $1 AND id <= $2 LIMIT $3";
    let within = sqlx::query_scalar(within).bind(ids.iter().min()).bind(ids.iter().max()).bind(most as i64);
    let mut known: Vec<Uuid> = within.fetch_all(&mut *connection).await?;
    if known.len() >= most {
        let each = sqlx::query_scalar("SELECT id FROM audit_calls WHERE id = ANY($1)").bind(&ids);
        known = each.fetch_all(connection).await?;
    }
    Ok(known.into_iter().filter_map(|id| RecordId::from_bytes(id.into_bytes())).collect())
}

/// Which of the records were not there yet.
async fn insert(connection: &mut PgConnection, batch: &[AuditRecord]) -> sqlx::Result<HashSet<RecordId>> {
    let mut new = HashSet::with_capacity(batch.len());
    for records in batch.chunks(ROWS) {
        let rows: Vec<_> = records.iter().map(values).collect();
        let insert = row::bind_arrays(sqlx::query(INSERT.as_str()), &rows);
        for row in insert.fetch_all(&mut *connection).await? {
            new.extend(RecordId::from_bytes(row.try_get::<Uuid, _>(0)?.into_bytes()));
        }
    }
    Ok(new)
}
