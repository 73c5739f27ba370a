//! The tables, by version.

use std::borrow::Cow;

use gate_audit::StoreError;
use sqlx::{
    SqlSafeStr, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
};

/// Each is run once and never changed afterwards.
const VERSIONS: [(&str, &str); 1] = [("calls", CALLS)];

/// One row a call. Ids are UUIDv7 and so hold the time; each further index on a random key would cost
/// more than the row itself.
const CALLS: &str = "
CREATE TABLE calls (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    direction TEXT,
    method TEXT,
    name TEXT,
    server TEXT,
    principal TEXT,
    client TEXT,
    session TEXT,
    workflow TEXT,
    request_id TEXT,
    trace_id BLOB,
    span_id BLOB,
    arguments TEXT,
    arguments_size INTEGER,
    arguments_truncated INTEGER NOT NULL,
    response TEXT,
    response_size INTEGER,
    response_truncated INTEGER NOT NULL,
    http_status INTEGER,
    error_code INTEGER,
    error TEXT,
    latency_us INTEGER NOT NULL,
    first_byte_us INTEGER,
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL,
    redactions TEXT,
    input_tokens INTEGER,
    output_tokens INTEGER
) STRICT;
";

pub(super) async fn migrate(writer: &SqlitePool) -> Result<(), StoreError> {
    let migrations = (1..).zip(VERSIONS).map(|(version, (name, sql))| {
        Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, sql.into_sql_str(), false)
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    migrator.run(writer).await.map_err(|error| StoreError::new("migrate", error))
}
