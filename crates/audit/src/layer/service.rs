use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use gate_call::observe::{Observe, ObservedBody};
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use super::{future::AuditFuture, observer::AuditObserver};
use crate::pipeline::{OnFull, Shared};

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
{
    type Response = Response<ObservedBody<R, ()>>;
    type Error = S::Error;
    type Future = AuditFuture<S, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.observe.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let deadline = match self.shared.on_full {
            // The observer takes the room itself, or goes without.
            OnFull::Drop => return AuditFuture::observed(self.observe.call(request)),
            _ if self.shared.capacity.try_take() => {
                return AuditFuture::observed(self.observe.call(request));
            }
            OnFull::Refuse => {
                self.shared.counters.refused.add(1);
                return AuditFuture::refused();
            }
            OnFull::Wait { deadline } => deadline,
        };
        self.shared.counters.waited.add(1);
        // The service that was polled ready goes with the request; a fresh one stays.
        let fresh = self.observe.clone();
        let ready = std::mem::replace(&mut self.observe, fresh);
        AuditFuture::waiting(Arc::clone(&self.shared), deadline, ready, request)
    }
}

impl<S: fmt::Debug> fmt::Debug for Audit<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit").field("inner", self.get_ref()).finish_non_exhaustive()
    }
}
