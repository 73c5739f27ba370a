//! Names of metrics and their attributes.
//!
//! Source: the OpenTelemetry semantic conventions for
//! [HTTP metrics](https://opentelemetry.io/docs/specs/semconv/http/http-metrics/) and for
//! [MCP](https://opentelemetry.io/docs/specs/semconv/gen-ai/mcp/) (in development).

/// How long HTTP requests take.
pub(super) const HTTP_DURATION: &str = "http.server.request.duration";
/// How long MCP requests take where they are answered.
pub(super) const MCP_SERVER_DURATION: &str = "mcp.server.operation.duration";
/// How long MCP requests take where they are made.
pub(super) const MCP_CLIENT_DURATION: &str = "mcp.client.operation.duration";

/// The buckets that the conventions ask for, in seconds.
pub(super) const HTTP_BOUNDS: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
pub(super) const MCP_BOUNDS: [f64; 14] =
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0];

pub(super) const ERROR_TYPE: &str = "error.type";
pub(super) const GEN_AI_OPERATION_NAME: &str = "gen_ai.operation.name";
pub(super) const GEN_AI_TOOL_NAME: &str = "gen_ai.tool.name";
pub(super) const HTTP_REQUEST_METHOD: &str = "http.request.method";
pub(super) const HTTP_RESPONSE_STATUS_CODE: &str = "http.response.status_code";
pub(super) const HTTP_ROUTE: &str = "http.route";
pub(super) const MCP_METHOD_NAME: &str = "mcp.method.name";
pub(super) const MCP_PROTOCOL_VERSION: &str = "mcp.protocol.version";
pub(super) const NETWORK_PROTOCOL_NAME: &str = "network.protocol.name";
pub(super) const NETWORK_PROTOCOL_VERSION: &str = "network.protocol.version";
pub(super) const NETWORK_TRANSPORT: &str = "network.transport";
pub(super) const RPC_RESPONSE_STATUS_CODE: &str = "rpc.response.status_code";
pub(super) const URL_SCHEME: &str = "url.scheme";

/// The one value of [`GEN_AI_OPERATION_NAME`] that MCP has.
pub(super) const EXECUTE_TOOL: &str = "execute_tool";
/// What the conventions call a value outside of a known set.
pub(super) const OTHER: &str = "_OTHER";
