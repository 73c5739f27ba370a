//! The ids that a span states, and those that are made for it.

use std::fmt::{self, Write as _};

use rand::Rng as _;
use tracing::{
    field::{Field, Visit},
    span::Attributes,
};

use crate::names::{Mark, Names};

pub(crate) type TraceId = [u8; 16];
pub(crate) type SpanId = [u8; 8];

/// What the fields of a span say about where it belongs.
pub(crate) struct Stated<'a> {
    names: &'a Names,
    pub(crate) trace_id: Option<TraceId>,
    pub(crate) span_id: Option<SpanId>,
    pub(crate) parent: Option<SpanId>,
    pub(crate) sampled: Option<bool>,
}

impl<'a> Stated<'a> {
    pub(crate) fn of(attrs: &Attributes<'_>, names: &'a Names) -> Self {
        let mut stated = Self { names, trace_id: None, span_id: None, parent: None, sampled: None };
        attrs.record(&mut stated);
        stated
    }

    fn is_id(&self, field: &Field) -> Option<Mark> {
        let mark = self.names.of(field.name()).mark?;
        matches!(mark, Mark::TraceId | Mark::SpanId | Mark::ParentSpanId).then_some(mark)
    }

    fn keep(&mut self, mark: Mark, text: &str) {
        match mark {
            Mark::TraceId => self.trace_id = parse(text),
            Mark::SpanId => self.span_id = parse(text),
            Mark::ParentSpanId => self.parent = parse(text),
            _ => {}
        }
    }
}

impl Visit for Stated<'_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        if self.names.of(field.name()).mark == Some(Mark::Sampled) {
            self.sampled = Some(value);
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if let Some(mark) = self.is_id(field) {
            self.keep(mark, value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let Some(mark) = self.is_id(field) else { return };
        let mut text = Short::default();
        if write!(text, "{value:?}").is_ok() {
            self.keep(mark, text.as_str());
        }
    }

    fn record_f64(&mut self, _: &Field, _: f64) {}
    fn record_i64(&mut self, _: &Field, _: i64) {}
    fn record_u64(&mut self, _: &Field, _: u64) {}
    fn record_i128(&mut self, _: &Field, _: i128) {}
    fn record_u128(&mut self, _: &Field, _: u128) {}
    fn record_error(&mut self, _: &Field, _: &(dyn std::error::Error + 'static)) {}
}

/// A short text that is formatted, without memory of its own.
pub(crate) struct Short {
    bytes: [u8; Self::LEN],
    len: usize,
}

impl Short {
    /// That of a `traceparent` is 55.
    const LEN: usize = 64;

    pub(crate) fn as_str(&self) -> &str {
        // Only whole pieces of text were taken.
        str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

impl Default for Short {
    fn default() -> Self {
        Self { bytes: [0; Self::LEN], len: 0 }
    }
}

impl fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// A new id. All zeros means "no id".
pub(crate) fn new<const N: usize>() -> [u8; N] {
    let mut random = rand::rng();
    let mut id = [0; N];
    loop {
        random.fill_bytes(&mut id);
        if id != [0; N] {
            return id;
        }
    }
}

/// The span that a `traceparent` names, and whether it is sampled.
pub(crate) fn traceparent(text: &str) -> Option<(TraceId, SpanId, bool)> {
    let mut parts = text.split('-').skip(1);
    let (trace_id, span_id) = (parse(parts.next()?)?, parse(parts.next()?)?);
    let flags = u8::from_str_radix(parts.next()?, 16).ok()?;
    Some((trace_id, span_id, flags & 1 != 0))
}

/// An id in hexadecimal; None, if it is anything else, or says that there is none.
pub(crate) fn parse<const N: usize>(text: &str) -> Option<[u8; N]> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    if pairs.len() != N {
        return None;
    }
    let mut id = [0; N];
    for (byte, [high, low]) in id.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    (id != [0; N]).then_some(id)
}

fn digit(text: u8) -> Option<u8> {
    match text {
        b'0'..=b'9' => Some(text - b'0'),
        b'a'..=b'f' => Some(text - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_or_is_none() {
        assert_eq!(parse("b7ad6b7169203331"), Some([0xb7, 0xad, 0x6b, 0x71, 0x69, 0x20, 0x33, 0x31]));
        for wrong in ["", "b7ad6b716920333", "b7ad6b71692033311", "B7ad6b7169203331", "0000000000000000", "é"]
        {
            assert_eq!(parse::<8>(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_traceparent_is_read_or_is_none() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let (trace_id, span_id, sampled) = traceparent(text).unwrap();
        assert_eq!((trace_id[0], span_id[0], sampled), (0x0a, 0xb7, true));
        assert_eq!(traceparent("00-1-2-01"), None);
    }

    #[test]
    fn new_ids_differ() {
        assert_ne!(new::<8>(), new::<8>());
    }
}
