//! Pages by the index, and by the lists of what is not in it yet.

use std::cmp::Reverse;

use futures_util::TryStreamExt;
use gate_audit::{AuditRecord, Cursor, Filter, Page, Rows, StoreError, Total};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, postgres::PgRow, types::Uuid};

use super::{
    record_id,
    tokens::{Wanted, wanted},
    walk::Walk,
};
use crate::{
    columns::names,
    postgres::{
        error::failed,
        query::texts,
        row,
        select::{Select, push_filter, push_search, uuid},
    },
};

/// So many records that are in no segment yet are read for a page.
const UNINDEXED: i64 = 10_000;

/// So many records are read for a page that do not pass after all.
const READ: usize = 5_000;

/// Totals are counted to here, at least, in the segments that are read for it.
const COUNTED: u64 = 2_000;

/// To here totals are exact also where the index knows only about.
const CHECKED: u64 = 1_000;

/// How many ids are passed over at a time.
const SKIPPED: usize = 1_024;

/// The page, if the index is of use for it.
pub(in crate::postgres) async fn rows(
    readers: &PgPool,
    filter: &Filter,
    page: &Page,
) -> Result<Option<Rows>, StoreError> {
    let wanted = wanted(filter);
    if wanted.spans.is_empty() {
        return Ok(None);
    }
    async {
        let mut connection = readers.acquire().await?;
        // One state for all of it: records go from the lists into segments, and from those into others.
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
        let mut transaction = connection.begin_with(begin).await?;
        // Nobody waits for its end, which comes when the connection goes back to the pool.
        Query { filter, wanted: &wanted, page }.rows(&mut transaction).await.map(Some)
    }
    .await
    .map_err(failed("search"))
}

struct Query<'q> {
    filter: &'q Filter,
    wanted: &'q Wanted,
    page: &'q Page,
}

/// What pages are made of, as far as it was found out.
struct Items {
    records: Vec<AuditRecord>,
    /// How many were read for them.
    read: usize,
    /// Where the next page goes on, if this one is not full.
    next: Option<Cursor>,
}

