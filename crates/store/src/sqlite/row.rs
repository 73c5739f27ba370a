//! A record as a row of SQLite.

use std::{mem, sync::Arc};

use gate_audit::{AuditRecord, StoreError};
use sqlx::{
    Arguments, Decode, Row, Sqlite, Type,
    error::BoxDynError,
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::columns::{self, COLUMNS, ReadColumns, Value};

/// Binds rows, column after column.
pub(super) struct Binder {
    arguments: SqliteArguments,
    /// By column, the last text that was bound: most are the same in the next row, and then shared.
    last: [Option<Arc<str>>; COLUMNS.len()],
}

impl Default for Binder {
    fn default() -> Self {
        Self { arguments: SqliteArguments::default(), last: [const { None }; COLUMNS.len()] }
    }
}

impl Binder {
    /// What a statement for these rows is to be given.
    pub(super) fn bind(&mut self, records: &[&AuditRecord]) -> Result<SqliteArguments, BoxDynError> {
        self.arguments.reserve(records.len() * COLUMNS.len(), 0);
        for record in records {
            for (column, value) in columns::values(record).into_iter().enumerate() {
                self.add(column, value)?;
            }
        }
        Ok(mem::take(&mut self.arguments))
    }

    fn add(&mut self, column: usize, value: Value<'_>) -> Result<(), BoxDynError> {
        match value {
            Value::Id(id) => self.arguments.add(id.as_ref().map(|id| &id[..])),
            Value::Bytes(bytes) => self.arguments.add(bytes),
            Value::Integer(integer) => self.arguments.add(integer),
            Value::Flag(flag) => self.arguments.add(flag),
            Value::Text(None) => self.arguments.add(None::<&str>),
            Value::Text(Some(text)) => {
                let shared = self.shared(column, &text);
                self.arguments.add(shared)
            }
        }
    }

    fn shared(&mut self, column: usize, text: &str) -> Arc<str> {
        match &mut self.last[column] {
            Some(last) if **last == *text => Arc::clone(last),
            last => Arc::clone(last.insert(text.into())),
        }
    }
}

/// The record of a row that begins with all [columns](columns::names), in their order.
pub(super) fn read(row: &SqliteRow) -> Result<AuditRecord, StoreError> {
    columns::read(Reader { row, next: 0 })
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
}

impl ReadColumns for Reader<'_> {
    fn id(&mut self) -> Result<Option<[u8; 16]>, StoreError> {
        self.bytes()
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
        self.get()
    }
}
