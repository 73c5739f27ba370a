use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use gate_call::Exchange;
use http::{Request, Response};
use http_body::Body;
use tower::ServiceExt;
use tower_service::Service;

use crate::{BoxError, RequestBody, ResponseBody, UpstreamError};

/// Any tower service as an upstream: a cheap handle to share.
///
/// Every request gets a clone of the service, made ready for it alone.
#[derive(Clone)]
pub struct Upstream(Arc<dyn Ask>);

type Answer = Pin<Box<dyn Future<Output = Result<Response<ResponseBody>, UpstreamError>> + Send>>;

trait Ask: Send + Sync {
    fn ask(&self, request: Request<RequestBody>, exchange: Option<Exchange>) -> Answer;
}

impl Upstream {
    /// Erases a service.
    pub fn new<S, R>(service: S) -> Self
    where
        S: Service<Request<RequestBody>, Response = Response<R>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        R: Body<Data = Bytes> + Send + 'static,
        R::Error: Into<BoxError>,
    {
        Self(Arc::new(Erased(service)))
    }
}

struct Erased<S>(S);

impl<S, R> Ask for Erased<S>
where
    S: Service<Request<RequestBody>, Response = Response<R>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    R: Body<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    fn ask(&self, request: Request<RequestBody>, exchange: Option<Exchange>) -> Answer {
        let answer = self.0.clone().oneshot(request);
        Box::pin(telling(exchange, async move {
            match answer.await {
                Ok(response) => Ok(response.map(ResponseBody::new)),
                Err(error) => Err(UpstreamError::of_service(error.into())),
            }
        }))
    }
}

impl<B> Service<Request<B>> for Upstream
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<ResponseBody>;
    type Error = UpstreamError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, UpstreamError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), UpstreamError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let exchange = Exchange::take(request.extensions_mut());
        self.0.ask(request.map(RequestBody::new), exchange)
    }
}

/// An answer; its record, if it has one, is told why there is none.
pub(crate) async fn telling<R>(
    exchange: Option<Exchange>,
    answer: impl Future<Output = Result<R, UpstreamError>>,
) -> Result<R, UpstreamError> {
    let answer = answer.await;
    if let (Some(exchange), Err(error)) = (exchange, &answer) {
        exchange.set_failed_by(error.trouble().as_str());
    }
    answer
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").finish_non_exhaustive()
    }
}