impl Query<'_> {
    async fn rows(&self, connection: &mut PgConnection) -> sqlx::Result<Rows> {
        let cursor = self.page.cursor();
        let (mut walk, floor) = self.walk(connection, cursor).await?;
        let counted = Counted::of(&walk, floor);
        let mut items = self.items(&mut walk, floor).await?;
        let is_all = items.next.is_none()
            && items.records.len() <= self.page.limit() as usize
            && cursor.is_none()
            && self.page.rows_before() == 0;
        let total = if is_all {
            Total::exact(items.records.len() as u64)
        } else if cursor.is_none() {
            self.total(connection, counted, &items).await?
        } else {
            let (walk, floor) = self.walk(connection, None).await?;
            let counted = Counted::of(&walk, floor);
            self.total(connection, counted, &items).await?
        };
        let next = items.next.take();
        let mut rows = Rows::cut(items.records, self.page, total);
        rows.next = rows.next.or(next);
        Ok(rows)
    }

    /// The ids that are asked for: from the first, and before the second.
    fn range(&self, cursor: Option<Cursor>) -> (Uuid, Uuid) {
        let (from, to) = self.filter.id_range();
        let to = [to, cursor.map(|cursor| cursor.id())].into_iter().flatten().min();
        (from.map_or(Uuid::nil(), uuid), to.map_or(Uuid::max(), uuid))
    }

    async fn items(&self, walk: &mut Walk<'_>, floor: Option<Uuid>) -> sqlx::Result<Items> {
        let wanted = self.page.limit() as usize + 1;
        let mut skipped = self.page.rows_before();
        let mut items = Items { records: Vec::new(), read: 0, next: None };
        while self.wanted.unsure.is_none() && skipped > 0 {
            let most = usize::try_from(skipped).unwrap_or(SKIPPED).min(SKIPPED);
            let ids = walk.next(most, floor).await?;
            if ids.is_empty() {
                break;
            }
            skipped -= ids.len() as u64;
        }
        loop {
            let more = wanted - items.records.len();
            let ids =
                walk.next(if self.wanted.unsure.is_none() { more } else { more + more / 2 }, floor).await?;
            let Some(last) = ids.last().copied() else {
                items.next = floor.and_then(from_on);
                return Ok(items);
            };
            items.read += ids.len();
            for record in records(walk.connection(), ids).await? {
                if items.records.len() == wanted || !self.filter.matches(&record) {
                    continue;
                }
                if skipped > 0 {
                    skipped -= 1;
                    continue;
                }
                items.records.push(record);
            }
            if items.records.len() == wanted {
                return Ok(items);
            }
            if items.read >= READ + wanted {
                items.next = record_id(last).map(Cursor::behind);
                return Ok(items);
            }
        }
    }

    async fn total(
        &self,
        connection: &mut PgConnection,
        counted: Counted,
        items: &Items,
    ) -> sqlx::Result<Total> {
        if counted.is_all && self.wanted.unsure.is_none() {
            return Ok(Total::exact(counted.count));
        }
        // Of more it is not worth while to look which of them pass.
        let is_exact = counted.is_all && counted.count <= COUNTED;
        if let Some(unsure) = self.wanted.unsure.as_ref().filter(|_| is_exact) {
            let (mut walk, _) = Walk::begin(connection, unsure, self.range(None), 0).await?;
            walk.count_to(CHECKED + 1).await?;
            let looked_for = walk.count();
            if looked_for <= CHECKED && !walk.has_more() {
                let ids = walk.next(usize::MAX, None).await?;
                let passing = self.passing(connection, &ids).await?.len() as u64;
                return Ok(Total::exact((counted.count + passing).saturating_sub(looked_for)));
            }
        }
        let mut count = counted.count as f64;
        if self.wanted.unsure.is_some() && items.read > 0 {
            count *= items.records.len() as f64 / items.read as f64;
        }
        if !counted.is_all {
            let all = "SELECT (SELECT coalesce(sum(records), 0) FROM audit_segments)::bigint
                + (SELECT coalesce(sum(records), 0) FROM audit_unindexed)::bigint";
            let all: i64 = sqlx::query_scalar(all).fetch_one(connection).await?;
            count *= (all as f64 / (counted.looked_at as f64).max(1.0)).max(1.0);
        }
        Ok(Total::estimate(count as u64))
    }

    /// Of the records behind the cursor, what may pass of those in segments and what passes of the others. Of what is
    /// not above the second not all was looked at.
    async fn walk<'c>(
        &'c self,
        connection: &'c mut PgConnection,
        cursor: Option<Cursor>,
    ) -> sqlx::Result<(Walk<'c>, Option<Uuid>)> {
        let range = self.range(cursor);
        let (mut walk, lists) = Walk::begin(connection, &self.wanted.spans, range, UNINDEXED).await?;
        let floor = lists.iter().filter(|list| list.ids.is_none()).map(|list| list.newest).max();
        let ids = lists.into_iter().filter_map(|list| list.ids).flatten();
        let ids: Vec<_> = ids.filter(|id| *id < range.1).collect();
        let passing = self.passing(walk.connection(), &ids).await?;
        walk.add(passing, ids.len() as u64);
        walk.count_to(COUNTED).await?;
        Ok((walk, floor))
    }

    /// The ids of those that pass.
    async fn passing(&self, connection: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let search = self.filter.search.as_ref();
        let columns = if search.is_some() { "id, error, arguments, response" } else { "id" };
        let mut select = Select::new(format!("SELECT {columns} FROM audit_calls WHERE id = ANY("));
        select.push_bind(ids.to_vec()).push(")");
        push_filter(&mut select, self.filter);
        search.iter().for_each(|search| push_search(&mut select, search));
        let mut rows = select.build().fetch(connection);
        let mut passing = Vec::new();
        while let Some(row) = rows.try_next().await? {
            let is_found = match search {
                Some(search) => search.matches(&texts(&row, 1).map_err(decoding)?),
                None => true,
            };
            if is_found {
                passing.push(sqlx::Row::try_get::<Uuid, _>(&row, 0)?);
            }
        }
        Ok(passing)
    }
}

/// How many may pass.
struct Counted {
    count: u64,
    looked_at: u64,
    /// Whether all was looked at.
    is_all: bool,
}

impl Counted {
    fn of(walk: &Walk<'_>, floor: Option<Uuid>) -> Self {
        let is_all = !walk.has_more() && floor.is_none();
        Self { count: walk.count(), looked_at: walk.looked_at(), is_all }
    }
}

/// A cursor before this one.
fn from_on(id: Uuid) -> Option<Cursor> {
    record_id(Uuid::from_u128(id.as_u128().saturating_add(1))).or(record_id(id)).map(Cursor::behind)
}

/// The records, the newest first.
async fn records(connection: &mut PgConnection, ids: Vec<Uuid>) -> sqlx::Result<Vec<AuditRecord>> {
    let sql = format!("SELECT {} FROM audit_calls WHERE id = ANY($1)", names());
    let rows: Vec<PgRow> = sqlx::query(AssertSqlSafe(sql)).bind(ids).fetch_all(connection).await?;
    let mut records = rows.iter().map(row::read).collect::<Result<Vec<_>, _>>().map_err(decoding)?;
    records.sort_unstable_by_key(|record| Reverse(record.id));
    Ok(records)
}

fn decoding(error: StoreError) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}
