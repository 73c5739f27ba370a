//! The span of an exchange.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use gate_call::{Call, CallWatch, Exchange, Interest, Judged, Verdict, Watch, outcome_of};
use http::HeaderMap;
use tracing::{Level, Span, field::Empty};

use crate::{
    FIRST_BYTE_TARGET, SPAN_TARGET, address, line,
    mcp_span::McpSpan,
    place::{Place, Rules},
    semconv,
    stated::{Stated, bare_span},
    wanted,
};

/// The span of one exchange, and what makes it end.
pub(crate) struct HttpSpan {
    span: Span,
    rules: Arc<Rules>,
    /// Whether the span says more than its ids.
    is_told: bool,
    /// Whether the route was known when the span began.
    has_route: bool,
    first_byte_seen: AtomicBool,
}

impl HttpSpan {
    pub(crate) fn begin(exchange: &Exchange, headers: &HeaderMap, place: &Place, rules: &Arc<Rules>) -> Self {
        let stated = Stated::of(place);
        let (is_told, has_route) = (stated.is_told(), exchange.route().is_some());
        let span = match is_told {
            true => span(exchange, headers, place, &stated),
            false => bare_span!("HTTP request", stated, request_id(exchange)),
        };
        let rules = Arc::clone(rules);
        Self { span, rules, is_told, has_route, first_byte_seen: AtomicBool::new(false) }
    }

    pub(crate) fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        self.span.in_scope(f)
    }
}

fn span(exchange: &Exchange, headers: &HeaderMap, place: &Place, stated: &Stated) -> Span {
    let route = exchange.route();
    let name = route.map(|_| Name(exchange));
    let (host, port) = address::of_request(exchange.uri(), headers);
    tracing::span!(
        target: SPAN_TARGET,
        Level::INFO,
        "HTTP request",
        { semconv::TRACE_ID } = stated.trace_id(),
        { semconv::SPAN_ID } = stated.span_id(),
        { semconv::PARENT_SPAN_ID } = stated.parent(),
        { semconv::SAMPLED } = stated.sampled,
        { semconv::OTEL_NAME } = name.map(display),
        { semconv::OTEL_KIND } = "server",
        { semconv::OTEL_STATUS_CODE } = Empty,
        { semconv::HTTP_REQUEST_METHOD } = semconv::method(exchange.method()),
        { semconv::HTTP_ROUTE } = route.map(|route| &**route),
        { semconv::HTTP_RESPONSE_STATUS_CODE } = Empty,
        { semconv::URL_PATH } = exchange.uri().path(),
        { semconv::URL_SCHEME } = exchange.uri().scheme_str().unwrap_or("http"),
        { semconv::NETWORK_PROTOCOL_VERSION } = semconv::protocol_version(exchange.version()),
        { semconv::NETWORK_TRANSPORT } = semconv::TCP,
        { semconv::SERVER_ADDRESS } = host,
        { semconv::SERVER_PORT } = port,
        { semconv::CLIENT_ADDRESS } = Empty,
        { semconv::ENDUSER_ID } = Empty,
        { semconv::ERROR_TYPE } = Empty,
        { semconv::REQUEST_ID } = request_id(exchange),
        { semconv::OTEL_LINK } = place.disbelieved.map(display),
        { semconv::FIRST_BYTE } = Empty,
    )
}

fn request_id(exchange: &Exchange) -> Option<&str> {
    exchange.request_id()?.to_str().ok()
}

impl Watch for HttpSpan {
    fn wants(&self) -> Interest {
        // To look at every frame is not free, nor to see the exchange as a call: they serve nothing but an
        // event and a line.
        let first_byte = if wanted::first_byte() { Interest::RESPONSE_DATA } else { Interest::FINISH };
        first_byte | if wanted::line() { Interest::CALLS } else { Interest::STATED_CALLS }
    }

    fn response_data(&self, exchange: &Exchange, _: &[u8]) {
        if !self.first_byte_seen.swap(true, Relaxed) {
            let after_ms = exchange.first_byte().unwrap_or_else(|| exchange.elapsed()).as_secs_f64() * 1e3;
            tracing::debug!(target: FIRST_BYTE_TARGET, parent: &self.span, after_ms, "first byte");
        }
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        // An exchange that is its own call has its span, which is this one.
        if call.is_exchange() {
            return Some(Box::new(Own(self.span.clone())));
        }
        Some(Box::new(McpSpan::begin(call, &self.span, &self.rules)))
    }

    fn finish(&self, exchange: &Exchange) {
        if !self.is_told {
            return;
        }
        let verdict = Verdict::of(Judged::Exchange, outcome_of(exchange.end(), exchange.status()));
        // What is stated further in, as by a router or an authenticator, is known only now.
        let route = exchange.route().filter(|_| !self.has_route);
        tracing::record_all!(
            self.span,
            { semconv::OTEL_NAME } = (!self.has_route).then(|| display(Name(exchange))),
            { semconv::HTTP_ROUTE } = route.map(|route| &**route),
            { semconv::FIRST_BYTE } = exchange.first_byte().map(|after| after.as_secs_f64() * 1e3),
            { semconv::CLIENT_ADDRESS } = exchange.peer().map(|peer| display(peer.ip())),
            { semconv::ENDUSER_ID } = exchange.principal().map(|principal| &**principal),
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
        f.write_str(semconv::span_method(exchange.method()))?;
        exchange.route().map_or(Ok(()), |route| write!(f, " {route}"))
    }
}
