use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use gate_call::observe::{Observe, ObserveFuture, ObservedBody};
use http::{HeaderValue, Request, Response, StatusCode, header::RETRY_AFTER};
use http_body::Body;
use pin_project_lite::pin_project;
use tower_service::Service;

use super::observer::AuditObserver;
use crate::pipeline::Shared;

pin_project! {
    /// The response future of [`Audit`](super::Audit).
    pub struct AuditFuture<S, B>
    where
        S: Service<Request<B>>,
    {
        #[pin]
        state: State<S, B>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<S, B>
    where
        S: Service<Request<B>>,
    {
        Observed { #[pin] future: ObserveFuture<S::Future, ()> },
        // Boxed: rare, and larger than the usual.
        Waiting { parked: Box<Parked<S, B>> },
        Refused,
    }
}

struct Parked<S, B> {
    /// Whether there was room before the deadline.
    room: Pin<Box<dyn Future<Output = bool> + Send>>,
    shared: Arc<Shared>,
    service: Observe<S, AuditObserver>,
    request: Option<Request<B>>,
}

impl<S: Service<Request<B>>, B> AuditFuture<S, B> {
    pub(crate) fn observed(future: ObserveFuture<S::Future, ()>) -> Self {
        Self { state: State::Observed { future } }
    }

    pub(crate) fn refused() -> Self {
        Self { state: State::Refused }
    }

    pub(crate) fn waiting(
        shared: Arc<Shared>,
        deadline: Duration,
        service: Observe<S, AuditObserver>,
        request: Request<B>,
    ) -> Self {
        let capacity = Arc::clone(&shared.capacity);
        let room = async move { tokio::time::timeout(deadline, capacity.take()).await.is_ok() };
        let parked = Parked { room: Box::pin(room), shared, service, request: Some(request) };
        Self { state: State::Waiting { parked: Box::new(parked) } }
    }
}

impl<S, B, R> Future for AuditFuture<S, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Body + Default,
{
    type Output = Result<Response<ObservedBody<R, ()>>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Observed { future } => return future.poll(cx),
                StateProjection::Refused => return Poll::Ready(Ok(no_room())),
                StateProjection::Waiting { parked } => {
                    let room = ready!(parked.room.as_mut().poll(cx));
                    parked.proceed(room)
                }
            };
            this.state.set(next);
        }
    }
}

impl<S: Service<Request<B>, Response = Response<R>>, B, R: Body> Parked<S, B> {
    fn proceed(&mut self, room: bool) -> State<S, B> {
        match self.request.take() {
            // The observer adopts the room, within this call.
            Some(request) if room => State::Observed { future: self.service.call(request) },
            _ => {
                self.shared.counters.refused.add(1);
                State::Refused
            }
        }
    }
}

/// Says nothing about why: that is the operator's to know.
fn no_room<R: Default>() -> Response<R> {
    let mut response = Response::new(R::default());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

impl<S: Service<Request<B>>, B> fmt::Debug for AuditFuture<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditFuture").finish_non_exhaustive()
    }
}
