//! A record as a row: one list of columns for every store, and the way there and back.
//!
//! A store says what a [`Value`] is to its database and how its rows are read ([`ReadColumns`]); which
//! column holds what, and in which order, is said here alone.

use std::{borrow::Cow, time::Duration};

use gate_audit::{
    AuditRecord, Direction, EntryKind, Kind, PayloadPolicy, RecordId, RecordedPayload, Redactions,
    StoreError,
    chain::{Link, Mac, WriterId},
};
use gate_mask::Masked;

/// What a column is called, and what it holds.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: ColumnKind,
}

/// What a column holds. All of them may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// Sixteen bytes: a UUID, or the id of a trace.
    Id,
    Bytes,
    /// The bits of a `u64` where it is one: what is sealed must read back to the last bit.
    Integer,
    Flag,
    Text,
}

/// What a row has in a column; of the column's [`ColumnKind`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Id(Option<[u8; 16]>),
    Bytes(Option<&'a [u8]>),
    Integer(Option<i64>),
    Flag(bool),
    Text(Option<Cow<'a, str>>),
}

const fn column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind }
}

/// In the order of [`values`] and [`read`]: what is filtered on comes first and what is large last, so that
/// a scan does not read the payloads.
pub(crate) const COLUMNS: [Column; 40] = {
    use ColumnKind::{Bytes, Flag, Id, Integer, Text};
    [
        column("id", Id),
        column("related", Id),
        column("writer", Id),
        column("trace_id", Id),
        column("number", Integer),
        column("latency_us", Integer),
        column("first_byte_us", Integer),
        column("request_bytes", Integer),
        column("response_bytes", Integer),
        column("arguments_size", Integer),
        column("response_size", Integer),
        column("input_tokens", Integer),
        column("output_tokens", Integer),
        column("error_code", Integer),
        column("text_bytes", Integer),
        column("http_status", Integer),
        column("arguments_truncated", Flag),
        column("response_truncated", Flag),
        column("span_id", Bytes),
        column("mac", Bytes),
        column("entry", Text),
        column("kind", Text),
        column("status", Text),
        column("direction", Text),
        column("arguments_policy", Text),
        column("response_policy", Text),
        column("server", Text),
        column("name", Text),
        column("principal", Text),
        column("session", Text),
        column("workflow", Text),
        column("request_id", Text),
        column("method", Text),
        column("client", Text),
        column("protocol_version", Text),
        column("instance", Text),
        column("redactions", Text),
        column("error", Text),
        column("arguments", Text),
        column("response", Text),
    ]
};

/// The names of all columns, with commas between.
#[cfg(feature = "postgres")]
pub(crate) fn names() -> String {
    COLUMNS.map(|column| column.name).join(", ")
}

/// The record's row.
pub(crate) fn values(record: &AuditRecord) -> [Value<'_>; COLUMNS.len()] {
    let link = record.link.as_ref();
    let redactions = (!record.redactions.is_empty()).then(|| record.redactions.to_string());
    [
        Value::Id(Some(*record.id.as_bytes())),
        Value::Id(record.related.map(|id| *id.as_bytes())),
        Value::Id(link.map(|link| *link.writer.as_bytes())),
        Value::Id(record.trace_id),
        integer(link.map(|link| link.number)),
        integer(Some(micros(record.latency))),
        integer(record.first_byte.map(micros)),
        integer(Some(record.request_bytes)),
        integer(Some(record.response_bytes)),
        integer(record.arguments.size),
        integer(record.response.size),
        integer(record.input_tokens),
        integer(record.output_tokens),
        Value::Integer(record.error_code),
        integer(Some(record.text_bytes())),
        Value::Integer(record.http_status.map(i64::from)),
        Value::Flag(record.arguments.truncated),
        Value::Flag(record.response.truncated),
        Value::Bytes(record.span_id.as_ref().map(|id| &id[..])),
        Value::Bytes(link.map(|link| &link.mac.as_bytes()[..])),
        name((record.entry != EntryKind::Call).then(|| record.entry.as_str())),
        name(Some(record.kind.as_str())),
        name(Some(record.status.as_str())),
        name(record.direction.map(Direction::as_str)),
        policy(&record.arguments),
        policy(&record.response),
        text(&record.server),
        text(&record.name),
        text(&record.principal),
        text(&record.session),
        text(&record.workflow),
        text(&record.request_id),
        text(&record.method),
        text(&record.client),
        text(&record.protocol_version),
        text(&record.instance),
        Value::Text(redactions.map(Cow::Owned)),
        text(&record.error),
        text(&record.arguments.text),
        text(&record.response.text),
    ]
}

