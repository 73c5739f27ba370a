//! Every metric that this crate emits: name, kind, unit, labels and what it tells. Nothing is emitted that
//! is not listed here.

use metrics::{KeyName, Recorder, Unit};

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metric {
    /// The name, with the unit as Prometheus wants it.
    pub name: &'static str,
    /// What kind of number it is.
    pub kind: MetricKind,
    /// Its unit.
    pub unit: Unit,
    /// The names of its labels.
    pub labels: &'static [&'static str],
    /// What it tells, and when it moves.
    pub help: &'static str,
}

/// What kind of number a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetricKind {
    /// It only grows.
    Counter,
    /// It goes up and down.
    Gauge,
    /// It counts samples in buckets.
    Histogram,
}

/// Upper bounds, in seconds, that suit every histogram listed here; give them to the exporter.
pub const DURATION_BUCKETS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// All of them.
pub const CATALOGUE: [Metric; 9] = [
    HTTP_REQUESTS,
    HTTP_DURATION,
    HTTP_IN_FLIGHT,
    HTTP_INCOMPLETE,
    TOOL_CALLS,
    TOOL_LATENCY,
    MCP_REQUESTS,
    MCP_DURATION,
    SAMPLES_FOLDED,
];

/// HTTP exchanges.
pub const HTTP_REQUESTS: Metric = Metric {
    name: "http_requests_total",
    kind: MetricKind::Counter,
    unit: Unit::Count,
    labels: &["endpoint", "method", "status"],
    help: "HTTP exchanges that have ended, by the status that was sent; \
           499 where the client went before a status was sent, 500 where none was sent for another reason.",
};

/// How long HTTP exchanges took.
pub const HTTP_DURATION: Metric = Metric {
    name: "http_request_duration_seconds",
    kind: MetricKind::Histogram,
    unit: Unit::Seconds,
    labels: &["endpoint", "method", "status"],
    help: "Time from the head of an HTTP request to the last byte of its response, or to its early end.",
};

/// HTTP exchanges under way.
pub const HTTP_IN_FLIGHT: Metric = Metric {
    name: "http_requests_in_flight",
    kind: MetricKind::Gauge,
    unit: Unit::Count,
    labels: &[],
    help: "HTTP exchanges under way: begun, and their response not yet delivered or given up.",
};

/// HTTP exchanges cut short.
pub const HTTP_INCOMPLETE: Metric = Metric {
    name: "http_requests_incomplete_total",
    kind: MetricKind::Counter,
    unit: Unit::Count,
    labels: &["endpoint", "method", "reason"],
    help: "HTTP exchanges whose response was not delivered in full, whatever status was sent: \
           disconnected (the client went), service, body or panic (something broke).",
};

/// Tool calls.
pub const TOOL_CALLS: Metric = Metric {
    name: "tool_calls_total",
    kind: MetricKind::Counter,
    unit: Unit::Count,
    labels: &["server", "tool", "status"],
    help: "MCP tool calls that have ended, by outcome: ok, tool_error, rpc_error, denied, blocked, \
           cancelled, disconnected, upstream_error.",
};

/// How long tool calls took.
pub const TOOL_LATENCY: Metric = Metric {
    name: "tool_latency_seconds",
    kind: MetricKind::Histogram,
    unit: Unit::Seconds,
    labels: &["server", "tool", "status"],
    help: "Time from reading an MCP tool call to its result, or to its early end.",
};

/// MCP requests other than tool calls.
pub const MCP_REQUESTS: Metric = Metric {
    name: "mcp_requests_total",
    kind: MetricKind::Counter,
    unit: Unit::Count,
    labels: &["server", "method", "status"],
    help: "MCP requests other than tool calls that have ended, in either direction, by outcome.",
};

/// How long MCP requests other than tool calls took.
pub const MCP_DURATION: Metric = Metric {
    name: "mcp_request_duration_seconds",
    kind: MetricKind::Histogram,
    unit: Unit::Seconds,
    labels: &["server", "method", "status"],
    help: "Time from reading an MCP request other than a tool call to its result, or to its early end.",
};

/// Samples whose own series the budget had no room for.
pub const SAMPLES_FOLDED: Metric = Metric {
    name: "metric_samples_folded_total",
    kind: MetricKind::Counter,
    unit: Unit::Count,
    labels: &["metric"],
    help: "Samples counted under the label value `other` because the metric's series budget is spent.",
};

/// Tells the recorder what each metric is.
pub(crate) fn describe(recorder: &dyn Recorder) {
    for Metric { name, kind, unit, help, .. } in CATALOGUE {
        let (name, help) = (KeyName::from_const_str(name), help.into());
        match kind {
            MetricKind::Counter => recorder.describe_counter(name, Some(unit), help),
            MetricKind::Gauge => recorder.describe_gauge(name, Some(unit), help),
            MetricKind::Histogram => recorder.describe_histogram(name, Some(unit), help),
        }
    }
}
