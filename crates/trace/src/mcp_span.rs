//! The span of a call.

use std::{
    fmt,
    sync::{Arc, Weak},
};

use gate_call::{Call, CallWatch, Direction, Enter, Judged, Kind, Outcome, TraceIds, Verdict};
use tracing::{
    Level, Span,
    field::{Empty, display},
};

use crate::{
    SPAN_TARGET, current, line,
    place::{Place, Rules},
    semconv,
    stated::{Stated, bare_span},
};

/// The span of one call, which it ends.
pub(crate) struct McpSpan {
    span: Arc<Span>,
    /// Whether the span says more than its ids.
    is_told: bool,
}

impl McpSpan {
    pub(crate) fn begin(call: &Call, around: &Span, rules: &Rules) -> Self {
        let place = rules.place_call(call);
        let stated = Stated::of(&place);
        let is_told = stated.is_told();
        let span = Arc::new(match is_told {
            true => span(call, around, &place, &stated),
            false => bare_span!(parent: around, "MCP call", stated, None::<&str>),
        });
        if place.elsewhere {
            // The parent is the one that the message names; the exchange is only how it came.
            span.follows_from(around);
        }
        let scope = CallScope { span: Arc::downgrade(&span), ids: place.ids };
        call.set_scope(Arc::new(scope) as Arc<dyn Enter>);
        Self { span, is_told }
    }
}

fn span(call: &Call, around: &Span, place: &Place, stated: &Stated) -> Span {
    let named = |kind| call.name().filter(|_| call.kind() == Some(&kind)).map(|name| &**name);
    let tool = named(Kind::Tool);
    let exchange = call.exchange();
    let to_client = call.direction() == Some(&Direction::ToClient);
    tracing::span!(
        target: SPAN_TARGET,
        parent: around,
        Level::INFO,
        "MCP call",
        { semconv::TRACE_ID } = stated.trace_id(),
        { semconv::SPAN_ID } = stated.span_id(),
        { semconv::PARENT_SPAN_ID } = stated.parent(),
        { semconv::SAMPLED } = stated.sampled,
        { semconv::OTEL_NAME } = display(Name(call)),
        { semconv::OTEL_KIND } = if to_client { "client" } else { "server" },
        { semconv::OTEL_STATUS_CODE } = Empty,
        { semconv::MCP_METHOD_NAME } = call.method().map(|method| &**method),
        { semconv::GEN_AI_TOOL_NAME } = tool,
        { semconv::GEN_AI_PROMPT_NAME } = named(Kind::Prompt),
        { semconv::GEN_AI_OPERATION_NAME } = tool.map(|_| semconv::EXECUTE_TOOL),
        { semconv::MCP_RESOURCE_URI } = named(Kind::Resource),
        { semconv::MCP_SESSION_ID } = call.session().map(|session| &**session),
        { semconv::MCP_PROTOCOL_VERSION } = call.protocol_version().map(|version| &**version),
        { semconv::JSONRPC_REQUEST_ID } = call.rpc_id().map(|id| semconv::request_id(id)),
        { semconv::RPC_RESPONSE_STATUS_CODE } = Empty,
        { semconv::ERROR_TYPE } = Empty,
        { semconv::MCP_SERVER } = call.server().map(|server| &**server),
        { semconv::MCP_TOOL } = tool,
        { semconv::MCP_STATUS } = Empty,
        { semconv::NETWORK_TRANSPORT } = semconv::TCP,
        { semconv::CLIENT_ADDRESS } = exchange.peer().map(|peer| display(peer.ip())),
        { semconv::ENDUSER_ID } = exchange.principal().map(|principal| &**principal),
        { semconv::OTEL_LINK } = place.disbelieved.map(display),
    )
}

impl CallWatch for McpSpan {
    fn finish(self: Box<Self>, call: &Call) {
        if let Some(&outcome) = call.outcome().filter(|_| self.is_told) {
            self.end(outcome);
        }
        line::write(call, &self.span);
    }
}

impl McpSpan {
    fn end(&self, outcome: Outcome) {
        let verdict = Verdict::of(Judged::Call, outcome);
        let code = match outcome {
            Outcome::RpcError(code) => Some(display(code)),
            _ => None,
        };
        tracing::record_all!(
            self.span,
            { semconv::MCP_STATUS } = outcome.as_str(),
            { semconv::OTEL_STATUS_CODE } = verdict.status_code(),
            { semconv::ERROR_TYPE } = verdict.error_type.map(display),
            { semconv::RPC_RESPONSE_STATUS_CODE } = code,
        );
    }
}

/// What is entered while the call is worked on, until it has ended.
///
/// It does not hold the span: whoever keeps a handle to the call, such as an audit queue, would keep the
/// span from ending.
struct CallScope {
    span: Weak<Span>,
    ids: TraceIds,
}

impl Enter for CallScope {
    fn enter(&self, f: &mut dyn FnMut()) {
        match self.span.upgrade() {
            Some(span) => current::within(Some(self.ids), || span.in_scope(f)),
            None => f(),
        }
    }
}

/// `{method} {tool or prompt}`, or the method alone. A resource is left out: there is no end of them.
pub(crate) struct Name<'a>(pub(crate) &'a Call);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(call) = self;
        let kind = call.kind().copied().unwrap_or(Kind::Mcp);
        f.write_str(call.method().map_or(kind.as_str(), |method| method))?;
        match call.name() {
            Some(name) if kind != Kind::Resource => write!(f, " {name}"),
            _ => Ok(()),
        }
    }
}