/// Reads the columns of a row, one after the other.
pub(crate) trait ReadColumns {
    fn id(&mut self) -> Result<Option<[u8; 16]>, StoreError>;
    fn bytes<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StoreError>;
    fn integer(&mut self) -> Result<Option<i64>, StoreError>;
    fn flag(&mut self) -> Result<bool, StoreError>;
    fn string(&mut self) -> Result<Option<String>, StoreError>;
}

/// The record of a row that [`values`] made.
pub(crate) fn read(mut row: impl ReadColumns) -> Result<AuditRecord, StoreError> {
    let row = &mut row;
    let id = record_id(row)?.ok_or(Missing("id"))?;
    let related = record_id(row)?;
    let (writer, trace_id) = (row.id()?.and_then(WriterId::from_bytes), row.id()?);
    let number = unsigned(row)?;
    // The three without which there is no record come further on.
    let mut record = AuditRecord::new(id, Kind::Http, gate_audit::Status::Ok);
    (record.related, record.trace_id) = (related, trace_id);
    record.latency = Duration::from_micros(unsigned(row)?.unwrap_or_default());
    record.first_byte = unsigned(row)?.map(Duration::from_micros);
    record.request_bytes = unsigned(row)?.unwrap_or_default();
    record.response_bytes = unsigned(row)?.unwrap_or_default();
    record.arguments.size = unsigned(row)?;
    record.response.size = unsigned(row)?;
    record.input_tokens = unsigned(row)?;
    record.output_tokens = unsigned(row)?;
    record.error_code = row.integer()?;
    let _text_bytes = row.integer()?;
    record.http_status = row.integer()?.and_then(|status| status.try_into().ok());
    record.arguments.truncated = row.flag()?;
    record.response.truncated = row.flag()?;
    record.span_id = row.bytes()?;
    let mac = row.bytes()?.map(Mac::new);
    record.link = match (writer, number, mac) {
        (Some(writer), Some(number), Some(mac)) => Some(Link { writer, number, mac }),
        _ => None,
    };
    read_names(&mut record, row)?;
    read_texts(&mut record, row)?;
    Ok(record)
}

fn read_names(record: &mut AuditRecord, row: &mut impl ReadColumns) -> Result<(), StoreError> {
    record.entry = parsed(row, "entry", EntryKind::parse)?.unwrap_or_default();
    record.kind = parsed(row, "kind", Kind::parse)?.ok_or(Missing("kind"))?;
    record.status = parsed(row, "status", |name| name.parse().ok())?.ok_or(Missing("status"))?;
    record.direction = parsed(row, "direction", Direction::parse)?;
    record.arguments.policy = parsed(row, "payload policy", PayloadPolicy::parse)?.unwrap_or_default();
    record.response.policy = parsed(row, "payload policy", PayloadPolicy::parse)?.unwrap_or_default();
    Ok(())
}

fn read_texts(record: &mut AuditRecord, row: &mut impl ReadColumns) -> Result<(), StoreError> {
    record.server = masked(row)?;
    record.name = masked(row)?;
    record.principal = masked(row)?;
    record.session = masked(row)?;
    record.workflow = masked(row)?;
    record.request_id = masked(row)?;
    record.method = masked(row)?;
    record.client = masked(row)?;
    record.protocol_version = masked(row)?;
    record.instance = masked(row)?;
    record.redactions = row.string()?.as_deref().map(Redactions::parse).unwrap_or_default();
    record.error = masked(row)?;
    record.arguments.text = masked(row)?;
    record.response.text = masked(row)?;
    Ok(())
}

/// A column that no row may have empty.
struct Missing(&'static str);

impl From<Missing> for StoreError {
    fn from(Missing(what): Missing) -> Self {
        Self::corrupt(what)
    }
}

fn record_id(row: &mut impl ReadColumns) -> Result<Option<RecordId>, StoreError> {
    Ok(row.id()?.and_then(RecordId::from_bytes))
}

fn unsigned(row: &mut impl ReadColumns) -> Result<Option<u64>, StoreError> {
    Ok(row.integer()?.map(i64::cast_unsigned))
}

fn parsed<T>(
    row: &mut impl ReadColumns,
    what: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let Some(name) = row.string()? else { return Ok(None) };
    parse(&name).map(Some).ok_or_else(|| StoreError::corrupt(what))
}

/// Only what went through the mask has been written.
fn masked(row: &mut impl ReadColumns) -> Result<Option<Masked<String>>, StoreError> {
    Ok(row.string()?.map(Masked::assume_masked_from_store))
}

fn integer(count: Option<u64>) -> Value<'static> {
    Value::Integer(count.map(u64::cast_signed))
}

