//! The message and the fields of a line: masked, and bounded in number and length.

use std::{
    fmt::{self, Write as _},
    mem,
};

use tracing::field::{Field, Visit};

use super::line::{Draft, Shape};
use crate::names::{Name, Names};

/// The longest value that is written, in bytes. A longer one is cut after it was masked.
const VALUE_LIMIT: usize = 8 * 1024;
/// The most fields that a line has.
const COUNT_LIMIT: usize = 32;

/// Writes what an event says into the draft of its line.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    names: &'a Names,
    shape: Shape,
    draft: &'a mut Draft,
    count: usize,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(names: &'a Names, shape: Shape, draft: &'a mut Draft) -> Self {
        Self { names, shape, draft, count: 0 }
    }

    /// How many fields did not fit.
    pub(crate) fn dropped(&self) -> usize {
        self.count.saturating_sub(COUNT_LIMIT)
    }

    /// Where the field's value goes, with its name already there; nowhere, if the line is full.
    fn place(&mut self, field: &Field, name: Name) -> Option<&mut String> {
        if name.message {
            self.draft.message.clear();
            return Some(&mut self.draft.message);
        }
        self.count += 1;
        if self.count > COUNT_LIMIT {
            return None;
        }
        self.shape.key(field.name(), name.reserved, &mut self.draft.fields);
        Some(&mut self.draft.fields)
    }

    fn add_text(&mut self, field: &Field, name: Name, text: &str) {
        if text.len() >= VALUE_LIMIT {
            return self.add_long(field, name, &text);
        }
        let masked = self.names.mask(field.name(), name, text);
        self.add_masked(field, name, masked.get());
    }

    /// A number or a truth value, which needs no quotes, nor a look at its text: no secret is known by
    /// digits alone.
    fn add_bare(&mut self, field: &Field, value: impl fmt::Display) {
        let name = self.names.of(field.name());
        if name.message || name.secret && self.is_masked(field, &value) {
            return self.add_text(field, name, &value.to_string());
        }
        if let Some(to) = self.place(field, name) {
            // Writing a number into a string cannot fail.
            let _ = write!(to, "{value}");
        }
    }

    fn is_masked(&self, field: &Field, value: &impl fmt::Display) -> bool {
        !self.names.masker().mask_value_of(field.name(), &value.to_string()).findings().is_empty()
    }

    /// A value that is too long to be held as a whole.
    fn add_long(&mut self, field: &Field, name: Name, value: &dyn fmt::Display) {
        if name.secret {
            return self.add_masked(field, name, "***");
        }
        let mut stream = Streamed { stream: self.names.masker().stream(), out: Vec::new() };
        let whole = write!(stream, "{value}").is_ok();
        let Streamed { stream, mut out } = stream;
        // What a stream still holds back when it is given up may be half a secret, so it stays unwritten.
        if whole {
            stream.finish(&mut out);
        }
        self.add_masked(field, name, &String::from_utf8_lossy(&out));
    }

    fn add_masked(&mut self, field: &Field, name: Name, text: &str) {
        let shape = self.shape;
        let Some(to) = self.place(field, name) else { return };
        if text.len() > VALUE_LIMIT {
            let cut = &text[..text.floor_char_boundary(VALUE_LIMIT)];
            shape.text(&format!("{cut}…"), to);
        } else {
            shape.text(text, to);
        }
    }
}

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add_text(field, self.names.of(field.name()), value);
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
        let name = self.names.of(field.name());
        let mut text = Bounded(mem::take(&mut self.draft.scratch));
        text.0.clear();
        // Formatting ends early where the value is too long, or its own `Debug` fails.
        let _ = write!(text, "{value:?}");
        if text.0.len() < VALUE_LIMIT {
            self.add_text(field, name, &text.0);
        } else {
            self.add_long(field, name, &format_args!("{value:?}"));
        }
        self.draft.scratch = text.0;
    }
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
