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
use pin_project_lite::pin_project;
use tower::{ServiceExt, util::Oneshot};
use tower_service::Service;

/// Sends `/mcp` and what is below it to one service, and everything else to another.
#[derive(Clone, Debug)]
pub(crate) struct Front<M, P> {
    pub(crate) mcp: M,
    pub(crate) pages: P,
}

impl<M, P, B, R, Q> Service<Request<B>> for Front<M, P>
where
    M: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone,
    P: Service<Request<Body>, Response = Response<Q>, Error = Infallible> + Clone,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Either<R, Q>>;
    type Error = Infallible;
    type Future = FrontFuture<Oneshot<M, Request<B>>, Oneshot<P, Request<Body>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if is_mcp(request.uri().path()) {
            FrontFuture::Mcp { answer: self.mcp.clone().oneshot(request) }
        } else {
            FrontFuture::Pages { answer: self.pages.clone().oneshot(request.map(Body::new)) }
        }
    }
}

pin_project! {
    /// The response future of [`Front`].
    #[project = FrontProjection]
    pub(crate) enum FrontFuture<M, P> {
        Mcp { #[pin] answer: M },
        Pages { #[pin] answer: P },
    }
}

impl<M, P, R, Q> Future for FrontFuture<M, P>
where
    M: Future<Output = Result<Response<R>, Infallible>>,
    P: Future<Output = Result<Response<Q>, Infallible>>,
{
    type Output = Result<Response<Either<R, Q>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            FrontProjection::Mcp { answer } => answer.poll(cx).map_ok(|answer| answer.map(Either::Left)),
            FrontProjection::Pages { answer } => answer.poll(cx).map_ok(|answer| answer.map(Either::Right)),
        }
    }
}

fn is_mcp(path: &str) -> bool {
    path.strip_prefix("/mcp").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
