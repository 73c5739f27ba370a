//! Writing batches.

use std::{collections::HashSet, fmt::Write, sync::LazyLock};

use futures_util::future::join;
use gate_audit::{AuditRecord, RecordId};
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteArguments};

use super::{
    amounts,
    pending::Pending,
    row::{self, Binder, WIDTH},
};
use crate::usage;

/// How many rows one statement writes. Measured: more rows a statement are slower again. Each size is a
/// statement to prepare, each statement that a batch takes a round trip to the connection's thread.
const SIZES: [usize; 3] = [100, 10, 1];

static STATEMENTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES
        .map(|rows| insert(&format!("INSERT INTO calls ({})", row::names()), WIDTH, rows))
        .map(|sql| sql + " ON CONFLICT (id) DO NOTHING")
});

/// The connection that writes, and what it has yet to write.
pub(super) struct Writer {
    pub(super) connection: SqliteConnection,
    pub(super) pending: Pending,
}

impl Writer {
    pub(super) async fn new(mut connection: SqliteConnection) -> sqlx::Result<Self> {
        let pending = Pending::behind(Pending::summed(&mut connection).await?);
        Ok(Self { connection, pending })
    }

    /// Writes all or nothing, in one transaction; records that are there already stay as they are. Whether any
    /// was new.
    pub(super) async fn append(&mut self, batch: &[AuditRecord]) -> sqlx::Result<bool> {
        if batch.is_empty() {
            return Ok(false);
        }
        // Taken at once, or another process could get between the first reading and the first writing.
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        let last = last_seq(&mut transaction).await?;
        let written = self.pending.write_if_due(&mut transaction, last).await?;
        let all: Vec<_> = batch.iter().collect();
        let Inserted { rows, mut last_seq } = insert_all(&mut transaction, &all).await?;
        let new = if rows == all.len() as u64 {
            all
        } else {
            // A batch that is sent again, wholly or in part: only what is new may count.
            last_seq = self::last_seq(&mut transaction).await?;
            let ids = ids_behind(&mut transaction, last).await?;
            first_of_each(all, ids)
        };
        amounts::add(&mut transaction, &new).await?;
        // While the connection's thread writes the log.
        let (committed, sums) = join(transaction.commit(), async { usage::sums(new.iter().copied()) }).await;
        committed?;
        if written {
            self.pending = Pending::behind(last);
        }
        self.pending.add(last, last_seq, sums);
        Ok(!new.is_empty())
    }

    /// Brings the sums up to the last row.
    pub(super) async fn sum_up(&mut self) -> sqlx::Result<()> {
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        let last = last_seq(&mut transaction).await?;
        self.pending.write(&mut transaction, last).await?;
        transaction.commit().await?;
        self.pending = Pending::behind(last);
        Ok(())
    }
}

/// The last number that was given to a row, whether the row is still there or not.
pub(super) async fn last_seq(connection: &mut SqliteConnection) -> sqlx::Result<i64> {
    let last = sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'calls'");
    Ok(last.fetch_optional(connection).await?.unwrap_or_default())
}

struct Inserted {
    rows: u64,
    /// Of the last of them, if all were.
    last_seq: i64,
}

async fn insert_all(connection: &mut SqliteConnection, records: &[&AuditRecord]) -> sqlx::Result<Inserted> {
    let mut binder = Binder::default();
    let mut inserted = Inserted { rows: 0, last_seq: 0 };
    let (mut next, mut rest) = bound(&mut binder, records)?;
    while let Some((statement, arguments)) = next.take() {
        let write = sqlx::query_with(statement, arguments).execute(&mut *connection);
        // While the connection's thread writes these, the next ones are made ready.
        let (done, ready) = join(write, async { bound(&mut binder, rest) }).await;
        let done = done?;
        inserted.rows += done.rows_affected();
        inserted.last_seq = done.last_insert_rowid();
        (next, rest) = ready?;
    }
    Ok(inserted)
}

type Statement = (&'static str, SqliteArguments);

/// The statement for the first of the records, as many as one takes, and the records that are left.
fn bound<'r, 'a>(
    binder: &mut Binder,
    records: &'r [&'a AuditRecord],
) -> sqlx::Result<(Option<Statement>, &'r [&'a AuditRecord])> {
    let fits = SIZES.into_iter().zip(&*STATEMENTS).find(|(size, _)| *size <= records.len());
    let Some((size, statement)) = fits else { return Ok((None, records)) };
    let (rows, rest) = records.split_at(size);
    let arguments = binder.bind(rows).map_err(sqlx::Error::Encode)?;
    Ok((Some((statement.as_str(), arguments)), rest))
}

async fn ids_behind(connection: &mut SqliteConnection, seq: i64) -> sqlx::Result<HashSet<RecordId>> {
    let rows = sqlx::query("SELECT id FROM calls WHERE seq > ?").bind(seq).fetch_all(connection).await?;
    Ok(rows.iter().filter_map(|row| RecordId::from_bytes(row.get::<&[u8], _>(0).try_into().ok()?)).collect())
}

fn first_of_each(records: Vec<&AuditRecord>, mut ids: HashSet<RecordId>) -> Vec<&AuditRecord> {
    records.into_iter().filter(|record| ids.remove(&record.id)).collect()
}

/// `into VALUES (?,…),(?,…),…`
pub(super) fn insert(into: &str, columns: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(","));
    let mut sql = format!("{into} VALUES ");
    for index in 0..rows {
        // Writing to a string cannot fail.
        let _ = write!(sql, "{}{row}", if index == 0 { "" } else { "," });
    }
    sql
}
