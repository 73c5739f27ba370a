//! The message and the fields of a line: masked, and bounded in number and length.

use std::fmt::{self, Write as _};

use gate_mask::Masker;
use tracing::field::{Field, Visit};

/// The longest value that is written, in bytes. A longer one is cut after it was masked.
pub(crate) const VALUE_LIMIT: usize = 8 * 1024;
/// The most fields that a line has.
pub(crate) const COUNT_LIMIT: usize = 32;

/// A value as it is written.
#[derive(Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    /// A number or a truth value, which needs no quotes.
    Bare(String),
}

/// What an event says.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    pub(crate) message: Option<String>,
    pub(crate) others: Vec<(&'static str, Value)>,
    /// How many did not fit.
    pub(crate) dropped: usize,
    masker: &'a Masker,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(masker: &'a Masker) -> Self {
        Self { message: None, others: Vec::new(), dropped: 0, masker }
    }

    fn add(&mut self, field: &Field, value: Value) {
        if field.name() == "message" {
            let (Value::Text(message) | Value::Bare(message)) = value;
            self.message = Some(message);
        } else if self.others.len() < COUNT_LIMIT {
            self.others.push((field.name(), value));
        } else {
            self.dropped += 1;
        }
    }

    fn add_bare(&mut self, field: &Field, value: impl fmt::Display) {
        let value = value.to_string();
        let masked = self.masker.mask_value_of(field.name(), &value).into_inner();
        let value = if masked == value { Value::Bare(value) } else { Value::Text(masked.into_owned()) };
        self.add(field, value);
    }
}

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add_bare(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add_bare(field, value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.add_bare(field, value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.add_bare(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if value.is_finite() {
            self.add_bare(field, value);
        } else {
            self.record_debug(field, &value);
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add_bare(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = masked(self.masker, field.name(), value);
        self.add(field, Value::Text(text));
    }
}

/// The value's text, masked as a whole and then cut: cut first, a secret might not be known as one.
fn masked(masker: &Masker, name: &str, value: &dyn fmt::Debug) -> String {
    let mut text = Bounded(String::new());
    // Formatting ends early where the value is too long, or its own `Debug` fails.
    let _ = write!(text, "{value:?}");
    if text.0.len() < VALUE_LIMIT {
        return cut(masker.mask_value_of(name, &text.0).into_inner().into_owned());
    }
    if masker.sensitive_key(name) {
        return "***".to_owned();
    }
    let mut stream = Streamed { stream: masker.stream(), out: Vec::new() };
    let whole = write!(stream, "{value:?}").is_ok();
    let Streamed { stream, mut out } = stream;
    // What a stream still holds back when it is given up may be half a secret, so it stays unwritten.
    if whole {
        stream.finish(&mut out);
    }
    cut(String::from_utf8_lossy(&out).into_owned())
}

fn cut(mut text: String) -> String {
    if text.len() > VALUE_LIMIT {
        text.truncate(text.floor_char_boundary(VALUE_LIMIT));
        text.push('…');
    }
    text
}

/// Takes as much as a value may have.
struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = VALUE_LIMIT - self.0.len();
        self.0.push_str(&text[..text.floor_char_boundary(room)]);
        if text.len() > room {
            // Whatever fits: the length says that there was more.
            self.0.extend(std::iter::repeat_n(' ', VALUE_LIMIT - self.0.len()));
            return Err(fmt::Error);
        }
        Ok(())
    }
}

/// Masks what is too long to be held, until enough has come out.
struct Streamed {
    stream: gate_mask::MaskStream,
    out: Vec<u8>,
}

impl fmt::Write for Streamed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for chunk in text.as_bytes().chunks(VALUE_LIMIT) {
            self.stream.push(chunk, &mut self.out);
            if self.out.len() > VALUE_LIMIT {
                return Err(fmt::Error);
            }
        }
        Ok(())
    }
}
