//! HTTP exchanges.

use metrics::Unit;

use super::Metric;

pub(super) static HTTP: &[Metric] = &[
    HTTP_REQUESTS,
    HTTP_DURATION,
    HTTP_IN_FLIGHT,
    HTTP_INCOMPLETE,
    HTTP_FIRST_BYTE,
    HTTP_REQUEST_SIZE,
    HTTP_RESPONSE_SIZE,
    HTTP_STREAMS,
    HTTP_STREAM_DURATION,
    HTTP_STREAMS_ACTIVE,
];

/// HTTP exchanges.
pub const HTTP_REQUESTS: Metric = Metric::counter("http_requests_total", &["endpoint", "method", "status"])
    .tells(
        "HTTP exchanges, by the status that was sent: 499 where the client went before one was sent, \
             500 where none was sent for another reason.",
    )
    .moves("An exchange ends.");

/// How long HTTP exchanges took.
pub const HTTP_DURATION: Metric =
    Metric::seconds("http_request_duration_seconds", &["endpoint", "method", "status"])
        .tells(
            "Time from the head of an HTTP request to the last byte of its response, or to its early end, \
             without streams.",
        )
        .moves("An exchange that is no stream ends.");

/// HTTP exchanges under way.
pub const HTTP_IN_FLIGHT: Metric = Metric::gauge("http_requests_in_flight", Unit::Count, &[])
    .tells("HTTP exchanges under way that are no streams.")
    .moves("A request's head arrives, and the exchange ends or turns out to be a stream.");

/// HTTP exchanges cut short.
pub const HTTP_INCOMPLETE: Metric =
    Metric::counter("http_requests_incomplete_total", &["endpoint", "method", "reason"])
        .tells(
            "HTTP exchanges whose response was not delivered in full, whatever status was sent: disconnected \
             (the client went), service, body or panic (something broke).",
        )
        .moves("A client goes before the end of a response, or the response breaks.");

/// How long the first byte took.
pub const HTTP_FIRST_BYTE: Metric = Metric::seconds(
    "http_response_first_byte_seconds",
    &["endpoint", "method"],
)
.tells("Time from the head of an HTTP request to the first byte of its response's body, without streams.")
.moves("An exchange ends whose response had a body, where sizes are told of.");

/// How large requests were.
pub const HTTP_REQUEST_SIZE: Metric = Metric::bytes("http_request_size_bytes", &["endpoint", "method"])
    .tells("Sizes of HTTP request bodies, where they are known: as counted, else as Content-Length says.")
    .moves("An exchange ends whose request had a body, where sizes are told of.");

/// How large responses were.
pub const HTTP_RESPONSE_SIZE: Metric = Metric::bytes("http_response_size_bytes", &["endpoint", "method"])
    .tells("Bytes of HTTP response bodies that were sent, without streams.")
    .moves("An exchange that is no stream ends, where sizes are told of.");

/// Streams.
pub const HTTP_STREAMS: Metric = Metric::counter("http_streams_total", &["endpoint", "method"])
    .tells(
        "Long-lived streams: event streams that answer a GET or MCP's subscriptions/listen. They are in \
         http_requests_total, too.",
    )
    .moves("Such a stream ends.");

/// How long streams lasted.
pub const HTTP_STREAM_DURATION: Metric =
    Metric::seconds("http_stream_duration_seconds", &["endpoint", "method"])
        .of_streams()
        .tells("How long long-lived streams lasted.")
        .moves("Such a stream ends.");

/// Streams under way.
pub const HTTP_STREAMS_ACTIVE: Metric = Metric::gauge("http_streams_active", Unit::Count, &[])
    .tells("Long-lived streams under way.")
    .moves("The head of such a stream's response is sent, and the stream ends.");
