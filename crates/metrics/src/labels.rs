//! What a label may say. Every value comes from a bounded set; whatever lies outside is [`OTHER`].

use gate_call::{End, Exchange, known};
use http::{Method, StatusCode};

/// The value of a label whose own value is not stated, not known, or beyond the series budget.
pub const OTHER: &str = "other";

/// Says which names really exist, so that a client's inventions do not become series.
///
/// It is asked on every call, and must be quick. A function of server and tool is one:
///
/// ```
/// use std::sync::Arc;
/// use gate_metrics::{KnownNames, MetricsLayer};
///
/// let names: Arc<dyn KnownNames> =
///     Arc::new(|server: &str, tool: &str| server == "files" && ["read", "list"].contains(&tool));
/// let layer = MetricsLayer::builder().known_names(names).build();
/// # let _: axum::Router = axum::Router::new().layer(layer);
/// ```
pub trait KnownNames: Send + Sync + 'static {
    /// Whether that server lists that tool.
    fn knows_tool(&self, server: &str, tool: &str) -> bool;

    /// Whether there is such a server. Servers are named by a router, rarely by a client, so unless
    /// this is implemented every name is taken as known.
    fn knows_server(&self, _server: &str) -> bool {
        true
    }
}

impl<F> KnownNames for F
where
    F: Fn(&str, &str) -> bool + Send + Sync + 'static,
{
    fn knows_tool(&self, server: &str, tool: &str) -> bool {
        self(server, tool)
    }
}

pub(crate) fn http_method(method: &Method) -> &'static str {
    known::http_method(method).unwrap_or(OTHER)
}

pub(crate) fn mcp_method(method: &str) -> &'static str {
    known::mcp_request(method).unwrap_or(OTHER)
}

/// The status that was sent, or the one that stands for what happened before one could be.
pub(crate) fn sent_status(exchange: &Exchange) -> StatusCode {
    exchange.status().unwrap_or_else(|| match exchange.end() {
        Some(End::Disconnected) => client_closed_request(),
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    })
}

/// nginx's number for it, which dashboards know.
fn client_closed_request() -> StatusCode {
    StatusCode::from_u16(499).unwrap_or(StatusCode::REQUEST_TIMEOUT)
}

/// Why the response was not delivered in full, if it was not.
pub(crate) fn incomplete(end: Option<End>) -> Option<&'static str> {
    match end? {
        End::Disconnected => Some("disconnected"),
        End::Failed(failure) => Some(failure.as_str()),
        _ => None,
    }
}

/// What a folded series keeps of its last label: a status becomes its class, which `status=~"5.."` still
/// finds; the outcomes and reasons are few, and stay.
pub(crate) fn status_class(value: &str) -> &'static str {
    const KEPT: [&str; 14] = [
        "ok",
        "tool_error",
        "rpc_error",
        "denied",
        "blocked",
        "cancelled",
        "disconnected",
        "upstream_error",
        "service",
        "body",
        "panic",
        "no_result",
        "session",
        OTHER,
    ];
    match value.as_bytes() {
        [b'1', _, _] => "1xx",
        [b'2', _, _] => "2xx",
        [b'3', _, _] => "3xx",
        [b'4', _, _] => "4xx",
        [b'5', _, _] => "5xx",
        _ => KEPT.into_iter().find(|kept| *kept == value).unwrap_or(OTHER),
    }
}

#[cfg(test)]
mod tests {
    use gate_call::{Failure, Outcome};

    use super::*;

    #[test]
    fn methods_are_bounded() {
        assert_eq!(http_method(&Method::GET), "GET");
        assert_eq!(http_method(&Method::from_bytes(b"INVENTED").unwrap()), OTHER);
        assert_eq!(http_method(&Method::from_bytes(b"get").unwrap()), OTHER);
        assert_eq!(mcp_method("tools/list"), "tools/list");
        assert_eq!(mcp_method("tools/list2"), OTHER);
    }

    #[test]
    fn folding_keeps_classes_and_outcomes() {
        assert_eq!(status_class("503"), "5xx");
        assert_eq!(status_class("999"), OTHER);
        for outcome in [
            Outcome::Ok,
            Outcome::ToolError,
            Outcome::RpcError(-32603),
            Outcome::Denied,
            Outcome::Blocked,
            Outcome::Cancelled,
            Outcome::Disconnected,
            Outcome::Failed(Failure::Panic),
        ] {
            assert_eq!(status_class(outcome.as_str()), outcome.as_str());
        }
    }

    #[test]
    fn ends_that_are_no_delivery_have_a_reason() {
        assert_eq!(incomplete(Some(End::Complete)), None);
        assert_eq!(incomplete(Some(End::Upgraded)), None);
        assert_eq!(incomplete(Some(End::Disconnected)), Some("disconnected"));
        assert_eq!(incomplete(Some(End::Failed(Failure::Body))), Some("body"));
        assert_eq!(client_closed_request().as_str(), "499");
    }
}
