//! What the fields of a span say.

use std::{cell::Cell, fmt};

use opentelemetry::trace::SpanKind;
use tracing::field::{Field, Visit};

use super::{
    ids::{self, Stated, Word},
    span::Link,
};
use crate::{
    names::{Mark, Names},
    raw::{Facts, Fill, Text, Value},
};

/// What was said of a span.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) attributes: Facts,
    pub(crate) about: About,
}

/// What was said of the span itself.
#[derive(Default)]
pub(crate) struct About {
    pub(crate) name: Option<Text>,
    pub(crate) kind: Option<SpanKind>,
    pub(crate) is_error: Option<bool>,
    pub(crate) message: Option<Text>,
    pub(crate) link: Option<Link>,
    /// After how many milliseconds the first byte passed.
    pub(crate) first_byte: Option<f64>,
    pub(crate) ids: Stated,
}

thread_local! {
    static SCRATCH: Cell<Option<Box<Said>>> = const { Cell::new(None) };
}

impl Said {
    /// What a thread keeps for the next time.
    const KEPT: usize = 16 * 1024;

    /// A place for what is said later. Values are formatted there first, since one that logs while it is
    /// formatted would find its span locked.
    pub(crate) fn scratch() -> Box<Self> {
        SCRATCH.try_with(Cell::take).ok().flatten().unwrap_or_default()
    }

    pub(crate) fn put_back(mut self: Box<Self>) {
        self.attributes.clear();
        self.about = About::default();
        if self.attributes.memory() <= Self::KEPT {
            // A thread that is ending has no next time.
            let _ = SCRATCH.try_with(|scratch| scratch.set(Some(self)));
        }
    }
}

impl About {
    /// Adds what was said later.
    pub(crate) fn merge(&mut self, newer: &Self, from: &Facts, to: &mut Fill<'_>) {
        let Self { name, kind, is_error, message, link, first_byte, ids: _ } = newer;
        self.kind = kind.clone().or(self.kind.take());
        self.is_error = is_error.or(self.is_error);
        self.link = link.or(self.link);
        self.first_byte = first_byte.or(self.first_byte);
        if let Some(name) = name {
            self.name = to.adopt_text(from, *name);
        }
        if let Some(message) = message {
            self.message = to.adopt_text(from, *message);
        }
    }

    /// What is not said in text is said in a few words, or is none of them.
    fn note(&mut self, mark: Mark, text: &str) {
        match mark {
            Mark::Kind => self.kind = kind(text),
            Mark::StatusCode if text.eq_ignore_ascii_case("error") => self.is_error = Some(true),
            Mark::StatusCode if text.eq_ignore_ascii_case("ok") => self.is_error = Some(false),
            Mark::Link => self.link = ids::traceparent(text).map(Link::from),
            _ => self.ids.note(mark, text),
        }
    }
}

fn kind(text: &str) -> Option<SpanKind> {
    let kinds = [
        ("server", SpanKind::Server),
        ("client", SpanKind::Client),
        ("producer", SpanKind::Producer),
        ("consumer", SpanKind::Consumer),
        ("internal", SpanKind::Internal),
    ];
    kinds.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, kind)| kind)
}

/// Writes down what the fields of a span say.
pub(crate) struct Listen<'a> {
    pub(crate) names: &'a Names,
    pub(crate) to: Fill<'a>,
    pub(crate) about: &'a mut About,
}

impl Listen<'_> {
    fn is_mark(&self, field: &Field) -> bool {
        self.names.of(field.name()).mark.is_some()
    }

    fn number(&mut self, field: &Field, value: Value) {
        if !self.is_mark(field) {
            self.to.set(field.name(), value);
        }
    }
}

impl Visit for Listen<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        match self.names.of(field.name()).mark {
            None => self.to.set_str(field.name(), value),
            Some(Mark::Name) => self.about.name = self.to.text(value),
            Some(Mark::StatusMessage) => self.about.message = self.to.text(value),
            Some(mark) => self.about.note(mark, value),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match self.names.of(field.name()).mark {
            None => self.to.set_debug(field.name(), value),
            Some(Mark::Name) => self.about.name = self.to.debug(value),
            Some(Mark::StatusMessage) => self.about.message = self.to.debug(value),
            Some(mark) => {
                if let Some(text) = Word::of(value) {
                    self.about.note(mark, text.as_str());
                }
            }
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.number(field, Value::Bool(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.number(field, Value::Int(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match i64::try_from(value) {
            Ok(value) => self.number(field, Value::Int(value)),
            Err(_) => self.record_debug(field, &value),
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if self.names.of(field.name()).mark == Some(Mark::FirstByte) {
            self.about.first_byte = Some(value);
        } else {
            self.number(field, Value::Float(value));
        }
    }
}
