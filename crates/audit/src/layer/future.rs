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

use super::{
    body::{AuditBody, BoxError},
    hold::Held,
    observer::{AuditObserver, admitted},
};
use crate::pipeline::{Admitted, Shared};

pin_project! {
    /// The response future of [`Audit`](super::Audit).
    pub struct AuditFuture<S, B, R>
    where
        S: Service<Request<B>>,
        R: Body,
    {
        #[pin]
        state: State<S, B, R>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<S, B, R>
    where
        S: Service<Request<B>>,
        R: Body,
    {
        Observed { #[pin] future: ObserveFuture<S::Future, ()>, held: Option<Held> },
        // Boxed: rare, and larger than the usual.
        Waiting { parked: Box<Parked<S, B>> },
        // A head that tells of a call's end.
        Holding { response: Option<Box<Response<ObservedBody<R, ()>>>>, held: Option<Held> },
        Refused,
    }
}

struct Parked<S, B> {
    /// What was decided before the deadline.
    room: Pin<Box<dyn Future<Output = Option<Admitted>> + Send>>,
    shared: Arc<Shared>,
    service: Observe<S, AuditObserver>,
    request: Option<Request<B>>,
    held: Option<Held>,
}

impl<S: Service<Request<B>>, B, R: Body> AuditFuture<S, B, R> {
    pub(super) fn observed(future: ObserveFuture<S::Future, ()>, held: Option<Held>) -> Self {
        Self { state: State::Observed { future, held } }
    }

    pub(super) fn refused() -> Self {
        Self { state: State::Refused }
    }

    pub(super) fn waiting(
        shared: Arc<Shared>,
        deadline: Duration,
        service: Observe<S, AuditObserver>,
        request: Request<B>,
        held: Option<Held>,
    ) -> Self {
        let admission = Arc::clone(&shared.admission);
        let room = async move { tokio::time::timeout(deadline, admission.wait()).await.ok() };
        let parked = Parked { room: Box::pin(room), shared, service, request: Some(request), held };
        Self { state: State::Waiting { parked: Box::new(parked) } }
    }
}

impl<S, B, R> Future for AuditFuture<S, B, R>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Body + Default,
    R::Error: Into<BoxError>,
{
    type Output = Result<Response<AuditBody<R>>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Observed { future, held } => {
                    let Some(watching) = held else {
                        let response = ready!(future.poll(cx))?;
                        return Poll::Ready(Ok(response.map(|body| AuditBody::new(body, None))));
                    };
                    let response = ready!(watching.watch(|held| {
                        let polled = future.poll(cx);
                        if let Poll::Ready(Ok(response)) = &polled {
                            held.head(response);
                        }
                        polled
                    }))
                    .inspect_err(|_| watching.delivered())?;
                    State::Holding { response: Some(Box::new(response)), held: held.take() }
                }
                StateProjection::Holding { response, held } => {
                    let may_go = held.as_mut().map_or(Poll::Ready(true), |held| held.poll(cx));
                    return Poll::Ready(Ok(let_go(ready!(may_go), response.take(), held.take())));
                }
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

/// The response on its way, or a refusal in its stead.
fn let_go<R: Body + Default>(
    may_go: bool,
    response: Option<Box<Response<ObservedBody<R, ()>>>>,
    mut held: Option<Held>,
) -> Response<AuditBody<R>> {
    match response {
        Some(response) if may_go => {
            held.iter_mut().for_each(Held::let_go);
            response.map(|body| AuditBody::new(body, held))
        }
        _ => no_room(),
    }
}

impl<S: Service<Request<B>, Response = Response<R>>, B, R: Body> Parked<S, B> {
    fn proceed(&mut self, room: Option<Admitted>) -> State<S, B, R> {
        match self.request.take().zip(room) {
            Some((request, Admitted::Recorded(permit))) => {
                let future = admitted(Some(permit), || self.service.call(request));
                State::Observed { future, held: self.held.take() }
            }
            Some((request, Admitted::Unrecorded)) => {
                let future = admitted(None, || self.service.call(request));
                State::Observed { future, held: None }
            }
            _ => {
                self.shared.counters.refused.add(1);
                State::Refused
            }
        }
    }
}

/// Says nothing about why: that is the operator's to know.
pub(super) fn no_room<R: Default>() -> Response<R> {
    let mut response = Response::new(R::default());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

impl<S: Service<Request<B>>, B, R: Body> fmt::Debug for AuditFuture<S, B, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditFuture").finish_non_exhaustive()
    }
}
