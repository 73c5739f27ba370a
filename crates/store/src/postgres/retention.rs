//! How much there is, and taking it out.

use std::collections::HashSet;

use gate_audit::{
    Extent, Hold, Pruned, RecordId, StoreError, TableExtent, UsageQuery,
    chain::{ChainKey, CheckpointReason, Link, Mac, WriterId, runs},
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, postgres::PgRow, types::Uuid};

use super::{
    chain,
    error::{Refusal, failed, refusal},
    hold, index, locks,
    partitions::{self, Day, Partition},
    row::Reader,
    select::{Select, uuid},
    sums,
};
use crate::columns::ReadColumns;

/// How many records are taken out at a time where not all of a partition goes.
const STEP: i64 = 5_000;

/// How many records of a partition may be held for it to be dropped whole.
const HELD: usize = 10_000;

/// How many places of chains are signed for at a time.
pub(super) const SIGNED: usize = 1 << 16;

pub(super) async fn extents(
    readers: &PgPool,
    before: Option<RecordId>,
) -> Result<Vec<TableExtent>, StoreError> {
    async {
        let mut connection = readers.acquire().await?;
        let mut transaction = connection.begin_with(AssertSqlSafe(nobody_prunes())).await?;
        let holds = hold::all(&mut transaction).await?;
        let mut extents = Vec::new();
        for Partition { table, from, .. } in partitions::all(&mut transaction).await? {
            if before.is_some_and(|before| from >= before) {
                break;
            }
            let extent = extent(&mut transaction, &table, before, &holds).await?;
            if extent.rows > 0 {
                extents.push(TableExtent::new(table, extent));
            }
        }
        transaction.commit().await?;
        Ok(extents)
    }
    .await
    .map_err(failed("measure the tables"))
}

fn nobody_prunes() -> String {
    locks::begin_shared([locks::RETENTION].into_iter())
}

async fn extent(
    connection: &mut PgConnection,
    table: &str,
    before: Option<RecordId>,
    holds: &[Hold],
) -> sqlx::Result<Extent> {
    let mut sums = Select::new(format!("SELECT count(*), sum(text_bytes)::bigint FROM {table}"));
    let mut oldest = Select::new(format!("SELECT id FROM {table}"));
    if let Some(before) = before {
        sums.push(" WHERE id < ").push_bind(uuid(before));
        oldest.push(" WHERE id < ").push_bind(uuid(before));
    }
    let (rows, bytes): (i64, Option<i64>) = sums.build_query_as().fetch_one(&mut *connection).await?;
    let oldest = oldest.push(" ORDER BY id LIMIT 1").build_query_scalar::<Uuid>();
    let oldest = oldest.fetch_optional(&mut *connection).await?;
    let oldest = oldest.and_then(|id| RecordId::from_bytes(id.into_bytes()));
    let mut extent = Extent::new(rows.unsigned_abs(), bytes.unwrap_or_default().unsigned_abs(), oldest);
    extent.held = hold::held(connection, table, before, usize::MAX, holds).await?.len() as u64;
    Ok(extent)
}

/// Goes back from the newest partition to the one in which it is enough.
pub(super) async fn newest(
    readers: &PgPool,
    rows: Option<u64>,
    bytes: Option<u64>,
) -> Result<Option<RecordId>, StoreError> {
    async {
        let mut connection = readers.acquire().await?;
        let mut transaction = connection.begin_with(AssertSqlSafe(nobody_prunes())).await?;
        let (mut rows, mut bytes) = (rows.unwrap_or(u64::MAX), bytes.unwrap_or(u64::MAX));
        let mut first_kept = None;
        for Partition { table, .. } in partitions::all(&mut transaction).await?.into_iter().rev() {
            let all = extent(&mut transaction, &table, None, &[]).await?;
            let Some(left) = rows.checked_sub(all.rows).zip(bytes.checked_sub(all.bytes)) else {
                let kept = first_within(&mut transaction, &table, rows, bytes).await?.or(first_kept);
                return Ok(Some(kept.unwrap_or_else(|| RecordId::floor(std::time::SystemTime::now()))));
            };
            (rows, bytes) = left;
            first_kept = all.oldest.or(first_kept);
        }
        Ok(None)
    }
    .await
    .map_err(failed("measure the tables"))
}

