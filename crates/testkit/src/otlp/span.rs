use std::fmt;

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    trace::v1::{self as proto, span, status::StatusCode},
};

use super::value::{Attributes, attributes, hex, repeated};

/// A span as it was sent, with the resource and the scope it was sent under.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReceivedSpan {
    /// In hexadecimal.
    pub trace_id: String,
    /// In hexadecimal.
    pub span_id: String,
    /// The parent's `span_id`, which may be a span of somebody else's.
    pub parent: Option<String>,
    /// As in the header `tracestate`.
    pub trace_state: String,
    /// The W3C trace flags in the lowest byte, and above it what is known of a remote parent.
    pub flags: u32,
    /// What it is of.
    pub name: String,
    /// Its role.
    pub kind: SpanKind,
    /// Nanoseconds since 1970.
    pub start: u64,
    /// Nanoseconds since 1970.
    pub end: u64,
    /// How it ended.
    pub status: Status,
    /// What is known of it.
    pub attributes: Attributes,
    /// Names of attributes that were sent more than once, which the specification forbids.
    pub repeated: Vec<String>,
    /// How many attributes, events and links the SDK's limits cost.
    pub dropped: u32,
    /// What happened in it, as sent.
    pub events: Vec<SpanEvent>,
    /// What else it belongs to, as sent.
    pub links: Vec<SpanLink>,
    /// Who sent it.
    pub resource: Attributes,
    /// The name of the instrumentation scope.
    pub scope: String,
}

/// Something that happened at a moment of a span.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SpanEvent {
    /// What happened.
    pub name: String,
    /// Nanoseconds since 1970.
    pub time: u64,
    /// What is known of it.
    pub attributes: Attributes,
}

/// Another span that a span belongs to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SpanLink {
    /// In hexadecimal.
    pub trace_id: String,
    /// In hexadecimal.
    pub span_id: String,
    /// As in the header `tracestate`.
    pub trace_state: String,
    /// What is known of the bond.
    pub attributes: Attributes,
}

/// The role of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the specification's names, and nothing to add to them")]
pub enum SpanKind {
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// How a span ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nothing was said.
    Unset,
    /// Well, as somebody stated.
    Ok,
    /// With an error, which may be described.
    Error(String),
}

impl ReceivedSpan {
    /// How long it lasted; nothing if it ended before it began.
    #[must_use]
    pub fn duration(&self) -> std::time::Duration {
        std::time::Duration::from_nanos(self.end.saturating_sub(self.start))
    }

    /// Whether the flags say that the trace is sampled.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.flags & 1 == 1
    }
}

pub(super) fn flatten(request: &ExportTraceServiceRequest) -> Vec<ReceivedSpan> {
    let mut spans = Vec::new();
    for resource in &request.resource_spans {
        let about = resource.resource.as_ref().map(|resource| attributes(&resource.attributes));
        for scope in &resource.scope_spans {
            let name = scope.scope.as_ref().map(|scope| scope.name.as_str());
            spans.extend(scope.spans.iter().map(|span| ReceivedSpan {
                resource: about.clone().unwrap_or_default(),
                scope: name.unwrap_or_default().to_owned(),
                ..ReceivedSpan::read(span)
            }));
        }
    }
    spans
}

impl ReceivedSpan {
    fn read(span: &proto::Span) -> Self {
        Self {
            trace_id: hex(&span.trace_id),
            span_id: hex(&span.span_id),
            parent: (!span.parent_span_id.is_empty()).then(|| hex(&span.parent_span_id)),
            trace_state: span.trace_state.clone(),
            flags: span.flags,
            name: span.name.clone(),
            kind: span.kind().into(),
            start: span.start_time_unix_nano,
            end: span.end_time_unix_nano,
            status: span.status.as_ref().into(),
            attributes: attributes(&span.attributes),
            repeated: repeated(&span.attributes),
            dropped: span.dropped_attributes_count + span.dropped_events_count + span.dropped_links_count,
            events: span.events.iter().map(SpanEvent::read).collect(),
            links: span.links.iter().map(SpanLink::read).collect(),
            resource: Attributes::new(),
            scope: String::new(),
        }
    }
}

impl SpanEvent {
    fn read(event: &span::Event) -> Self {
        Self {
            name: event.name.clone(),
            time: event.time_unix_nano,
            attributes: attributes(&event.attributes),
        }
    }
}

impl SpanLink {
    fn read(link: &span::Link) -> Self {
        Self {
            trace_id: hex(&link.trace_id),
            span_id: hex(&link.span_id),
            trace_state: link.trace_state.clone(),
            attributes: attributes(&link.attributes),
        }
    }
}

impl From<span::SpanKind> for SpanKind {
    fn from(kind: span::SpanKind) -> Self {
        match kind {
            span::SpanKind::Unspecified => Self::Unspecified,
            span::SpanKind::Internal => Self::Internal,
            span::SpanKind::Server => Self::Server,
            span::SpanKind::Client => Self::Client,
            span::SpanKind::Producer => Self::Producer,
            span::SpanKind::Consumer => Self::Consumer,
        }
    }
}

impl From<Option<&proto::Status>> for Status {
    fn from(status: Option<&proto::Status>) -> Self {
        match status.map(|status| (status.code(), &status.message)) {
            None | Some((StatusCode::Unset, _)) => Self::Unset,
            Some((StatusCode::Ok, _)) => Self::Ok,
            Some((StatusCode::Error, message)) => Self::Error(message.clone()),
        }
    }
}

impl fmt::Display for SpanKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "unspecified",
            Self::Internal => "internal",
            Self::Server => "server",
            Self::Client => "client",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset => f.write_str("unset"),
            Self::Ok => f.write_str("ok"),
            Self::Error(message) if message.is_empty() => f.write_str("error"),
            Self::Error(message) => write!(f, "error: {message}"),
        }
    }
}
