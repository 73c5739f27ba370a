//! MCP calls.

use metrics::Unit;

use super::Metric;

pub(super) static CALLS: &[Metric] = &[
    TOOL_CALLS,
    TOOL_LATENCY,
    TOOL_FIRST_BYTE,
    TOOL_CALLS_IN_FLIGHT,
    MCP_REQUESTS,
    MCP_DURATION,
    TOKENS,
    ERRORS,
    SAMPLES_FOLDED,
    SERIES_EVICTED,
];

/// Tool calls.
pub const TOOL_CALLS: Metric = Metric::counter("tool_calls_total", &["server", "tool", "status"])
    .tells(
        "MCP tool calls, by outcome: ok, tool_error, rpc_error, denied, blocked, cancelled, disconnected, \
         upstream_error.",
    )
    .moves("A tool call ends.");

/// How long tool calls took.
pub const TOOL_LATENCY: Metric = Metric::seconds("tool_latency_seconds", &["server", "tool", "status"])
    .tells("Time from reading an MCP tool call to its result, or to its early end.")
    .moves("A tool call ends.");

/// How long the first byte took.
pub const TOOL_FIRST_BYTE: Metric = Metric::seconds("tool_first_byte_seconds", &["server", "tool"])
    .tells(
        "Time from the head of the request that brought an MCP tool call to the first byte of the body that \
         answers it.",
    )
    .moves("A tool call ends that was answered in its own exchange.");

/// Tool calls under way.
pub const TOOL_CALLS_IN_FLIGHT: Metric = Metric::gauge("tool_calls_in_flight", Unit::Count, &["server"])
    .tells("MCP tool calls that have been read and have not ended.")
    .moves("A tool call is read, and ends.");

/// MCP requests other than tool calls.
pub const MCP_REQUESTS: Metric = Metric::counter("mcp_requests_total", &["server", "method", "status"])
    .tells(
        "MCP requests other than tool calls, in either direction, by outcome: prompts, resources, lists, \
         pings and all the rest, by their method.",
    )
    .moves("Such a request ends.");

/// How long MCP requests other than tool calls took.
pub const MCP_DURATION: Metric =
    Metric::seconds("mcp_request_duration_seconds", &["server", "method", "status"])
        .tells(
            "Time from reading an MCP request other than a tool call to its result, or to its early end, \
             without subscriptions/listen.",
        )
        .moves("Such a request ends.");

/// Tokens.
pub const TOKENS: Metric = Metric::counter("tokens_total", &["server", "direction"])
    .tells("Tokens that a model used, as results state them: input and output.")
    .moves("A call ends whose result states its usage.");

/// What was no success.
pub const ERRORS: Metric = Metric::counter("errors_total", &["category"])
    .tells(
        "What was no success. Of calls: tool_error, rpc_error, denied, blocked, cancelled, disconnected, \
         upstream_error. Of exchanges without a call: client_error (4xx), server_error (5xx, or broken), \
         disconnected. Streams that their clients close are none.",
    )
    .moves("A call, or an exchange without one, ends and was no success.");

/// Samples whose own series the budget had no room for.
pub const SAMPLES_FOLDED: Metric = Metric::counter("metric_samples_folded_total", &["metric"])
    .tells("Samples counted under the label value `other` because the metric's series budget is spent.")
    .moves("A sample would need a new series, and there is no room for it.");

/// Series that went.
pub const SERIES_EVICTED: Metric = Metric::counter("metric_series_evicted_total", &["metric"])
    .tells("Series that were forgotten because nothing was counted in them for long.")
    .moves("A series has been idle for the time that is set.");
