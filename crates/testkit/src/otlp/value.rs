use std::{collections::BTreeMap, fmt};

use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};

/// Attributes by name.
pub type Attributes = BTreeMap<String, Value>;

/// The value of an attribute, or the body of a log record.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// No value at all.
    #[default]
    Empty,
    /// A string.
    Text(String),
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Double(f64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// A map.
    Map(Attributes),
}

impl Value {
    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn read(value: Option<&AnyValue>) -> Self {
        match value.and_then(|any| any.value.as_ref()) {
            None => Self::Empty,
            Some(any_value::Value::StringValue(text)) => Self::Text(text.clone()),
            Some(any_value::Value::BoolValue(truth)) => Self::Bool(*truth),
            Some(any_value::Value::IntValue(number)) => Self::Int(*number),
            Some(any_value::Value::DoubleValue(number)) => Self::Double(*number),
            Some(any_value::Value::BytesValue(bytes)) => Self::Bytes(bytes.clone()),
            Some(any_value::Value::ArrayValue(list)) => {
                Self::List(list.values.iter().map(|value| Self::read(Some(value))).collect())
            }
            Some(any_value::Value::KvlistValue(map)) => Self::Map(attributes(&map.values)),
            // Of the profiling signal, where strings live in a table.
            Some(any_value::Value::StringValueStrindex(index)) => Self::Text(format!("string #{index}")),
        }
    }
}

/// Attributes by name; of those sent twice, the last, as back ends do it.
pub(super) fn attributes(pairs: &[KeyValue]) -> Attributes {
    pairs.iter().map(|pair| (pair.key.clone(), Value::read(pair.value.as_ref()))).collect()
}

/// The names that were sent more than once, which the specification forbids.
pub(super) fn repeated(pairs: &[KeyValue]) -> Vec<String> {
    let mut names: Vec<_> = pairs.iter().map(|pair| &pair.key).collect();
    names.sort_unstable();
    let mut twice: Vec<_> =
        names.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0].clone()).collect();
    twice.dedup();
    twice
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Bool(truth) => write!(f, "{truth}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Double(number) => write!(f, "{number:?}"),
            Self::Bytes(bytes) => write!(f, "bytes {}", hex(bytes)),
            Self::List(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Map(map) => {
                f.write_str("{")?;
                for (index, (name, value)) in map.iter().enumerate() {
                    write!(f, "{}{name} = {value}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Double(number)
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl PartialEq<i64> for Value {
    fn eq(&self, other: &i64) -> bool {
        self.as_int() == Some(*other)
    }
}

impl PartialEq<bool> for Value {
    fn eq(&self, other: &bool) -> bool {
        matches!(self, Self::Bool(truth) if truth == other)
    }
}
