//! The fork between what is observed as MCP and the gateway's own pages.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use gate_upstream::BoxError;
use http::{Request, Response};
use http_body_util::Either;
use tower::ServiceExt;
use tower_service::Service;

/// Sends `/mcp` and what is below it to one service, and everything else to another.
#[derive(Clone, Debug)]
pub(crate) struct Front<M, P> {
    pub(crate) mcp: M,
    pub(crate) pages: P,
}

impl<M, P, B, R, Q> Service<Request<B>> for Front<M, P>
where
    M: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    M::Future: Send,
    P: Service<Request<Body>, Response = Response<Q>, Error = Infallible> + Clone + Send + 'static,
    P::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Either<R, Q>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if is_mcp(request.uri().path()) {
            let answer = self.mcp.clone().oneshot(request);
            return Box::pin(async { answer.await.map(|response| response.map(Either::Left)) });
        }
        let answer = self.pages.clone().oneshot(request.map(Body::new));
        Box::pin(async { answer.await.map(|response| response.map(Either::Right)) })
    }
}

fn is_mcp(path: &str) -> bool {
    path.strip_prefix("/mcp").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
