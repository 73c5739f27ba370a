//! Reading pages and single records.

use gate_audit::{AuditRecord, Filter, Page, RecordId, Rows, Status, StatusFilter, StoreError, Total};
use sqlx::{QueryBuilder, Row, Sqlite, SqlitePool};

use super::row::{self, COLUMNS};

/// Totals are counted to here: about a millisecond.
const COUNTED: i64 = 2_000;

type Select = QueryBuilder<Sqlite>;

pub(super) async fn rows(readers: &SqlitePool, filter: &Filter, page: &Page) -> Result<Rows, StoreError> {
    let mut select = Select::new(format!("SELECT {} FROM calls WHERE 1", COLUMNS.join(",")));
    push_filter(&mut select, filter);
    if let Some(cursor) = page.cursor() {
        select.push(" AND id < ").push_bind(cursor.id().as_bytes().to_vec());
    }
    select.push(" ORDER BY id DESC LIMIT ").push_bind(i64::from(page.limit()) + 1);
    let found = select.build().fetch_all(readers).await.map_err(|error| StoreError::new("query", error))?;
    let items = found.iter().map(row::read).collect::<Result<_, _>>()?;
    let total = total(readers, filter).await.map_err(|error| StoreError::new("count", error))?;
    Ok(Rows::cut(items, page, total))
}

pub(super) async fn one(readers: &SqlitePool, id: RecordId) -> Result<Option<AuditRecord>, StoreError> {
    let mut select = Select::new(format!("SELECT {} FROM calls WHERE id = ", COLUMNS.join(",")));
    select.push_bind(id.as_bytes().to_vec());
    let found = select.build().fetch_optional(readers).await;
    found.map_err(|error| StoreError::new("get", error))?.as_ref().map(row::read).transpose()
}

/// Counts the newest matches; where there are more, it projects from how densely they lie.
async fn total(readers: &SqlitePool, filter: &Filter) -> sqlx::Result<Total> {
    let mut select = Select::new("SELECT count(*), min(seq) FROM (SELECT seq FROM calls WHERE 1");
    push_filter(&mut select, filter);
    select.push(" ORDER BY seq DESC LIMIT ").push_bind(COUNTED + 1).push(")");
    let counted = select.build().fetch_one(readers).await?;
    let (count, lowest): (i64, Option<i64>) = (counted.try_get(0)?, counted.try_get(1)?);
    let (Some(lowest), true) = (lowest, count > COUNTED) else {
        return Ok(Total::exact(count.unsigned_abs()));
    };
    let (first, last): (i64, i64) =
        sqlx::query_as("SELECT (SELECT min(seq) FROM calls), (SELECT max(seq) FROM calls)")
            .fetch_one(readers)
            .await?;
    let (all, seen) = (last - first + 1, (last - lowest + 1).max(1));
    let projected = i128::from(count) * i128::from(all) / i128::from(seen);
    Ok(Total::estimate(u64::try_from(projected).unwrap_or(count.unsigned_abs())))
}

/// Every condition of the filter; it must agree with [`Filter::matches`].
fn push_filter(select: &mut Select, filter: &Filter) {
    match filter.status {
        Some(StatusFilter::Is(status)) => equals(select, "status", Some(status.as_str().to_owned())),
        Some(StatusFilter::Success) => equals(select, "status", Some(Status::Ok.as_str().to_owned())),
        Some(_) => {
            select.push(" AND status <> ").push_bind(Status::Ok.as_str());
        }
        None => {}
    }
    equals(select, "kind", filter.kind.map(|kind| kind.as_str().to_owned()));
    equals(select, "server", filter.server.clone());
    equals(select, "name", filter.name.clone());
    equals(select, "principal", filter.principal.clone());
    equals(select, "session", filter.session.clone());
    equals(select, "workflow", filter.workflow.clone());
    equals(select, "request_id", filter.request_id.clone());
    if let Some(trace_id) = filter.trace_id {
        select.push(" AND trace_id = ").push_bind(trace_id.to_vec());
    }
    let (from, to) = filter.id_range();
    if let Some(from) = from {
        select.push(" AND id >= ").push_bind(from.as_bytes().to_vec());
    }
    if let Some(to) = to {
        select.push(" AND id < ").push_bind(to.as_bytes().to_vec());
    }
}

fn equals(select: &mut Select, column: &'static str, value: Option<String>) {
    if let Some(value) = value {
        select.push(" AND ").push(column).push(" = ").push_bind(value);
    }
}
