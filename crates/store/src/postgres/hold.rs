//! Legal holds, and what they have kept.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt;
use gate_audit::{
    AuditRecord, Filter, Hold, RecordId, StoreError,
    chain::{ChainKey, Link},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Row, types::Uuid};

use super::{
    error::failed,
    locks,
    retention::{SIGNED, sign},
    row,
    select::{Select, push_any, uuid},
    text::{escape, unescape},
};
use crate::columns::names;

/// How many of the records that were put aside are read at a time.
const PAGE: i64 = 500;

/// How many of the records that may be held are read at a time.
const CANDIDATES: i64 = 5_000;

pub(super) async fn place(pool: &PgPool, hold: &Hold) -> Result<(), StoreError> {
    let (keys, wanted): (Vec<_>, Vec<_>) =
        hold.filter.pairs().into_iter().map(|(key, wanted)| (key, escape(&wanted).into_owned())).unzip();
    let since = hold.since.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    async {
        let mut connection = pool.acquire().await?;
        let begin = locks::begin_exclusive(locks::RETENTION);
        let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await?;
        sqlx::query(
            "INSERT INTO audit_holds (name, since_ms, keys, wanted) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET
                since_ms = excluded.since_ms, keys = excluded.keys, wanted = excluded.wanted",
        )
        .bind(escape(&hold.name).into_owned())
        .bind(i64::try_from(since).unwrap_or(i64::MAX))
        .bind(keys)
        .bind(wanted)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }
    .await
    .map_err(failed("place a hold"))
}

pub(super) async fn list(readers: &PgPool) -> Result<Vec<Hold>, StoreError> {
    async { all(&mut *readers.acquire().await?).await }.await.map_err(failed("read the holds"))
}

/// Every hold. One that cannot be read is an error: what it holds would be lost.
pub(super) async fn all(connection: &mut PgConnection) -> sqlx::Result<Vec<Hold>> {
    let rows = sqlx::query("SELECT name, since_ms, keys, wanted FROM audit_holds ORDER BY since_ms, name");
    let rows = rows.fetch_all(connection).await?;
    let hold = |row: &sqlx::postgres::PgRow| {
        let (keys, wanted): (Vec<String>, Vec<String>) = (row.try_get(2)?, row.try_get(3)?);
        let mut filter = Filter::default();
        for (key, wanted) in keys.iter().zip(wanted) {
            filter.set(key, &unescape(wanted)).map_err(|error| sqlx::Error::Decode(error.into()))?;
        }
        let since: SystemTime = UNIX_EPOCH + Duration::from_millis(row.try_get::<i64, _>(1)?.unsigned_abs());
        Ok(Hold::new(unescape(row.try_get(0)?), filter, since))
    };
    rows.iter().map(hold).collect()
}

fn is_held(record: &AuditRecord, holds: &[Hold]) -> bool {
    holds.iter().any(|hold| hold.filter.matches(record))
}

/// The ids of the records of a table that are held, in order: at most so many.
pub(super) async fn held(
    connection: &mut PgConnection,
    table: &str,
    before: Option<RecordId>,
    limit: usize,
    holds: &[Hold],
) -> sqlx::Result<Vec<Uuid>> {
    let end = before.map(|before| (" AND id < ", before));
    matching(connection, table, end, limit, holds).await
}

/// As [`held`], to a record and with it.
pub(super) async fn held_to(
    connection: &mut PgConnection,
    table: &str,
    last: RecordId,
    holds: &[Hold],
) -> sqlx::Result<Vec<Uuid>> {
    matching(connection, table, Some((" AND id <= ", last)), usize::MAX, holds).await
}

async fn matching(
    connection: &mut PgConnection,
    table: &str,
    end: Option<(&'static str, RecordId)>,
    limit: usize,
    holds: &[Hold],
) -> sqlx::Result<Vec<Uuid>> {
    let mut ids = Vec::new();
    let mut behind = (!holds.is_empty()).then(Uuid::nil);
    // By pages: the statement finds more than is held, so that a limit to what it finds may end before what
    // is held begins.
    while let Some(last) = behind.take() {
        let mut select = Select::new(format!("SELECT {} FROM {table} WHERE id > ", names()));
        select.push_bind(last);
        if let Some((operator, end)) = end {
            select.push(operator).push_bind(uuid(end));
        }
        push_any(&mut select, &holds.iter().map(|hold| &hold.filter).collect::<Vec<_>>());
        select.push(" ORDER BY id LIMIT ").push_bind(CANDIDATES);
        let mut rows = select.build().fetch(&mut *connection);
        let mut looked_at = 0;
        while let Some(row) = rows.try_next().await? {
            let record = row::read(&row).map_err(|error| sqlx::Error::Decode(error.into()))?;
            looked_at += 1;
            behind = Some(uuid(record.id)).filter(|_| looked_at == CANDIDATES);
            if is_held(&record, holds) {
                ids.push(uuid(record.id));
            }
        }
        if ids.len() >= limit {
            ids.truncate(limit);
            break;
        }
    }
    Ok(ids)
}

/// Copies records out of a table that they are about to go from.
pub(super) async fn put_aside(connection: &mut PgConnection, table: &str, ids: &[Uuid]) -> sqlx::Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let names = names();
    let copy = format!(
        "INSERT INTO audit_held ({names}) SELECT {names} FROM {table} WHERE id = ANY($1) ON CONFLICT DO NOTHING"
    );
    sqlx::query(AssertSqlSafe(copy)).bind(ids).execute(connection).await.map(drop)
}

pub(super) async fn release(pool: &PgPool, name: &str, key: Option<&ChainKey>) -> Result<bool, StoreError> {
    async {
        let mut connection = pool.acquire().await?;
        let begin = locks::begin_exclusive(locks::RETENTION);
        let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await?;
        let deleted = sqlx::query("DELETE FROM audit_holds WHERE name = $1").bind(escape(name).into_owned());
        let was_there = deleted.execute(&mut *transaction).await?.rows_affected() > 0;
        if was_there {
            take_out(&mut transaction, key).await?;
        }
        transaction.commit().await?;
        Ok(was_there)
    }
    .await
    .map_err(failed("release a hold"))
}

/// Takes out what was put aside and is no longer held.
async fn take_out(connection: &mut PgConnection, key: Option<&ChainKey>) -> sqlx::Result<()> {
    let holds = all(connection).await?;
    let mut links: Vec<Link> = Vec::new();
    let mut last = Uuid::nil();
    loop {
        let page = format!("SELECT {} FROM audit_held WHERE id > $1 ORDER BY id LIMIT $2", names());
        let page = sqlx::query(AssertSqlSafe(page)).bind(last).bind(PAGE).fetch_all(&mut *connection).await?;
        let records = page.iter().map(row::read).collect::<Result<Vec<_>, _>>();
        let records = records.map_err(|error| sqlx::Error::Decode(error.into()))?;
        let is_last = records.is_empty();
        last = records.last().map_or(last, |record| uuid(record.id));
        let gone: Vec<_> = records.into_iter().filter(|record| !is_held(record, &holds)).collect();
        links.extend(gone.iter().filter_map(|record| record.link));
        let ids: Vec<_> = gone.iter().map(|record| uuid(record.id)).collect();
        sqlx::query("DELETE FROM audit_held WHERE id = ANY($1)").bind(ids).execute(&mut *connection).await?;
        if let Some(key) = key.filter(|_| is_last || links.len() >= SIGNED) {
            sign(connection, std::mem::take(&mut links), key).await?;
        }
        if is_last {
            return Ok(());
        }
    }
}
