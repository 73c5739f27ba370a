//! A span as it is until it is exported.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use opentelemetry::{
    InstrumentationScope, KeyValue,
    trace::{Event, SpanContext, SpanKind, Status, TraceFlags, TraceState},
};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use tracing::Metadata;

use super::{
    ids::{SpanId, TraceId},
    said::Said,
};
use crate::raw::{Facts, Fill, Limits, Masks, Text, Value, Wide};

/// A span that has not been masked, and therefore shows nothing but to [`Masks`].
pub(crate) struct RawSpan {
    metadata: &'static Metadata<'static>,
    pub(crate) place: Place,
    start: SystemTime,
    begun: Instant,
    took: Duration,
    pub(crate) said: Said,
    /// What most spans have none of.
    more: More,
}

/// Where a span belongs.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    /// Zeros, if there is none.
    pub(crate) parent: SpanId,
    /// Whether the parent is not one of this process.
    pub(crate) is_remote: bool,
    pub(crate) sampled: bool,
}

/// Another span.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    trace_id: TraceId,
    span_id: SpanId,
    sampled: bool,
}

#[derive(Default)]
struct More {
    events: Vec<RawEvent>,
    /// The attributes of all events, whose texts are among those of the span.
    values: Vec<(&'static str, Value)>,
    links: Vec<Link>,
    dropped_events: u32,
    dropped_links: u32,
}

struct RawEvent {
    metadata: &'static Metadata<'static>,
    at: Duration,
    message: Option<Text>,
    /// Where the event's attributes end; they begin where those of the event before end.
    end: usize,
    dropped: u32,
}

impl RawSpan {
    /// Room for what most spans have to say.
    const TEXT: usize = 192;

    /// Begins now.
    pub(crate) fn begin(metadata: &'static Metadata<'static>, limits: &Limits) -> Self {
        let values = metadata.fields().len().min(limits.attributes);
        Self {
            metadata,
            place: Place::default(),
            start: SystemTime::now(),
            begun: Instant::now(),
            took: Duration::ZERO,
            said: Said { attributes: Facts::with_capacity(values, Self::TEXT), ..Said::default() },
            more: More::default(),
        }
    }

    /// Ends now.
    pub(crate) fn end(&mut self, limits: &Limits) {
        self.took = self.begun.elapsed();
        if let Some(link) = self.said.about.link.take() {
            self.add_link(link, limits);
        }
        if self.said.about.first_byte.is_some() && self.more.events.len() >= limits.events {
            self.said.about.first_byte = None;
            self.more.dropped_events += 1;
        }
    }

    pub(crate) fn is_error(&self) -> bool {
        self.said.about.is_error == Some(true)
    }

    /// The memory it holds.
    pub(crate) fn memory(&self) -> usize {
        let More { events, values, links, .. } = &self.more;
        let events = events.capacity() * size_of::<RawEvent>();
        let values = values.capacity() * size_of::<(&str, Value)>();
        let links = links.capacity() * size_of::<Link>();
        size_of::<Self>() + self.said.attributes.memory() + events + values + links
    }

    /// Adds what was said later.
    pub(crate) fn add(&mut self, newer: &Said, limits: &Limits, wide: &Arc<Wide>) {
        let Said { attributes, about } = &mut self.said;
        let mut fill = Fill { facts: attributes, limits, wide, most: limits.attributes };
        fill.adopt_all(&newer.attributes);
        about.merge(&newer.about, &newer.attributes, &mut fill);
    }

    pub(crate) fn add_link(&mut self, link: Link, limits: &Limits) {
        let more = &mut self.more;
        if more.links.len() < limits.links {
            more.links.push(link);
        } else {
            more.dropped_links += 1;
        }
    }

    /// Adds an event, which happens now.
    pub(crate) fn add_event(
        &mut self,
        metadata: &'static Metadata<'static>,
        message: Option<Text>,
        facts: &Facts,
        limits: &Limits,
        wide: &Arc<Wide>,
    ) {
        let more = &mut self.more;
        if more.events.len() >= limits.events {
            more.dropped_events += 1;
            return;
        }
        let at = self.begun.elapsed();
        let mut fill = Fill { facts: &mut self.said.attributes, limits, wide, most: 0 };
        let message = message.and_then(|text| fill.adopt_text(facts, text));
        let before = more.values.len();
        let adopted =
            facts.values().iter().filter_map(|&(name, value)| Some((name, fill.adopt(facts, value)?)));
        more.values.extend(adopted);
        let lost = facts.values().len() - (more.values.len() - before);
        let dropped = facts.dropped() + lost as u32;
        more.events.push(RawEvent { metadata, at, message, end: more.values.len(), dropped });
    }