/// The oldest of the newest records of the partition that are so few, and so small together.
async fn first_within(
    connection: &mut PgConnection,
    table: &str,
    rows: u64,
    bytes: u64,
) -> sqlx::Result<Option<RecordId>> {
    let sql = format!(
        "SELECT id FROM (
            SELECT id, sum(text_bytes) OVER (ORDER BY id DESC ROWS UNBOUNDED PRECEDING) AS bytes
            FROM (SELECT id, text_bytes FROM {table} ORDER BY id DESC LIMIT $1) AS newest
         ) AS summed WHERE bytes <= $2 ORDER BY id LIMIT 1"
    );
    let id: Option<Uuid> = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(i64::try_from(rows).unwrap_or(i64::MAX))
        .bind(i64::try_from(bytes).unwrap_or(i64::MAX))
        .fetch_optional(connection)
        .await?;
    Ok(id.and_then(|id| RecordId::from_bytes(id.into_bytes())))
}

/// One step: a whole partition, or some thousand records of one.
pub(super) async fn prune(
    pool: &PgPool,
    cut_off: RecordId,
    key: Option<&ChainKey>,
) -> Result<Pruned, StoreError> {
    let pruner = Pruner { pool, cut_off, key };
    pruner.step().await.map_err(failed("prune"))
}

struct Pruner<'a> {
    pool: &'a PgPool,
    cut_off: RecordId,
    key: Option<&'a ChainKey>,
}

