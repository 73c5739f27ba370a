//! One call of 1 KB, there and back, without a runtime.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http::{Request, Response, Uri, header};
use http_body::Body;
use http_body_util::Full;
use tower::Service;

/// Answers at once, with 1 KB.
#[derive(Clone)]
pub(crate) struct Answer(Bytes);

impl Answer {
    pub(crate) fn new() -> Self {
        let text = "x".repeat(900);
        let result = format!(
            r#"{{"jsonrpc":"2.0","id":1,"result":{{"content":[{{"type":"text","text":"{text}"}}]}}}}"#
        );
        Self(result.into())
    }
}

impl<B> Service<Request<B>> for Answer {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        drop(black_box(request));
        let mut response = Response::new(Full::new(self.0.clone()));
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
        ready(Ok(response))
    }
}

/// What a client sends: a `tools/call` of 1 KB in the session era.
pub(crate) fn arguments() -> Bytes {
    let text = "y".repeat(900);
    format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"echo","arguments":{{"text":"{text}"}}}}}}"#)
        .into()
}

fn request(uri: Uri, body: Bytes) -> Request<Full<Bytes>> {
    let request = Request::post(uri)
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::ACCEPT, "application/json, text/event-stream")
        .header(header::CONTENT_TYPE, "application/json");
    request.body(Full::new(body)).expect("a well-formed request")
}

/// Sends one call through `service` and reads the answer to its end.
///
/// The URI is a shared one, as a server's is, which slices it from the buffer it has read.
///
/// Never inlined: valgrind counts what happens within.
#[inline(never)]
pub(crate) fn send<S, B>(service: &mut S, uri: &Uri, body: &Bytes)
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>>,
    B: Body,
{
    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(service.call(request(uri.clone(), body.clone())));
    let response = loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            break result.unwrap_or_else(|_| unreachable!("nothing here fails"));
        }
    };
    let mut body = pin!(response.into_body());
    while let Poll::Ready(Some(frame)) = body.as_mut().poll_frame(&mut context) {
        black_box(frame.is_ok());
    }
}
