//! Rows in the binary form of `COPY`.

use gate_audit::AuditRecord;
use sqlx::PgConnection;

use super::text::escape;
use crate::columns::{self, COLUMNS, Value};

/// A signature, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// The end: no row has so many columns.
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();
/// So much is sent at a time.
const CHUNK: usize = 256 << 10;

/// Copies the records in. Whoever gives this up half-way must give the connection up, too.
pub(super) async fn copy(
    connection: &mut PgConnection,
    statement: &str,
    records: &[&AuditRecord],
) -> sqlx::Result<()> {
    copy_rows(connection, statement, records, |chunk, record| push_row(chunk, record)).await
}

/// As [`copy`], of any rows; each is pushed as the number of its columns and its fields.
pub(super) async fn copy_rows<T>(
    connection: &mut PgConnection,
    statement: &str,
    rows: impl IntoIterator<Item = T>,
    push: impl Fn(&mut Vec<u8>, T),
) -> sqlx::Result<()> {
    let mut copy = connection.copy_in_raw(statement).await?;
    let mut chunk = Vec::with_capacity(CHUNK + (16 << 10));
    chunk.extend_from_slice(HEADER);
    for row in rows {
        push(&mut chunk, row);
        if chunk.len() >= CHUNK {
            copy.send(chunk.as_slice()).await?;
            chunk.clear();
        }
    }
    chunk.extend_from_slice(&TRAILER);
    copy.send(chunk.as_slice()).await?;
    copy.finish().await.map(drop)
}

fn push_row(chunk: &mut Vec<u8>, record: &AuditRecord) {
    // Forty columns.
    chunk.extend_from_slice(&(COLUMNS.len() as i16).to_be_bytes());
    for value in columns::values(record) {
        match value {
            Value::Id(id) => push_field(chunk, id.as_ref().map(|id| &id[..])),
            Value::Bytes(bytes) => push_field(chunk, bytes),
            Value::Integer(integer) => {
                push_field(chunk, integer.map(i64::to_be_bytes).as_ref().map(|it| &it[..]))
            }
            Value::Flag(flag) => push_field(chunk, Some(&[u8::from(flag)])),
            Value::Text(None) => push_field(chunk, None),
            Value::Text(Some(text)) => push_field(chunk, Some(escape(&text).as_bytes())),
        }
    }
}

/// Its length, or -1 in the stead of nothing, and its bytes.
pub(super) fn push_field(chunk: &mut Vec<u8>, field: Option<&[u8]>) {
    let length = field.map_or(-1, |field| i32::try_from(field.len()).unwrap_or(i32::MAX));
    chunk.extend_from_slice(&length.to_be_bytes());
    chunk.extend_from_slice(field.unwrap_or_default());
}
