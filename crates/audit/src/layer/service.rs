use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use gate_call::{Exchange, observe::Observe};
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use super::{
    body::{AuditBody, BoxError},
    future::AuditFuture,
    hold::Held,
    observer::{AuditObserver, admitted},
};
use crate::pipeline::{Admitted, Shared};

/// Lets a request in when there is room for its record, and notes its calls.
#[derive(Clone)]
pub struct Audit<S> {
    shared: Arc<Shared>,
    observe: Observe<S, AuditObserver>,
}

impl<S> Audit<S> {
    pub(crate) fn new(shared: Arc<Shared>, observe: Observe<S, AuditObserver>) -> Self {
        Self { shared, observe }
    }

    /// The inner service.
    pub fn get_ref(&self) -> &S {
        self.observe.get_ref()
    }

    /// The inner service.
    pub fn get_mut(&mut self) -> &mut S {
        self.observe.get_mut()
    }

    /// The inner service.
    pub fn into_inner(self) -> S {
        self.observe.into_inner()
    }
}

impl<S, B, R> Service<Request<B>> for Audit<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    R: Body + Default,
    R::Error: Into<BoxError>,
{
    type Response = Response<AuditBody<R>>;
    type Error = S::Error;
    type Future = AuditFuture<S, B, R>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.observe.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let held = self.held(&request);
        let deadline = match self.shared.admission.admit() {
            Admitted::Recorded(permit) => {
                let future = admitted(Some(permit), || self.observe.call(request));
                return AuditFuture::observed(future, held);
            }
            Admitted::Unrecorded => {
                let future = admitted(None, || self.observe.call(request));
                return AuditFuture::observed(future, None);
            }
            Admitted::Refused => {
                self.shared.counters.refused.add(1);
                return AuditFuture::refused();
            }
            Admitted::Waits(deadline) => deadline,
        };
        self.shared.counters.waited.add(1);
        // The service that was polled ready goes with the request; a fresh one stays.
        let fresh = self.observe.clone();
        let ready = std::mem::replace(&mut self.observe, fresh);
        AuditFuture::waiting(Arc::clone(&self.shared), deadline, ready, request, held)
    }
}

impl<S> Audit<S> {
    /// What holds the results of this request's calls back, where that is asked for.
    fn held<B>(&self, request: &Request<B>) -> Option<Held> {
        let options = self.shared.before_response?;
        let outer = Exchange::of(request.extensions()).cloned();
        Some(Held::new(Arc::clone(&self.shared), options, outer, request.method()))
    }
}

impl<S: fmt::Debug> fmt::Debug for Audit<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit").field("inner", self.get_ref()).finish_non_exhaustive()
    }
}
