//! One step of what keeps the index up: some lists of records, or some small segments, become a segment.

use futures_util::TryStreamExt;
use gate_audit::AuditRecord;
use sqlx::{AssertSqlSafe, Connection, PgConnection, types::Uuid};
use tokio::task::spawn_blocking;

use super::{block::Builder, segment, tokens::tokens};
use crate::{columns::names, postgres::row};

/// How much one segment is made of at most, as all of its words are in memory then.
const RECORDS: i64 = 32_768;
const BYTES: i64 = 64 << 20;

/// How many lists are looked at, at a time.
const LISTS: i64 = 512;

/// So many segments of about one size become one.
const FEW: usize = 8;

/// How many records are read at a time.
const READ: usize = 500;

/// Whether there may be more to do.
pub(in crate::postgres) async fn step(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let mut transaction = connection.begin().await?;
    segment::lock(&mut transaction).await?;
    let mut ids = listed(&mut transaction).await?;
    if ids.is_empty() {
        ids = small(&mut transaction).await?;
    }
    if ids.is_empty() {
        transaction.rollback().await?;
        return Ok(false);
    }
    ids.sort_unstable();
    ids.dedup();
    let builder = read(&mut transaction, &ids).await?;
    segment::write(&mut transaction, &ids, builder).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Number, records and bytes.
type Source = (i64, i64, i64);

/// As many as one segment may be made of, and at least one.
fn fitting<'s>(sources: impl IntoIterator<Item = &'s Source>) -> Vec<i64> {
    let (mut records, mut bytes) = (0_i64, 0_i64);
    let fits = |source: &&Source| {
        let is_first = records == 0;
        records = records.saturating_add(source.1);
        bytes = bytes.saturating_add(source.2);
        is_first || records <= RECORDS && bytes <= BYTES
    };
    sources.into_iter().take_while(fits).map(|source| source.0).collect()
}

/// Takes lists out that no other gateway is at.
async fn listed(connection: &mut PgConnection) -> sqlx::Result<Vec<Uuid>> {
    let lists: Vec<Source> = sqlx::query_as(
        "SELECT batch, records, bytes FROM audit_unindexed ORDER BY batch LIMIT $1 FOR UPDATE SKIP LOCKED",
    )
    .bind(LISTS)
    .fetch_all(&mut *connection)
    .await?;
    let taken = fitting(&lists);
    let ids: Vec<Vec<Uuid>> =
        sqlx::query_scalar("DELETE FROM audit_unindexed WHERE batch = ANY($1) RETURNING ids")
            .bind(taken)
            .fetch_all(connection)
            .await?;
    Ok(ids.concat())
}

/// Takes small segments out, neighbours in time, if there are many of a size.
async fn small(connection: &mut PgConnection) -> sqlx::Result<Vec<Uuid>> {
    let segments: Vec<Source> = sqlx::query_as(
        "SELECT segment, records, bytes FROM audit_segments WHERE records <= $1 AND bytes <= $2
         ORDER BY newest DESC FOR UPDATE SKIP LOCKED",
    )
    .bind(RECORDS / 2)
    .bind(BYTES / 2)
    .fetch_all(&mut *connection)
    .await?;
    let size = |source: &Source| source.1.max(1).ilog(FEW as i64);
    for wanted in 0..=RECORDS.ilog(FEW as i64) {
        let alike: Vec<_> = segments.iter().filter(|source| size(source) == wanted).collect();
        let taken = fitting(alike.iter().copied());
        if alike.len() >= FEW && taken.len() > 1 {
            return segment::take_out(connection, &taken).await;
        }
    }
    Ok(Vec::new())
}

/// Reads the records, which are in order, and their tokens. One that is gone has none.
async fn read(connection: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Builder> {
    let sql = format!("SELECT {} FROM audit_calls WHERE id = ANY($1)", names());
    let mut builder = Builder::default();
    for (at, part) in ids.chunks(READ).enumerate() {
        let select = sqlx::query(AssertSqlSafe(sql.as_str())).bind(part);
        let rows: Vec<_> = select.fetch(&mut *connection).try_collect().await?;
        let (first, part) = (at * READ, part.to_vec());
        let added = spawn_blocking(move || {
            let mut records = rows.iter().map(row::read).collect::<Result<Vec<_>, _>>()?;
            drop(rows);
            records.sort_unstable_by_key(|record| record.id);
            records.iter().for_each(|record| add(&mut builder, record, first, &part));
            Ok::<_, gate_audit::StoreError>(builder)
        });
        let added = added.await.map_err(|_| sqlx::Error::WorkerCrashed)?;
        builder = added.map_err(|error| sqlx::Error::Decode(error.into()))?;
    }
    Ok(builder)
}

fn add(builder: &mut Builder, record: &AuditRecord, first: usize, ids: &[Uuid]) {
    let Ok(at) = ids.binary_search(&crate::postgres::select::uuid(record.id)) else { return };
    // Segments are far from so large.
    let place = u32::try_from(first + at).unwrap_or(u32::MAX);
    builder.weigh(record.text_bytes());
    tokens(record, |token| builder.add(token, place));
}
