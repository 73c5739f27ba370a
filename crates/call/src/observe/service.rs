use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::{LayerId, ObserveFuture, ObserveLayer, ObservedBody, seat::Seat};
use crate::{Exchange, LateError, Observer, Scope, Watches, watch::WatchList};

/// Lets an [`Observer`] see every exchange that passes the inner service.
#[derive(Debug)]
pub struct Observe<S, O> {
    inner: S,
    observer: Arc<O>,
    id: LayerId,
    nested: bool,
}

impl<S: Clone, O> Clone for Observe<S, O> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), observer: Arc::clone(&self.observer), ..*self }
    }
}

impl<S, O> Observe<S, O> {
    pub(crate) fn new(inner: S, layer: &ObserveLayer<O>) -> Self {
        let ObserveLayer { observer, id, nested } = layer;
        Self { inner, observer: Arc::clone(observer), id: *id, nested: *nested }
    }

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
}

impl<S, O, B, R> Service<Request<B>> for Observe<S, O>
where
    S: Service<Request<B>, Response = Response<R>>,
    O: Observer,
    R: http_body::Body,
{
    type Response = Response<ObservedBody<R, O::Scope>>;
    type Error = S::Error;
    type Future = ObserveFuture<S::Future, O::Scope>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let (scope, mut seat) = self.sit(&mut request);
        // A panic before there is a future is the exchange's end, too.
        let inner = seat.watched(|| enter(scope.as_ref(), || self.inner.call(request)));
        ObserveFuture::new(inner, scope, seat)
    }
}

impl<S, O: Observer> Observe<S, O> {
    /// Makes or joins the exchange. There is no scope where the observer has panicked or come too late.
    fn sit<B>(&self, request: &mut Request<B>) -> (Option<O::Scope>, Seat) {
        let found = Exchange::of(request.extensions()).cloned();
        match found {
            Some(exchange) if !self.nested => self.join(exchange, request),
            outer => self.host(Exchange::begin(request, outer), request),
        }
    }

    fn host<B>(&self, exchange: Exchange, request: &mut Request<B>) -> (Option<O::Scope>, Seat) {
        request.extensions_mut().insert(exchange.clone());
        let (scope, watches) = self.begin(&exchange, request);
        let seat = Seat::owner(exchange.clone(), &watches);
        pass(request, exchange.register(self.id, watches));
        (scope, seat)
    }

    fn join<B>(&self, exchange: Exchange, request: &mut Request<B>) -> (Option<O::Scope>, Seat) {
        match exchange.registered(self.id) {
            // The exchange counts this layer among what came late; the call goes on unseen.
            Err(LateError) => (None, Seat::Empty),
            Ok(Some((place, watches))) => {
                let scope = guard(|| self.observer.again(&exchange, request));
                if exchange.has_passed(place) {
                    // This very request is within the layer: its watches hear further out.
                    return (scope, Seat::Empty);
                }
                pass(request, Some(place));
                (scope, Seat::guest(exchange, &watches))
            }
            Ok(None) => {
                let (scope, watches) = self.begin(&exchange, request);
                let seat = Seat::guest(exchange.clone(), &watches);
                pass(request, exchange.register(self.id, watches));
                (scope, seat)
            }
        }
    }

    fn begin<B>(&self, exchange: &Exchange, request: &mut Request<B>) -> (Option<O::Scope>, WatchList) {
        let mut watches = Watches::default();
        let scope = guard(|| self.observer.begin(exchange, request, &mut watches));
        (scope, watches.list)
    }
}

/// Notes on the request's handle that it has passed the layer at this place.
fn pass<B>(request: &mut Request<B>, place: Option<usize>) {
    if let (Some(place), Some(exchange)) = (place, request.extensions_mut().get_mut::<Exchange>()) {
        exchange.pass(place);
    }
}

/// Keeps an observer's panic from the call: it can break only what it observes.
fn guard<R>(observe: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(observe)).ok()
}

/// Runs `f` inside a scope, where there is one.
pub(super) fn enter<C: Scope, R>(scope: Option<&C>, f: impl FnOnce() -> R) -> R {
    match scope {
        Some(scope) => scope.enter(f),
        None => f(),
    }
}
