//! A small MCP server to try the gateway with, as a tower [`Service`](tower_service::Service).
//!
//! It runs in the process that calls it, needs no socket, and takes requests with any body type, so
//! it stands behind a gateway exactly where a remote server would. It speaks both protocol eras: the
//! session era (`initialize`, `Mcp-Session-Id`) and the stateless era (2026-07-28).
//!
//! | tool | what it shows |
//! |---|---|
//! | `echo` | returns its `message` |
//! | `leak` | returns planted secrets ([`planted_token`], [`planted_password`]) that no record may keep |
//! | `slow` | takes `seconds`, and stops early when it is cancelled |
//! | `countdown` | streams a progress notification at each step |
//! | `summarize` | states its token usage in `_meta.usage` |
//! | `whoami` | tells which headers reached the server, and how many slow calls are running |
//! | `fail` | a tool error (`isError: true`) |
//! | `boom` | a JSON-RPC error |
//!
//! One prompt and one resource are there so that the other lists are not empty.
//!
//! The server does not check `Host` or `Origin`: whoever puts it on a socket must.
//!
//! ```
//! use bytes::Bytes;
//! use http::{Request, header};
//! use http_body_util::{BodyExt, Full};
//! use tower::ServiceExt;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let demo = gate_demo::service(gate_demo::DemoConfig::default());
//!
//! let discover = r#"{
//!     "jsonrpc": "2.0", "id": 1, "method": "server/discover",
//!     "params": {"_meta": {
//!         "io.modelcontextprotocol/protocolVersion": "2026-07-28",
//!         "io.modelcontextprotocol/clientCapabilities": {}
//!     }}
//! }"#;
//! let request = Request::post("/mcp")
//!     .header(header::CONTENT_TYPE, "application/json")
//!     .header(header::ACCEPT, "application/json, text/event-stream")
//!     .header("mcp-protocol-version", "2026-07-28")
//!     .header("mcp-method", "server/discover")
//!     .body(Full::<Bytes>::from(discover))?;
//!
//! let response = demo.oneshot(request).await?;
//! let body = response.into_body().collect().await?.to_bytes();
//! assert!(std::str::from_utf8(&body)?.contains("gate-demo"));
//! # Ok(())
//! # }
//! ```

mod config;
mod running;
mod server;
mod service;
mod shelf;
mod tools;

pub use config::DemoConfig;
pub use service::{DemoBody, DemoFuture, DemoService, service};
pub use tools::{planted_password, planted_token};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