fn name(name: Option<&'static str>) -> Value<'static> {
    Value::Text(name.map(Cow::Borrowed))
}

fn text(text: &Option<Masked<String>>) -> Value<'_> {
    Value::Text(text.as_ref().map(|text| Cow::Borrowed(text.get().as_str())))
}

/// Most payloads are kept masked, which needs no word.
fn policy(payload: &RecordedPayload) -> Value<'static> {
    name((payload.policy != PayloadPolicy::Masked).then(|| payload.policy.as_str()))
}

pub(crate) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use gate_audit::Status;

    use super::*;

    struct Row<'a>(std::vec::IntoIter<Value<'a>>);

    macro_rules! next {
        ($row:ident, $kind:ident) => {
            match $row.0.next() {
                Some(Value::$kind(value)) => value,
                other => panic!("{other:?} where there should be {}", stringify!($kind)),
            }
        };
    }

    impl ReadColumns for Row<'_> {
        fn id(&mut self) -> Result<Option<[u8; 16]>, StoreError> {
            Ok(next!(self, Id))
        }

        fn bytes<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StoreError> {
            Ok(next!(self, Bytes).map(|bytes| bytes.try_into().expect("as long as it was")))
        }

        fn integer(&mut self) -> Result<Option<i64>, StoreError> {
            Ok(next!(self, Integer))
        }

        fn flag(&mut self) -> Result<bool, StoreError> {
            Ok(next!(self, Flag))
        }

        fn string(&mut self) -> Result<Option<String>, StoreError> {
            Ok(next!(self, Text).map(Cow::into_owned))
        }
    }

    fn masked(text: &str) -> Option<Masked<String>> {
        Some(Masked::assume_masked_from_store(text.to_owned()))
    }

    fn full() -> AuditRecord {
        let now = std::time::SystemTime::now();
        let mut record = AuditRecord::new(RecordId::at(now), Kind::Tool, Status::RpcError);
        record.entry = EntryKind::Event;
        record.related = Some(RecordId::at(now));
        record.direction = Some(Direction::ToClient);
        record.method = masked("tools/call");
        record.name = masked("");
        record.server = masked("files");
        record.principal = masked("ann");
        record.client = masked("tester/1");
        record.protocol_version = masked("2025-11-25");
        record.session = masked("s");
        record.workflow = masked("nightly");
        record.request_id = masked("r");
        record.instance = masked("gateway-1");
        record.trace_id = Some([1; 16]);
        record.span_id = Some([2; 8]);
        record.arguments = RecordedPayload {
            text: masked("é\0"),
            size: Some(u64::MAX),
            truncated: true,
            policy: PayloadPolicy::Digest,
        };
        record.response = RecordedPayload { size: Some(0), policy: PayloadPolicy::Off, ..Default::default() };
        record.http_status = Some(599);
        record.error_code = Some(-32_602);
        record.error = masked("broken");
        record.latency = Duration::from_micros(12);
        record.first_byte = Some(Duration::ZERO);
        record.request_bytes = 7;
        record.response_bytes = 8;
        record.redactions = Redactions::parse("key-name:3");
        record.input_tokens = Some(u64::MAX);
        record.output_tokens = Some(9);
        record.link = Some(Link { writer: WriterId::at(now), number: 7, mac: Mac::new([5; 32]) });
        record
    }

    #[test]
    fn every_field_reads_back() {
        let bare = AuditRecord::new(RecordId::at(std::time::SystemTime::now()), Kind::Http, Status::Ok);
        for record in [bare, full()] {
            let row = values(&record).to_vec();
            for (value, column) in row.iter().zip(&COLUMNS) {
                let kind = match value {
                    Value::Id(_) => ColumnKind::Id,
                    Value::Bytes(_) => ColumnKind::Bytes,
                    Value::Integer(_) => ColumnKind::Integer,
                    Value::Flag(_) => ColumnKind::Flag,
                    Value::Text(_) => ColumnKind::Text,
                };
                assert_eq!(kind, column.kind, "{}", column.name);
            }
            assert_eq!(read(Row(row.into_iter())).unwrap(), record);
        }
    }
}
