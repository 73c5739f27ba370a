//! Asks a server for its tools.

use std::{error, fmt};

use bytes::Bytes;
use gate_wire::{
    Limits, MessageKind, Value,
    sse::{Data, Event, SseEvents},
};
use http::{HeaderValue, Request, Response, StatusCode, Uri, header, request};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use serde_json::json;
use tower_service::Service;

use crate::{Catalog, method};

/// The revision that is asked for where there is no stateless era.
const SESSION_VERSION: &str = "2025-11-25";
/// How much of an answer is read.
const MAX_ANSWER: usize = 4 << 20;
/// How many pages are asked for.
const MAX_PAGES: usize = 64;

/// Asks a server for its tools, in whichever era it speaks, and teaches them to a catalog. Returns how
/// many tools the catalog then knows.
///
/// `uri` is the server's MCP endpoint as `service` knows it. No time limit is set here: put one around it.
/// At most 64 pages of 4 MiB are read.
///
/// ```
/// use std::time::Duration;
/// use gate_demo::DemoConfig;
/// use gate_mcp::{Catalog, list_tools};
/// use http::Uri;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let catalog = Catalog::default();
/// let server = gate_demo::service(DemoConfig::default());
/// let uri = Uri::from_static("/mcp");
/// let listing = list_tools(server, &uri, "demo", &catalog);
/// let count = tokio::time::timeout(Duration::from_secs(10), listing).await??;
/// assert_eq!(count, catalog.tools("demo").len());
/// assert!(catalog.knows("demo", "echo"));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// When the server cannot be asked, or gives no list of tools.
pub async fn list_tools<S, B>(
    service: S,
    uri: &Uri,
    server: &str,
    catalog: &Catalog,
) -> Result<usize, ListError>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>>,
    B: Body<Data = Bytes>,
{
    let mut asker = Asker { service, uri, version: None, session: None, stateless: true };
    let listed = asker.list_all(server, catalog).await;
    asker.leave().await;
    listed?;
    Ok(catalog.tools(server).len())
}

/// Why a server's tools could not be listed.
#[derive(Debug)]
pub struct ListError(Kind);

#[derive(Debug)]
enum Kind {
    /// The service failed. Its error is not kept: it may hold anything.
    Unreachable,
    /// The server answered with this status and no result.
    Refused(StatusCode),
    /// The answer was cut off, too long, or no MCP.
    Unreadable,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Unreachable => f.write_str("the server could not be reached"),
            Kind::Refused(status) => write!(f, "the server refused to list its tools (HTTP {status})"),
            Kind::Unreadable => f.write_str("the server's answer could not be read"),
        }
    }
}

impl error::Error for ListError {}

struct Asker<'a, S> {
    service: S,
    uri: &'a Uri,
    /// What `initialize` has agreed on.
    version: Option<HeaderValue>,
    session: Option<HeaderValue>,
    stateless: bool,
}

