//! The names of attributes.
//!
//! Source: the OpenTelemetry semantic conventions for
//! [HTTP spans](https://opentelemetry.io/docs/specs/semconv/http/http-spans/),
//! [databases](https://opentelemetry.io/docs/specs/semconv/db/database-spans/) and for
//! [MCP](https://opentelemetry.io/docs/specs/semconv/gen-ai/mcp/) (in development; moved to the
//! repository of the GenAI conventions, which is why no constants of a crate are used). `otel.*` are the
//! names by which `tracing-opentelemetry` knows what is no attribute. The rest is ours, as marked.

use gate_call::known;

/// The span's name.
pub const OTEL_NAME: &str = "otel.name";
/// The span's kind: `server` or `client`.
pub const OTEL_KIND: &str = "otel.kind";
/// The span's status: `ERROR`, or unset.
pub const OTEL_STATUS_CODE: &str = "otel.status_code";

/// A `traceparent` to be linked: one that came from outside and is not believed. No attribute, but a link.
pub const OTEL_LINK: &str = "otel.link";

/// What class of error ended the operation.
pub const ERROR_TYPE: &str = "error.type";

/// The method of the request; `_OTHER` if it is none of the known ones.
pub const HTTP_REQUEST_METHOD: &str = "http.request.method";
/// The status of the response.
pub const HTTP_RESPONSE_STATUS_CODE: &str = "http.response.status_code";
/// The template of the path that matched.
pub const HTTP_ROUTE: &str = "http.route";
/// The version of the protocol.
pub const NETWORK_PROTOCOL_VERSION: &str = "network.protocol.version";
/// How the bytes are carried: [`TCP`].
pub const NETWORK_TRANSPORT: &str = "network.transport";
/// Who asks, by the connection's other end.
pub const CLIENT_ADDRESS: &str = "client.address";
/// Who asks, by the principal that was authenticated.
pub const ENDUSER_ID: &str = "enduser.id";
/// The host that is asked: of this service, or of the one that it asks.
pub const SERVER_ADDRESS: &str = "server.address";
/// Its port.
pub const SERVER_PORT: &str = "server.port";
/// The URL that is asked for, without user, password and query.
pub const URL_FULL: &str = "url.full";
/// The scheme of the request's URL.
pub const URL_SCHEME: &str = "url.scheme";
/// The path of the request, without its query.
pub const URL_PATH: &str = "url.path";

/// The method of the MCP message.
pub const MCP_METHOD_NAME: &str = "mcp.method.name";
/// The protocol version that was agreed.
pub const MCP_PROTOCOL_VERSION: &str = "mcp.protocol.version";
/// The resource that is asked for.
pub const MCP_RESOURCE_URI: &str = "mcp.resource.uri";
/// The protocol session.
pub const MCP_SESSION_ID: &str = "mcp.session.id";
/// What the model does: [`EXECUTE_TOOL`].
pub const GEN_AI_OPERATION_NAME: &str = "gen_ai.operation.name";
/// The prompt that is asked for.
pub const GEN_AI_PROMPT_NAME: &str = "gen_ai.prompt.name";
/// The tool that is called.
pub const GEN_AI_TOOL_NAME: &str = "gen_ai.tool.name";
/// The id of the JSON-RPC request, as a string.
pub const JSONRPC_REQUEST_ID: &str = "jsonrpc.request.id";
/// The code of a JSON-RPC error, as a string.
pub const RPC_RESPONSE_STATUS_CODE: &str = "rpc.response.status_code";

// What `gate-store` says of the audit store's work, which it spells out for itself.
/// The table.
pub const DB_COLLECTION_NAME: &str = "db.collection.name";
/// How many rows are written together, if several are.
pub const DB_OPERATION_BATCH_SIZE: &str = "db.operation.batch.size";
/// The command.
pub const DB_OPERATION_NAME: &str = "db.operation.name";
/// Command and table.
pub const DB_QUERY_SUMMARY: &str = "db.query.summary";
/// Which database it is.
pub const DB_SYSTEM_NAME: &str = "db.system.name";

