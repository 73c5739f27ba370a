//! The span of an exchange.

use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use gate_call::{Call, CallWatch, Exchange, Interest, Watch};
use tracing::{Level, Span, field::Empty, level_filters::LevelFilter};

use crate::{
    SPAN_TARGET, line,
    mcp_span::McpSpan,
    semconv,
    verdict::{Judged, Verdict, outcome_of},
};

/// The span of one exchange, and what makes it end.
pub(crate) struct HttpSpan {
    span: Span,
    trust_inbound: bool,
    /// Whether the span was named after its route when it began.
    named: bool,
    first_byte_seen: AtomicBool,
}

impl HttpSpan {
    /// Whether any subscriber would see it.
    pub(crate) fn is_wanted() -> bool {
        tracing::span_enabled!(target: SPAN_TARGET, Level::INFO)
    }

    pub(crate) fn begin(exchange: &Exchange, trust_inbound: bool) -> Self {
        let route = exchange.route();
        let name = route.map(|_| Name(exchange));
        let ids = exchange.trace();
        let span = tracing::span!(
            target: SPAN_TARGET,
            Level::INFO,
            "HTTP request",
            { semconv::OTEL_NAME } = name.map(display),
            { semconv::OTEL_KIND } = "server",
            { semconv::OTEL_STATUS_CODE } = Empty,
            { semconv::HTTP_REQUEST_METHOD } = semconv::method(exchange.method()),
            { semconv::HTTP_ROUTE } = route.map(|route| &**route),
            { semconv::HTTP_RESPONSE_STATUS_CODE } = Empty,
            { semconv::URL_PATH } = exchange.uri().path(),
            { semconv::NETWORK_PROTOCOL_VERSION } = semconv::protocol_version(exchange.version()),
            { semconv::ERROR_TYPE } = Empty,
            { semconv::REQUEST_ID } = exchange.request_id().and_then(|id| id.to_str().ok()),
            { semconv::TRACE_ID } = ids.map(|ids| display(ids.trace_id_hex())),
            { semconv::SPAN_ID } = ids.map(|ids| display(ids.span_id_hex())),
        );
        Self { span, trust_inbound, named: route.is_some(), first_byte_seen: AtomicBool::new(false) }
    }

    pub(crate) fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        self.span.in_scope(f)
    }
}

impl Watch for HttpSpan {
    fn wants(&self) -> Interest {
        // Looking at every frame is not free, and serves nothing but this event. Only the level is asked for:
        // to ask about an event that does not follow makes filtered layers miss whatever follows instead.
        let first_byte = LevelFilter::current() >= Level::DEBUG;
        Interest::CALLS | if first_byte { Interest::RESPONSE_DATA } else { Interest::FINISH }
    }

    fn response_data(&self, exchange: &Exchange, _: &[u8]) {
        if !self.first_byte_seen.swap(true, Relaxed) {
            let after_ms = exchange.first_byte().unwrap_or_else(|| exchange.elapsed()).as_secs_f64() * 1e3;
            tracing::debug!(target: SPAN_TARGET, parent: &self.span, after_ms, "first byte");
        }
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        // An exchange that is over is its own call: its span is this one.
        if call.exchange().end().is_some() {
            return Some(Box::new(Own(self.span.clone())));
        }
        Some(Box::new(McpSpan::begin(call, &self.span, self.trust_inbound)))
    }

    fn finish(&self, exchange: &Exchange) {
        let verdict = Verdict::of(Judged::Exchange, outcome_of(exchange.end(), exchange.status()));
        if !self.named {
            tracing::record_all!(
                self.span,
                { semconv::OTEL_NAME } = display(Name(exchange)),
                { semconv::HTTP_ROUTE } = exchange.route().map(|route| &**route),
            );
        }
        tracing::record_all!(
            self.span,
            { semconv::HTTP_RESPONSE_STATUS_CODE } = exchange.status().map(|status| status.as_u16()),
            { semconv::OTEL_STATUS_CODE } = verdict.status_code(),
            { semconv::ERROR_TYPE } = verdict.error_type.map(display),
        );
    }
}

impl fmt::Debug for HttpSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HttpSpan").field(&self.span.id()).finish()
    }
}

/// The exchange seen as a call: it has no span of its own, but a line like any other.
struct Own(Span);

impl CallWatch for Own {
    fn finish(self: Box<Self>, call: &Call) {
        line::write(call, &self.0);
    }
}

/// `{method} {route}`, or the method alone.
struct Name<'a>(&'a Exchange);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(exchange) = self;
        f.write_str(match semconv::method(exchange.method()) {
            "_OTHER" => "HTTP",
            method => method,
        })?;
        exchange.route().map_or(Ok(()), |route| write!(f, " {route}"))
    }
}
