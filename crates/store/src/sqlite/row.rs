//! A record as a row: one list of columns, bound and read in its order.

use std::time::Duration;

use gate_audit::{AuditRecord, Direction, Kind, RecordId, RecordedPayload, Redactions, StoreError};
use gate_mask::Masked;
use sqlx::{Decode, Row, Sqlite, Type, sqlite::SqliteRow};

use super::append::Insert;

pub(super) const COLUMNS: [&str; 30] = [
    "id",
    "kind",
    "status",
    "direction",
    "server",
    "name",
    "principal",
    "session",
    "workflow",
    "request_id",
    "trace_id",
    "span_id",
    "method",
    "client",
    "http_status",
    "error_code",
    "latency_us",
    "first_byte_us",
    "request_bytes",
    "response_bytes",
    "input_tokens",
    "output_tokens",
    "redactions",
    "arguments_size",
    "arguments_truncated",
    "response_size",
    "response_truncated",
    "error",
    "arguments",
    "response",
];

pub(super) fn bind<'q>(query: Insert<'q>, record: &'q AuditRecord) -> Insert<'q> {
    query
        .bind(&record.id.as_bytes()[..])
        .bind(record.kind.as_str())
        .bind(record.status.as_str())
        .bind(record.direction.map(direction))
        .bind(text(&record.server))
        .bind(text(&record.name))
        .bind(text(&record.principal))
        .bind(text(&record.session))
        .bind(text(&record.workflow))
        .bind(text(&record.request_id))
        .bind(record.trace_id.as_ref().map(|id| &id[..]))
        .bind(record.span_id.as_ref().map(|id| &id[..]))
        .bind(text(&record.method))
        .bind(text(&record.client))
        .bind(record.http_status)
        .bind(record.error_code)
        .bind(micros(record.latency))
        .bind(record.first_byte.map(micros))
        .bind(signed(record.request_bytes))
        .bind(signed(record.response_bytes))
        .bind(record.input_tokens.map(signed))
        .bind(record.output_tokens.map(signed))
        .bind((!record.redactions.is_empty()).then(|| record.redactions.to_string()))
        .bind(record.arguments.size.map(signed))
        .bind(record.arguments.truncated)
        .bind(record.response.size.map(signed))
        .bind(record.response.truncated)
        .bind(text(&record.error))
        .bind(text(&record.arguments.text))
        .bind(text(&record.response.text))
}

pub(super) fn read(row: &SqliteRow) -> Result<AuditRecord, StoreError> {
    let mut row = Reader { row, next: 0 };
    let id = row.bytes()?.and_then(RecordId::from_bytes).ok_or_else(|| StoreError::corrupt("id"))?;
    let kind = Kind::parse(row.get()?).ok_or_else(|| StoreError::corrupt("kind"))?;
    let status = row.get::<&str>()?.parse().map_err(|_| StoreError::corrupt("status"))?;
    let mut record = AuditRecord::new(id, kind, status);
    record.direction = row.get::<Option<&str>>()?.map(parse_direction).transpose()?;
    record.server = row.text()?;
    record.name = row.text()?;
    record.principal = row.text()?;
    record.session = row.text()?;
    record.workflow = row.text()?;
    record.request_id = row.text()?;
    record.trace_id = row.bytes()?;
    record.span_id = row.bytes()?;
    record.method = row.text()?;
    record.client = row.text()?;
    record.http_status = row.get()?;
    record.error_code = row.get()?;
    record.latency = Duration::from_micros(row.count()?.unwrap_or_default());
    record.first_byte = row.count()?.map(Duration::from_micros);
    record.request_bytes = row.count()?.unwrap_or_default();
    record.response_bytes = row.count()?.unwrap_or_default();
    record.input_tokens = row.count()?;
    record.output_tokens = row.count()?;
    record.redactions = row.get::<Option<&str>>()?.map(Redactions::parse).unwrap_or_default();
    record.arguments = RecordedPayload { text: None, size: row.count()?, truncated: row.get()? };
    record.response = RecordedPayload { text: None, size: row.count()?, truncated: row.get()? };
    record.error = row.text()?;
    record.arguments.text = row.text()?;
    record.response.text = row.text()?;
    Ok(record)
}

/// Reads column after column.
struct Reader<'r> {
    row: &'r SqliteRow,
    next: usize,
}

impl<'r> Reader<'r> {
    fn get<T: Decode<'r, Sqlite> + Type<Sqlite>>(&mut self) -> Result<T, StoreError> {
        let value = self.row.try_get(self.next);
        self.next += 1;
        value.map_err(|error| StoreError::new("read a row", error))
    }

    /// Only what went through the mask has been written.
    fn text(&mut self) -> Result<Option<Masked<String>>, StoreError> {
        Ok(self.get::<Option<String>>()?.map(Masked::assume_masked_from_store))
    }

    fn bytes<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StoreError> {
        Ok(self.get::<Option<&[u8]>>()?.and_then(|bytes| bytes.try_into().ok()))
    }

    fn count(&mut self) -> Result<Option<u64>, StoreError> {
        Ok(self.get::<Option<i64>>()?.map(i64::unsigned_abs))
    }
}

fn text(text: &Option<Masked<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.get().as_str())
}

/// SQLite's integers are signed; nothing that is counted here comes near the limit.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "to_server",
        Direction::ToClient => "to_client",
    }
}

fn parse_direction(name: &str) -> Result<Direction, StoreError> {
    match name {
        "to_server" => Ok(Direction::ToServer),
        "to_client" => Ok(Direction::ToClient),
        _ => Err(StoreError::corrupt("direction")),
    }
}
