//! Writing batches.

use std::{fmt::Write, sync::LazyLock};

use gate_audit::AuditRecord;
use sqlx::{Connection, SqliteConnection, query::Query, sqlite::SqliteArguments};

use super::row::{self, COLUMNS};

/// How many rows one statement writes. Measured: more rows a statement are slower again, and each count
/// of rows is a statement to prepare, so there are only these three.
const SIZES: [usize; 3] = [100, 10, 1];

static STATEMENTS: LazyLock<[String; 3]> = LazyLock::new(|| SIZES.map(statement));

/// Writes all or nothing, in one transaction; records that are there already stay as they are.
pub(super) async fn append(writer: &mut SqliteConnection, batch: &[AuditRecord]) -> sqlx::Result<()> {
    let mut transaction = writer.begin().await?;
    let mut rest = batch;
    for (size, statement) in SIZES.into_iter().zip(&*STATEMENTS) {
        while let Some((rows, after)) = rest.split_at_checked(size) {
            let query = sqlx::query(statement.as_str());
            rows.iter().fold(query, row::bind).execute(&mut *transaction).await?;
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

pub(super) type Insert<'q> = Query<'q, sqlx::Sqlite, SqliteArguments>;
