//! What no query looks at, packed into one column: a column of its own costs every row, empty or not.
//!
//! Each value that is there is its tag, then the value: an integer as LEB128, anything else as its length and
//! its bytes; a flag that is up is its tag alone. The tags ascend.

use gate_audit::StoreError;

use crate::{
    columns::{COLUMNS, Value},
    number,
};

/// The packed columns with their tags, which stay as they are for ever; in the order of [`COLUMNS`].
const PACKED: [(&str, u8); 20] = [
    ("related", 1),
    ("first_byte_us", 2),
    ("request_bytes", 3),
    ("response_bytes", 4),
    ("arguments_size", 5),
    ("response_size", 6),
    ("input_tokens", 7),
    ("output_tokens", 8),
    ("error_code", 9),
    ("http_status", 10),
    ("arguments_truncated", 11),
    ("response_truncated", 12),
    ("span_id", 13),
    ("direction", 14),
    ("arguments_policy", 15),
    ("response_policy", 16),
    ("method", 17),
    ("client", 18),
    ("protocol_version", 19),
    ("instance", 20),
];

/// By column: its tag if it is packed.
pub(super) const TAGS: [Option<u8>; COLUMNS.len()] = {
    let mut tags = [None; COLUMNS.len()];
    let (mut column, mut packed) = (0, 0);
    while packed < PACKED.len() {
        if is_same(COLUMNS[column].name, PACKED[packed].0) {
            tags[column] = Some(PACKED[packed].1);
            packed += 1;
        }
        column += 1;
    }
    tags
};

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Adds a value, if there is one.
pub(super) fn push(packed: &mut Vec<u8>, tag: u8, value: &Value<'_>) {
    match value {
        Value::Integer(Some(integer)) => {
            packed.push(tag);
            number::push(packed, integer.cast_unsigned());
        }
        Value::Flag(true) => packed.push(tag),
        Value::Id(Some(id)) => push_bytes(packed, tag, id),
        Value::Bytes(Some(bytes)) => push_bytes(packed, tag, bytes),
        Value::Text(Some(text)) => push_bytes(packed, tag, text.as_bytes()),
        Value::Flag(false)
        | Value::Integer(None)
        | Value::Id(None)
        | Value::Bytes(None)
        | Value::Text(None) => {}
    }
}

fn push_bytes(packed: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    packed.push(tag);
    number::push(packed, bytes.len() as u64);
    packed.extend_from_slice(bytes);
}

/// What is left to be read.
pub(super) struct Packed<'p>(pub(super) &'p [u8]);

impl<'p> Packed<'p> {
    /// Whether the next value is this one's; then the value is to be read.
    pub(super) fn begins(&mut self, tag: u8) -> bool {
        let Some(rest) = self.0.strip_prefix(&[tag]) else { return false };
        self.0 = rest;
        true
    }

    pub(super) fn number(&mut self) -> Result<u64, StoreError> {
        number::take(&mut self.0).ok_or_else(broken)
    }

    pub(super) fn bytes(&mut self) -> Result<&'p [u8], StoreError> {
        let length = usize::try_from(self.number()?).map_err(|_| broken())?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or_else(broken)?;
        self.0 = rest;
        Ok(bytes)
    }
}

fn broken() -> StoreError {
    StoreError::corrupt("packed column")
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn every_packed_column_has_its_tag() {
        let tagged = COLUMNS.iter().zip(TAGS).filter_map(|(column, tag)| Some((column.name, tag?)));
        assert_eq!(tagged.collect::<Vec<_>>(), PACKED);
    }

    #[test]
    fn values_read_back_and_a_cut_is_an_error() {
        let text = "x".repeat(300);
        let mut packed = Vec::new();
        for number in [0, 127, 128, -1, i64::MAX] {
            push(&mut packed, 2, &Value::Integer(Some(number)));
        }
        push(&mut packed, 3, &Value::Integer(None));
        push(&mut packed, 11, &Value::Flag(true));
        push(&mut packed, 12, &Value::Flag(false));
        push(&mut packed, 17, &Value::Text(Some(Cow::Borrowed(&text))));
        let mut reader = Packed(&packed);
        for number in [0, 127, 128, -1, i64::MAX] {
            assert!(!reader.begins(1) && reader.begins(2));
            assert_eq!(reader.number().unwrap(), number.cast_unsigned());
        }
        assert!(!reader.begins(3) && reader.begins(11) && !reader.begins(12) && reader.begins(17));
        assert_eq!(reader.bytes().unwrap(), text.as_bytes());
        assert!(reader.0.is_empty());
        Packed(&packed[packed.len() - 10..]).bytes().unwrap_err();
        Packed(&[0xff; 20]).number().unwrap_err();
        Packed(&[]).number().unwrap_err();
    }
}
