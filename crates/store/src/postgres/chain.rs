//! The chains: their starts, what was signed out of them, and walking them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use gate_audit::{
    AuditRecord, RecordId, StoreError, Strays,
    chain::{ChainStart, Checkpoint, CheckpointReason, Head, KeyId, Mac, WriterId},
};
use sqlx::{AssertSqlSafe, PgConnection, PgPool, postgres::PgRow, types::Uuid};

use super::{
    error::failed,
    row::{self, Reader},
    select::{Select, uuid},
    text::escape,
};
use crate::columns::{ReadColumns, names};

fn writer_uuid(writer: WriterId) -> Uuid {
    Uuid::from_bytes(*writer.as_bytes())
}

pub(super) async fn begin(pool: &PgPool, start: &ChainStart) -> Result<(), StoreError> {
    let previous = start.previous;
    sqlx::query(
        "INSERT INTO audit_chains VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (writer) DO NOTHING",
    )
    .bind(writer_uuid(start.writer))
    .bind(escape(&start.instance).into_owned())
    .bind(&start.key.0[..])
    .bind(previous.map(|head| writer_uuid(head.writer)))
    .bind(previous.map(|head| head.number.cast_signed()))
    .bind(previous.as_ref().map(|head| &head.mac.as_bytes()[..]))
    .bind(&start.mac.as_bytes()[..])
    .execute(pool)
    .await
    .map(drop)
    .map_err(failed("begin a chain"))
}

pub(super) async fn starts(readers: &PgPool) -> Result<Vec<ChainStart>, StoreError> {
    let starts = sqlx::query(
        "SELECT writer, instance, key, previous_writer, previous_number, previous_mac, mac
         FROM audit_chains ORDER BY writer",
    );
    let rows = starts.fetch_all(readers).await.map_err(failed("read the chains"))?;
    rows.iter().map(start).collect()
}

fn start(row: &PgRow) -> Result<ChainStart, StoreError> {
    let row = &mut Reader::new(row);
    let writer = writer(row)?.ok_or_else(|| StoreError::corrupt("the start of a chain"))?;
    let instance = row.string()?.unwrap_or_default();
    let key = key(row)?;
    let previous = match (self::writer(row)?, row.integer()?, row.bytes()?) {
        (Some(writer), Some(number), Some(mac)) => {
            Some(Head { writer, number: number.cast_unsigned(), mac: Mac::new(mac) })
        }
        _ => None,
    };
    Ok(ChainStart { writer, instance, key, previous, mac: mac(row)? })
}

pub(super) async fn checkpoints(readers: &PgPool, writer: WriterId) -> Result<Vec<Checkpoint>, StoreError> {
    let checkpoints = sqlx::query(
        "SELECT writer, first, last, after, reason, at_ms, key, mac
         FROM audit_checkpoints WHERE writer = $1 ORDER BY first",
    );
    let rows = checkpoints.bind(writer_uuid(writer)).fetch_all(readers).await;
    rows.map_err(failed("read checkpoints"))?.iter().map(checkpoint).collect()
}

fn checkpoint(row: &PgRow) -> Result<Checkpoint, StoreError> {
    let row = &mut Reader::new(row);
    let corrupt = || StoreError::corrupt("a checkpoint");
    Ok(Checkpoint {
        writer: writer(row)?.ok_or_else(corrupt)?,
        first: row.get::<i64>()?.cast_unsigned(),
        last: row.get::<i64>()?.cast_unsigned(),
        after: mac(row)?,
        reason: row.string()?.as_deref().and_then(CheckpointReason::parse).ok_or_else(corrupt)?,
        at: UNIX_EPOCH + Duration::from_millis(row.get::<i64>()?.unsigned_abs()),
        key: key(row)?,
        mac: mac(row)?,
    })
}

