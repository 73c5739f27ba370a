//! Writing rows.

use std::time::Duration;

use gate_audit::{AuditRecord, Direction};
use gate_mask::Masked;
use sqlx::{QueryBuilder, Sqlite, SqlitePool, query_builder::Separated};

const INSERT: &str = "INSERT INTO calls (id, kind, status, direction, method, name, server, principal, client, \
     session, workflow, request_id, trace_id, span_id, arguments, arguments_size, arguments_truncated, response, \
     response_size, response_truncated, http_status, error_code, error, latency_us, first_byte_us, request_bytes, \
     response_bytes, redactions, input_tokens, output_tokens) ";

/// The most rows of one statement: longer ones are slower.
const ROWS: usize = 128;

/// Writes all of a batch, or nothing.
pub(super) async fn batch(writer: &SqlitePool, batch: &[AuditRecord]) -> sqlx::Result<()> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut rest = batch;
    while !rest.is_empty() {
        // Powers of two, so that few shapes of statement are ever prepared.
        let rows = ROWS.min(1 << rest.len().ilog2());
        let (now, later) = rest.split_at(rows);
        statement(now).build().execute(&mut *transaction).await?;
        rest = later;
    }
    transaction.commit().await
}

fn statement(records: &[AuditRecord]) -> QueryBuilder<Sqlite> {
    let mut statement = QueryBuilder::new(INSERT);
    statement.push_values(records, |row, record| values(row, record));
    statement.push(" ON CONFLICT (id) DO NOTHING");
    statement
}

fn values(mut row: Separated<'_, Sqlite, &'static str>, record: &AuditRecord) {
    row.push_bind(record.id.as_bytes().to_vec());
    row.push_bind(record.kind.as_str()).push_bind(record.status.as_str());
    row.push_bind(record.direction.map(direction));
    for text in [
        &record.method,
        &record.name,
        &record.server,
        &record.principal,
        &record.client,
        &record.session,
        &record.workflow,
        &record.request_id,
    ] {
        row.push_bind(masked(text));
    }
    row.push_bind(record.trace_id.map(|id| id.to_vec())).push_bind(record.span_id.map(|id| id.to_vec()));
    for payload in [&record.arguments, &record.response] {
        row.push_bind(masked(&payload.text));
        row.push_bind(payload.size.map(integer)).push_bind(payload.truncated);
    }
    row.push_bind(record.http_status).push_bind(record.error_code).push_bind(masked(&record.error));
    row.push_bind(micros(record.latency)).push_bind(record.first_byte.map(micros));
    row.push_bind(integer(record.request_bytes)).push_bind(integer(record.response_bytes));
    row.push_bind((!record.redactions.is_empty()).then(|| record.redactions.to_string()));
    row.push_bind(record.input_tokens.map(integer)).push_bind(record.output_tokens.map(integer));
}

/// The only way for a text into a row: nothing that is not masked fits.
fn masked(text: &Option<Masked<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.get().as_str())
}

pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "to_server",
        Direction::ToClient => "to_client",
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
