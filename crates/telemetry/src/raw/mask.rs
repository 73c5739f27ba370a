//! The way out of facts.

use std::{borrow::Cow, sync::Arc};

use opentelemetry::{KeyValue, logs::AnyValue};

use super::{Facts, Limits, Text, Value};
use crate::names::Names;

/// Masks facts, and cuts them to what is exported.
#[derive(Clone)]
pub(crate) struct Masks {
    names: Arc<Names>,
    limits: Limits,
}

/// A value that was masked.
pub(crate) enum Plain {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
}

impl Masks {
    pub(crate) fn new(names: Arc<Names>, limits: Limits) -> Self {
        Self { names, limits }
    }

    /// A text that says what it is, such as a message.
    pub(crate) fn text(&self, facts: &Facts, text: Text) -> String {
        if text.cut {
            return self.shortened(self.beginning(facts.get(text)));
        }
        self.shortened(self.names.masker().mask_str(facts.get(text)).into_inner().into_owned())
    }

    /// A name that is part of the program.
    pub(crate) fn name(&self, name: &'static str) -> Cow<'static, str> {
        match self.names.masker().mask_str(name).into_inner() {
            Cow::Borrowed(_) => Cow::Borrowed(name),
            Cow::Owned(masked) => Cow::Owned(masked),
        }
    }

    /// Values, as attributes.
    pub(crate) fn attributes(&self, facts: &Facts, values: &[(&'static str, Value)]) -> Vec<KeyValue> {
        values.iter().map(|&(name, value)| KeyValue::new(name, self.value(name, facts, value))).collect()
    }

    /// The value of an attribute: wholly masked, if its name says that it is secret.
    pub(crate) fn value(&self, name: &'static str, facts: &Facts, value: Value) -> Plain {
        match value {
            Value::Text(text) => Plain::Text(self.text_of(name, facts, text)),
            Value::Bool(value) => self.bare(name, value, Plain::Bool(value)),
            Value::Int(value) => self.bare(name, value, Plain::Int(value)),
            Value::Float(value) => self.bare(name, value, Plain::Float(value)),
        }
    }

    fn text_of(&self, name: &'static str, facts: &Facts, text: Text) -> String {
        let about = self.names.of(name);
        match (text.cut, about.secret) {
            (false, _) => {
                self.shortened(self.names.mask(name, about, facts.get(text)).into_inner().into_owned())
            }
            (true, false) => self.text(facts, text),
            (true, true) => "***".to_owned(),
        }
    }

    /// A number or truth value: no secret is known by digits alone, but by its name.
    fn bare(&self, name: &'static str, value: impl ToString, plain: Plain) -> Plain {
        let about = self.names.of(name);
        if !about.secret {
            return plain;
        }
        let text = value.to_string();
        let masked = self.names.mask(name, about, &text);
        if masked.findings().is_empty() { plain } else { Plain::Text(masked.into_inner().into_owned()) }
    }

    /// The beginning of a text that was too long to be kept. Its end may be half a secret: a stream holds
    /// back whatever more text could make one, and what it holds is given up.
    fn beginning(&self, text: &str) -> String {
        let mut stream = self.names.masker().stream();
        let mut out = Vec::with_capacity(text.len());
        stream.push(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    fn shortened(&self, mut text: String) -> String {
        text.truncate(text.floor_char_boundary(self.limits.text));
        text
    }
}

impl From<Plain> for opentelemetry::Value {
    fn from(plain: Plain) -> Self {
        match plain {
            Plain::Bool(value) => value.into(),
            Plain::Int(value) => value.into(),
            Plain::Float(value) => value.into(),
            Plain::Text(text) => text.into(),
        }
    }
}

impl From<Plain> for AnyValue {
    fn from(plain: Plain) -> Self {
        match plain {
            Plain::Bool(value) => value.into(),
            Plain::Int(value) => value.into(),
            Plain::Float(value) => value.into(),
            Plain::Text(text) => text.into(),
        }
    }
}
