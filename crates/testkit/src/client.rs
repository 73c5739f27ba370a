use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, bail};
use http::{HeaderName, HeaderValue};
use rmcp::{
    ClientHandler, ClientLifecycleMode, ClientServiceExt, Peer, RoleClient,
    model::{
        CallToolRequestParams, CallToolResult, ClientRequest, ProgressNotificationParam, ProtocolVersion,
        Request, ServerResult,
    },
    service::{NotificationContext, PeerRequestOptions, RequestHandle, RunningService},
    transport::{StreamableHttpClientTransport, streamable_http_client::StreamableHttpClientTransportConfig},
};
use serde_json::Value;
use tokio::time::Instant;

/// Which of the protocol's two eras a client speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifecycle {
    /// `initialize`, then a session (2025-11-25 and before).
    Session,
    /// No handshake, no session: every request stands alone (2026-07-28).
    Stateless,
}

/// rmcp's client, connected over HTTP.
#[derive(Debug)]
pub struct McpClient {
    service: RunningService<RoleClient, Listener>,
}

/// A tool call under way.
#[derive(Debug)]
pub struct Pending {
    handle: RequestHandle<RoleClient>,
}

/// A progress notification, and when it came.
#[derive(Debug, Clone)]
pub struct Progress {
    /// When the client was told.
    pub at: Instant,
    /// What it was told.
    pub value: ProgressNotificationParam,
}

impl McpClient {
    /// Connects to the server at `url`; every request carries `headers`.
    ///
    /// # Errors
    ///
    /// If a header is none, or the server does not answer the handshake.
    pub async fn connect(url: &str, lifecycle: Lifecycle, headers: &[(&str, &str)]) -> anyhow::Result<Self> {
        let headers = headers
            .iter()
            .map(|(name, value)| Ok((HeaderName::try_from(*name)?, HeaderValue::try_from(*value)?)))
            .collect::<anyhow::Result<HashMap<_, _>>>()?;
        let config = StreamableHttpClientTransportConfig::with_uri(url).custom_headers(headers);
        let transport = StreamableHttpClientTransport::from_config(config);
        let service = Listener::default()
            .serve_with_lifecycle(transport, lifecycle.mode())
            .await
            .with_context(|| format!("connecting to {url}"))?;
        Ok(Self { service })
    }

    /// rmcp's own handle, for everything that has no method here.
    #[must_use]
    pub fn peer(&self) -> &Peer<RoleClient> {
        self.service.peer()
    }

    /// Calls a tool and waits for its result; `arguments` is a JSON object.
    ///
    /// # Errors
    ///
    /// rmcp's error as it is, so that a test can look into a JSON-RPC error.
    pub async fn call(&self, tool: &str, arguments: Value) -> Result<CallToolResult, rmcp::ServiceError> {
        self.peer().call_tool(params(tool, arguments)).await
    }

    /// Starts a tool call without waiting for its result.
    ///
    /// # Errors
    ///
    /// If the connection is gone.
    pub async fn start(&self, tool: &str, arguments: Value) -> anyhow::Result<Pending> {
        let request = ClientRequest::CallToolRequest(Request::new(params(tool, arguments)));
        let handle = self.peer().send_cancellable_request(request, PeerRequestOptions::no_options()).await?;
        Ok(Pending { handle })
    }

    /// Every progress notification so far, in order of arrival.
    #[must_use]
    pub fn progress(&self) -> Vec<Progress> {
        self.service.service().seen().clone()
    }

    /// Ends the session, if there is one, and the connection.
    ///
    /// # Errors
    ///
    /// If the client's own task failed.
    pub async fn close(self) -> anyhow::Result<()> {
        self.service.cancel().await?;
        Ok(())
    }
}

impl Pending {
    /// Waits for the result.
    ///
    /// # Errors
    ///
    /// If the call failed, or was answered by something else than a tool's result.
    pub async fn result(self) -> anyhow::Result<CallToolResult> {
        match self.handle.await_response().await? {
            ServerResult::CallToolResult(result) => Ok(result),
            other => bail!("not a tool's result: {other:?}"),
        }
    }

    /// Cancels the call the way its era does it.
    ///
    /// # Errors
    ///
    /// If the connection is gone.
    pub async fn cancel(self) -> anyhow::Result<()> {
        Ok(self.handle.cancel(Some("test".to_owned())).await?)
    }
}

impl Lifecycle {
    /// Both eras, for tests that go through them.
    pub const BOTH: [Self; 2] = [Self::Session, Self::Stateless];

    fn mode(self) -> ClientLifecycleMode {
        match self {
            Self::Session => ClientLifecycleMode::Initialize,
            Self::Stateless => {
                ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] }
            }
        }
    }
}

fn params(tool: &str, arguments: Value) -> CallToolRequestParams {
    let params = CallToolRequestParams::new(tool.to_owned());
    match arguments {
        Value::Object(arguments) => params.with_arguments(arguments),
        _ => params,
    }
}

#[derive(Debug, Clone, Default)]
struct Listener {
    progress: Arc<Mutex<Vec<Progress>>>,
}

impl Listener {
    fn seen(&self) -> std::sync::MutexGuard<'_, Vec<Progress>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientHandler for Listener {
    async fn on_progress(&self, value: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        let at = Instant::now();
        self.seen().push(Progress { at, value });
    }
}
