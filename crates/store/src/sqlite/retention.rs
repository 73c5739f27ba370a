//! What there is, and taking it out.

use std::{collections::BTreeMap, time::Duration};

use futures_util::TryStreamExt;
use gate_audit::{
    AuditRecord, Extent, Hold, Pruned, RecordId, StoreError, TableExtent, UsageQuery,
    chain::{ChainKey, CheckpointReason, Link, runs},
};
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteRow};

use super::{
    amounts::{self, Amount},
    append,
    append::Writer,
    chains, filter,
    filter::Select,
    holds,
    pending::Pending,
    row, sums,
};
use crate::spans;

/// How many rows are taken out in one transaction: some ten milliseconds.
const STEP: i64 = 1_000;

/// How many pages are given back to the file system after each.
const PAGES: &str = "PRAGMA incremental_vacuum(2000)";

pub(super) async fn extents(
    reader: &mut SqliteConnection,
    before: Option<RecordId>,
) -> Result<Vec<TableExtent>, StoreError> {
    let failed = |error| StoreError::new("measure", error);
    // One reading transaction, so that the parts belong together.
    let mut transaction = reader.begin().await.map_err(failed)?;
    let Amount { rows, bytes } = amount(&mut transaction, before).await.map_err(failed)?;
    let oldest: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT min(id) FROM calls").fetch_one(&mut *transaction).await.map_err(failed)?;
    let oldest = oldest.and_then(|id| RecordId::from_bytes(id.try_into().ok()?));
    let oldest = oldest.filter(|id| before.is_none_or(|before| *id < before));
    let mut extent = Extent::new(rows.cast_unsigned(), bytes.cast_unsigned(), oldest);
    let holds = holds::all(&mut transaction).await?;
    extent.held = held(&mut transaction, &holds, before).await?;
    Ok(vec![TableExtent::new("calls", extent)])
}

/// How much there is before an id, or in all.
pub(super) async fn amount(
    connection: &mut SqliteConnection,
    before: Option<RecordId>,
) -> sqlx::Result<Amount> {
    let minute = before.map_or(u64::MAX >> 1, |before| spans::minute(before.time()));
    let mut amount = amounts::of(connection, 0..minute).await?;
    let Some(before) = before else { return Ok(amount) };
    let first = RecordId::floor(chains::time((minute * 1_000).cast_signed()));
    let sql = "SELECT count(*), ifnull(sum(text_bytes), 0) FROM calls WHERE id >= ? AND id < ?";
    let part = sqlx::query_as(sql).bind(first.as_bytes().to_vec()).bind(before.as_bytes().to_vec());
    let (rows, bytes): (i64, i64) = part.fetch_one(connection).await?;
    amount.rows += rows;
    amount.bytes += bytes;
    Ok(amount)
}

/// How many records the holds keep: each is read, once.
async fn held(
    connection: &mut SqliteConnection,
    holds: &[Hold],
    before: Option<RecordId>,
) -> Result<u64, StoreError> {
    if holds.is_empty() {
        return Ok(0);
    }
    let mut select = Select::new(format!("SELECT {} FROM calls WHERE (0", row::names()));
    for hold in holds {
        select.push(" OR (1");
        filter::push(&mut select, &hold.filter);
        select.push(")");
    }
    select.push(")");
    if let Some(before) = before {
        select.push(" AND id < ").push_bind(before.as_bytes().to_vec());
    }
    let mut found = select.build().fetch(connection);
    let mut held = 0;
    while let Some(row) =
        found.try_next().await.map_err(|error| StoreError::new("count what is held", error))?
    {
        held += u64::from(holds::keep(holds, &row::read(&row)?));
    }
    Ok(held)
}

pub(super) async fn newest(
    reader: &mut SqliteConnection,
    rows: Option<u64>,
    bytes: Option<u64>,
) -> sqlx::Result<Option<RecordId>> {
    let mut left = Amount { rows: limit(rows), bytes: limit(bytes) };
    let mut transaction = reader.begin().await?;
    let Some(minute) = first_that_does_not_fit(&mut transaction, &mut left).await? else { return Ok(None) };
    let start = |minute: i64| RecordId::floor(chains::time(minute.saturating_mul(1_000)));
    let sql = "SELECT id, text_bytes FROM calls WHERE id >= ? AND id < ? ORDER BY id DESC";
    let end = start(minute + 60);
    let select = sqlx::query(sql).bind(start(minute).as_bytes().to_vec()).bind(end.as_bytes().to_vec());
    let mut found = select.fetch(&mut *transaction);
    let mut first_kept = None;
    while let Some(row) = found.try_next().await? {
        left.rows -= 1;
        left.bytes -= row.try_get::<i64, _>(1)?;
        if left.rows < 0 || left.bytes < 0 {
            // Where nothing of that minute fits, all of it goes, and nothing that is written from now on.
            return Ok(first_kept.or_else(|| id(&row).map(after)));
        }
        first_kept = id(&row);
    }
    Ok(first_kept)
}

/// The next id that there can be.
fn after(id: RecordId) -> RecordId {
    let next = u128::from_be_bytes(*id.as_bytes()).wrapping_add(1);
    let later = || RecordId::floor(id.time() + Duration::from_millis(1));
    RecordId::from_bytes(next.to_be_bytes()).unwrap_or_else(later)
}

