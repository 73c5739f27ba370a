//! The span of one request to a server.

use std::fmt;

use gate_call::{Call, Exchange, Interest, Judged, Kind, ResponseHead, Verdict, Watch, outcome_of};
use tracing::{Level, Span, field::Empty};

use super::ClientTraceLayerBuilder;
use crate::{
    SPAN_TARGET,
    address::{self, Url},
    mcp_span,
    place::Place,
    semconv,
    stated::{Stated, bare_span},
};

/// The span of one request, and what makes it end: with the response's body, or when it is dropped.
pub(super) struct ClientSpan {
    span: Span,
    /// Whether the span says more than its ids.
    is_told: bool,
}

impl ClientSpan {
    /// Begins it below the span that is current.
    pub(super) fn begin(
        exchange: &Exchange,
        call: Option<&Call>,
        place: &Place,
        settings: &ClientTraceLayerBuilder,
    ) -> Self {
        let stated = Stated::of(place);
        let is_told = stated.is_told();
        let span = match is_told {
            true => span(exchange, call, &stated, settings),
            false => bare_span!("upstream request", stated, None::<&str>),
        };
        Self { span, is_told }
    }

    pub(super) fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        self.span.in_scope(f)
    }
}

fn span(
    exchange: &Exchange,
    call: Option<&Call>,
    stated: &Stated,
    settings: &ClientTraceLayerBuilder,
) -> Span {
    let own = exchange.uri();
    let url = Some(own).filter(|url| url.authority().is_some()).or(settings.target.as_ref());
    let (host, port) = url.map_or((None, None), address::of_url);
    let server = settings.server.as_deref().or_else(|| call?.server().map(|server| &**server));
    let named = |kind| call.filter(|call| call.kind() == Some(&kind))?.name().map(|name| &**name);
    let tool = named(Kind::Tool);
    tracing::span!(
        target: SPAN_TARGET,
        Level::INFO,
        "upstream request",
        { semconv::TRACE_ID } = stated.trace_id(),
        { semconv::SPAN_ID } = stated.span_id(),
        { semconv::PARENT_SPAN_ID } = stated.parent(),
        { semconv::SAMPLED } = stated.sampled,
        { semconv::OTEL_NAME } = display(Name { exchange, call }),
        { semconv::OTEL_KIND } = "client",
        { semconv::OTEL_STATUS_CODE } = Empty,
        { semconv::HTTP_REQUEST_METHOD } = semconv::method(exchange.method()),
        { semconv::HTTP_RESPONSE_STATUS_CODE } = Empty,
        { semconv::URL_FULL } = url.map(|url| display(Url(url))),
        { semconv::SERVER_ADDRESS } = host,
        { semconv::SERVER_PORT } = port,
        { semconv::NETWORK_TRANSPORT } = url.map(|_| semconv::TCP),
        { semconv::NETWORK_PROTOCOL_VERSION } = Empty,
        { semconv::MCP_METHOD_NAME } = call.and_then(Call::method).map(|method| &**method),
        { semconv::GEN_AI_TOOL_NAME } = tool,
        { semconv::GEN_AI_PROMPT_NAME } = named(Kind::Prompt),
        { semconv::GEN_AI_OPERATION_NAME } = tool.map(|_| semconv::EXECUTE_TOOL),
        { semconv::MCP_RESOURCE_URI } = named(Kind::Resource),
        { semconv::MCP_SESSION_ID } = call.and_then(Call::session).map(|session| &**session),
        { semconv::MCP_PROTOCOL_VERSION } = call.and_then(Call::protocol_version).map(|version| &**version),
        { semconv::JSONRPC_REQUEST_ID } = call.and_then(Call::rpc_id).map(|id| semconv::request_id(id)),
        { semconv::MCP_SERVER } = server,
        { semconv::ERROR_TYPE } = Empty,
    )
}

impl Watch for ClientSpan {
    fn wants(&self) -> Interest {
        if self.is_told { Interest::RESPONSE } else { Interest::FINISH }
    }

    fn response(&self, _: &Exchange, head: ResponseHead<'_>) {
        tracing::record_all!(
            self.span,
            { semconv::NETWORK_PROTOCOL_VERSION } = semconv::protocol_version(head.version),
            { semconv::HTTP_RESPONSE_STATUS_CODE } = head.status.as_u16(),
        );
    }

    fn finish(&self, exchange: &Exchange) {
        if !self.is_told {
            return;
        }
        let verdict = Verdict::of(Judged::Call, outcome_of(exchange.end(), exchange.status()))
            .failed_by(exchange.failed_by().copied());
        tracing::record_all!(
            self.span,
            { semconv::OTEL_STATUS_CODE } = verdict.status_code(),
            { semconv::ERROR_TYPE } = verdict.error_type.map(display),
        );
    }
}

impl fmt::Debug for ClientSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientSpan").field(&self.span.id()).finish()
    }
}

/// The call's, where it asks for one; else that of the request: its method.
struct Name<'a> {
    exchange: &'a Exchange,
    call: Option<&'a Call>,
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.call.filter(|call| call.method().is_some()) {
            Some(call) => mcp_span::Name(call).fmt(f),
            None => f.write_str(semconv::span_method(self.exchange.method())),
        }
    }
}
