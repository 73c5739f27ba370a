//! A record as a row: one list of columns, bound and read in its order.

use std::{mem, sync::Arc, time::Duration};

use gate_audit::{AuditRecord, Direction, Kind, RecordId, RecordedPayload, Redactions, StoreError};
use gate_mask::Masked;
use sqlx::{
    Arguments, Decode, Encode, Row, Sqlite, Type,
    error::BoxDynError,
    sqlite::{SqliteArguments, SqliteRow},
};

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

/// Binds rows, column after column.
#[derive(Default)]
pub(super) struct Binder {
    arguments: SqliteArguments,
    /// By column, the last text that was bound: most are the same in the next row, and then shared.
    last: [Option<Arc<str>>; COLUMNS.len()],
}

impl Binder {
    /// What a statement for so many rows is to be given.
    pub(super) fn bind(&mut self, records: &[AuditRecord]) -> Result<SqliteArguments, BoxDynError> {
        self.arguments.reserve(records.len() * COLUMNS.len(), 0);
        records.iter().try_for_each(|record| self.row(record))?;
        Ok(mem::take(&mut self.arguments))
    }

    fn row(&mut self, record: &AuditRecord) -> Result<(), BoxDynError> {
        self.add(&record.id.as_bytes()[..])?;
        self.text(Some(record.kind.as_str()))?;
        self.text(Some(record.status.as_str()))?;
        self.text(record.direction.map(direction))?;
        self.text(text(&record.server))?;
        self.text(text(&record.name))?;
        self.text(text(&record.principal))?;
        self.text(text(&record.session))?;
        self.text(text(&record.workflow))?;
        self.text(text(&record.request_id))?;
        self.add(record.trace_id.as_ref().map(|id| &id[..]))?;
        self.add(record.span_id.as_ref().map(|id| &id[..]))?;
        self.text(text(&record.method))?;
        self.text(text(&record.client))?;
        self.add(record.http_status)?;
        self.add(record.error_code)?;
        self.add(micros(record.latency))?;
        self.add(record.first_byte.map(micros))?;
        self.add(signed(record.request_bytes))?;
        self.add(signed(record.response_bytes))?;
        self.add(record.input_tokens.map(signed))?;
        self.add(record.output_tokens.map(signed))?;
        self.add((!record.redactions.is_empty()).then(|| record.redactions.to_string()))?;
        self.add(record.arguments.size.map(signed))?;
        self.add(record.arguments.truncated)?;
        self.add(record.response.size.map(signed))?;
        self.add(record.response.truncated)?;
        self.text(text(&record.error))?;
        self.text(text(&record.arguments.text))?;
        self.text(text(&record.response.text))
    }

    fn text(&mut self, text: Option<&str>) -> Result<(), BoxDynError> {
        let Some(text) = text else { return self.add(None::<&str>) };
        let last = &mut self.last[self.arguments.len() % COLUMNS.len()];
        let shared = match last {
            Some(last) if **last == *text => Arc::clone(last),
            last => Arc::clone(last.insert(text.into())),
        };
        self.add(shared)
    }

    fn add<'t>(&mut self, value: impl Encode<'t, Sqlite> + Type<Sqlite>) -> Result<(), BoxDynError> {
        self.arguments.add(value)
    }
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
    record.arguments = RecordedPayload { size: row.count()?, truncated: row.get()?, ..Default::default() };
    record.response = RecordedPayload { size: row.count()?, truncated: row.get()?, ..Default::default() };
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