/// Goes back minute by minute, as long as all of each fits.
async fn first_that_does_not_fit(
    connection: &mut SqliteConnection,
    left: &mut Amount,
) -> sqlx::Result<Option<i64>> {
    let sql = "SELECT start, rows, bytes FROM amounts WHERE span = 60 ORDER BY start DESC";
    let mut minutes = sqlx::query_as::<_, (i64, i64, i64)>(sql).fetch(connection);
    while let Some((minute, rows, bytes)) = minutes.try_next().await? {
        if rows > left.rows || bytes > left.bytes {
            return Ok(Some(minute));
        }
        left.rows -= rows;
        left.bytes -= bytes;
    }
    Ok(None)
}

fn limit(most: Option<u64>) -> i64 {
    most.map_or(i64::MAX, |most| i64::try_from(most).unwrap_or(i64::MAX))
}

/// One step: the oldest rows before the cut-off.
pub(super) async fn prune(
    writer: &mut Writer,
    cut_off: RecordId,
    key: Option<&ChainKey>,
) -> Result<Pruned, StoreError> {
    let failed = |error| StoreError::new("prune", error);
    let mut transaction = writer.connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    // What goes is summed up before.
    let last = append::last_seq(&mut transaction).await.map_err(failed)?;
    writer.pending.write(&mut transaction, last).await.map_err(failed)?;
    let holds = holds::all(&mut transaction).await?;
    let step = Step::read(&mut transaction, cut_off, &holds).await?;
    let pruned = Pruned::new(step.seqs.len() as u64, step.held.len() as u64);
    step.take_out(&mut transaction, cut_off, key).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    writer.pending = Pending::behind(last);
    if pruned.rows > 0 {
        sqlx::query(PAGES).execute(&mut writer.connection).await.map_err(failed)?;
    }
    Ok(pruned)
}

/// What one transaction takes out.
#[derive(Default)]
struct Step {
    seqs: Vec<i64>,
    last: Option<RecordId>,
    /// Of the rows, those that are put aside.
    held: Vec<i64>,
    /// Of those that are not, the links.
    links: Vec<Link>,
    minutes: BTreeMap<u64, Amount>,
}

impl Step {
    async fn read(
        connection: &mut SqliteConnection,
        cut_off: RecordId,
        holds: &[Hold],
    ) -> Result<Self, StoreError> {
        let mut select = Select::new(format!("SELECT {}, seq FROM calls WHERE id < ", row::names()));
        select.push_bind(cut_off.as_bytes().to_vec()).push(" ORDER BY id LIMIT ").push_bind(STEP);
        let mut step = Self::default();
        let mut found = select.build().fetch(connection);
        while let Some(row) = found.try_next().await.map_err(|error| StoreError::new("prune", error))? {
            step.add(row.get("seq"), &row::read(&row)?, row.get("text_bytes"), holds);
        }
        Ok(step)
    }

    fn add(&mut self, seq: i64, record: &AuditRecord, bytes: i64, holds: &[Hold]) {
        self.seqs.push(seq);
        self.last = Some(record.id);
        if holds::keep(holds, record) {
            self.held.push(seq);
        } else {
            self.links.extend(record.link);
        }
        let amount = self.minutes.entry(spans::minute(record.created_at())).or_default();
        amount.rows -= 1;
        amount.bytes -= bytes;
    }

    async fn take_out(
        self,
        connection: &mut SqliteConnection,
        cut_off: RecordId,
        key: Option<&ChainKey>,
    ) -> sqlx::Result<()> {
        sums::forget(connection, UsageQuery::kept_from(cut_off.time())).await?;
        for seq in &self.held {
            let copy = sqlx::query("INSERT OR IGNORE INTO held SELECT * FROM calls WHERE seq = ?");
            copy.bind(seq).execute(&mut *connection).await?;
        }
        if let Some(last) = self.last {
            // All of these were read just now, in this transaction: they are the oldest.
            let delete = sqlx::query("DELETE FROM calls WHERE id <= ?").bind(last.as_bytes().to_vec());
            delete.execute(&mut *connection).await?;
        }
        if let Some(key) = key {
            chains::keep(connection, runs(self.links, key, CheckpointReason::Retention)).await?;
        }
        amounts::change(connection, &self.minutes).await?;
        amounts::tidy(connection).await?;
        let all_gone = self.seqs.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
        if let Some(before) = if all_gone { Some(cut_off) } else { self.last } {
            set_floor(connection, before).await?;
        }
        Ok(())
    }
}

/// Notes that of the rows so far none is left before this id.
async fn set_floor(connection: &mut SqliteConnection, before: RecordId) -> sqlx::Result<()> {
    let last = append::last_seq(connection).await?;
    let before = before.as_bytes().to_vec();
    let update = sqlx::query("UPDATE trail SET floor_seq = ?1, floor_id = ?2 WHERE floor_id <= ?2");
    update.bind(last).bind(before).execute(connection).await.map(drop)
}

fn id(row: &SqliteRow) -> Option<RecordId> {
    RecordId::from_bytes(row.try_get::<&[u8], _>(0).ok()?.try_into().ok()?)
}
