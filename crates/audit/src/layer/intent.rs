//! A record of each call before it is made.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use gate_call::Exchange;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::{future::no_room, observer::Seat};
use crate::{
    BeforeResponse,
    pipeline::{Shared, Ticket, Waiting},
};

/// Records the attempt: [calls](crate::EntryKind::Intent) that are about to be made, and makes them once
/// those records are durable.
///
/// It belongs right before what is called, behind whoever reads the messages; the [`AuditLayer`](crate::AuditLayer)
/// that it came from is further out. What that leaves unrecorded passes.
#[derive(Clone)]
pub struct IntentLayer {
    shared: Arc<Shared>,
    options: BeforeResponse,
}

impl IntentLayer {
    pub(super) fn new(shared: Arc<Shared>, options: BeforeResponse) -> Self {
        Self { shared, options }
    }
}

impl<S> Layer<S> for IntentLayer {
    type Service = Intent<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Intent { inner, shared: Arc::clone(&self.shared), options: self.options }
    }
}

impl fmt::Debug for IntentLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntentLayer").field("options", &self.options).finish_non_exhaustive()
    }
}

/// Calls the inner service when it is on record that it will.
#[derive(Clone)]
pub struct Intent<S> {
    inner: S,
    shared: Arc<Shared>,
    options: BeforeResponse,
}

impl<S> Intent<S> {
    /// The inner service.
    pub fn get_ref(&self) -> &S {
        &self.inner
    }

    /// The inner service.
    pub fn get_mut(&mut self) -> &mut S {
        &mut self.inner
    }

    /// The inner service.
    pub fn into_inner(self) -> S {
        self.inner
    }

    /// Notes the calls of a request; `None` if one cannot be.
    fn note(&self, exchange: &Exchange) -> Option<Vec<Ticket>> {
        let Some(seat) = exchange.watch::<Seat>() else { return Some(Vec::new()) };
        let mut calls = exchange.open_calls();
        if calls.is_empty() {
            calls.push(exchange.call());
        }
        let new = calls.iter().filter(|call| !self.shared.skips(call) && seat.intent_of(call).is_none());
        new.map(|call| {
            let permit = self.shared.capacity.reserve_extra()?;
            let ticket = self.shared.enqueue_intent(call, permit);
            seat.note_intent(call, ticket.id);
            Some(ticket)
        })
        .collect()
    }
}

impl<S, B, R> Service<Request<B>> for Intent<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    R: Default,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = IntentFuture<S, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let tickets = Exchange::of(request.extensions()).map(|exchange| self.note(exchange));
        let waiting = match tickets {
            None => Waiting::default(),
            Some(Some(tickets)) => Waiting::of(tickets),
            Some(None) => Waiting::lost(),
        };
        // The service that was polled ready goes with the request; a fresh one stays.
        let fresh = self.inner.clone();
        let service = std::mem::replace(&mut self.inner, fresh);
        let noted =
            Noted { service, request, waiting, shared: Arc::clone(&self.shared), options: self.options };
        IntentFuture { state: State::Noting { noted: Some(Box::new(noted)) } }
    }
}

pin_project! {
    /// The response future of [`Intent`].
    pub struct IntentFuture<S, B>
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
        Noting { noted: Option<Box<Noted<S, B>>> },
        Called { #[pin] future: S::Future },
    }
}

struct Noted<S, B> {
    service: S,
    request: Request<B>,
    waiting: Waiting,
    shared: Arc<Shared>,
    options: BeforeResponse,
}

impl<S, B, R> Future for IntentFuture<S, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Output = Result<Response<R>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let noted = match this.state.as_mut().project() {
                StateProjection::Called { future } => return future.poll(cx),
                StateProjection::Noting { noted } => {
                    let may_go = match noted {
                        Some(noted) => ready!(noted.waiting.poll(cx, noted.options, &noted.shared.counters)),
                        None => panic!("`IntentFuture` polled after completion"),
                    };
                    noted.take().filter(|_| may_go)
                }
            };
            let Some(noted) = noted else { return Poll::Ready(Ok(no_room())) };
            let Noted { mut service, request, .. } = *noted;
            let future = service.call(request);
            this.state.set(State::Called { future });
        }
    }
}

impl<S: fmt::Debug> fmt::Debug for Intent<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intent").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl<S: Service<Request<B>>, B> fmt::Debug for IntentFuture<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntentFuture").finish_non_exhaustive()
    }
}
