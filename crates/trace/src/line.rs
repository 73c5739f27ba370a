//! The one log line of a call.

use std::fmt;

use gate_call::{Call, Judged, Kind, Verdict};
use http::StatusCode;
use tracing::{Level, Span};

use crate::{LINE_TARGET, mcp_span, semconv};

/// Says how a call ended: a warning if it is an error.
pub(crate) fn write(call: &Call, span: &Span) {
    let Some(&outcome) = call.outcome() else { return };
    let judged = if is_plain(call) { Judged::Exchange } else { Judged::Call };
    let verdict = Verdict::of(judged, outcome);
    // A macro, because a level is part of what the compiler makes of an event.
    macro_rules! line {
        ($level:expr) => {
            tracing::event!(
                target: LINE_TARGET,
                parent: span,
                $level,
                { semconv::MCP_METHOD_NAME } = call.method().map(|method| &**method),
                { semconv::MCP_SERVER } = call.server().map(|server| &**server),
                { semconv::MCP_STATUS } = outcome.as_str(),
                { semconv::HTTP_RESPONSE_STATUS_CODE } = call.exchange().status().as_ref().map(StatusCode::as_u16),
                { semconv::ERROR_TYPE } = verdict.error_type.map(display),
                duration_ms = call.elapsed().as_secs_f64() * 1e3,
                "{}: {}", Title(call), outcome.as_str(),
            )
        };
    }
    if verdict.is_error { line!(Level::WARN) } else { line!(Level::INFO) }
}

/// A plain HTTP request, which nobody has said to be anything more.
fn is_plain(call: &Call) -> bool {
    matches!(call.kind(), None | Some(Kind::Http))
}

struct Title<'a>(&'a Call);

impl fmt::Display for Title<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_plain(self.0) {
            let exchange = self.0.exchange();
            return write!(f, "{} {}", exchange.method(), exchange.uri().path());
        }
        mcp_span::Name(self.0).fmt(f)
    }
}
