//! Tools that answer at once.

use http::request::Parts;
use rmcp::{
    ErrorData,
    handler::server::{tool::Extension, wrapper::Parameters},
    model::{CallToolResult, ContentBlock, MetaObject},
    schemars::{self, JsonSchema},
    tool, tool_router,
};
use serde::Deserialize;
use serde_json::json;

use crate::server::DemoServer;

/// The made-up access token that the tool `leak` returns.
///
/// ```
/// assert!(gate_demo::planted_token().starts_with("ghp"));
/// ```
#[must_use]
pub fn planted_token() -> String {
    // In pieces, so that no leak scanner takes this file for a leak.
    ["ghp", "_", "16C7e42F292c6912E7", "710c838347Ae178B4a"].concat()
}

/// The made-up password that the tool `leak` returns.
///
/// ```
/// assert!(!gate_demo::planted_password().is_empty());
/// ```
#[must_use]
pub fn planted_password() -> String {
    ["tulip", "mania", "1637"].join("-")
}

#[derive(Deserialize, JsonSchema)]
struct Echo {
    /// What to say back.
    message: String,
}

#[derive(Deserialize, JsonSchema)]
struct Summarize {
    /// What to summarise.
    text: String,
}

#[tool_router(router = plain, vis = "pub(super)")]
impl DemoServer {
    #[tool(description = "Returns its message")]
    async fn echo(&self, Parameters(Echo { message }): Parameters<Echo>) -> String {
        message
    }

    #[tool(description = "Returns made-up secrets, to see that no record keeps them")]
    async fn leak(&self) -> CallToolResult {
        CallToolResult::structured(json!({
            "user": "demo",
            "password": planted_password(),
            "note": format!("cloned with {} yesterday", planted_token()),
        }))
    }

    #[tool(description = "Returns the first sentence, and the tokens this took in `_meta.usage`")]
    async fn summarize(&self, Parameters(Summarize { text }): Parameters<Summarize>) -> CallToolResult {
        let end = text.find(['.', '!', '?']).map_or(text.len(), |at| at + 1);
        let summary = text[..end].trim();
        let usage = json!({
            "input_tokens": text.split_whitespace().count(),
            "output_tokens": summary.split_whitespace().count(),
        });

        let mut meta = MetaObject::new();
        meta.0.insert("usage".to_owned(), usage);
        let mut result = CallToolResult::success(vec![ContentBlock::text(summary)]);
        result.meta = Some(meta);
        result
    }

    #[tool(description = "Tells what reached the server, and how many slow calls it is running")]
    async fn whoami(&self, Extension(parts): Extension<Parts>) -> Result<CallToolResult, ErrorData> {
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        Ok(CallToolResult::structured(json!({
            "request_id": header("x-request-id"),
            "traceparent": header("traceparent"),
            "protocol_version": header("mcp-protocol-version"),
            "user_agent": header("user-agent"),
            "running": self.running.count(),
            "in_session": parts.headers.contains_key("mcp-session-id"),
        })))
    }
}
