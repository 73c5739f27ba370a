//! How much there is in the table, kept exact with every batch and every prune.

use std::{collections::BTreeMap, ops::Range};

use gate_audit::AuditRecord;
use sqlx::{QueryBuilder, SqliteConnection};

use crate::spans::{self, SPANS};

/// So many records, with so many bytes of texts.
#[derive(Clone, Copy, Default)]
pub(super) struct Amount {
    pub(super) rows: i64,
    pub(super) bytes: i64,
}

/// Counts what was written.
pub(super) async fn add(connection: &mut SqliteConnection, records: &[&AuditRecord]) -> sqlx::Result<()> {
    let mut minutes = BTreeMap::<u64, Amount>::new();
    for record in records {
        let amount = minutes.entry(spans::minute(record.created_at())).or_default();
        amount.rows += 1;
        amount.bytes += i64::try_from(record.text_bytes()).unwrap_or(i64::MAX);
    }
    change(connection, &minutes).await
}

/// Adds these amounts, by their minutes, or takes them away where they are negative.
pub(super) async fn change(
    connection: &mut SqliteConnection,
    minutes: &BTreeMap<u64, Amount>,
) -> sqlx::Result<()> {
    let mut amounts = BTreeMap::<(u64, u64), Amount>::new();
    for (minute, amount) in minutes {
        for span in SPANS {
            let sum = amounts.entry((span, minute / span * span)).or_default();
            sum.rows += amount.rows;
            sum.bytes += amount.bytes;
        }
    }
    // One statement for all: each is a round trip to the connection's thread. Without a condition SQLite
    // would take `ON` for a join's.
    let sql = "INSERT INTO amounts SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) \
               WHERE true ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, bytes = bytes + excluded.bytes";
    let amounts = amounts
        .iter()
        .map(|((span, start), Amount { rows, bytes })| format!("[{span},{start},{rows},{bytes}]"));
    let amounts = format!("[{}]", amounts.collect::<Vec<_>>().join(","));
    sqlx::query(sql).bind(amounts).execute(connection).await.map(drop)
}

/// Forgets the spans in which nothing is left.
pub(super) async fn tidy(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM amounts WHERE rows <= 0").execute(connection).await.map(drop)
}

/// How much there is in a time of whole minutes.
pub(super) async fn of(connection: &mut SqliteConnection, minutes: Range<u64>) -> sqlx::Result<Amount> {
    let mut select =
        QueryBuilder::new("SELECT ifnull(sum(rows), 0), ifnull(sum(bytes), 0) FROM amounts WHERE 0");
    for (span, time) in spans::split_all(minutes) {
        select.push(" OR (span = ").push_bind(span.cast_signed());
        select.push(" AND start >= ").push_bind(time.start.cast_signed());
        select.push(" AND start < ").push_bind(time.end.cast_signed()).push(")");
    }
    let (rows, bytes) = select.build_query_as().fetch_one(connection).await?;
    Ok(Amount { rows, bytes })
}
