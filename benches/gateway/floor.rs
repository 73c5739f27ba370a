//! The floor: a reverse proxy on bare hyper, with a pool, bodies streamed both ways, and nothing else.

use std::net::SocketAddr;

use anyhow::Result;
use http::{HeaderValue, Request, Response, Uri, header::HOST, uri::Authority};
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

pub(crate) struct Floor {
    client: Client<HttpConnector, Incoming>,
    authority: Authority,
    host: HeaderValue,
}

impl Floor {
    pub(crate) fn new(upstream: SocketAddr) -> Result<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let authority = upstream.to_string();
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            host: authority.parse()?,
            authority: authority.parse()?,
        })
    }

    pub(crate) async fn forward(&self, mut request: Request<Incoming>) -> Result<Response<Incoming>> {
        let mut parts = std::mem::take(request.uri_mut()).into_parts();
        parts.scheme = Some(http::uri::Scheme::HTTP);
        parts.authority = Some(self.authority.clone());
        *request.uri_mut() = Uri::from_parts(parts)?;
        request.headers_mut().insert(HOST, self.host.clone());
        Ok(self.client.request(request).await?)
    }
}
