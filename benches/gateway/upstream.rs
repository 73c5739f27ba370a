//! The MCP server behind every target: answers at once, and says what it can do when it is asked.

use std::convert::Infallible;

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{Request, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use memchr::memmem;
use serde_json::{Value, json};

use crate::conversation::{self, ID_DIGITS, Template};

pub(crate) struct Upstream {
    answer: Template,
}

impl Upstream {
    pub(crate) fn new() -> Self {
        Self { answer: conversation::answer() }
    }

    pub(crate) async fn serve(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let answer = match request.into_body().collect().await {
            Ok(body) => self.answer(&body.to_bytes()),
            Err(error) => Err(error.into()),
        };
        let (status, body) = match answer {
            Ok(body) => (StatusCode::OK, body),
            Err(error) => (StatusCode::BAD_REQUEST, error.to_string().into()),
        };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, const { http::HeaderValue::from_static("application/json") });
        Ok(response)
    }

    fn answer(&self, body: &[u8]) -> Result<Bytes> {
        if memmem::find(body, br#""method":"tools/call""#).is_some() {
            let at = memmem::find(body, br#""id":"#).context("no id")? + r#""id":"#.len();
            let id: &[u8; ID_DIGITS] = body.get(at..).and_then(<[u8]>::first_chunk).context("no whole id")?;
            return Ok(self.answer.with_id(id));
        }
        let message: Value = serde_json::from_slice(body)?;
        Ok(serde_json::to_vec(&answer_to_others(&message))?.into())
    }
}

/// A gateway may ask what there is before it forwards anything.
fn answer_to_others(message: &Value) -> Value {
    let result = match message["method"].as_str() {
        Some("tools/list") => json!({
            "resultType": "complete",
            "tools": [{
                "name": conversation::TOOL,
                "description": "Searches issues",
                "inputSchema": {"type": "object", "properties": {"query": {"type": "string"}}},
            }],
            "ttlMs": 3_600_000,
            "cacheScope": "public",
        }),
        Some("server/discover") => json!({
            "resultType": "complete",
            "supportedVersions": [conversation::PROTOCOL_VERSION],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "bench", "version": "1.0.0"},
        }),
        _ => {
            let error = json!({"code": -32601, "message": "unknown method"});
            return json!({"jsonrpc": "2.0", "id": message["id"], "error": error});
        }
    };
    json!({"jsonrpc": "2.0", "id": message["id"], "result": result})
}
