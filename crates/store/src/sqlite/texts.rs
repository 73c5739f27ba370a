//! Many rows as one text.
//!
//! A value that crosses from SQLite costs an allocation or two, and each row a message from one thread to
//! another, more than to find it. So SQLite itself puts the values of many rows into one text: before each stand
//! its bytes, and `-` for one that is not there.

use std::sync::LazyLock;

use gate_audit::{AuditRecord, RecordId, StoreError};
use sqlx::SqliteConnection;

use super::{
    filter::Select,
    pack::{Packed, TAGS},
};
use crate::columns::{self, COLUMNS, ColumnKind, ReadColumns};

/// How many records are in one text.
const PART: usize = 64;

static RECORDS: LazyLock<String> = LazyLock::new(|| {
    let own =
        COLUMNS.iter().zip(TAGS).filter(|(_, tag)| tag.is_none()).map(|(column, _)| match column.kind {
            ColumnKind::Id | ColumnKind::Bytes => format!("hex({})", column.name),
            _ => column.name.to_owned(),
        });
    // What is packed comes first: it is read before the columns are.
    let values = expression(std::iter::once("hex(rest)".to_owned()).chain(own));
    format!("SELECT group_concat({values}, '') FROM calls WHERE seq IN ")
});

/// These values as one, in SQL.
pub(super) fn expression(values: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let value = |value: &str| format!("ifnull(octet_length({value}) || ':' || {value}, '-')");
    let values: Vec<_> = values.into_iter().map(|of| value(of.as_ref())).collect();
    values.join(" || ")
}

/// What is left of a text.
pub(super) struct Values<'t>(pub(super) &'t str);

impl<'t> Values<'t> {
    /// The next value, which may be none; `None` if this is no such text.
    pub(super) fn value(&mut self) -> Option<Option<&'t str>> {
        if let Some(rest) = self.0.strip_prefix('-') {
            self.0 = rest;
            return Some(None);
        }
        let (length, rest) = self.0.split_once(':')?;
        let (value, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.0 = rest;
        Some(Some(value))
    }
}

/// The records of these rows, as far as there are any, in no order.
pub(super) async fn records(
    connection: &mut SqliteConnection,
    seqs: &[i64],
) -> Result<Vec<AuditRecord>, StoreError> {
    let mut records = Vec::with_capacity(seqs.len());
    for seqs in seqs.chunks(PART) {
        let mut select = Select::new(RECORDS.as_str());
        push_seqs(&mut select, seqs);
        let text = select.build_query_scalar().fetch_one(&mut *connection).await;
        let text: Option<String> = text.map_err(|error| StoreError::new("query", error))?;
        let mut values = Values(text.as_deref().unwrap_or_default());
        while !values.0.is_empty() {
            records.push(read(&mut values)?);
        }
    }
    Ok(records)
}

/// Of these rows, those that are there, with their ids, in no order.
pub(super) async fn ids(
    connection: &mut SqliteConnection,
    seqs: &[i64],
) -> Result<Vec<(RecordId, i64)>, StoreError> {
    let mut select = Select::new("SELECT group_concat(hex(id) || seq, ' ') FROM calls WHERE seq IN ");
    push_seqs(&mut select, seqs);
    let text = select.build_query_scalar().fetch_one(connection).await;
    let text: Option<String> = text.map_err(|error| StoreError::new("query", error))?;
    let read = |word: &str| {
        let (id, seq) = word.split_at_checked(32)?;
        let id = u128::from_str_radix(id, 16).ok()?;
        Some((RecordId::from_bytes(id.to_be_bytes())?, seq.parse().ok()?))
    };
    let words = text.as_deref().unwrap_or_default().split_ascii_whitespace();
    words.map(|word| read(word).ok_or_else(|| StoreError::corrupt("id"))).collect()
}

/// One statement for any number of rows.
pub(super) fn push_seqs(select: &mut Select, seqs: &[i64]) {
    let list = super::sums::list(seqs.iter().copied());
    select.push("(SELECT value FROM json_each(").push_bind(list).push("))");
}

fn read(values: &mut Values<'_>) -> Result<AuditRecord, StoreError> {
    let packed = values.value().flatten().and_then(bytes).ok_or_else(broken)?;
    columns::read(Reader { values, packed: Packed(&packed), column: 0 })
}

/// Reads column after column.
struct Reader<'r, 't> {
    values: &'r mut Values<'t>,
    packed: Packed<'r>,
    /// The next one.
    column: usize,
}

impl<'r, 't> Reader<'r, 't> {
    /// Whether the next column's value is packed; `None` if it would be and there is none.
    fn is_packed(&mut self) -> Option<bool> {
        let tag = TAGS.get(self.column).copied().flatten();
        self.column += 1;
        match tag {
            None => Some(false),
            Some(tag) => self.packed.begins(tag).then_some(true),
        }
    }

    fn text(&mut self) -> Result<Option<&'t str>, StoreError> {
        self.values.value().ok_or_else(broken)
    }
}

impl ReadColumns for Reader<'_, '_> {
    fn id(&mut self) -> Result<Option<[u8; 16]>, StoreError> {
        self.bytes()
    }

    fn bytes<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StoreError> {
        Ok(match self.is_packed() {
            Some(true) => self.packed.bytes()?.try_into().ok(),
            // What is not there is an empty text in hexadecimal.
            Some(false) => self.text()?.and_then(bytes).and_then(|bytes| bytes.try_into().ok()),
            None => None,
        })
    }

    fn integer(&mut self) -> Result<Option<i64>, StoreError> {
        match self.is_packed() {
            Some(true) => Ok(Some(self.packed.number()?.cast_signed())),
            Some(false) => self.text()?.map(|text| text.parse().map_err(|_| broken())).transpose(),
            None => Ok(None),
        }
    }

    fn flag(&mut self) -> Result<bool, StoreError> {
        match self.is_packed() {
            Some(false) => Ok(self.text()?.is_some_and(|text| text != "0")),
            packed => Ok(packed.is_some()),
        }
    }

    fn string(&mut self) -> Result<Option<String>, StoreError> {
        match self.is_packed() {
            Some(true) => {
                let text = String::from_utf8(self.packed.bytes()?.to_vec());
                text.map(Some).map_err(|_| broken())
            }
            Some(false) => Ok(self.text()?.map(str::to_owned)),
            None => Ok(None),
        }
    }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    let byte = |pair: &[u8]| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8);
    hex.as_bytes().chunks_exact(2).map(byte).collect()
}

fn broken() -> StoreError {
    StoreError::corrupt("row")
}