impl<S, B> Asker<'_, S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>>,
    B: Body<Data = Bytes>,
{
    async fn list_all(&mut self, server: &str, catalog: &Catalog) -> Result<(), ListError> {
        let mut page = match self.list(None).await {
            Err(ListError(Kind::Refused(_) | Kind::Unreadable)) => {
                self.initialize().await?;
                self.list(None).await?
            }
            listed => listed?,
        };
        catalog.learn(server, &page, true);
        for _ in 1..MAX_PAGES {
            let Some(cursor) = next_cursor(&page) else { break };
            page = self.list(Some(&cursor)).await?;
            catalog.learn(server, &page, false);
        }
        Ok(())
    }

    async fn list(&mut self, cursor: Option<&str>) -> Result<Bytes, ListError> {
        let mut params = json!({});
        if let Some(cursor) = cursor {
            params["cursor"] = json!(cursor);
        }
        if self.stateless {
            params["_meta"] = json!({
                "io.modelcontextprotocol/protocolVersion": method::STATELESS,
                "io.modelcontextprotocol/clientCapabilities": {},
                "io.modelcontextprotocol/clientInfo": client_info(),
            });
        }
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method::TOOLS_LIST, "params": params });
        let response = self.send(method::TOOLS_LIST, body.to_string()).await?;
        result_of(response).await
    }

    async fn initialize(&mut self) -> Result<(), ListError> {
        self.stateless = false;
        let params =
            json!({ "protocolVersion": SESSION_VERSION, "capabilities": {}, "clientInfo": client_info() });
        let body = json!({ "jsonrpc": "2.0", "id": 0, "method": method::INITIALIZE, "params": params });
        let response = self.send(method::INITIALIZE, body.to_string()).await?;
        self.session = response.headers().get("mcp-session-id").cloned();
        let result = result_of(response).await?;
        self.version = text_in(&result, "protocolVersion").and_then(|version| version.try_into().ok());
        let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
        self.send("notifications/initialized", ready.to_string()).await?;
        Ok(())
    }

    /// Ends the session, if there is one. A server need not agree.
    async fn leave(&mut self) {
        if self.session.is_some() {
            let request = self.request(Request::delete(self.uri)).body(Full::default());
            if let Ok(request) = request {
                let _ = self.ask(request).await;
            }
        }
    }

    async fn send(&mut self, method: &str, body: String) -> Result<Response<B>, ListError> {
        let mut request = self.request(Request::post(self.uri));
        if self.stateless {
            request = request.header("mcp-method", method);
        }
        let request = request.body(Full::from(body)).map_err(|_| ListError(Kind::Unreachable))?;
        self.ask(request).await
    }

    fn request(&self, request: request::Builder) -> request::Builder {
        let mut request = request
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json, text/event-stream");
        let stateless = self.stateless.then(|| HeaderValue::from_static(method::STATELESS));
        if let Some(version) = stateless.or_else(|| self.version.clone()) {
            request = request.header("mcp-protocol-version", version);
        }
        match &self.session {
            Some(session) => request.header("mcp-session-id", session),
            None => request,
        }
    }

    async fn ask(&mut self, request: Request<Full<Bytes>>) -> Result<Response<B>, ListError> {
        let unreachable = |_| ListError(Kind::Unreachable);
        std::future::poll_fn(|cx| self.service.poll_ready(cx)).await.map_err(unreachable)?;
        self.service.call(request).await.map_err(unreachable)
    }
}

fn client_info() -> serde_json::Value {
    json!({ "name": "mcp-gateway", "version": env!("CARGO_PKG_VERSION") })
}

/// The result that a body gives, be it JSON or SSE.
async fn result_of<B: Body<Data = Bytes>>(response: Response<B>) -> Result<Bytes, ListError> {
    let status = response.status();
    let streamed = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    let mut body = std::pin::pin!(response.into_body());
    let mut events = SseEvents::new(MAX_ANSWER);
    let (mut whole, mut found, mut total) = (Vec::new(), None, 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| ListError(Kind::Unreadable))?.into_data() else { continue };
        total += data.len();
        if total > MAX_ANSWER {
            return Err(ListError(Kind::Unreadable));
        }
        if !streamed {
            whole.extend_from_slice(&data);
            continue;
        }
        events.push(&data, |event: Event<'_>| {
            if let Data::Whole(data) = event.data {
                found = found.take().or_else(|| answer_in(data));
            }
        });
        // A stream may stay open after the answer.
        if found.is_some() {
            break;
        }
    }
    let found = found.or_else(|| answer_in(&whole));
    match found {
        Some(Some(result)) => Ok(result),
        None if status.is_success() => Err(ListError(Kind::Unreadable)),
        _ => Err(ListError(Kind::Refused(status))),
    }
}

/// What a message answers: a result, or none when it is an error.
fn answer_in(message: &[u8]) -> Option<Option<Bytes>> {
    let messages = gate_wire::read(message, Limits::default()).ok()?;
    let answers = [MessageKind::Response, MessageKind::ErrorResponse];
    let answer = messages.iter().find(|message| answers.contains(&message.kind()))?;
    Some(answer.result().map(|result| Bytes::copy_from_slice(result.raw())))
}

fn next_cursor(result: &[u8]) -> Option<String> {
    text_in(result, "nextCursor")
}

fn text_in(result: &[u8], key: &str) -> Option<String> {
    Some(Value::read(result).ok()?.get(key)?.as_str()?.into_owned())
}
