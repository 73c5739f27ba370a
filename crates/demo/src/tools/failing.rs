//! Tools that fail, each in one of the two ways MCP knows.

use rmcp::{
    ErrorData,
    model::{CallToolResult, ContentBlock},
    tool, tool_router,
};
use serde_json::json;

use crate::server::DemoServer;

#[tool_router(router = failing, vis = "pub(super)")]
impl DemoServer {
    #[tool(description = "Always fails, as a tool does: a result with `isError`")]
    async fn fail(&self) -> CallToolResult {
        CallToolResult::error(vec![ContentBlock::text("the demo tool failed, as it always does")])
    }

    #[tool(description = "Always fails, as a server does: a JSON-RPC error")]
    async fn boom(&self) -> Result<CallToolResult, ErrorData> {
        Err(ErrorData::internal_error(
            "the demo server failed, as this tool makes it do",
            Some(json!({ "tool": "boom" })),
        ))
    }
}
