//! What the fields of an event say.

use std::fmt;

use tracing::field::{Field, Visit};

use super::{Fill, Text, Value};
use crate::names::Names;

/// Writes down what the fields of an event say.
pub(crate) struct EventFields<'a> {
    pub(crate) names: &'a Names,
    pub(crate) to: Fill<'a>,
    pub(crate) message: &'a mut Option<Text>,
}

impl EventFields<'_> {
    fn is_message(&self, field: &Field) -> bool {
        self.names.of(field.name()).message
    }
}

impl Visit for EventFields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        if self.is_message(field) {
            *self.message = self.to.text(value);
        } else {
            self.to.set_str(field.name(), value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if self.is_message(field) {
            *self.message = self.to.debug(value);
        } else {
            self.to.set_debug(field.name(), value);
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.to.set(field.name(), Value::Bool(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.to.set(field.name(), Value::Int(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match i64::try_from(value) {
            Ok(value) => self.to.set(field.name(), Value::Int(value)),
            Err(_) => self.to.set_debug(field.name(), &value),
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.to.set(field.name(), Value::Float(value));
    }
}
