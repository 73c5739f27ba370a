//! Segments as they are kept.

use gate_audit::RecordId;
use sqlx::{Connection, PgConnection, types::Uuid};
use tokio::task::spawn_blocking;

use super::block::Builder;
use crate::postgres::{
    copy::{copy_rows, push_field},
    select::uuid,
};

/// How many ids are in one list: about as much as a block of words.
pub(super) const LISTED: usize = 224;

/// Begins the key of each list of ids: they come before the words.
const LIST: u8 = 0;

const COPY: &str = "COPY audit_blocks (segment, first, block) FROM STDIN (FORMAT binary)";

/// Before any other table is: whoever [pauses](pause) the index waits for us, and we for them, here alone.
pub(super) async fn lock(connection: &mut PgConnection) -> sqlx::Result<()> {
    let lock = sqlx::query("LOCK TABLE audit_segments IN ROW EXCLUSIVE MODE");
    lock.execute(connection).await.map(drop)
}

/// Until the transaction ends, nobody works on the index.
pub(in crate::postgres) async fn pause(connection: &mut PgConnection) -> sqlx::Result<()> {
    let lock = sqlx::query("LOCK TABLE audit_segments IN SHARE MODE");
    lock.execute(connection).await.map(drop)
}

/// The key of a list of ids.
pub(super) fn list_key(list: usize) -> Vec<u8> {
    let mut key = vec![LIST];
    key.extend_from_slice(&u32::try_from(list).unwrap_or(u32::MAX).to_be_bytes());
    key
}

pub(super) fn is_list(key: &[u8]) -> bool {
    key.first() == Some(&LIST)
}

/// The ids of a list.
pub(super) fn ids_of(list: &[u8]) -> impl Iterator<Item = Uuid> {
    list.as_chunks::<16>().0.iter().map(|id| Uuid::from_bytes(*id))
}

/// Writes the segment of these records, whose ids are in order.
pub(super) async fn write(connection: &mut PgConnection, ids: &[Uuid], builder: Builder) -> sqlx::Result<()> {
    let (Some(oldest), Some(newest)) = (ids.first(), ids.last()) else { return Ok(()) };
    let count = ids.len();
    let bytes = builder.bytes();
    let blocks = spawn_blocking(move || builder.finish(count));
    let blocks = blocks.await.map_err(|_| sqlx::Error::WorkerCrashed)?;
    let marks: Vec<_> = ids.chunks(LISTED).filter_map(|list| list.first().copied()).collect();
    let segment: i64 = sqlx::query_scalar(
        "INSERT INTO audit_segments (oldest, newest, records, bytes, marks) VALUES ($1, $2, $3, $4, $5)
         RETURNING segment",
    )
    .bind(oldest)
    .bind(newest)
    .bind(i64::try_from(count).unwrap_or(i64::MAX))
    .bind(bytes)
    .bind(marks)
    .fetch_one(&mut *connection)
    .await?;
    let mut all: Vec<_> = ids.chunks(LISTED).enumerate().map(list_of).collect();
    all.extend(blocks);
    copy_rows(connection, COPY, all, |chunk, (first, block)| {
        chunk.extend_from_slice(&3_i16.to_be_bytes());
        push_field(chunk, Some(&segment.to_be_bytes()));
        push_field(chunk, Some(&first));
        push_field(chunk, Some(&block));
    })
    .await
}

/// A list of ids under its key.
fn list_of((list, ids): (usize, &[Uuid])) -> (Box<[u8]>, Vec<u8>) {
    (list_key(list).into_boxed_slice(), ids.iter().flat_map(|id| *id.as_bytes()).collect())
}

/// Takes the segments out, and says which records they were of.
pub(super) async fn take_out(connection: &mut PgConnection, segments: &[i64]) -> sqlx::Result<Vec<Uuid>> {
    let ids = ids(connection, segments).await?;
    for table in ["audit_blocks", "audit_segments"] {
        let delete = format!("DELETE FROM {table} WHERE segment = ANY($1)");
        sqlx::query(sqlx::AssertSqlSafe(delete)).bind(segments).execute(&mut *connection).await?;
    }
    Ok(ids)
}

async fn ids(connection: &mut PgConnection, segments: &[i64]) -> sqlx::Result<Vec<Uuid>> {
    let lists: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT block FROM audit_blocks WHERE segment = ANY($1) AND first < $2")
            .bind(segments)
            .bind(vec![LIST + 1])
            .fetch_all(connection)
            .await?;
    Ok(lists.iter().flat_map(|list| ids_of(list)).collect())
}

/// Takes the segments out of which records are gone, all of which are from before an id, and lists what is left
/// of them to be indexed anew.
pub(in crate::postgres) async fn tidy(connection: &mut PgConnection, before: RecordId) -> sqlx::Result<()> {
    let old: Vec<(i64, i64)> =
        sqlx::query_as("SELECT segment, records FROM audit_segments WHERE oldest < $1 ORDER BY segment")
            .bind(uuid(before))
            .fetch_all(&mut *connection)
            .await?;
    for (segment, records) in old {
        let mut transaction = connection.begin().await?;
        lock(&mut transaction).await?;
        let mine = "SELECT segment FROM audit_segments WHERE segment = $1 FOR UPDATE SKIP LOCKED";
        let mine: Option<i64> =
            sqlx::query_scalar(mine).bind(segment).fetch_optional(&mut *transaction).await?;
        // Somebody else makes another of it.
        if mine.is_none() {
            continue;
        }
        let ids = ids(&mut transaction, &[segment]).await?;
        let left: Vec<(Uuid, i64)> =
            sqlx::query_as("SELECT id, text_bytes FROM audit_calls WHERE id = ANY($1)")
                .bind(ids)
                .fetch_all(&mut *transaction)
                .await?;
        if i64::try_from(left.len()) == Ok(records) {
            continue;
        }
        take_out(&mut transaction, &[segment]).await?;
        list(&mut transaction, &left).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Lists these records, with their bytes, to be indexed.
pub(super) async fn list(connection: &mut PgConnection, left: &[(Uuid, i64)]) -> sqlx::Result<()> {
    let ids = || left.iter().map(|(id, _)| *id);
    let (Some(oldest), Some(newest)) = (ids().min(), ids().max()) else { return Ok(()) };
    sqlx::query(
        "INSERT INTO audit_unindexed (oldest, newest, records, bytes, ids) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(oldest)
    .bind(newest)
    .bind(i64::try_from(left.len()).unwrap_or(i64::MAX))
    .bind(left.iter().map(|(_, bytes)| *bytes).fold(0, i64::saturating_add))
    .bind(ids().collect::<Vec<_>>())
    .execute(connection)
    .await
    .map(drop)
}
