//! Finding rows.

use gate_audit::{AuditRecord, Filter, Page, RecordId, Rows, Status, StatusFilter, StoreError, Total};
use sqlx::{QueryBuilder, Row, Sqlite, SqlitePool};

use super::row;

/// Counting stops here; a larger total is an estimate.
const COUNTED: u64 = 10_000;

pub(super) async fn page(readers: &SqlitePool, filter: &Filter, page: &Page) -> Result<Rows, StoreError> {
    let mut query = QueryBuilder::new("SELECT * FROM calls WHERE 1 = 1");
    conditions(&mut query, filter);
    if let Some(cursor) = page.cursor() {
        query.push(" AND id < ").push_bind(cursor.id().as_bytes().to_vec());
    }
    // One more than asked for says whether there is a next page.
    query.push(" ORDER BY id DESC LIMIT ").push_bind(i64::from(page.limit()) + 1);
    let rows = query.build().fetch_all(readers).await.map_err(|error| StoreError::new("query", error))?;
    let items = rows.iter().map(row::record).collect::<Result<_, _>>()?;
    Ok(Rows::cut(items, page, total(readers, filter).await?))
}

pub(super) async fn one(readers: &SqlitePool, id: RecordId) -> Result<Option<AuditRecord>, StoreError> {
    let query = sqlx::query("SELECT * FROM calls WHERE id = ?").bind(id.as_bytes().to_vec());
    let found = query.fetch_optional(readers).await.map_err(|error| StoreError::new("get", error))?;
    found.as_ref().map(row::record).transpose()
}

async fn total(readers: &SqlitePool, filter: &Filter) -> Result<Total, StoreError> {
    let mut query = QueryBuilder::new("SELECT count(*) AS total FROM (SELECT 1 FROM calls WHERE 1 = 1");
    conditions(&mut query, filter);
    query.push(" LIMIT ").push_bind(COUNTED as i64 + 1).push(")");
    let row = query.build().fetch_one(readers).await.map_err(|error| StoreError::new("count", error))?;
    let count: i64 = row.try_get("total").map_err(|_| StoreError::corrupt("a count"))?;
    let count = count.unsigned_abs();
    Ok(if count <= COUNTED { Total::exact(count) } else { Total { count: COUNTED, is_estimate: true } })
}

fn conditions(query: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    match filter.status {
        Some(StatusFilter::Is(status)) => _ = query.push(" AND status = ").push_bind(status.as_str()),
        Some(StatusFilter::Success) => _ = query.push(" AND status = ").push_bind(Status::Ok.as_str()),
        Some(StatusFilter::Error) => _ = query.push(" AND status <> ").push_bind(Status::Ok.as_str()),
        _ => {}
    }
    if let Some(kind) = filter.kind {
        query.push(" AND kind = ").push_bind(kind.as_str());
    }
    for (column, wanted) in [
        (" AND server = ", &filter.server),
        (" AND name = ", &filter.name),
        (" AND principal = ", &filter.principal),
        (" AND session = ", &filter.session),
        (" AND workflow = ", &filter.workflow),
        (" AND request_id = ", &filter.request_id),
    ] {
        if let Some(wanted) = wanted {
            query.push(column).push_bind(wanted.clone());
        }
    }
    if let Some(trace_id) = filter.trace_id {
        query.push(" AND trace_id = ").push_bind(trace_id.to_vec());
    }
    let (from, to) = filter.id_range();
    if let Some(from) = from {
        query.push(" AND id >= ").push_bind(from.as_bytes().to_vec());
    }
    if let Some(to) = to {
        query.push(" AND id < ").push_bind(to.as_bytes().to_vec());
    }
}
