use std::fmt;

use http::Uri;
use opentelemetry_proto::tonic::collector::{
    logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest,
    trace::v1::ExportTraceServiceRequest,
};
use prost::Message;

use super::{
    log::{self, ReceivedLog},
    metric::{self, ReceivedPoint},
    span::{self, ReceivedSpan},
};

/// Which of the three kinds of telemetry a request brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Signal {
    /// Spans.
    Traces,
    /// Data points.
    Metrics,
    /// Log records.
    Logs,
}

/// The message of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Export {
    /// Spans.
    Traces(ExportTraceServiceRequest),
    /// Data points.
    Metrics(ExportMetricsServiceRequest),
    /// Log records.
    Logs(ExportLogsServiceRequest),
}

impl Signal {
    /// What the path of an HTTP request says: back ends put prefixes before `/v1/traces`, and some
    /// have names of their own (`/v2/trace/otlp`, `/v2/datapoint/otlp`). The last segment that names
    /// a signal decides.
    pub(super) fn of_path(uri: &Uri) -> Option<Self> {
        uri.path().rsplit('/').find_map(|segment| match segment.to_ascii_lowercase() {
            name if name.contains("trace") => Some(Self::Traces),
            name if name.contains("metric") || name.contains("datapoint") => Some(Self::Metrics),
            name if name.starts_with("log") => Some(Self::Logs),
            _ => None,
        })
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Traces => "traces",
            Self::Metrics => "metrics",
            Self::Logs => "logs",
        })
    }
}

impl Export {
    /// Which signal it is of.
    #[must_use]
    pub fn signal(&self) -> Signal {
        match self {
            Self::Traces(_) => Signal::Traces,
            Self::Metrics(_) => Signal::Metrics,
            Self::Logs(_) => Signal::Logs,
        }
    }

    /// Its spans, flattened.
    #[must_use]
    pub fn spans(&self) -> Vec<ReceivedSpan> {
        match self {
            Self::Traces(request) => span::flatten(request),
            _ => Vec::new(),
        }
    }

    /// Its log records, flattened.
    #[must_use]
    pub fn logs(&self) -> Vec<ReceivedLog> {
        match self {
            Self::Logs(request) => log::flatten(request),
            _ => Vec::new(),
        }
    }

    /// Its data points, flattened.
    #[must_use]
    pub fn points(&self) -> Vec<ReceivedPoint> {
        match self {
            Self::Metrics(request) => metric::flatten(request),
            _ => Vec::new(),
        }
    }

    /// How many spans, data points or log records it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Traces(request) => {
                let scopes = request.resource_spans.iter().flat_map(|resource| &resource.scope_spans);
                scopes.map(|scope| scope.spans.len()).sum()
            }
            Self::Metrics(_) => self.points().len(),
            Self::Logs(request) => {
                let scopes = request.resource_logs.iter().flat_map(|resource| &resource.scope_logs);
                scopes.map(|scope| scope.log_records.len()).sum()
            }
        }
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn from_protobuf(signal: Signal, body: &[u8]) -> Result<Self, String> {
        match signal {
            Signal::Traces => Message::decode(body).map(Self::Traces),
            Signal::Metrics => Message::decode(body).map(Self::Metrics),
            Signal::Logs => Message::decode(body).map(Self::Logs),
        }
        .map_err(|error| format!("not the protobuf of {signal}: {error}"))
    }

    pub(super) fn from_json(signal: Signal, body: &[u8]) -> Result<Self, String> {
        match signal {
            Signal::Traces => serde_json::from_slice(body).map(Self::Traces),
            Signal::Metrics => serde_json::from_slice(body).map(Self::Metrics),
            Signal::Logs => serde_json::from_slice(body).map(Self::Logs),
        }
        .map_err(|error| format!("not the JSON of {signal}: {error}"))
    }
}
