use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header::HOST};
use http_body::Body;
use http_body_util::combinators::BoxBody;
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::local::LocalSessionManager,
};
use tower_service::Service;

use crate::{config::DemoConfig, server::DemoServer};

/// The body of the demo server's responses.
pub type DemoBody = BoxBody<Bytes, Infallible>;

/// The future of [`DemoService`].
pub type DemoFuture = Pin<Box<dyn Future<Output = Result<Response<DemoBody>, Infallible>> + Send>>;

/// Makes a demo server.
///
/// Clones of the returned service share their sessions; two calls of this function share nothing.
///
/// ```
/// let demo = gate_demo::service(gate_demo::DemoConfig::default());
/// let same_sessions = demo.clone();
/// # drop(same_sessions);
/// ```
#[must_use]
pub fn service(config: DemoConfig) -> DemoService {
    let mut sessions = LocalSessionManager::default();
    sessions.session_config.keep_alive = Some(config.session_idle);

    // Host is the business of whoever listens: an in-process caller has none, and a gateway has
    // already checked it and then put its own in place.
    let http = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .with_sse_keep_alive(Some(config.keep_alive))
        .with_cancellation_token(config.shutdown);

    let server = DemoServer::new();
    let inner = StreamableHttpService::new(move || Ok(server.clone()), Arc::new(sessions), http);
    DemoService { inner }
}

/// The demo server as a tower service; made by [`service()`].
///
/// It is always ready and never fails: what goes wrong is an HTTP response.
#[derive(Clone)]
pub struct DemoService {
    inner: StreamableHttpService<DemoServer, LocalSessionManager>,
}

impl<B> Service<Request<B>> for DemoService
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: fmt::Display,
{
    type Response = Response<DemoBody>;
    type Error = Infallible;
    type Future = DemoFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The transport answers 400 to a request that names no host at all.
        request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
        self.inner.call(request)
    }
}

impl fmt::Debug for DemoService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DemoService").finish_non_exhaustive()
    }
}
