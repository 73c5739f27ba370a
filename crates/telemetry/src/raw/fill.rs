//! Putting facts in.

use std::{
    fmt::{self, Write as _},
    ptr,
    sync::Arc,
};

use super::{Facts, Limits, Text, Value, Wide};

/// Facts that are being filled.
pub(crate) struct Fill<'a> {
    pub(crate) facts: &'a mut Facts,
    pub(crate) limits: &'a Limits,
    pub(crate) wide: &'a Arc<Wide>,
    /// The most values there may be.
    pub(crate) most: usize,
}

impl Fill<'_> {
    /// Puts a value, in place of the one that the name had.
    pub(crate) fn set(&mut self, name: &'static str, value: Value) {
        let values = &mut self.facts.values;
        // A name has one place in memory in all that is said at one place in the program.
        if let Some((_, known)) = values.iter_mut().find(|(known, _)| ptr::eq(*known, name)) {
            *known = value;
        } else if values.len() < self.most {
            values.push((name, value));
        } else {
            self.facts.dropped += 1;
        }
    }

    pub(crate) fn set_str(&mut self, name: &'static str, text: &str) {
        let text = self.text(text);
        self.set_text(name, text);
    }

    pub(crate) fn set_debug(&mut self, name: &'static str, value: &dyn fmt::Debug) {
        let text = self.debug(value);
        self.set_text(name, text);
    }

    fn set_text(&mut self, name: &'static str, text: Option<Text>) {
        match text {
            Some(text) => self.set(name, Value::Text(text)),
            None => self.facts.dropped += 1,
        }
    }

    /// Keeps a text; None, if there is no room at all.
    pub(crate) fn text(&mut self, text: &str) -> Option<Text> {
        let mut writer = Writer::new(self);
        // What does not fit is cut.
        let _ = writer.write_str(text);
        writer.finish()
    }

    /// Keeps a value's text.
    pub(crate) fn debug(&mut self, value: &dyn fmt::Debug) -> Option<Text> {
        let mut writer = Writer::new(self);
        // Formatting ends early where the value is too long, or its own `Debug` fails.
        let _ = write!(writer, "{value:?}");
        writer.finish()
    }

    /// Keeps a text of others.
    pub(crate) fn adopt_text(&mut self, from: &Facts, text: Text) -> Option<Text> {
        let adopted = self.text(from.get(text))?;
        Some(Text { cut: adopted.cut || text.cut, ..adopted })
    }

    /// Keeps a value of others; None, if there is no room for it.
    pub(crate) fn adopt(&mut self, from: &Facts, value: Value) -> Option<Value> {
        match value {
            Value::Text(text) => self.adopt_text(from, text).map(Value::Text),
            other => Some(other),
        }
    }

    /// Keeps all values of others.
    pub(crate) fn adopt_all(&mut self, from: &Facts) {
        for (name, value) in &from.values {
            match self.adopt(from, *value) {
                Some(value) => self.set(name, value),
                None => self.facts.dropped += 1,
            }
        }
        self.facts.dropped += from.dropped;
    }
}

struct Writer<'a, 'b> {
    fill: &'a mut Fill<'b>,
    start: usize,
    cut: bool,
}

impl<'a, 'b> Writer<'a, 'b> {
    fn new(fill: &'a mut Fill<'b>) -> Self {
        let start = fill.facts.text.len();
        Self { fill, start, cut: false }
    }

    fn finish(self) -> Option<Text> {
        let Self { fill, start, cut } = self;
        let end = fill.facts.text.len();
        let is_lost = cut && start == end;
        // Facts are far from being as long.
        (!is_lost).then_some(Text { start: start as u32, end: end as u32, cut })
    }
}

impl fmt::Write for Writer<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let Fill { facts, limits, wide, .. } = &mut *self.fill;
        let written = facts.text.len() - self.start;
        let most = limits.unmasked().saturating_sub(written);
        let room = facts.room(text.len().min(most), wide).min(most);
        let kept = &text[..text.floor_char_boundary(room)];
        facts.text.push_str(kept);
        self.cut |= kept.len() < text.len();
        if self.cut { Err(fmt::Error) } else { Ok(()) }
    }
}