impl Pruner<'_> {
    async fn step(&self) -> sqlx::Result<Pruned> {
        let mut connection = self.pool.acquire().await?;
        for partition in partitions::all(&mut connection).await? {
            if partition.from >= self.cut_off {
                break;
            }
            let pruned = match self.whole(&mut connection, &partition).await? {
                Some(pruned) => pruned,
                None => self.some(&mut connection, &partition).await?,
            };
            // Partitions without a record go on the way.
            if pruned.rows > 0 {
                return Ok(pruned);
            }
        }
        index::tidy(&mut connection, self.cut_off).await?;
        sums::forget(&mut connection, UsageQuery::kept_from(self.cut_off.time())).await?;
        Ok(Pruned::default())
    }

    /// Drops the partition, in a transaction of its own, if all of it goes and nothing stands against it.
    async fn whole(
        &self,
        connection: &mut PgConnection,
        partition: &Partition,
    ) -> sqlx::Result<Option<Pruned>> {
        let Some(day) = partition.day().filter(|_| partition.to <= self.cut_off) else { return Ok(None) };
        let begin = locks::begin_exclusive(locks::RETENTION);
        let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await?;
        match self.drop_day(&mut transaction, &partition.table, day).await {
            Ok(Some(pruned)) => {
                transaction.commit().await?;
                Ok(Some(pruned))
            }
            Ok(None) => {
                transaction.rollback().await?;
                Ok(None)
            }
            // Somebody reads at length, and writers would wait behind us: it goes bit by bit then.
            Err(error) if refusal(&error) == Refusal::Locked => {
                transaction.rollback().await?;
                Ok(None)
            }
            // Another gateway was faster.
            Err(error) if refusal(&error) == Refusal::NoTable => {
                transaction.rollback().await?;
                Ok(Some(Pruned::default()))
            }
            Err(error) => Err(error),
        }
    }

    async fn drop_day(
        &self,
        connection: &mut PgConnection,
        table: &str,
        day: Day,
    ) -> sqlx::Result<Option<Pruned>> {
        connection.execute(AssertSqlSafe(locks::exclusive(locks::of_day(day)))).await?;
        let holds = hold::all(connection).await?;
        let held = hold::held(connection, table, None, HELD + 1, &holds).await?;
        if held.len() > HELD {
            return Ok(None);
        }
        let count = format!("SELECT count(*) FROM {table}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut *connection).await?;
        hold::put_aside(connection, table, &held).await?;
        self.sign_for_all(connection, table, &held).await?;
        // Who indexes reads records at length: while we waited for that, writers would wait behind us.
        index::pause(connection).await?;
        connection.execute("SET LOCAL lock_timeout = '1s'").await?;
        connection.execute(AssertSqlSafe(format!("DROP TABLE {table}"))).await?;
        Ok(Some(Pruned::new(rows.unsigned_abs(), held.len() as u64)))
    }

    /// Signs for every record of the table but the held ones. Read in the order of the chains, so that a
    /// run is as long as can be, however many there are.
    async fn sign_for_all(
        &self,
        connection: &mut PgConnection,
        table: &str,
        held: &[Uuid],
    ) -> sqlx::Result<()> {
        let Some(key) = self.key else { return Ok(()) };
        let mut last = (Uuid::nil(), 0_i64);
        loop {
            let sql = format!(
                "SELECT id, writer, number, mac FROM {table} WHERE (writer, number) > ($1, $2)
                 ORDER BY writer, number LIMIT $3"
            );
            let page = sqlx::query(AssertSqlSafe(sql)).bind(last.0).bind(last.1).bind(SIGNED as i64);
            let page = page.fetch_all(&mut *connection).await?;
            let Some(end) = page.last() else { return Ok(()) };
            last = (sqlx::Row::try_get(end, 1)?, sqlx::Row::try_get(end, 2)?);
            let links = page.iter().filter_map(place).filter(|(id, _)| held.binary_search(id).is_err());
            sign(connection, links.map(|(_, link)| link).collect(), key).await?;
        }
    }

    /// Takes some of the partition's records out, the oldest first.
    async fn some(&self, connection: &mut PgConnection, partition: &Partition) -> sqlx::Result<Pruned> {
        let begin = locks::begin_exclusive(locks::RETENTION);
        let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await?;
        let table = &partition.table;
        let places =
            format!("SELECT id, writer, number, mac FROM {table} WHERE id < $1 ORDER BY id LIMIT $2");
        let places = sqlx::query(AssertSqlSafe(places)).bind(uuid(self.cut_off)).bind(STEP);
        let places = match places.fetch_all(&mut *transaction).await {
            Err(error) if refusal(&error) == Refusal::NoTable => return Ok(Pruned::default()),
            places => places?,
        };
        let ids = places.iter().map(|row| sqlx::Row::try_get(row, 0)).collect::<sqlx::Result<Vec<Uuid>>>()?;
        let Some(last) = ids.last().and_then(|id| RecordId::from_bytes(id.into_bytes())) else {
            return Ok(Pruned::default());
        };
        let holds = hold::all(&mut transaction).await?;
        let mut held = hold::held_to(&mut transaction, table, last, &holds).await?;
        // What was written since they were listed is for the next step.
        held.retain(|id| ids.binary_search(id).is_ok());
        hold::put_aside(&mut transaction, table, &held).await?;
        let kept: HashSet<_> = held.iter().collect();
        let gone = places.iter().filter_map(place).filter(|(id, _)| !kept.contains(id));
        if let Some(key) = self.key {
            sign(&mut transaction, gone.map(|(_, link)| link).collect(), key).await?;
        }
        let delete = format!("DELETE FROM {table} WHERE id = ANY($1)");
        sqlx::query(AssertSqlSafe(delete)).bind(&ids).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(Pruned::new(ids.len() as u64, held.len() as u64))
    }
}

/// A record's place in its chain, if it has one, of a row with its id, writer, number and hash.
fn place(row: &PgRow) -> Option<(Uuid, Link)> {
    let mut row = Reader::new(row);
    let id = Uuid::from_bytes(row.id().ok()??);
    let writer = row.id().ok()?.and_then(WriterId::from_bytes)?;
    let number = row.integer().ok()??.cast_unsigned();
    let mac = row.bytes().ok()?.map(Mac::new)?;
    Some((id, Link { writer, number, mac }))
}

pub(super) async fn sign(
    connection: &mut PgConnection,
    links: Vec<Link>,
    key: &ChainKey,
) -> sqlx::Result<()> {
    let checkpoints = runs(links, key, CheckpointReason::Retention);
    if checkpoints.is_empty() {
        return Ok(());
    }
    chain::keep(connection, &checkpoints).await
}
