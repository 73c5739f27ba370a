//! Asking for sums.

use std::fmt::Write;

use futures_util::TryStreamExt;
use gate_audit::{StoreError, Usage, UsageQuery};
use sqlx::{Connection, Row, SqliteConnection, SqlitePool};

use super::sums::{list, read};
use crate::{spans, sums::Answer, usage::Facet};

pub(super) async fn usage(readers: &SqlitePool, query: UsageQuery) -> Result<Vec<Usage>, StoreError> {
    let mut reader = readers.acquire().await.map_err(failed)?;
    // One reading transaction: a name may go together with its sums.
    let mut transaction = reader.begin().await.map_err(failed)?;
    let answer = add_up(&mut transaction, query).await?;
    let sql = "SELECT number, server, name FROM usage_names WHERE number IN (SELECT value FROM json_each(?))";
    let names = sqlx::query(sql).bind(list(answer.numbers())).fetch_all(&mut *transaction).await;
    let names = names.map_err(failed)?;
    let name =
        |row: &sqlx::sqlite::SqliteRow| Ok((row.try_get(0)?, read(row.try_get(1)?), read(row.try_get(2)?)));
    Ok(answer.finish(names.iter().map(name).collect::<sqlx::Result<Vec<_>>>().map_err(failed)?))
}

fn failed(error: sqlx::Error) -> StoreError {
    StoreError::new("sum up", error)
}

async fn add_up(connection: &mut SqliteConnection, query: UsageQuery) -> Result<Answer, StoreError> {
    let mut answer = Answer::to(query);
    let pieces = spans::pieces(query);
    if pieces.is_empty() {
        return Ok(answer);
    }
    let mut sql = String::new();
    for (index, _) in pieces.iter().enumerate() {
        let union = if index == 0 { "" } else { " UNION ALL " };
        let select =
            "SELECT start, part, sums FROM usage WHERE facet = ? AND span = ? AND start >= ? AND start < ?";
        // Writing to a string cannot fail.
        let _ = write!(sql, "{union}{select}");
    }
    let mut select = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (span, time) in pieces {
        select = select.bind(Facet::of(query.by).number()).bind(span.cast_signed());
        select = select.bind(time.start.cast_signed()).bind(time.end.cast_signed());
    }
    let mut rows = select.fetch(connection);
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        let start = row.try_get::<i64, _>(0).map_err(failed)?.cast_unsigned();
        let part = row.try_get(1).map_err(failed)?;
        answer.add(row.try_get(2).map_err(failed)?, (start, part))?;
    }
    Ok(answer)
}
