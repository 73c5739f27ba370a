//! Writing batches.

use std::{collections::HashSet, fmt::Write, sync::LazyLock};

use gate_audit::{AuditRecord, RecordId};
use sqlx::{Connection, Row, SqliteConnection};

use super::{amounts, row::Binder, sums};
use crate::columns::{self, COLUMNS};

/// How many rows one statement writes. Measured: more rows a statement are slower again. Each size is a
/// statement to prepare, each statement that a batch takes a round trip to the connection's thread.
const SIZES: [usize; 4] = [64, 16, 4, 1];

static STATEMENTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|rows| insert(&format!("INSERT INTO calls ({})", columns::names()), COLUMNS.len(), rows))
        .map(|sql| sql + " ON CONFLICT (id) DO NOTHING")
});

/// Writes all or nothing, in one transaction; records that are there already stay as they are. Whether any
/// was new.
pub(super) async fn append(writer: &mut SqliteConnection, batch: &[AuditRecord]) -> sqlx::Result<bool> {
    if batch.is_empty() {
        return Ok(false);
    }
    // Taken at once, or another process could get between the first reading and the first writing.
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let last: i64 = last_seq(&mut transaction).await?;
    let all: Vec<_> = batch.iter().collect();
    let inserted = insert_all(&mut transaction, &all).await?;
    let new = if inserted == all.len() as u64 {
        all
    } else {
        // A batch that is sent again, wholly or in part: only what is new may count.
        let ids = ids_behind(&mut transaction, last).await?;
        first_of_each(all, ids)
    };
    amounts::add(&mut transaction, &new).await?;
    sums::add(&mut transaction, &new).await?;
    transaction.commit().await?;
    Ok(!new.is_empty())
}

/// The last number that was given to a row, whether the row is still there or not.
pub(super) async fn last_seq(connection: &mut SqliteConnection) -> sqlx::Result<i64> {
    let last = sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'calls'");
    Ok(last.fetch_optional(connection).await?.unwrap_or_default())
}

async fn insert_all(connection: &mut SqliteConnection, records: &[&AuditRecord]) -> sqlx::Result<u64> {
    let mut binder = Binder::default();
    let mut inserted = 0;
    let mut rest = records;
    for (size, statement) in SIZES.into_iter().zip(&*STATEMENTS) {
        while let Some((rows, after)) = rest.split_at_checked(size) {
            let arguments = binder.bind(rows).map_err(sqlx::Error::Encode)?;
            let done = sqlx::query_with(statement.as_str(), arguments).execute(&mut *connection).await?;
            inserted += done.rows_affected();
            rest = after;
        }
    }
    Ok(inserted)
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
