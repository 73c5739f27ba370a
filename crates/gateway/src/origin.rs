//! Protection against DNS rebinding: who a request says it is for, and which page sent it.
//!
//! A web page can make its own host name resolve to this machine, and have its visitor's browser call what
//! listens here. Such a call carries that name in `Host`, and the page's origin in `Origin`. Both are
//! checked before a body is read, as the MCP specification asks of servers.
//!
//! What else is refused before a body is read is refused here, too: a head that was too large.

use std::{
    collections::HashSet,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::extract::ConnectInfo;
use bytes::Bytes;
use gate_call::{Exchange, Outcome, RpcFault};
use gate_mcp::{RefusalBody, error_reply};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Uri, header, uri::Authority};
use http_body_util::Full;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::config::Config;

/// Refuses requests that are for another host, or come from a page of one.
#[derive(Clone, Debug)]
pub(crate) struct OriginLayer(Arc<Allowed>);

#[derive(Debug)]
struct Allowed {
    hosts: HashSet<String>,
    origins: HashSet<String>,
}

impl OriginLayer {
    pub(crate) fn new(config: &Config) -> Self {
        let listens = [Some(config.listen), config.metrics.listen].into_iter().flatten();
        let own = listens.map(|at| at.ip()).filter(|ip| !ip.is_unspecified()).map(|ip| ip.to_string());
        let hosts = config.access.allowed_hosts.iter().map(|host| host.to_ascii_lowercase());
        let origins = config.access.allowed_origins.iter().map(|origin| origin.to_ascii_lowercase());
        Self(Arc::new(Allowed { hosts: hosts.chain(own).collect(), origins: origins.collect() }))
    }
}

impl Allowed {
    /// The reason to refuse, if there is one.
    fn refusal(&self, uri: &Uri, headers: &HeaderMap) -> Option<&'static str> {
        let host = match uri.authority() {
            Some(authority) => Some(authority.clone()),
            None => sole(headers, header::HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok()),
        };
        let Some(host) = host else { return Some("the request does not say which host it is for") };
        if !self.knows(host.host()) {
            return Some("the request is for a host that is not in access.allowed_hosts");
        }
        if headers.contains_key(header::ORIGIN) {
            let origin = sole(headers, header::ORIGIN).and_then(|origin| origin.to_str().ok());
            if !origin.is_some_and(|origin| self.trusts(origin)) {
                return Some("the request comes from a page whose origin is not in access.allowed_origins");
            }
        }
        None
    }

    fn knows(&self, host: &str) -> bool {
        is_this_machine(host) || self.hosts.contains(&host.trim_matches(['[', ']']).to_ascii_lowercase())
    }

    fn trusts(&self, origin: &str) -> bool {
        let host = origin.parse::<Uri>().ok().and_then(|uri| uri.host().map(is_this_machine));
        host == Some(true) || self.origins.contains(&origin.to_ascii_lowercase())
    }
}

/// The value of a header that is there once: of two, somebody else might read the other.
fn sole(headers: &HeaderMap, name: HeaderName) -> Option<&HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl<S> Layer<S> for OriginLayer {
    type Service = OriginCheck<S>;

    fn layer(&self, inner: S) -> Self::Service {
        OriginCheck { inner, allowed: Arc::clone(&self.0) }
    }
}

/// The service of [`OriginLayer`].
#[derive(Clone, Debug)]
pub(crate) struct OriginCheck<S> {
    inner: S,
    allowed: Arc<Allowed>,
}

impl<S, B, R> Service<Request<B>> for OriginCheck<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<RefusalBody<R>>;
    type Error = S::Error;
    type Future = Checked<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        state_peer(&request);
        let exchange = Exchange::of(request.extensions());
        let refused = if request.extensions().get::<OversizedHead>().is_some() {
            refuse(exchange, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, Outcome::Blocked, OVERSIZED)
        } else if let Some(why) = self.allowed.refusal(request.uri(), request.headers()) {
            refuse(exchange, StatusCode::FORBIDDEN, Outcome::Denied, why)
        } else {
            return Checked::Passed { future: self.inner.call(request) };
        };
        Checked::Refused { response: Some(refused) }
    }
}

/// Who is at the other end of the connection.
fn state_peer<B>(request: &Request<B>) {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let (Some(exchange), Some(ConnectInfo(peer))) = (Exchange::of(request.extensions()), peer) {
        exchange.set_peer(*peer);
    }
}

/// Marks a request that stands for one whose head was too large to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OversizedHead;

const OVERSIZED: &str = "the head of the request is too large";

fn refuse(
    exchange: Option<&Exchange>,
    status: StatusCode,
    outcome: Outcome,
    why: &'static str,
) -> Response<Full<Bytes>> {
    if let Some(exchange) = exchange {
        let call = exchange.call();
        call.set_outcome(outcome);
        call.set_fault(RpcFault { code: None, message: why.into() });
    }
    error_reply(exchange, status, -32600, why)
}

pin_project! {
    #[project = CheckedProjection]
    pub(crate) enum Checked<F> {
        Passed { #[pin] future: F },
        Refused { response: Option<Response<Full<Bytes>>> },
    }
}

impl<F, R, E> Future for Checked<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<RefusalBody<R>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CheckedProjection::Passed { future } => {
                future.poll(cx).map_ok(|response| response.map(RefusalBody::inner))
            }
            CheckedProjection::Refused { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(response.map(RefusalBody::refusal))),
                None => panic!("`Checked` polled after completion"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(headers: &[(&str, &str)]) -> Option<&'static str> {
        let config = Config::from_toml(
            r#"[access]
            allowed_hosts = ["gate.example.com"]
            allowed_origins = ["https://app.example.com"]
            [metrics]
            listen = "192.0.2.1:9464""#,
        );
        let OriginLayer(allowed) = OriginLayer::new(&config.unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        allowed.refusal(&Uri::from_static("/mcp/demo"), &map)
    }

    #[test]
    fn this_machine_and_what_is_allowed_pass() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.2:8080",
            "192.0.2.1:9464",
            "[::1]:80",
            "gate.example.com",
        ] {
            assert_eq!(refusal(&[("host", host)]), None, "{host}");
        }
        for origin in
            ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:1", "https://app.example.com"]
        {
            assert_eq!(refusal(&[("host", "localhost"), ("origin", origin)]), None, "{origin}");
        }
    }

    #[test]
    fn a_rebound_name_or_another_page_is_refused() {
        for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "::"]
        {
            assert!(refusal(&[("host", host)]).is_some(), "{host}");
        }
        for origin in
            ["https://evil.example", "null", "http://localhost.evil.example", "http://app.example.com", "*"]
        {
            assert!(refusal(&[("host", "localhost"), ("origin", origin)]).is_some(), "{origin}");
        }
        assert!(refusal(&[]).is_some());
        assert!(refusal(&[("host", "localhost"), ("host", "evil.example")]).is_some());
        let twice =
            [("host", "localhost"), ("origin", "http://localhost"), ("origin", "https://evil.example")];
        assert!(refusal(&twice).is_some());
    }
}
