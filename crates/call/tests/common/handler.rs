//! A handler that behaves, or misbehaves, as the path says.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use gate_call::Exchange;
use http::{HeaderValue, Request, Response, StatusCode, header};
use tower::Service;

use super::{BoxError, Script, Step};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reply {
    /// A body that tells its size.
    Sized,
    /// A body that does not, under a `Content-Length` that does.
    Length,
    /// A body of unknown length: chunked in HTTP/1.
    Stream,
    Trailers,
    /// What a well-mannered handler answers to HEAD: the length of a body that is not there.
    Headers,
    Empty,
    NoContent,
    NotModified,
    NotFound,
    Upgrade,
    /// No head, ever.
    Hang,
    /// One piece of the body, and never another.
    Half,
    ServiceError,
    BodyError,
    PanicInCall,
    PanicInFuture,
    PanicInBody,
}

impl Reply {
    const ALL: [Self; 17] = [
        Self::Sized,
        Self::Length,
        Self::Stream,
        Self::Trailers,
        Self::Headers,
        Self::Empty,
        Self::NoContent,
        Self::NotModified,
        Self::NotFound,
        Self::Upgrade,
        Self::Hang,
        Self::Half,
        Self::ServiceError,
        Self::BodyError,
        Self::PanicInCall,
        Self::PanicInFuture,
        Self::PanicInBody,
    ];

    pub fn path(self) -> String {
        format!("/{self:?}")
    }

    fn of(path: &str) -> Self {
        *Self::ALL.iter().find(|reply| reply.path() == path).expect("a path that names a reply")
    }

    fn response(self) -> Response<Script> {
        let piece = || Step::Data(Bytes::from_static(b"12345"));
        let body = match self {
            Self::Sized => Script::ten_bytes().sized(true),
            Self::Trailers => Script::ten_bytes().then(Step::Trailers),
            Self::Half => Script::new([piece(), Step::Hang]),
            // The pause lets the server send what came before, instead of dropping it with the error.
            Self::BodyError => Script::new([piece(), Step::Pending, Step::Error]),
            Self::PanicInBody => Script::new([piece(), Step::Pending, Step::Panic]),
            Self::Length | Self::Stream | Self::NotFound => Script::ten_bytes(),
            Self::Headers => Script::default(),
            _ => Script::default().tells_end(true),
        };
        let mut response = Response::new(body);
        *response.status_mut() = match self {
            Self::NoContent => StatusCode::NO_CONTENT,
            Self::NotModified => StatusCode::NOT_MODIFIED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Upgrade => StatusCode::SWITCHING_PROTOCOLS,
            _ => StatusCode::OK,
        };
        if self == Self::Trailers {
            response.headers_mut().insert(header::TRAILER, HeaderValue::from_static("x-sum"));
        }
        if matches!(self, Self::Length | Self::Headers) {
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("10"));
        }
        response
    }
}

#[derive(Clone)]
pub struct Handler;

pub type Answering<E = BoxError> = Pin<Box<dyn Future<Output = Result<Response<Script>, E>> + Send>>;

impl<B> Service<Request<B>> for Handler {
    type Response = Response<Script>;
    type Error = BoxError;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Answering {
        let reply = Reply::of(request.uri().path());
        if let Some(exchange) = Exchange::of(request.extensions()) {
            assert!(exchange.set_route(request.uri().path()), "the first statement stands");
            assert!(!exchange.set_route("/another"), "and no other");
        }
        assert!(reply != Reply::PanicInCall, "the handler panics in `call`, as told");
        let upgrade = (reply == Reply::Upgrade).then(|| hyper::upgrade::on(&mut request));
        Box::pin(async move {
            match reply {
                Reply::Hang => std::future::pending().await,
                Reply::ServiceError => Err("the service broke".into()),
                Reply::PanicInFuture => panic!("the handler panics in its future, as told"),
                Reply::Upgrade => {
                    tokio::spawn(echo(upgrade.expect("taken above")));
                    let mut response = reply.response();
                    response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("echo"));
                    Ok(response)
                }
                _ => Ok(reply.response()),
            }
        })
    }
}

async fn echo(upgrade: hyper::upgrade::OnUpgrade) {
    let upgraded = upgrade.await.expect("the client upgrades");
    let (mut read, mut write) = tokio::io::split(hyper_util::rt::TokioIo::new(upgraded));
    tokio::io::copy(&mut read, &mut write).await.expect("an open connection");
}

/// The error of a service that has none.
pub fn never(error: Infallible) -> BoxError {
    match error {}
}
