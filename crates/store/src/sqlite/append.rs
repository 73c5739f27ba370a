//! Writing batches.

use std::{fmt::Write, sync::LazyLock};

use gate_audit::AuditRecord;
use sqlx::{Connection, SqliteConnection};

use super::row::{Binder, COLUMNS};

/// How many rows one statement writes. Measured: more rows a statement are slower again. Each size is a
/// statement to prepare, each statement that a batch takes a round trip to the connection's thread.
const SIZES: [usize; 4] = [64, 16, 4, 1];

static STATEMENTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| SIZES.map(statement));

/// Writes all or nothing, in one transaction; records that are there already stay as they are.
pub(super) async fn append(writer: &mut SqliteConnection, batch: &[AuditRecord]) -> sqlx::Result<()> {
    let mut transaction = writer.begin().await?;
    let mut binder = Binder::default();
    let mut rest = batch;
    for (size, statement) in SIZES.into_iter().zip(&*STATEMENTS) {
        while let Some((rows, after)) = rest.split_at_checked(size) {
            let arguments = binder.bind(rows).map_err(sqlx::Error::Encode)?;
            sqlx::query_with(statement.as_str(), arguments).execute(&mut *transaction).await?;
            rest = after;
        }
    }
    transaction.commit().await
}

fn statement(rows: usize) -> String {
    let row = format!("({})", vec!["?"; COLUMNS.len()].join(","));
    let mut sql = format!("INSERT INTO calls ({}) VALUES ", COLUMNS.join(","));
    for index in 0..rows {
        // Writing to a string cannot fail.
        let _ = write!(sql, "{}{row}", if index == 0 { "" } else { "," });
    }
    sql + " ON CONFLICT (id) DO NOTHING"
}