/// Ours: the server that the gateway chose.
pub const MCP_SERVER: &str = "mcp.server";
/// Ours: what came of the call, in the words of the audit trail.
pub const MCP_STATUS: &str = "mcp.status";
/// Ours: the tool as its server names it.
pub const MCP_TOOL: &str = "mcp.tool";
/// Ours: the request id.
pub const REQUEST_ID: &str = "request_id";
/// Ours: the trace's id, for log lines.
pub const TRACE_ID: &str = "trace_id";
/// Ours: the span's id, for log lines.
pub const SPAN_ID: &str = "span_id";

/// Ours: the parent's id, which need not be that of the span around it; none at the root of a trace.
pub const PARENT_SPAN_ID: &str = "parent_span_id";
/// Ours: whether the trace is sampled.
pub const SAMPLED: &str = "sampled";

/// Ours: after how many milliseconds the first byte of the body passed. No attribute, but an event.
pub const FIRST_BYTE: &str = "gate.first_byte_ms";

/// Every attribute that a span may have.
pub const ATTRIBUTES: &[&str] = &[
    CLIENT_ADDRESS,
    DB_COLLECTION_NAME,
    DB_OPERATION_BATCH_SIZE,
    DB_OPERATION_NAME,
    DB_QUERY_SUMMARY,
    DB_SYSTEM_NAME,
    ENDUSER_ID,
    ERROR_TYPE,
    GEN_AI_OPERATION_NAME,
    GEN_AI_PROMPT_NAME,
    GEN_AI_TOOL_NAME,
    HTTP_REQUEST_METHOD,
    HTTP_RESPONSE_STATUS_CODE,
    HTTP_ROUTE,
    JSONRPC_REQUEST_ID,
    MCP_METHOD_NAME,
    MCP_PROTOCOL_VERSION,
    MCP_RESOURCE_URI,
    MCP_SERVER,
    MCP_SESSION_ID,
    MCP_STATUS,
    MCP_TOOL,
    NETWORK_PROTOCOL_VERSION,
    NETWORK_TRANSPORT,
    REQUEST_ID,
    RPC_RESPONSE_STATUS_CODE,
    SERVER_ADDRESS,
    SERVER_PORT,
    URL_FULL,
    URL_PATH,
    URL_SCHEME,
];

/// The fields that are no attributes: what a span is, rather than what it says.
pub const MARKS: &[&str] = &[
    FIRST_BYTE,
    OTEL_KIND,
    OTEL_LINK,
    OTEL_NAME,
    OTEL_STATUS_CODE,
    PARENT_SPAN_ID,
    SAMPLED,
    SPAN_ID,
    TRACE_ID,
];

/// The one value of [`GEN_AI_OPERATION_NAME`] that MCP has.
pub const EXECUTE_TOOL: &str = "execute_tool";
/// The one value of [`NETWORK_TRANSPORT`] that HTTP has here.
pub const TCP: &str = "tcp";
/// The one value of [`OTEL_STATUS_CODE`] that is ever set: success is left unset.
pub const ERROR: &str = "ERROR";

/// The method as the conventions want it: a finite set.
pub(crate) fn method(method: &http::Method) -> &'static str {
    known::http_method(method).unwrap_or("_OTHER")
}

/// The method as it begins a span's name.
pub(crate) fn span_method(of: &http::Method) -> &'static str {
    known::http_method(of).unwrap_or("HTTP")
}

/// The version as the conventions write it.
pub(crate) fn protocol_version(version: http::Version) -> Option<&'static str> {
    Some(match version {
        http::Version::HTTP_09 => "0.9",
        http::Version::HTTP_10 => "1.0",
        http::Version::HTTP_11 => "1.1",
        http::Version::HTTP_2 => "2",
        http::Version::HTTP_3 => "3",
        _ => return None,
    })
}

/// The text of a JSON-RPC id, of which JSON quotes are no part.
pub(crate) fn request_id(json: &str) -> &str {
    json.strip_prefix('"').and_then(|id| id.strip_suffix('"')).unwrap_or(json)
}
