//! A record as a row of SQLite.

use std::{mem, sync::Arc};

use gate_audit::{AuditRecord, StoreError};
use sqlx::{
    Arguments, Decode, Row, Sqlite, Type,
    error::BoxDynError,
    sqlite::{SqliteArguments, SqliteRow},
};

use super::pack::{self, Packed, TAGS};
use crate::columns::{self, COLUMNS, ReadColumns, Value};

/// How many columns there are: those that are not packed, and the one with those that are.
pub(super) const WIDTH: usize = {
    let (mut width, mut column) = (1, 0);
    while column < TAGS.len() {
        width += TAGS[column].is_none() as usize;
        column += 1;
    }
    width
};

/// The names of all columns, with commas between; the packed one comes last.
pub(super) fn names() -> String {
    let own = COLUMNS.iter().zip(TAGS).filter(|(_, tag)| tag.is_none());
    let own: Vec<_> = own.map(|(column, _)| column.name).chain(["rest"]).collect();
    own.join(", ")
}

/// Binds rows, column after column.
pub(super) struct Binder {
    arguments: SqliteArguments,
    packed: Vec<u8>,
    /// By column, the last text that was bound: most are the same in the next row, and then shared.
    last: [Option<Arc<str>>; COLUMNS.len()],
}

impl Default for Binder {
    fn default() -> Self {
        let last = [const { None }; COLUMNS.len()];
        Self { arguments: SqliteArguments::default(), packed: Vec::new(), last }
    }
}

impl Binder {
    /// What a statement for these rows is to be given.
    pub(super) fn bind(&mut self, records: &[&AuditRecord]) -> Result<SqliteArguments, BoxDynError> {
        self.arguments.reserve(records.len() * WIDTH, 0);
        for record in records {
            self.packed.clear();
            for (column, value) in columns::values(record).into_iter().enumerate() {
                match TAGS[column] {
                    Some(tag) => pack::push(&mut self.packed, tag, &value),
                    None => self.add(column, value)?,
                }
            }
            self.arguments.add(&self.packed[..])?;
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

/// The record of a row that begins with all columns, in the order of their [`names`].
pub(super) fn read(row: &SqliteRow) -> Result<AuditRecord, StoreError> {
    let packed = row.try_get(WIDTH - 1).map_err(|error| StoreError::new("read a row", error))?;
    columns::read(Reader { row, packed: Packed(packed), column: 0, next: 0 })
}

/// Reads column after column.
struct Reader<'r> {
    row: &'r SqliteRow,
    packed: Packed<'r>,
    /// Of [`COLUMNS`], the next.
    column: usize,
    /// Of the row's, the next.
    next: usize,
}

/// Where the next value is.
enum Place {
    Row,
    Packed,
    /// It would be packed, and there is none.
    Nowhere,
}

impl<'r> Reader<'r> {
    fn place(&mut self) -> Place {
        let tag = TAGS.get(self.column).copied().flatten();
        self.column += 1;
        match tag {
            None => Place::Row,
            Some(tag) if self.packed.begins(tag) => Place::Packed,
            Some(_) => Place::Nowhere,
        }
    }

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
        let bytes = match self.place() {
            Place::Row => self.get::<Option<&[u8]>>()?,
            Place::Packed => Some(self.packed.bytes()?),
            Place::Nowhere => None,
        };
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()))
    }

    fn integer(&mut self) -> Result<Option<i64>, StoreError> {
        match self.place() {
            Place::Row => self.get(),
            Place::Packed => Ok(Some(self.packed.number()?.cast_signed())),
            Place::Nowhere => Ok(None),
        }
    }

    fn flag(&mut self) -> Result<bool, StoreError> {
        match self.place() {
            Place::Row => self.get(),
            place => Ok(matches!(place, Place::Packed)),
        }
    }

    fn string(&mut self) -> Result<Option<String>, StoreError> {
        match self.place() {
            Place::Row => self.get(),
            Place::Packed => {
                let text = String::from_utf8(self.packed.bytes()?.to_vec());
                text.map(Some).map_err(|error| StoreError::new("read a row", error))
            }
            Place::Nowhere => Ok(None),
        }
    }
}
