//! Ends, at shutdown, the streams on which nothing is due.
//!
//! A client in a session keeps a stream open for whatever its server may come to say. It never ends by
//! itself, so a shutdown that waited for it would always wait for as long as it may. Servers may close such
//! a stream at any time, and clients know how to come back.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use gate_upstream::{ResponseBody, UpstreamError};
use http::{HeaderMap, Method, Request, Response, header};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tower_service::Service;

/// Ends idle streams when `stop` is cancelled; calls are left to come to their end.
#[derive(Clone, Debug)]
pub(crate) struct EndIdle<S> {
    inner: S,
    stop: CancellationToken,
}

impl<S> EndIdle<S> {
    pub(crate) fn new(inner: S, stop: CancellationToken) -> Self {
        Self { inner, stop }
    }
}

impl<S, B> Service<Request<B>> for EndIdle<S>
where
    S: Service<Request<B>, Response = Response<ResponseBody>>,
{
    type Response = Response<ResponseBody>;
    type Error = S::Error;
    type Future = EndIdleFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let idle = asks_for_no_answer(request.method(), request.headers());
        EndIdleFuture { stop: idle.then(|| self.stop.clone()), inner: self.inner.call(request) }
    }
}

/// Whether the stream that answers is for what the server may say, and not for the answer to a call.
fn asks_for_no_answer(method: &Method, headers: &HeaderMap) -> bool {
    // A stream that is resumed may still bring the answer it broke off before.
    let listens = method == Method::GET && !headers.contains_key("last-event-id");
    let subscribes = headers.get("mcp-method").is_some_and(|method| method == "subscriptions/listen");
    listens || subscribes
}

pin_project! {
    /// The response future of [`EndIdle`].
    pub(crate) struct EndIdleFuture<F> {
        #[pin]
        inner: F,
        stop: Option<CancellationToken>,
    }
}

impl<F, E> Future for EndIdleFuture<F>
where
    F: Future<Output = Result<Response<ResponseBody>, E>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = ready!(this.inner.poll(cx))?;
        let Some(stop) = this.stop.take().filter(|_| is_endless(&response)) else {
            return Poll::Ready(Ok(response));
        };
        let until = |inner| ResponseBody::new(Until { inner, stopped: Box::pin(stop.cancelled_owned()) });
        Poll::Ready(Ok(response.map(until)))
    }
}

fn is_endless(response: &Response<ResponseBody>) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    let is_stream = kind.get(..17).is_some_and(|kind| kind.eq_ignore_ascii_case(b"text/event-stream"));
    is_stream && response.body().size_hint().exact().is_none()
}

pin_project! {
    /// A body that ends when it is told to.
    struct Until<B> {
        #[pin]
        inner: B,
        stopped: Pin<Box<WaitForCancellationFutureOwned>>,
    }
}

impl Body for Until<ResponseBody> {
    type Data = Bytes;
    type Error = UpstreamError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, UpstreamError>>> {
        let this = self.project();
        // What has come is passed on first.
        match this.inner.poll_frame(cx) {
            Poll::Pending => this.stopped.as_mut().poll(cx).map(|()| None),
            ready => ready,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use http_body_util::BodyExt;
    use tokio::sync::mpsc;
    use tower::ServiceExt;

    use super::*;

    struct Events(mpsc::UnboundedReceiver<Bytes>);

    impl Body for Events {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.0.poll_recv(cx).map(|data| data.map(|data| Ok(Frame::data(data))))
        }
    }

    /// Asks for an event stream; what is sent is its data.
    async fn stream(
        request: http::request::Builder,
        stop: &CancellationToken,
    ) -> (mpsc::UnboundedSender<Bytes>, ResponseBody) {
        let (events, receiver) = mpsc::unbounded_channel();
        let body = std::sync::Mutex::new(Some(ResponseBody::new(Events(receiver))));
        let server = tower::service_fn(move |_: Request<()>| {
            let response = Response::builder().header("content-type", "text/event-stream; charset=utf-8");
            let response = response.body(body.lock().unwrap().take().unwrap()).unwrap();
            async { Ok::<_, Infallible>(response) }
        });
        let response = EndIdle::new(server, stop.clone()).oneshot(request.body(()).unwrap()).await.unwrap();
        (events, response.into_body())
    }

    #[tokio::test]
    async fn a_stream_for_whatever_comes_ends_at_once_with_what_has_come() {
        let subscription = Request::post("/").header("mcp-method", "subscriptions/listen");
        for request in [Request::get("/"), subscription] {
            let stop = CancellationToken::new();
            let (events, mut body) = stream(request, &stop).await;
            events.send(Bytes::from_static(b"data: 1\n\n")).unwrap();
            stop.cancel();
            assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "data: 1\n\n");
            assert!(body.frame().await.is_none());
        }
    }

    #[tokio::test]
    async fn a_stream_that_owes_an_answer_goes_on() {
        let call = Request::post("/").header("mcp-method", "tools/call");
        for request in [Request::post("/"), call, Request::get("/").header("last-event-id", "7")] {
            let stop = CancellationToken::new();
            let (events, body) = stream(request, &stop).await;
            stop.cancel();
            let whole = tokio::spawn(body.collect());
            tokio::task::yield_now().await;
            events.send(Bytes::from_static(b"data: late\n\n")).unwrap();
            drop(events);
            assert_eq!(whole.await.unwrap().unwrap().to_bytes(), "data: late\n\n");
        }
    }
}
