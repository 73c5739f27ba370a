//! JSON-RPC errors that the middleware itself answers with.

use std::sync::Arc;

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
    let id = exchange.and_then(answered_id).unwrap_or_else(|| "null".into());
    let body = format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{error}}}"#);
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The id to the letter: a number that is read and written again may be another.
fn answered_id(exchange: &Exchange) -> Option<Arc<str>> {
    match exchange.open_calls().as_slice() {
        // Its bounds are known to be those of a value, and no more.
        [call] => call.rpc_id().filter(|id| serde_json::from_str::<Value>(id).is_ok()).cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn without_an_exchange_it_answers_nobody_in_particular() {
        let response = error_reply(None, StatusCode::BAD_GATEWAY, -32603, "it said \"no\"");
        assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let error = json!({ "code": -32603, "message": "it said \"no\"" });
        assert_eq!(body, json!({ "jsonrpc": "2.0", "id": null, "error": error }));
    }
}
