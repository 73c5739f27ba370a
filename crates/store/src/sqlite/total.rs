//! How many records pass a filter: counted as far as that is quick, then projected.

use futures_util::TryStreamExt;
use gate_audit::{Filter, RecordId, StoreError, Total};
use sqlx::{Connection, SqliteConnection, SqlitePool};

use super::{
    append,
    filter::{self, Select},
    retention, row,
};

/// How many of the newest rows are looked at where there is no index to count by.
const SCANNED: i64 = 10_000;
/// The same where their words must be read.
const READ: i64 = 2_000;

pub(super) async fn total(readers: &SqlitePool, filter: &Filter) -> Result<Total, StoreError> {
    let failed = |error| StoreError::new("count", error);
    let mut reader = readers.acquire().await.map_err(failed)?;
    if let Some((from, to)) = times_alone(filter) {
        // One reading transaction, so that the two belong together.
        let mut transaction = reader.begin().await.map_err(failed)?;
        let all = retention::amount(&mut transaction, to).await.map_err(failed)?.rows;
        let before = match from {
            Some(_) => retention::amount(&mut transaction, from).await.map_err(failed)?.rows,
            None => 0,
        };
        return Ok(Total::exact((all - before).max(0).cast_unsigned()));
    }
    let last = append::last_seq(&mut reader).await.map_err(failed)?;
    let first: Option<i64> =
        sqlx::query_scalar("SELECT min(seq) FROM calls").fetch_one(&mut *reader).await.map_err(failed)?;
    let Some(first) = first else { return Ok(Total::exact(0)) };
    let looked_at = if filter.search.is_some() { READ } else { SCANNED };
    let sql = "SELECT seq FROM calls ORDER BY seq DESC LIMIT 1 OFFSET ?";
    let from = sqlx::query_scalar(sql).bind(looked_at).fetch_optional(&mut *reader).await.map_err(failed)?;
    let from = from.unwrap_or(first);
    let count = counted(&mut reader, filter, from).await?;
    if from == first {
        return Ok(Total::exact(count));
    }
    let projected = u128::from(count) * (last - first + 1).unsigned_abs() as u128;
    let projected = projected / (last - from + 1).unsigned_abs() as u128;
    Ok(Total::estimate(u64::try_from(projected).unwrap_or(count)))
}

/// The times that are asked for, if nothing else is: the amounts tell how much there is.
fn times_alone(filter: &Filter) -> Option<(Option<RecordId>, Option<RecordId>)> {
    let mut rest = filter.clone();
    (rest.from, rest.to) = (None, None);
    (rest == Filter::default()).then(|| filter.id_range())
}

/// How many rows from `from` on pass.
pub(super) async fn counted(
    reader: &mut SqliteConnection,
    filter: &Filter,
    from: i64,
) -> Result<u64, StoreError> {
    let what = if filter.search.is_some() { row::names() } else { "count(*)".to_owned() };
    let mut select = Select::new(format!("SELECT {what} FROM calls NOT INDEXED WHERE seq >= "));
    select.push_bind(from);
    filter::push(&mut select, filter);
    let failed = |error| StoreError::new("count", error);
    if filter.search.is_none() {
        let count: i64 = select.build_query_scalar().fetch_one(reader).await.map_err(failed)?;
        return Ok(count.cast_unsigned());
    }
    let mut found = select.build().fetch(reader);
    let mut count = 0;
    while let Some(row) = found.try_next().await.map_err(failed)? {
        count += u64::from(filter.matches(&row::read(&row)?));
    }
    Ok(count)
}

/// How many rows are behind this one; beyond some, about.
pub(super) async fn behind(readers: &SqlitePool, seq: i64) -> sqlx::Result<u64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM calls WHERE seq > ? LIMIT ?)";
    let count: i64 = sqlx::query_scalar(sql).bind(seq).bind(SCANNED).fetch_one(readers).await?;
    if count < SCANNED {
        return Ok(count.cast_unsigned());
    }
    let last = append::last_seq(&mut *readers.acquire().await?).await?;
    Ok((last - seq).max(count).cast_unsigned())
}
