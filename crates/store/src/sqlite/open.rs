//! Opening the file, and bringing it up to date.

use std::{path::Path, time::Duration};

use gate_audit::StoreError;
use sqlx::{
    ConnectOptions, Connection, SqlSafeStr, SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    sqlite::{
        SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};

use super::file;

/// How long one waits for another process.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every connection to a file of ours begins with.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(PATIENCE)
}

/// Connections that read.
pub(super) fn readers(most: u32, options: SqliteConnectOptions) -> SqlitePool {
    // A connection to a file does not go away: to ask it first would be a round trip more for each query.
    let pool = SqlitePoolOptions::new().max_connections(most).test_before_acquire(false);
    // In KiB: the inner pages of a table of some million rows.
    pool.connect_lazy_with(options.read_only(true).pragma("cache_size", "-8192"))
}

/// The connection that writes.
pub(super) async fn writer(path: &Path) -> Result<SqliteConnection, StoreError> {
    file::prepare(path).map_err(|error| StoreError::new("make the database file", error))?;
    let mut writer = another_writer(path).await?;
    migrate(&mut writer).await.map_err(explained)?;
    Ok(writer)
}

/// One to a file that is there, and up to date.
pub(super) async fn another_writer(path: &Path) -> Result<SqliteConnection, StoreError> {
    let writing = options(path)
        // These two take effect on a new file only. A row with its payloads is a few KB: on the usual
        // pages of 4 KB each row costs a split. Measured: twice as much is faster for small payloads
        // and large ones.
        .page_size(8_192)
        // Pruning needs it to give pages back.
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        // In pages, 32 MB: the log is folded into the file in a few large steps. Each waits for the disk,
        // and writes once what was written to the log many times: the ends of the indexes, and the sums.
        .pragma("wal_autocheckpoint", "4096")
        // In KiB: what one batch writes, and the sums that it adds to.
        .pragma("cache_size", "-16384");
    connect(&writing).await.map_err(|error| StoreError::new("open the database", error))
}

/// SQLite does not wait for another process that is just changing the journal's mode, as the first one to
/// open a new file does.
pub(super) async fn connect(options: &SqliteConnectOptions) -> sqlx::Result<SqliteConnection> {
    const TRIES: u32 = 50;
    for _ in 0..TRIES {
        match options.connect().await {
            Err(error) if is_busy(&error) => tokio::time::sleep(PATIENCE / TRIES).await,
            connected => return connected,
        }
    }
    options.connect().await
}

fn is_busy(error: &sqlx::Error) -> bool {
    matches!(code(error), Some(5 | 6))
}

/// What went wrong, by SQLite's number: the low byte of its extended code.
pub(super) fn code(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

/// In one transaction, which is the lock: a second process that opens the file waits, and finds it done.
async fn migrate(writer: &mut SqliteConnection) -> Result<(), MigrateError> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    migrations().run(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}

fn explained(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(_) => {
            StoreError::new("open a database that a newer version has written", error)
        }
        error => StoreError::new("bring the database up to date", error),
    }
}

/// In order, each for ever as it is: a file remembers their checksums.
fn migrations() -> Migrator {
    let steps = [(1, "trail", include_str!("../../migrations/sqlite/1_trail.sql").into_sql_str())];
    let steps = steps
        .map(|(version, name, sql)| Migration::new(version, name.into(), MigrationType::Simple, sql, false));
    Migrator::with_migrations(steps.to_vec())
}
