//! From a path to an upstream.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use gate_call::{Call, Exchange, Failure, Outcome, RpcFault};
use gate_mcp::error_reply;
use gate_upstream::{BoxError, ResponseBody, UpstreamError};
use http::{Request, Response, StatusCode, Uri};
use http_body::Body;
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::metrics::Server;

/// The servers behind the gateway, by name.
#[derive(Clone, Debug)]
pub(crate) struct Routes(Arc<BTreeMap<Arc<str>, Server>>);

const PREFIX: &str = "/mcp";

impl Routes {
    pub(crate) fn new(servers: BTreeMap<Arc<str>, Server>) -> Self {
        Self(Arc::new(servers))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Server)> {
        self.0.iter()
    }

    /// The name of the server that a path is for: `/mcp/{server}`, or `/mcp` where there is just one.
    pub(crate) fn name_of(&self, path: &str) -> Option<Arc<str>> {
        self.find(path).map(|(name, _)| Arc::clone(name))
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn find(&self, path: &str) -> Option<(&Arc<str>, &Server)> {
        match path.strip_prefix(PREFIX)?.trim_matches('/') {
            "" if self.0.len() == 1 => self.0.iter().next(),
            name => self.0.get_key_value(name),
        }
    }
}

impl<B> Service<Request<B>> for Routes
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = RouteFuture<<Server as Service<Request<B>>>::Future>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The request takes it along: what is asked of the server nests in it. There it ends.
        let exchange = Exchange::of(request.extensions()).cloned();
        let Some((_, server)) = self.find(request.uri().path()) else {
            let response = self.unknown(exchange.as_ref());
            return RouteFuture::Unknown { response: Some(response) };
        };
        *request.uri_mut() = relative(request.uri());
        RouteFuture::Asking { answer: server.clone().call(request), exchange }
    }
}

pin_project! {
    /// The response future of [`Routes`].
    #[project = RouteProjection]
    pub(crate) enum RouteFuture<F> {
        Asking { #[pin] answer: F, exchange: Option<Exchange> },
        Unknown { response: Option<Response<ResponseBody>> },
    }
}

impl<F> Future for RouteFuture<F>
where
    F: Future<Output = Result<Response<ResponseBody>, UpstreamError>>,
{
    type Output = Result<Response<ResponseBody>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Ok(match self.project() {
            RouteProjection::Asking { answer, exchange } => {
                ready!(answer.poll(cx)).unwrap_or_else(|error| failed(exchange.as_ref(), &error))
            }
            RouteProjection::Unknown { response } => match response.take() {
                Some(response) => response,
                None => panic!("`RouteFuture` polled after completion"),
            },
        }))
    }
}

impl Routes {
    fn unknown(&self, exchange: Option<&Exchange>) -> Response<ResponseBody> {
        let names: Vec<_> = self.0.keys().map(|name| &**name).collect();
        let why = format!("there is no such server here; there is: {}", names.join(", "));
        state(exchange, Outcome::Status(StatusCode::NOT_FOUND), "no such server");
        error_reply(exchange, StatusCode::NOT_FOUND, -32600, &why).map(ResponseBody::new)
    }
}

/// The upstream's own URL, with the query that came.
fn relative(uri: &Uri) -> Uri {
    match uri.query() {
        // Both parts come out of a valid URI.
        Some(query) => Uri::try_from(format!("/?{query}")).unwrap_or_default(),
        None => Uri::from_static("/"),
    }
}

fn failed(exchange: Option<&Exchange>, error: &UpstreamError) -> Response<ResponseBody> {
    let status = if error.is_timeout() { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
    let why = error.to_string();
    tracing::warn!(error = why, "the upstream gave no response");
    state(exchange, Outcome::Failed(Failure::Service), &why);
    error_reply(exchange, status, -32603, &why).map(ResponseBody::new)
}

/// States what became of the calls, before the answer that the gateway makes up is taken for theirs.
fn state(exchange: Option<&Exchange>, outcome: Outcome, why: &str) {
    let Some(exchange) = exchange else { return };
    let mut calls: Vec<Call> = exchange.open_calls().into_iter().collect();
    if calls.is_empty() {
        calls.push(exchange.call());
    }
    for call in calls {
        call.set_outcome(outcome);
        call.set_fault(RpcFault { code: None, message: why.into() });
    }
}

#[cfg(test)]
mod tests {
    use gate_metrics::Meter;
    use gate_upstream::Upstream;
    use http_body_util::Full;

    use super::*;
    use crate::{config::UpstreamConfig, hop};

    fn routes(names: &[&str]) -> Routes {
        let empty = |_| async { Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())) };
        let meter = Meter::new(Arc::new(metrics::NoopRecorder));
        let server = |name: &&str| {
            let name = Arc::from(*name);
            let upstream = Upstream::new(tower::service_fn(empty));
            let hop = hop::around(upstream, &name, &UpstreamConfig::default(), None);
            let server = Server::new(&name, "builtin", hop, &meter);
            (name, server)
        };
        Routes::new(names.iter().map(server).collect())
    }

    #[test]
    fn a_path_names_its_server() {
        let two = routes(&["a", "b"]);
        assert_eq!(two.name_of("/mcp/a").as_deref(), Some("a"));
        assert_eq!(two.name_of("/mcp/b/").as_deref(), Some("b"));
        assert_eq!(two.name_of("/mcp"), None);
        assert_eq!(two.name_of("/mcp/c"), None);
        assert_eq!(routes(&["a"]).name_of("/mcp").as_deref(), Some("a"));
        assert_eq!(routes(&["a"]).name_of("/other"), None);
    }

    #[test]
    fn only_the_query_goes_on() {
        assert_eq!(relative(&Uri::from_static("/mcp/a?x=%20&y")), Uri::from_static("/?x=%20&y"));
        assert_eq!(relative(&Uri::from_static("/mcp/a")), Uri::from_static("/"));
    }
}
