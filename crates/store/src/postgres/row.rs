//! A record as a row of PostgreSQL.

use std::borrow::Cow;

use gate_audit::{AuditRecord, StoreError};
use sqlx::{
    Decode, Postgres, Row, Type,
    postgres::{PgArguments, PgRow},
    query::Query,
    types::Uuid,
};

use super::{
    error::failed,
    text::{escape, unescape},
};
use crate::columns::{self, COLUMNS, Column, ColumnKind, ReadColumns, Value};

/// A column's type.
pub(super) fn type_of(column: &Column) -> &'static str {
    match column.kind {
        ColumnKind::Id => "uuid",
        ColumnKind::Bytes => "bytea",
        ColumnKind::Integer => "bigint",
        ColumnKind::Flag => "boolean",
        ColumnKind::Text => "text",
    }
}

/// The record of a row that begins with all [`COLUMNS`].
pub(super) fn read(row: &PgRow) -> Result<AuditRecord, StoreError> {
    columns::read(Reader { row, next: 0 })
}

/// Reads column after column.
pub(super) struct Reader<'r> {
    row: &'r PgRow,
    next: usize,
}

impl<'r> Reader<'r> {
    pub(super) fn new(row: &'r PgRow) -> Self {
        Self::at(row, 0)
    }

    pub(super) fn at(row: &'r PgRow, next: usize) -> Self {
        Self { row, next }
    }

    pub(super) fn get<T: Decode<'r, Postgres> + Type<Postgres>>(&mut self) -> Result<T, StoreError> {
        let value = self.row.try_get(self.next);
        self.next += 1;
        value.map_err(failed("read a row"))
    }
}

impl ReadColumns for Reader<'_> {
    fn id(&mut self) -> Result<Option<[u8; 16]>, StoreError> {
        Ok(self.get::<Option<Uuid>>()?.map(Uuid::into_bytes))
    }

    fn bytes<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StoreError> {
        Ok(self.get::<Option<&[u8]>>()?.and_then(|bytes| bytes.try_into().ok()))
    }

    fn integer(&mut self) -> Result<Option<i64>, StoreError> {
        self.get()
    }

    fn flag(&mut self) -> Result<bool, StoreError> {
        self.get()
    }

    fn string(&mut self) -> Result<Option<String>, StoreError> {
        Ok(self.get::<Option<String>>()?.map(unescape))
    }
}

/// Binds the rows as arrays, one for each column.
pub(super) fn bind_arrays<'q>(
    mut query: Query<'q, Postgres, PgArguments>,
    rows: &[[Value<'_>; COLUMNS.len()]],
) -> Query<'q, Postgres, PgArguments> {
    for (at, column) in COLUMNS.iter().enumerate() {
        let values = rows.iter().map(|row| &row[at]);
        query = match column.kind {
            ColumnKind::Id => query.bind(values.map(id).collect::<Vec<_>>()),
            ColumnKind::Bytes => query.bind(values.map(bytes).collect::<Vec<_>>()),
            ColumnKind::Integer => query.bind(values.map(integer).collect::<Vec<_>>()),
            ColumnKind::Flag => query.bind(values.map(flag).collect::<Vec<_>>()),
            ColumnKind::Text => {
                let texts: Vec<_> = values.map(text).collect();
                query.bind(texts.iter().map(Option::as_deref).collect::<Vec<_>>())
            }
        };
    }
    query
}

pub(super) fn id(value: &Value<'_>) -> Option<Uuid> {
    match value {
        Value::Id(id) => id.map(Uuid::from_bytes),
        _ => None,
    }
}

pub(super) fn bytes(value: &Value<'_>) -> Option<Vec<u8>> {
    match value {
        Value::Bytes(bytes) => bytes.map(<[u8]>::to_vec),
        _ => None,
    }
}

pub(super) fn integer(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Integer(integer) => *integer,
        _ => None,
    }
}

pub(super) fn flag(value: &Value<'_>) -> bool {
    matches!(value, Value::Flag(true))
}

pub(super) fn text<'v>(value: &'v Value<'_>) -> Option<Cow<'v, str>> {
    match value {
        Value::Text(text) => text.as_deref().map(escape),
        _ => None,
    }
}
