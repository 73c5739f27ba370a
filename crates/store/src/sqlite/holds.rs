//! Legal holds, and what they keep.

use std::collections::BTreeMap;

use gate_audit::{
    AuditRecord, Filter, Hold, StoreError,
    chain::{ChainKey, CheckpointReason, runs},
};
use sqlx::{Connection, Row, SqliteConnection};

use super::{chains, filter::Select, row};

pub(super) async fn place(writer: &mut SqliteConnection, hold: &Hold) -> sqlx::Result<()> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    remove(&mut transaction, &hold.name).await?;
    let insert = sqlx::query("INSERT INTO holds (name, since) VALUES (?,?)").bind(&hold.name);
    insert.bind(chains::millis(hold.since)).execute(&mut *transaction).await?;
    for (key, value) in hold.filter.pairs() {
        let insert = sqlx::query("INSERT INTO hold_conditions (hold, key, value) VALUES (?,?,?)");
        insert.bind(&hold.name).bind(key).bind(value).execute(&mut *transaction).await?;
    }
    transaction.commit().await
}

/// Every hold, by name. One that cannot be read is an error: to leave it out would be to release it.
pub(super) async fn all(connection: &mut SqliteConnection) -> Result<Vec<Hold>, StoreError> {
    let failed = |error| StoreError::new("read the holds", error);
    let holds = sqlx::query("SELECT name, since FROM holds").fetch_all(&mut *connection).await;
    let mut holds: BTreeMap<String, Hold> = holds
        .map_err(failed)?
        .iter()
        .map(|row| {
            let name: String = row.get(0);
            (name.clone(), Hold::new(name, Filter::default(), chains::time(row.get(1))))
        })
        .collect();
    let sql = "SELECT hold, key, value FROM hold_conditions";
    for row in sqlx::query(sql).fetch_all(connection).await.map_err(failed)? {
        let (name, key, value): (&str, &str, &str) = (row.get(0), row.get(1), row.get(2));
        let hold = holds.get_mut(name).ok_or_else(|| StoreError::corrupt("hold"))?;
        hold.filter.set(key, value).map_err(|_| StoreError::corrupt("hold"))?;
    }
    Ok(holds.into_values().collect())
}

pub(super) fn keep(holds: &[Hold], record: &AuditRecord) -> bool {
    holds.iter().any(|hold| hold.filter.matches(record))
}

/// How many records are looked at in one go.
const STEP: i64 = 500;

/// Releases a hold, and what only it kept.
pub(super) async fn release(
    writer: &mut SqliteConnection,
    name: &str,
    key: Option<&ChainKey>,
) -> Result<bool, StoreError> {
    let failed = |error| StoreError::new("release a hold", error);
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    let was_there = remove(&mut transaction, name).await.map_err(failed)?;
    let holds = all(&mut transaction).await?;
    let mut gone = Vec::new();
    let mut behind = 0;
    loop {
        let mut select = Select::new(format!("SELECT {}, seq FROM held WHERE seq > ", row::names()));
        select.push_bind(behind).push(" ORDER BY seq LIMIT ").push_bind(STEP);
        let rows = select.build().fetch_all(&mut *transaction).await.map_err(failed)?;
        let Some(last) = rows.last() else { break };
        behind = last.get("seq");
        for row in &rows {
            let record = row::read(row)?;
            if keep(&holds, &record) {
                continue;
            }
            gone.extend(record.link);
            let delete = sqlx::query("DELETE FROM held WHERE seq = ?").bind(row.get::<i64, _>("seq"));
            delete.execute(&mut *transaction).await.map_err(failed)?;
        }
    }
    if let Some(key) = key {
        let signed = runs(gone, key, CheckpointReason::Retention);
        chains::keep(&mut transaction, signed).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)?;
    Ok(was_there)
}

async fn remove(connection: &mut SqliteConnection, name: &str) -> sqlx::Result<bool> {
    let delete = sqlx::query("DELETE FROM hold_conditions WHERE hold = ?").bind(name);
    delete.execute(&mut *connection).await?;
    let delete = sqlx::query("DELETE FROM holds WHERE name = ?").bind(name);
    Ok(delete.execute(connection).await?.rows_affected() > 0)
}