/// Keeps what was signed, with the transaction that takes the records out.
pub(super) async fn keep(connection: &mut PgConnection, checkpoints: &[Checkpoint]) -> sqlx::Result<()> {
    let millis = |time: SystemTime| {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    };
    let each = || checkpoints.iter();
    sqlx::query(
        "INSERT INTO audit_checkpoints (writer, first, last, after, reason, at_ms, key, mac)
         SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[],
             $5::text[], $6::bigint[], $7::bytea[], $8::bytea[])",
    )
    .bind(each().map(|it| writer_uuid(it.writer)).collect::<Vec<_>>())
    .bind(each().map(|it| it.first.cast_signed()).collect::<Vec<_>>())
    .bind(each().map(|it| it.last.cast_signed()).collect::<Vec<_>>())
    .bind(each().map(|it| &it.after.as_bytes()[..]).collect::<Vec<_>>())
    .bind(each().map(|it| it.reason.as_str()).collect::<Vec<_>>())
    .bind(each().map(|it| millis(it.at)).collect::<Vec<_>>())
    .bind(each().map(|it| &it.key.0[..]).collect::<Vec<_>>())
    .bind(each().map(|it| &it.mac.as_bytes()[..]).collect::<Vec<_>>())
    .execute(connection)
    .await
    .map(drop)
}

pub(super) async fn sealed(
    readers: &PgPool,
    writer: WriterId,
    after: u64,
    limit: usize,
) -> Result<Vec<AuditRecord>, StoreError> {
    // Each table by itself first, so that each is read by its index and no further. Of a place that was
    // given out twice both records are read, or a forged one could hide behind the end of a page.
    let part = |table| {
        format!(
            "(SELECT {} FROM {table} WHERE writer = $1 AND number > $2
              ORDER BY number FETCH FIRST $3 ROWS WITH TIES)",
            names()
        )
    };
    let parts = [part("audit_calls"), part("audit_held")].join(" UNION ALL ");
    let sql = format!("{parts} ORDER BY number FETCH FIRST $3 ROWS WITH TIES");
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(writer_uuid(writer))
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(readers)
        .await;
    let rows = rows.map_err(failed("walk a chain"))?;
    let mut records = rows.iter().map(row::read).collect::<Result<Vec<_>, _>>()?;
    records.sort_by_key(|record| (record.link.map(|link| link.number), record.id));
    Ok(records)
}

pub(super) async fn strays(readers: &PgPool, since: Option<RecordId>) -> Result<Strays, StoreError> {
    const STRAYS: &str = "FROM audit_calls
        WHERE (writer IS NULL OR number <= 0 OR writer NOT IN (SELECT writer FROM audit_chains))";
    let mut strays = Strays::default();
    let mut before = Select::new(format!("SELECT count(*) {STRAYS}"));
    let mut first = Select::new(format!("SELECT id {STRAYS}"));
    if let Some(since) = since {
        before.push(" AND id < ").push_bind(uuid(since));
        first.push(" AND id >= ").push_bind(uuid(since));
    }
    let count: i64 = before.build_query_scalar().fetch_one(readers).await.map_err(failed("count strays"))?;
    strays.before = count.unsigned_abs();
    if since.is_some() {
        let first = first.push(" ORDER BY id LIMIT 1").build_query_scalar::<Uuid>();
        let first = first.fetch_optional(readers).await.map_err(failed("look for strays"))?;
        strays.first_since = first.and_then(|id| RecordId::from_bytes(id.into_bytes()));
    }
    Ok(strays)
}

fn writer(row: &mut Reader<'_>) -> Result<Option<WriterId>, StoreError> {
    Ok(row.id()?.and_then(WriterId::from_bytes))
}

fn mac(row: &mut Reader<'_>) -> Result<Mac, StoreError> {
    row.bytes()?.map(Mac::new).ok_or_else(|| StoreError::corrupt("a hash"))
}

fn key(row: &mut Reader<'_>) -> Result<KeyId, StoreError> {
    row.bytes()?.map(KeyId).ok_or_else(|| StoreError::corrupt("the id of a key"))
}
