//! What is kept of chains beside their records.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use gate_audit::{
    AuditRecord, RecordId, StoreError, Strays,
    chain::{ChainStart, Checkpoint, CheckpointReason, Head, KeyId, Mac, WriterId},
};
use sqlx::{Row, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::row;

pub(super) async fn begin(writer: &mut SqliteConnection, start: &ChainStart) -> sqlx::Result<()> {
    let previous = start.previous;
    let sql = "INSERT INTO chains (writer, instance, key, previous_writer, previous_number, previous_mac, mac) \
               VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING";
    let insert = sqlx::query(sql).bind(&start.writer.as_bytes()[..]).bind(&start.instance);
    let insert = insert.bind(&start.key.0[..]).bind(previous.map(|head| head.writer.as_bytes().to_vec()));
    let insert = insert.bind(previous.map(|head| head.number.cast_signed()));
    let insert = insert.bind(previous.map(|head| head.mac.as_bytes().to_vec()));
    insert.bind(&start.mac.as_bytes()[..]).execute(writer).await.map(drop)
}

pub(super) async fn chains(readers: &SqlitePool) -> Result<Vec<ChainStart>, StoreError> {
    let sql = "SELECT writer, instance, key, previous_writer, previous_number, previous_mac, mac \
               FROM chains ORDER BY writer";
    let rows = sqlx::query(sql).fetch_all(readers).await;
    let rows = rows.map_err(|error| StoreError::new("read the chains", error))?;
    rows.iter().map(|row| start(row).ok_or_else(|| StoreError::corrupt("chain"))).collect()
}

fn start(row: &SqliteRow) -> Option<ChainStart> {
    let previous = match row.try_get::<Option<i64>, _>(4).ok()? {
        None => None,
        Some(number) => {
            Some(Head { writer: writer(row, 3)?, number: number.cast_unsigned(), mac: mac(row, 5)? })
        }
    };
    let instance = row.try_get(1).ok()?;
    Some(ChainStart { writer: writer(row, 0)?, instance, key: key(row, 2)?, previous, mac: mac(row, 6)? })
}

/// Keeps what was signed, in the transaction that takes out what it was signed for.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    checkpoints: Vec<Checkpoint>,
) -> sqlx::Result<()> {
    let sql = "INSERT INTO checkpoints (writer, first, last, after, reason, at, key, mac) \
               VALUES (?,?,?,?,?,?,?,?)";
    for checkpoint in checkpoints {
        let insert = sqlx::query(sql).bind(checkpoint.writer.as_bytes().to_vec());
        let insert = insert.bind(checkpoint.first.cast_signed()).bind(checkpoint.last.cast_signed());
        let insert = insert.bind(checkpoint.after.as_bytes().to_vec()).bind(checkpoint.reason.as_str());
        let insert = insert.bind(millis(checkpoint.at)).bind(checkpoint.key.0.to_vec());
        insert.bind(checkpoint.mac.as_bytes().to_vec()).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn checkpoints(
    readers: &SqlitePool,
    writer: WriterId,
) -> Result<Vec<Checkpoint>, StoreError> {
    let sql = "SELECT writer, first, last, after, reason, at, key, mac FROM checkpoints \
               WHERE writer = ? ORDER BY first, rowid";
    let rows = sqlx::query(sql).bind(writer.as_bytes().to_vec()).fetch_all(readers).await;
    let rows = rows.map_err(|error| StoreError::new("read the checkpoints", error))?;
    rows.iter().map(|row| checkpoint(row).ok_or_else(|| StoreError::corrupt("checkpoint"))).collect()
}

fn checkpoint(row: &SqliteRow) -> Option<Checkpoint> {
    let number = |column: usize| row.try_get::<i64, _>(column).ok().map(i64::cast_unsigned);
    Some(Checkpoint {
        writer: writer(row, 0)?,
        first: number(1)?,
        last: number(2)?,
        after: mac(row, 3)?,
        reason: CheckpointReason::parse(row.try_get(4).ok()?)?,
        at: time(row.try_get(5).ok()?),
        key: key(row, 6)?,
        mac: mac(row, 7)?,
    })
}

/// The chain's records, wherever they are kept.
pub(super) async fn sealed(
    readers: &SqlitePool,
    writer: WriterId,
    after: u64,
    limit: usize,
) -> Result<Vec<AuditRecord>, StoreError> {
    let failed = |error| StoreError::new("read a chain", error);
    // One reading transaction: a record that is put aside between the two would be read twice.
    let mut transaction = readers.begin().await.map_err(failed)?;
    let mut records = Vec::new();
    for table in ["calls", "held"] {
        let mut select = super::filter::Select::new(format!("SELECT {} FROM {table}", row::names()));
        select.push(" WHERE writer = ").push_bind(writer.as_bytes().to_vec());
        select.push(" AND number > ").push_bind(i64::try_from(after).unwrap_or(i64::MAX));
        select.push(" ORDER BY number LIMIT ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        for row in select.build().fetch_all(&mut *transaction).await.map_err(failed)? {
            records.push(row::read(&row)?);
        }
    }
    records.sort_by_key(|record| record.link.map(|link| link.number));
    records.truncate(limit);
    Ok(records)
}

/// What [`sealed`] can never come by, for whatever reason, belongs to no chain.
const STRAY: &str = "(writer IS NULL OR number IS NULL OR number < 1 OR mac IS NULL \
                     OR length(mac) <> 32 OR writer NOT IN (SELECT writer FROM chains))";

pub(super) async fn strays(readers: &SqlitePool, since: Option<RecordId>) -> sqlx::Result<Strays> {
    // No id is after this one.
    let since = since.map_or_else(|| vec![0xff; 17], |id| id.as_bytes().to_vec());
    let sql = format!("SELECT count(*) FROM calls WHERE id < ? AND {STRAY}");
    let before: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(&since).fetch_one(readers).await?;
    let sql = format!("SELECT id FROM calls WHERE id >= ? AND {STRAY} ORDER BY id LIMIT 1");
    let first: Option<Vec<u8>> =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(&since).fetch_optional(readers).await?;
    let first_since = first.and_then(|id| RecordId::from_bytes(id.try_into().ok()?));
    Ok(Strays { before: before.cast_unsigned(), first_since })
}

fn bytes<const N: usize>(row: &SqliteRow, column: usize) -> Option<[u8; N]> {
    row.try_get::<&[u8], _>(column).ok()?.try_into().ok()
}

fn writer(row: &SqliteRow, column: usize) -> Option<WriterId> {
    bytes(row, column).and_then(WriterId::from_bytes)
}

fn mac(row: &SqliteRow, column: usize) -> Option<Mac> {
    bytes(row, column).map(Mac::new)
}

fn key(row: &SqliteRow, column: usize) -> Option<KeyId> {
    bytes(row, column).map(KeyId)
}

/// Times that are kept to the millisecond.
pub(super) fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

pub(super) fn time(millis: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis.unsigned_abs())
}
