//! Reading pages and single records.

use std::time::{Duration, SystemTime};

use futures_util::TryStreamExt;
use gate_audit::{AuditRecord, Cursor, Filter, Page, RecordId, Rows, Search, StoreError, Total};
use gate_mask::Masked;
use sqlx::{PgConnection, PgPool, postgres::PgRow, types::Uuid};

use super::{
    error::failed,
    index,
    row::{self, Reader},
    select::{Select, push_filter, push_search, uuid},
};
use crate::columns::{ReadColumns, names};

/// Totals are counted to here: a few milliseconds.
const COUNTED: u64 = 2_000;

/// So many records are read for words at a time: some tens of milliseconds.
const SEARCHED: i64 = 10_000;

pub(super) async fn rows(readers: &PgPool, filter: &Filter, page: &Page) -> Result<Rows, StoreError> {
    if let Some(rows) = index::rows(readers, filter, page).await? {
        return Ok(rows);
    }
    match &filter.search {
        Some(search) => searched(readers, filter, search, page).await,
        None => plain(readers, filter, page).await,
    }
}

async fn plain(readers: &PgPool, filter: &Filter, page: &Page) -> Result<Rows, StoreError> {
    let mut select = behind(filter, page);
    select.push(" ORDER BY id DESC LIMIT ").push_bind(i64::from(page.limit()) + 1);
    let skipped = i64::try_from(page.rows_before()).unwrap_or(i64::MAX);
    select.push(" OFFSET ").push_bind(skipped);
    let mut connection = readers.acquire().await.map_err(failed("query"))?;
    let found = select.build().fetch_all(&mut *connection).await.map_err(failed("query"))?;
    let items = found.iter().map(row::read).collect::<Result<_, _>>()?;
    Ok(Rows::cut(items, page, total(&mut connection, filter).await?))
}

/// Reads the newest records for the words. Where they do not fill the page, the next one goes on behind
/// them.
async fn searched(
    readers: &PgPool,
    filter: &Filter,
    search: &Search,
    page: &Page,
) -> Result<Rows, StoreError> {
    let last = last_searched(readers, filter, page.cursor()).await?;
    let mut select = behind(filter, page);
    if let Some(last) = last {
        select.push(" AND id >= ").push_bind(uuid(last));
    }
    push_search(&mut select, search);
    select.push(" ORDER BY id DESC LIMIT ").push_bind(SEARCHED);
    let wanted = page.limit() as usize + 1;
    let mut skipped = page.rows_before();
    let mut items = Vec::new();
    let mut found = select.build().fetch(readers);
    while let Some(row) = found.try_next().await.map_err(failed("search"))? {
        let record = row::read(&row)?;
        if !filter.matches(&record) {
            continue;
        }
        if skipped > 0 {
            skipped -= 1;
            continue;
        }
        items.push(record);
        if items.len() == wanted {
            break;
        }
    }
    drop(found);
    let is_full = items.len() == wanted;
    let mut rows = Rows::cut(items, page, total_searched(readers, filter, search).await?);
    if !is_full {
        rows.next = last.map(Cursor::behind);
    }
    Ok(rows)
}

pub(super) async fn one(readers: &PgPool, id: RecordId) -> Result<Option<AuditRecord>, StoreError> {
    for table in ["audit_calls", "audit_held"] {
        let mut select = Select::new(format!("SELECT {} FROM {table} WHERE id = ", names()));
        let found = select.push_bind(uuid(id)).build().fetch_optional(readers).await;
        if let Some(row) = found.map_err(failed("get"))? {
            return row::read(&row).map(Some);
        }
    }
    Ok(None)
}

/// What passes the filter, but for its words, behind the page before.
fn behind(filter: &Filter, page: &Page) -> Select {
    let mut select = Select::new(format!("SELECT {} FROM audit_calls WHERE TRUE", names()));
    push_filter(&mut select, filter);
    if let Some(cursor) = page.cursor() {
        select.push(" AND id < ").push_bind(uuid(cursor.id()));
    }
    select
}

/// The last of the records that are read for words at a time; `None` if there are no more.
async fn last_searched(
    readers: &PgPool,
    filter: &Filter,
    cursor: Option<Cursor>,
) -> Result<Option<RecordId>, StoreError> {
    let mut select = Select::new("SELECT id FROM audit_calls WHERE TRUE");
    push_filter(&mut select, filter);
    if let Some(cursor) = cursor {
        select.push(" AND id < ").push_bind(uuid(cursor.id()));
    }
    select.push(" ORDER BY id DESC LIMIT 1 OFFSET ").push_bind(SEARCHED - 1);
    let last = select.build_query_scalar::<Uuid>().fetch_optional(readers).await;
    Ok(last.map_err(failed("search"))?.and_then(record_id))
}

