use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::{seat::Seat, service::enter};
use crate::{End, Failure, Scope};

pin_project! {
    /// The response body of [`Observe`](super::Observe): the inner body, frame by frame as it comes.
    pub struct ObservedBody<B, C> {
        // The order is the contract: what is inside dies first, then the seat's drop ends the exchange.
        #[pin]
        inner: B,
        scope: Option<C>,
        seat: Seat,
    }
}

impl<B, C> ObservedBody<B, C> {
    pub(crate) fn new(inner: B, scope: Option<C>, seat: Seat) -> Self {
        Self { inner, scope, seat }
    }

    /// The inner body.
    pub fn get_ref(&self) -> &B {
        &self.inner
    }
}

impl<B: Body, C: Scope> Body for ObservedBody<B, C> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let mut this = self.project();
        let seat = &mut *this.seat;
        let mut last = false;
        // Entered once, as that is not free.
        let polled = enter(this.scope.as_ref(), || {
            let polled = seat.watched(|| this.inner.as_mut().poll_frame(cx));
            match &polled {
                Poll::Ready(Some(Ok(frame))) => {
                    // Servers do not ask again after the trailers.
                    last = frame.is_trailers() || this.inner.is_end_stream();
                    seat.frame(frame, last);
                }
                Poll::Ready(Some(Err(_))) => {
                    last = this.inner.is_end_stream();
                    seat.end(End::Failed(Failure::Body));
                }
                Poll::Ready(None) => {
                    last = true;
                    seat.complete();
                }
                Poll::Pending => {}
            }
            polled
        });
        // The scope goes now: a server may keep the spent body for a while.
        if last {
            this.scope.take();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<B: Default, C> Default for ObservedBody<B, C> {
    fn default() -> Self {
        Self::new(B::default(), None, Seat::Empty)
    }
}

impl<B: fmt::Debug, C> fmt::Debug for ObservedBody<B, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObservedBody").field("inner", &self.inner).finish_non_exhaustive()
    }
}
