use std::{
    sync::Arc,
    task::{Context, Poll},
};

use gate_call::Exchange;
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use http_body::Body;
use tower_service::Service;

use super::{Heard, PropagateBody, PropagateLayer};

/// A request that has one of these says what its body is, byte for byte: it stays so.
const SEALS: [HeaderName; 6] = [
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("repr-digest"),
    HeaderName::from_static("signature"),
    HeaderName::from_static("x-amz-content-sha256"),
];

/// The service of [`PropagateLayer`].
///
/// A message that came alone gets the ids of the request's [`Exchange`]: those of the span of this very
/// attempt, if a client-side layer made one. In a batch each message gets the ids of its own
/// [`Call`](gate_call::Call), which may be of another trace than its neighbour's. A request whose headers
/// seal its body by a digest or a signature keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Propagate<S> {
    inner: S,
    settings: PropagateLayer,
}

impl<S> Propagate<S> {
    pub(super) fn new(inner: S, settings: PropagateLayer) -> Self {
        Self { inner, settings }
    }

    /// The inner service.
    pub fn get_ref(&self) -> &S {
        &self.inner
    }
}

impl<S, B> Service<Request<B>> for Propagate<S>
where
    S: Service<Request<PropagateBody<B>>>,
    B: Body,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // Taken out in any case: what it tells is of the body as it came.
        let heard = request.extensions_mut().remove::<Arc<Heard>>();
        let heard = heard.filter(|_| self.settings.write && !is_sealed(request.headers()));
        let exchange = Exchange::of(request.extensions());
        let spliced = heard.and_then(|heard| heard.spliced(exchange?, self.settings.baggage));
        if let Some(spliced) = &spliced
            && let Some(length) = request.headers_mut().get_mut(header::CONTENT_LENGTH)
        {
            *length = HeaderValue::from(spliced.len());
        }
        self.inner.call(request.map(|body| PropagateBody::new(body, spliced)))
    }
}

fn is_sealed(headers: &HeaderMap) -> bool {
    SEALS.iter().any(|name| headers.contains_key(name))
}
