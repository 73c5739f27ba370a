use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;

use super::{ObservedBody, seat::Seat, service::enter};
use crate::{End, Failure, Scope};

pin_project! {
    /// The response future of [`Observe`](super::Observe).
    pub struct ObserveFuture<F, C> {
        // The order is the contract: what is inside dies first, then the seat's drop ends the exchange.
        #[pin]
        inner: F,
        scope: Option<C>,
        seat: Seat,
    }
}

impl<F, C> ObserveFuture<F, C> {
    pub(crate) fn new(inner: F, scope: Option<C>, seat: Seat) -> Self {
        Self { inner, scope, seat }
    }
}

impl<F, C, R, E> Future for ObserveFuture<F, C>
where
    F: Future<Output = Result<Response<R>, E>>,
    C: Scope,
    R: Body,
{
    type Output = Result<Response<ObservedBody<R, C>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (scope, seat) = (this.scope.as_ref(), &mut *this.seat);
        // Entered once, as that is not free.
        let result = ready!(enter(scope, || {
            let mut polled = seat.watched(|| this.inner.poll(cx));
            match &mut polled {
                Poll::Ready(Ok(response)) => seat.head(response),
                Poll::Ready(Err(_)) => seat.end(End::Failed(Failure::Service)),
                Poll::Pending => {}
            }
            polled
        }));
        let (scope, seat) = (this.scope.take(), std::mem::take(this.seat));
        Poll::Ready(match result {
            Ok(response) => Ok(response.map(|body| ObservedBody::new(body, scope, seat))),
            Err(error) => Err(error),
        })
    }
}

impl<F: fmt::Debug, C> fmt::Debug for ObserveFuture<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObserveFuture").field("inner", &self.inner).finish_non_exhaustive()
    }
}
