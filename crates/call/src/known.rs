//! Names that standards define, told from those that clients make up: what may be a label.

use http::Method;

/// The method of an HTTP request, if it is one of a registry, and not made up by a client.
///
/// ```
/// use http::Method;
///
/// assert_eq!(gate_call::known::http_method(&Method::POST), Some("POST"));
/// assert_eq!(gate_call::known::http_method(&Method::from_bytes(b"post")?), None);
/// # Ok::<(), http::method::InvalidMethod>(())
/// ```
#[must_use]
pub fn http_method(method: &Method) -> Option<&'static str> {
    // Those of the semantic conventions, the usual ones first.
    const KNOWN: [&str; 10] =
        ["POST", "GET", "DELETE", "OPTIONS", "HEAD", "PUT", "PATCH", "CONNECT", "TRACE", "QUERY"];
    named(&KNOWN, method.as_str())
}

/// The method of a request of the Model Context Protocol, in any revision and either direction.
///
/// ```
/// assert_eq!(gate_call::known::mcp_request("tools/call"), Some("tools/call"));
/// assert_eq!(gate_call::known::mcp_request("tools/invent"), None);
/// ```
#[must_use]
pub fn mcp_request(method: &str) -> Option<&'static str> {
    // Source: the schemas of the MCP specification, revisions 2024-11-05 to 2026-07-28. Those that
    // agents send all the time come first.
    const KNOWN: [&str; 23] = [
        "tools/call",
        "tools/list",
        "initialize",
        "ping",
        "server/discover",
        "subscriptions/listen",
        "prompts/list",
        "prompts/get",
        "resources/list",
        "resources/read",
        "resources/templates/list",
        "resources/subscribe",
        "resources/unsubscribe",
        "completion/complete",
        "logging/setLevel",
        "tasks/list",
        "tasks/get",
        "tasks/result",
        "tasks/update",
        "tasks/cancel",
        "roots/list",
        "sampling/createMessage",
        "elicitation/create",
    ];
    named(&KNOWN, method)
}

fn named(known: &[&'static str], name: &str) -> Option<&'static str> {
    known.iter().copied().find(|known| *known == name)
}
