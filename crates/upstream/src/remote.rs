use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use gate_call::Exchange;
use http::{HeaderMap, HeaderValue, Request, Response, header, request};
use http_body::Body;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, ResponseFuture, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tower_service::Service;

use crate::{
    BoxError, RequestBody, ResponseBody, Trouble, UpstreamError, erased::telling, headers::strip_hop_by_hop,
    target::Target,
};

/// A server that is asked over HTTP. A clone shares the connections.
#[derive(Clone, Debug)]
pub struct HttpUpstream(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: Client<HttpsConnector<HttpConnector>, RequestBody>,
    target: Target,
    head_timeout: Option<Duration>,
    ask_identity: bool,
}

impl HttpUpstream {
    /// The server at `url`, with the defaults of [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// When the URL cannot be used, or is `https` and the system trusts no certificates.
    pub fn new(url: &str) -> Result<Self, UpstreamError> {
        Self::builder().build(url)
    }

    /// Configures an upstream.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gate_upstream::HttpUpstream;
    ///
    /// let upstream = HttpUpstream::builder()
    ///     .connect_timeout(Duration::from_secs(2))
    ///     .head_timeout(Duration::from_secs(600))
    ///     .build("http://127.0.0.1:9000/mcp")?;
    /// # Ok::<(), gate_upstream::UpstreamError>(())
    /// ```
    pub fn builder() -> HttpUpstreamBuilder {
        HttpUpstreamBuilder::default()
    }
}

/// Configures an [`HttpUpstream`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct HttpUpstreamBuilder {
    connect_timeout: Duration,
    head_timeout: Option<Duration>,
    ask_identity: bool,
    http2_only: bool,
}

impl Default for HttpUpstreamBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            head_timeout: Some(Duration::from_secs(300)),
            ask_identity: false,
            http2_only: false,
        }
    }
}

impl HttpUpstreamBuilder {
    /// How long connecting may take, 5 s by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long the head of a response may take, 5 minutes by default; `None` for as long as it likes. A
    /// tool that answers with JSON has its head sent when it is done, so this bounds such a tool.
    pub fn head_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.head_timeout = limit.into();
        self
    }

    /// Replaces a request's `Accept-Encoding` by `identity`, so that layers which read the response see
    /// plain text. Off by default: the header passes as it came.
    pub fn ask_identity(mut self, ask: bool) -> Self {
        self.ask_identity = ask;
        self
    }

    /// Speaks HTTP/2 without asking, over plain TCP too. By default TLS negotiates it.
    pub fn http2_only(mut self, only: bool) -> Self {
        self.http2_only = only;
        self
    }

    /// The upstream at `url`.
    ///
    /// # Errors
    ///
    /// When the URL cannot be used, or is `https` and the system trusts no certificates.
    pub fn build(self, url: &str) -> Result<HttpUpstream, UpstreamError> {
        let target = Target::parse(url)?;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(self.connect_timeout));
        // Events are small and must not wait for each other.
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(Duration::from_secs(60)));
        let connector = secured(tcp, target.is_secure())?;
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(60))
            .http2_only(self.http2_only)
            .build(connector);
        let Self { head_timeout, ask_identity, .. } = self;
        Ok(HttpUpstream(Arc::new(Inner { client, target, head_timeout, ask_identity })))
    }
}

/// Plain connections need no certificates, so a system without any can still make those.
fn secured(tcp: HttpConnector, needs_roots: bool) -> Result<HttpsConnector<HttpConnector>, UpstreamError> {
    let no_tls = |error| UpstreamError::with(Trouble::Tls, error);
    let provider = ring::default_provider();
    let builder = HttpsConnectorBuilder::new();
    let builder = if needs_roots {
        builder.with_provider_and_native_roots(provider).map_err(|error| no_tls(error.into()))?
    } else {
        let config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| no_tls(BoxError::from(error)))?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        builder.with_tls_config(config)
    };
    Ok(builder.https_or_http().enable_http1().enable_http2().wrap_connector(tcp))
}

impl<B> Service<Request<B>> for HttpUpstream
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<ResponseBody>;
    type Error = UpstreamError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, UpstreamError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), UpstreamError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        let exchange = Exchange::take(&mut parts.extensions);
        let outgoing = self.0.outgoing(parts, RequestBody::new(body));
        let response = self.0.client.request(outgoing);
        Box::pin(telling(exchange, answer(response, self.0.head_timeout)))
    }
}

impl Inner {
    /// The request as the upstream gets it. The extensions stay here: they are this process's business,
    /// among them the exchange that ends at this boundary.
    fn outgoing(&self, parts: request::Parts, body: RequestBody) -> Request<RequestBody> {
        let request::Parts { method, uri, mut headers, .. } = parts;
        strip_hop_by_hop(&mut headers);
        // The client puts the target's in its place.
        headers.remove(header::HOST);
        if self.ask_identity {
            ask_identity(&mut headers);
        }
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = self.target.join(&uri);
        *request.headers_mut() = headers;
        request
    }
}

/// A request without the header accepts any encoding, yet servers then send none: it stays as it is.
fn ask_identity(headers: &mut HeaderMap) {
    if headers.contains_key(header::ACCEPT_ENCODING) {
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
}

async fn answer(
    response: ResponseFuture,
    head_timeout: Option<Duration>,
) -> Result<Response<ResponseBody>, UpstreamError> {
    let response = match head_timeout {
        Some(limit) => match tokio::time::timeout(limit, response).await {
            Ok(response) => response,
            Err(elapsed) => return Err(UpstreamError::with(Trouble::Timeout, elapsed)),
        },
        None => response.await,
    };
    let mut response = response.map_err(UpstreamError::of_client)?;
    strip_hop_by_hop(response.headers_mut());
    Ok(response.map(ResponseBody::remote))
}