/// Counts the newest matches; where there are more, it projects from how densely they lie in time.
async fn total(connection: &mut PgConnection, filter: &Filter) -> Result<Total, StoreError> {
    let mut select = Select::new(ENDS);
    select.push(", count(*), (array_agg(id))[count(*)] FROM (SELECT id FROM audit_calls WHERE TRUE");
    push_filter(&mut select, filter);
    let limit = COUNTED.cast_signed() + 1;
    select.push(" ORDER BY id DESC LIMIT ").push_bind(limit).push(") AS newest");
    let counted = select.build().fetch_one(connection).await.map_err(failed("count"))?;
    let mut counted = Reader::new(&counted);
    let ends = Ends::read(&mut counted)?;
    let (count, lowest) =
        (counted.get::<i64>()?.unsigned_abs(), counted.id()?.and_then(RecordId::from_bytes));
    Ok(match lowest {
        Some(lowest) if count > COUNTED => ends.project(filter, count, lowest),
        _ => Total::exact(count),
    })
}

/// As [`total`], of the records that are read for words at a time.
async fn total_searched(readers: &PgPool, filter: &Filter, search: &Search) -> Result<Total, StoreError> {
    let last = last_searched(readers, filter, None).await?;
    let mut select = Select::new("SELECT error, arguments, response FROM audit_calls WHERE TRUE");
    push_filter(&mut select, filter);
    push_search(&mut select, search);
    if let Some(last) = last {
        select.push(" AND id >= ").push_bind(uuid(last));
    }
    let mut found = select.build().fetch(readers);
    let mut count = 0;
    while let Some(row) = found.try_next().await.map_err(failed("search"))? {
        count += u64::from(search.matches(&texts(&row, 0)?));
    }
    drop(found);
    match last {
        Some(last) => {
            let ends = sqlx::query(ENDS).fetch_one(readers).await.map_err(failed("count"))?;
            Ok(Ends::read(&mut Reader::new(&ends))?.project(filter, count, last))
        }
        None => Ok(Total::exact(count)),
    }
}

const ENDS: &str = "SELECT (SELECT id FROM audit_calls ORDER BY id LIMIT 1),
    (SELECT id FROM audit_calls ORDER BY id DESC LIMIT 1)";

/// The oldest record and the newest one, if there are any.
struct Ends(Option<(RecordId, RecordId)>);

impl Ends {
    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        let (oldest, newest) = (row.id()?, row.id()?);
        Ok(Self(oldest.and_then(RecordId::from_bytes).zip(newest.and_then(RecordId::from_bytes))))
    }

    /// So many passed from the newest record to the `lowest`.
    fn project(self, filter: &Filter, count: u64, lowest: RecordId) -> Total {
        let Self(Some((oldest, newest))) = self else { return Total::exact(count) };
        let (from, to) = filter.id_range();
        let (oldest, newest) =
            (from.map_or(oldest, |from| from.max(oldest)), to.map_or(newest, |to| to.min(newest)));
        let (all, seen) = (between(oldest.time(), newest.time()), between(lowest.time(), newest.time()));
        let projected = count as f64 * (all.as_secs_f64() / seen.as_secs_f64().max(1e-6)).max(1.0);
        Total::estimate(projected as u64)
    }
}

fn between(earlier: SystemTime, later: SystemTime) -> Duration {
    later.duration_since(earlier).unwrap_or_default()
}

fn record_id(id: Uuid) -> Option<RecordId> {
    RecordId::from_bytes(id.into_bytes())
}

/// A record of which only what is searched was read, in three columns.
pub(super) fn texts(row: &PgRow, first: usize) -> Result<AuditRecord, StoreError> {
    let mut row = Reader::at(row, first);
    let id = RecordId::floor(SystemTime::UNIX_EPOCH);
    let mut record = AuditRecord::new(id, gate_audit::Kind::Http, gate_audit::Status::Ok);
    record.error = row.string()?.map(Masked::assume_masked_from_store);
    record.arguments.text = row.string()?.map(Masked::assume_masked_from_store);
    record.response.text = row.string()?.map(Masked::assume_masked_from_store);
    Ok(record)
}
