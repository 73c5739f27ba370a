//! Reading pages and single records.

use futures_util::TryStreamExt;
use gate_audit::{AuditRecord, Filter, Page, RecordId, Rows, StoreError};
use sqlx::SqlitePool;

use super::{
    filter::{self, Select},
    row, total,
};

pub(super) async fn rows(readers: &SqlitePool, filter: &Filter, page: &Page) -> Result<Rows, StoreError> {
    let items = walk(readers, filter, page).await?;
    let total = total::total(readers, filter).await?;
    Ok(Rows::cut(items, page, total))
}

/// The record, wherever it is kept.
pub(super) async fn one(readers: &SqlitePool, id: RecordId) -> Result<Option<AuditRecord>, StoreError> {
    for table in ["calls", "held"] {
        let mut select = Select::new(format!("SELECT {} FROM {table} WHERE id = ", row::names()));
        select.push_bind(id.as_bytes().to_vec());
        let found = select.build().fetch_optional(readers).await;
        if let Some(row) = found.map_err(|error| StoreError::new("get", error))? {
            return row::read(&row).map(Some);
        }
    }
    Ok(None)
}

/// Goes back from the newest record, reading what it passes: the way where hardly anything is filtered out.
async fn walk(readers: &SqlitePool, filter: &Filter, page: &Page) -> Result<Vec<AuditRecord>, StoreError> {
    let mut select = Select::new(format!("SELECT {} FROM calls WHERE 1", row::names()));
    filter::push(&mut select, filter);
    if let Some(cursor) = page.cursor() {
        select.push(" AND id < ").push_bind(cursor.id().as_bytes().to_vec());
    }
    select.push(" ORDER BY id DESC");
    let wanted = page.limit() as usize + 1;
    let mut skipped = page.rows_before();
    if filter.search.is_none() {
        select.push(" LIMIT ").push_bind(i64::from(page.limit()) + 1);
        select.push(" OFFSET ").push_bind(i64::try_from(skipped).unwrap_or(i64::MAX));
        skipped = 0;
    }
    let mut found = select.build().fetch(readers);
    let mut items = Vec::new();
    while let Some(row) = found.try_next().await.map_err(|error| StoreError::new("query", error))? {
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
    Ok(items)
}
