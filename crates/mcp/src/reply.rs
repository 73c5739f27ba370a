//! JSON-RPC errors that the middleware itself answers with.

use bytes::Bytes;
use gate_call::Exchange;
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::Full;
use serde_json::{Value, json};

/// A JSON-RPC error as an HTTP response, for whoever refuses or fails a request in front of its server.
///
/// It answers the call that the exchange carries, if that is one (a batch gets `"id": null`), and names
/// the request id in `error.data`, so that a user can quote it.
///
/// ```
/// use gate_mcp::error_reply;
/// use http::StatusCode;
///
/// let response = error_reply(None, StatusCode::BAD_GATEWAY, -32603, "the server is unreachable");
/// assert_eq!(response.status(), 502);
/// ```
#[must_use]
pub fn error_reply(
    exchange: Option<&Exchange>,
    status: StatusCode,
    code: i64,
    message: &str,
) -> Response<Full<Bytes>> {
    let request_id = exchange.and_then(Exchange::request_id).and_then(|id| id.to_str().ok());
    let mut error = json!({ "code": code, "message": message });
    if let Some(request_id) = request_id {
        error["data"] = json!({ "requestId": request_id });
    }
    let id = exchange.map_or(Value::Null, answered_id);
    let body = json!({ "jsonrpc": "2.0", "id": id, "error": error });
    let mut response = Response::new(Full::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn answered_id(exchange: &Exchange) -> Value {
    match exchange.open_calls().as_slice() {
        [call] => call.rpc_id().and_then(|id| serde_json::from_str(id).ok()).unwrap_or_default(),
        _ => Value::Null,
    }
}
