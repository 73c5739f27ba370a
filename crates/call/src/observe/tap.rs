use std::{
    io::IoSlice,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Buf;
use http::Request;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{
    Exchange, Watch,
    watch::{Interest, WatchList},
};

/// Shows the request body, as it passes, to the watches that [want](Interest::REQUEST_DATA) it.
///
/// Place it below the layers whose watches should hear, and nowhere else: it changes the type of the
/// request body, which the other layers leave alone.
#[derive(Clone, Copy, Debug)]
pub struct TapRequest<S> {
    inner: S,
}

impl<S> TapRequest<S> {
    /// Taps the requests of `inner`.
    pub fn new(inner: S) -> Self {
        Self { inner }
    }
}

impl<S, B> Service<Request<B>> for TapRequest<S>
where
    S: Service<Request<TappedBody<B>>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let exchange = Exchange::of(request.extensions()).cloned();
        self.inner.call(request.map(|body| TappedBody { inner: body, tap: exchange.map(Tap::new) }))
    }
}

pin_project! {
    /// The request body of [`TapRequest`].
    #[derive(Debug)]
    pub struct TappedBody<B> {
        #[pin]
        inner: B,
        tap: Option<Tap>,
    }
}

#[derive(Debug)]
struct Tap {
    exchange: Exchange,
    watches: Watching,
}

struct Watching(WatchList);

impl std::fmt::Debug for Watching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|registered| registered.wants)).finish()
    }
}

impl Tap {
    fn new(exchange: Exchange) -> Self {
        let watches = Watching(exchange.watches(Interest::REQUEST_DATA));
        Self { exchange, watches }
    }

    fn data<D: Buf>(&self, data: &D) {
        // A handler may answer first and read on; the watches have finished then.
        if self.exchange.end().is_some() {
            return;
        }
        self.exchange.add_request_bytes(data.remaining() as u64);
        for watch in self.watches.0.iter().map(|registered| Arc::clone(&registered.watch)) {
            // The guard keeps an observer's panic from the call; it can break only what it observes.
            let _ = catch_unwind(AssertUnwindSafe(|| {
                each_slice(data, |slice| Watch::request_data(&*watch, &self.exchange, slice));
            }));
        }
    }
}

impl<B: Body> Body for TappedBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = self.project();
        let frame = ready!(this.inner.poll_frame(cx));
        if let (Some(tap), Some(Ok(frame))) = (this.tap, &frame)
            && let Some(data) = frame.data_ref()
        {
            tap.data(data);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// Shows a buffer's bytes without consuming them.
///
/// `Bytes`, the data of nearly every body, is one slice. A buffer of several shows them through
/// `chunks_vectored`; one that shows only its first has the rest left unseen, as `Buf` has no other way.
pub(super) fn each_slice<D: Buf>(data: &D, mut see: impl FnMut(&[u8])) {
    let first = data.chunk();
    if first.len() == data.remaining() {
        return see(first);
    }
    let mut slices = [IoSlice::new(&[]); 16];
    let count = data.chunks_vectored(&mut slices);
    slices[..count].iter().for_each(|slice| see(slice));
}
