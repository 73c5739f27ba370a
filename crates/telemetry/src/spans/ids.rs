//! The ids that a span states, and those that are made for it.

use std::fmt;

use rand::Rng as _;
use tracing::{
    field::{Field, Visit},
    span::Attributes,
};

use crate::{
    names::{Mark, Names},
    short::Short,
};

pub(crate) type TraceId = [u8; 16];
pub(crate) type SpanId = [u8; 8];

/// Whatever says an id, or which kind or status: a `traceparent` is the longest, with 55 bytes.
pub(super) type Word = Short<64>;

/// The ids that the fields of a span state.
#[derive(Clone, Copy, Default)]
pub(crate) struct Stated {
    pub(crate) trace_id: Option<TraceId>,
    pub(crate) span_id: Option<SpanId>,
    pub(crate) parent: Option<SpanId>,
}

impl Stated {
    pub(crate) fn note(&mut self, mark: Mark, text: &str) {
        match mark {
            Mark::TraceId => self.trace_id = parse(text),
            Mark::SpanId => self.span_id = parse(text),
            Mark::ParentSpanId => self.parent = parse(text),
            _ => {}
        }
    }
}

/// The trace that the fields of a span state, and nothing else.
pub(crate) fn trace_of(attrs: &Attributes<'_>, names: &Names) -> Option<TraceId> {
    let mut find = FindTrace { names, found: None };
    attrs.record(&mut find);
    find.found
}

struct FindTrace<'a> {
    names: &'a Names,
    found: Option<TraceId>,
}

impl FindTrace<'_> {
    fn is_it(&self, field: &Field) -> bool {
        self.names.of(field.name()).mark == Some(Mark::TraceId)
    }
}

impl Visit for FindTrace<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        if self.is_it(field) {
            self.found = parse(value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if self.is_it(field) {
            self.found = Word::of(value).and_then(|text| parse(text.as_str()));
        }
    }

    fn record_error(&mut self, _: &Field, _: &(dyn std::error::Error + 'static)) {}
}

/// What the fields of a span say about being sampled. Texts are not looked at: this is asked about every
/// span.
pub(crate) fn sampled_of(attrs: &Attributes<'_>, names: &Names) -> Option<bool> {
    let mut find = FindSampled { names, found: None };
    attrs.record(&mut find);
    // Alone it is an attribute like any other.
    find.found.filter(|_| attrs.metadata().fields().field("trace_id").is_some())
}

struct FindSampled<'a> {
    names: &'a Names,
    found: Option<bool>,
}

impl Visit for FindSampled<'_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        if self.names.of(field.name()).mark == Some(Mark::Sampled) {
            self.found = Some(value);
        }
    }

    fn record_str(&mut self, _: &Field, _: &str) {}
    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
    fn record_f64(&mut self, _: &Field, _: f64) {}
    fn record_i64(&mut self, _: &Field, _: i64) {}
    fn record_u64(&mut self, _: &Field, _: u64) {}
    fn record_i128(&mut self, _: &Field, _: i128) {}
    fn record_u128(&mut self, _: &Field, _: u128) {}
    fn record_error(&mut self, _: &Field, _: &(dyn std::error::Error + 'static)) {}
}

/// A new id. All zeros means "no id".
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut source = rand::rng();
    let mut id = [0; N];
    loop {
        source.fill_bytes(&mut id);
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
        assert_ne!(random::<8>(), random::<8>());
    }
}