    /// The span as it may be seen.
    pub(crate) fn masked(self, masks: &Masks) -> SpanData {
        let Self { metadata, place, start, took, said: Said { attributes: facts, about }, more, .. } = self;
        let text = |text| masks.text(&facts, text);
        let message = about.message.map(text);
        let status = match (about.is_error, message) {
            (Some(true), message) => Status::error(message.unwrap_or_default()),
            (None, Some(message)) => Status::error(message),
            (Some(false), _) => Status::Ok,
            (None, None) => Status::Unset,
        };
        SpanData {
            span_context: context(place.trace_id, place.span_id, place.sampled, false),
            parent_span_id: opentelemetry::SpanId::from_bytes(place.parent),
            parent_span_is_remote: place.is_remote,
            span_kind: about.kind.unwrap_or(SpanKind::Internal),
            name: about.name.map_or_else(|| masks.name(metadata.name()), |name| text(name).into()),
            start_time: start,
            end_time: start + took,
            attributes: masks.attributes(&facts, facts.values()),
            dropped_attributes_count: facts.dropped(),
            events: more.events(&facts, about.first_byte, start, masks),
            links: more.links(),
            status,
            instrumentation_scope: InstrumentationScope::builder(metadata.target()).build(),
        }
    }
}

impl More {
    fn events(&self, facts: &Facts, first_byte: Option<f64>, start: SystemTime, masks: &Masks) -> SpanEvents {
        let mut begin = 0;
        let mut events = SpanEvents::default();
        events.dropped_count = self.dropped_events;
        for RawEvent { metadata, at, message, end, dropped } in &self.events {
            let name =
                message.map_or_else(|| masks.name(metadata.name()), |text| masks.text(facts, text).into());
            let attributes = masks.attributes(facts, &self.values[begin..*end]);
            begin = *end;
            events.events.push(Event::new(name, start + *at, attributes, *dropped));
        }
        if let Some(event) = first_byte.and_then(|after| first_byte_event(after, start)) {
            let place = events.events.partition_point(|other| other.timestamp <= event.timestamp);
            events.events.insert(place, event);
        }
        events
    }

    fn links(&self) -> SpanLinks {
        let mut links = SpanLinks::default();
        links.dropped_count = self.dropped_links;
        links.links = self.links.iter().map(|link| link.to_otel()).collect();
        links
    }
}

/// None, if it is no time.
fn first_byte_event(after_ms: f64, start: SystemTime) -> Option<Event> {
    let after = Duration::try_from_secs_f64(after_ms / 1e3).ok()?;
    let attributes = vec![KeyValue::new("after_ms", after_ms)];
    Some(Event::new("first byte", start.checked_add(after)?, attributes, 0))
}

impl Link {
    fn to_otel(self) -> opentelemetry::trace::Link {
        let Self { trace_id, span_id, sampled } = self;
        opentelemetry::trace::Link::new(context(trace_id, span_id, sampled, true), Vec::new(), 0)
    }
}

impl From<(TraceId, SpanId, bool)> for Link {
    fn from((trace_id, span_id, sampled): (TraceId, SpanId, bool)) -> Self {
        Self { trace_id, span_id, sampled }
    }
}

impl From<Place> for Link {
    fn from(place: Place) -> Self {
        Self { trace_id: place.trace_id, span_id: place.span_id, sampled: place.sampled }
    }
}

fn context(trace_id: TraceId, span_id: SpanId, sampled: bool, is_remote: bool) -> SpanContext {
    let flags = if sampled { TraceFlags::SAMPLED } else { TraceFlags::default() };
    let trace_id = opentelemetry::TraceId::from_bytes(trace_id);
    let span_id = opentelemetry::SpanId::from_bytes(span_id);
    SpanContext::new(trace_id, span_id, flags, is_remote, TraceState::NONE)
}

impl fmt::Debug for RawSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawSpan").field("name", &self.metadata.name()).finish_non_exhaustive()
    }
}
