//! Batches that are too large for one request.
//!
//! Exporters find that out when all is encoded, and then throw it away. So sizes are estimated before, from
//! above: a request is a little smaller than it could be, but is sent.

use opentelemetry::{Array, KeyValue, Value, logs::AnyValue};
use opentelemetry_sdk::{Resource, logs::SdkLogRecord, trace::SpanData};

/// How much fits into a request.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    most: usize,
    encoding: Encoding,
    /// What every request has in it.
    resource: usize,
}

/// How items are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Protobuf,
    /// As the exporter writes it: a line for each brace, with blanks before.
    Json,
}

impl Encoding {
    /// A text, with its delimiters.
    fn text(self, text: &str) -> usize {
        match self {
            Self::Protobuf => text.len() + 8,
            Self::Json => 4 + text.bytes().map(escaped).sum::<usize>(),
        }
    }

    /// What is around the contents of a span, a log record, an event or a link: ids, times, kinds, names of
    /// members. Scopes may come one for each.
    fn item(self) -> usize {
        match self {
            Self::Protobuf => 160,
            Self::Json => 1600,
        }
    }

    /// What is around a name and a value, or one of several values.
    fn pair(self) -> usize {
        match self {
            Self::Protobuf => 24,
            Self::Json => 240,
        }
    }

    fn value(self, value: &Value) -> usize {
        match value {
            Value::String(text) => self.pair() + self.text(text.as_str()),
            Value::Array(Array::String(texts)) => {
                texts.iter().map(|text| self.pair() + self.text(text.as_str())).sum::<usize>() + self.pair()
            }
            Value::Array(Array::Bool(values)) => (values.len() + 1) * self.pair(),
            Value::Array(Array::I64(values)) => (values.len() + 1) * self.pair(),
            Value::Array(Array::F64(values)) => (values.len() + 1) * self.pair(),
            // Numbers, whose digits a pair has room for.
            _ => self.pair(),
        }
    }

    fn any(self, value: &AnyValue) -> usize {
        self.pair()
            + match value {
                AnyValue::String(text) => self.text(text.as_str()),
                // Base 64, where it is JSON.
                AnyValue::Bytes(bytes) => bytes.len() * 4 / 3 + 8,
                AnyValue::ListAny(values) => values.iter().map(|value| self.any(value)).sum(),
                AnyValue::Map(values) => {
                    values.iter().map(|(name, value)| self.text(name.as_str()) + self.any(value)).sum()
                }
                _ => 0,
            }
    }

    fn attributes<'a>(self, attributes: impl IntoIterator<Item = &'a KeyValue>) -> usize {
        attributes
            .into_iter()
            .map(|pair| self.pair() + self.text(pair.key.as_str()) + self.value(&pair.value))
            .sum()
    }
}

/// A byte of a text, as JSON writes it.
fn escaped(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' => 2,
        0..0x20 => 6,
        _ => 1,
    }
}

impl Split {
    pub(crate) fn new(most: usize, encoding: Encoding) -> Self {
        Self { most, encoding, resource: 2 * encoding.item() }
    }

    pub(crate) fn set_resource(&mut self, resource: &Resource) {
        let encoding = self.encoding;
        let pair = |(name, value): (&opentelemetry::Key, &Value)| {
            encoding.pair() + encoding.text(name.as_str()) + encoding.value(value)
        };
        self.resource = 2 * encoding.item() + resource.iter().map(pair).sum::<usize>();
    }

    /// How many items at a time, the sizes of which are these. One that does not fit goes alone.
    fn lengths(&self, sizes: impl Iterator<Item = usize>) -> Vec<usize> {
        let room = self.most.saturating_sub(self.resource);
        let (mut lengths, mut used) = (Vec::with_capacity(1), 0);
        for size in sizes {
            match lengths.last_mut() {
                Some(length) if used + size <= room => *length += 1,
                _ => {
                    lengths.push(1);
                    used = 0;
                }
            }
            used += size;
        }
        lengths
    }

    pub(crate) fn spans(&self, batch: &[SpanData]) -> Vec<usize> {
        self.lengths(batch.iter().map(|span| self.span(span)))
    }

    pub(crate) fn records<'a>(&self, batch: impl Iterator<Item = &'a SdkLogRecord>) -> Vec<usize> {
        self.lengths(batch.map(|record| self.record(record)))
    }

    fn span(&self, span: &SpanData) -> usize {
        let encoding = self.encoding;
        let events = span.events.iter().map(|event| {
            encoding.item() + encoding.text(&event.name) + encoding.attributes(&event.attributes)
        });
        let links = span.links.iter().map(|link| {
            let state = encoding.text(&link.span_context.trace_state().header());
            encoding.item() + state + encoding.attributes(&link.attributes)
        });
        let status = match &span.status {
            opentelemetry::trace::Status::Error { description } => encoding.text(description),
            _ => 0,
        };
        let scope = &span.instrumentation_scope;
        let names =
            [scope.name(), scope.version().unwrap_or_default(), scope.schema_url().unwrap_or_default()];
        2 * encoding.item()
            + names.iter().map(|name| encoding.text(name)).sum::<usize>()
            + encoding.text(&span.name)
            + encoding.text(&span.span_context.trace_state().header())
            + status
            + encoding.attributes(&span.attributes)
            + encoding.attributes(scope.attributes())
            + events.sum::<usize>()
            + links.sum::<usize>()
    }

    fn record(&self, record: &SdkLogRecord) -> usize {
        let encoding = self.encoding;
        let attribute = |(name, value): &(opentelemetry::Key, AnyValue)| {
            encoding.pair() + encoding.text(name.as_str()) + encoding.any(value)
        };
        2 * encoding.item()
            + record.target().map_or(0, |target| encoding.text(target))
            + record.event_name().map_or(0, |name| encoding.text(name))
            + record.body().map_or(0, |body| encoding.any(body))
            + record.attributes_iter().map(attribute).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_go_together_as_there_is_room_for() {
        let split = Split { most: 110, encoding: Encoding::Protobuf, resource: 10 };
        let of = |sizes: &[usize]| split.lengths(sizes.iter().copied());
        assert!(of(&[]).is_empty());
        assert_eq!(of(&[50, 50, 1]), [2, 1]);
        assert_eq!(of(&[500, 1, 500, 500]), [1, 1, 1, 1]);
        assert_eq!(of(&[100, 100]), [1, 1]);
        let tiny = Split { most: 1, encoding: Encoding::Json, resource: 10 };
        assert_eq!(tiny.lengths([5, 5].into_iter()), [1, 1]);
    }
}
