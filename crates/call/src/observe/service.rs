use std::{
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::{LayerId, ObserveFuture, ObserveLayer, ObservedBody, seat::Seat};
use crate::{Exchange, LateError, Observer, Scope, Watches};

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
        let inner = seat.watched(|| scope.enter(|| self.inner.call(request)));
        ObserveFuture::new(inner, scope, seat)
    }
}

impl<S, O: Observer> Observe<S, O> {
    /// Makes or joins the exchange.
    fn sit<B>(&self, request: &mut Request<B>) -> (O::Scope, Seat) {
        let found = Exchange::of(request.extensions()).cloned();
        match found {
            Some(exchange) if !self.nested => self.join(exchange, request),
            outer => self.host(Exchange::begin(request, outer), request),
        }
    }

    fn host<B>(&self, exchange: Exchange, request: &mut Request<B>) -> (O::Scope, Seat) {
        request.extensions_mut().insert(exchange.clone());
        // The seat is taken first: should the observer panic, the exchange still ends.
        let mut seat = Seat::owner(exchange.clone());
        let mut watches = Watches::default();
        let scope = seat.watched(|| self.observer.begin(&exchange, request, &mut watches));
        seat.watch(&watches.list);
        let registered = exchange.register(self.id, watches.list);
        debug_assert_eq!(registered, Ok(()), "an exchange that has just begun has not ended");
        (scope, seat)
    }

    fn join<B>(&self, exchange: Exchange, request: &mut Request<B>) -> (O::Scope, Seat) {
        if let Some(watches) = exchange.registered(self.id) {
            let scope = self.observer.again(&exchange, request);
            return (scope, Seat::guest(exchange, &watches));
        }
        let mut watches = Watches::default();
        let scope = self.observer.begin(&exchange, request, &mut watches);
        let seat = Seat::guest(exchange.clone(), &watches.list);
        match exchange.register(self.id, watches.list) {
            Ok(()) => (scope, seat),
            // The exchange is over, and counts this layer among what came late; the call goes on unseen.
            Err(LateError) => (scope, Seat::Empty),
        }
    }
}
