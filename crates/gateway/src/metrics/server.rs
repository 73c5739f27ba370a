//! A server behind the gateway, watched.

use std::{
    fmt,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
    time::Instant,
};

use bytes::Bytes;
use gate_call::observe::ObservedBody;
use gate_metrics::{Meter, catalogue};
use gate_trace::client::ClientTraceScope;
use gate_upstream::{BoxError, ResponseBody, UpstreamError};
use http::{Request, Response, StatusCode, Version};
use http_body::{Body, Frame, SizeHint};
use metrics::Gauge;
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::hop::Hop;

type HopBody = ObservedBody<ResponseBody, ClientTraceScope>;

/// An upstream whose exchanges are counted and timed. A clone is the same server.
#[derive(Clone)]
pub(crate) struct Server {
    upstream: Hop,
    watch: Arc<ServerWatch>,
}

struct ServerWatch {
    name: Arc<str>,
    meter: Meter,
    active: Gauge,
    status: Gauge,
    is_up: AtomicBool,
}

impl Server {
    /// `kind` is what the server is reached by: `http`, `builtin`.
    pub(crate) fn new(name: &Arc<str>, kind: &str, upstream: Hop, meter: &Meter) -> Self {
        let status = meter.gauge(&catalogue::SERVER_STATUS, &[name, kind]);
        status.set(0.0);
        let watch = ServerWatch {
            name: Arc::clone(name),
            meter: meter.clone(),
            active: meter.gauge(&catalogue::ACTIVE_CONNECTIONS, &[name]),
            status,
            is_up: AtomicBool::new(false),
        };
        Self { upstream, watch: Arc::new(watch) }
    }

    /// Whether it answered when it was last asked.
    pub(crate) fn is_up(&self) -> bool {
        self.watch.is_up.load(Relaxed)
    }

    /// It gave no answer, and was given up.
    pub(crate) fn gave_no_answer(&self) {
        self.watch.set_up(false);
    }
}

impl ServerWatch {
    fn set_up(&self, up: bool) {
        self.is_up.store(up, Relaxed);
        self.status.set(if up { 1.0 } else { 0.0 });
    }
}

impl<B> Service<Request<B>> for Server
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<ResponseBody>;
    type Error = UpstreamError;
    type Future = Answering<<Hop as Service<Request<B>>>::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), UpstreamError>> {
        Service::<Request<B>>::poll_ready(&mut self.upstream, cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let exchange = UnderWay::begin(&self.watch);
        Answering { answer: self.upstream.call(request), exchange: Some(exchange) }
    }
}

/// One exchange with a server, from its beginning until this is dropped.
struct UnderWay {
    watch: Arc<ServerWatch>,
    since: Instant,
}

impl UnderWay {
    fn begin(watch: &Arc<ServerWatch>) -> Self {
        watch.active.increment(1.0);
        Self { watch: Arc::clone(watch), since: Instant::now() }
    }

    fn answered(&self, status: StatusCode) {
        let ServerWatch { name, meter, .. } = &*self.watch;
        meter.observe(&catalogue::UPSTREAM_LATENCY, &[name], self.since.elapsed().as_secs_f64());
        // Whoever says these stands before a server that is not there.
        let is_down = matches!(
            status,
            StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT
        );
        self.watch.set_up(!is_down);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.watch.active.decrement(1.0);
    }
}

pin_project! {
    /// The response future of [`Server`].
    pub(crate) struct Answering<F> {
        #[pin]
        answer: F,
        exchange: Option<UnderWay>,
    }
}

impl<F> Future for Answering<F>
where
    F: Future<Output = Result<Response<HopBody>, UpstreamError>>,
{
    type Output = Result<Response<ResponseBody>, UpstreamError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let answer = ready!(this.answer.poll(cx));
        let Some(exchange) = this.exchange.take() else { panic!("`Answering` polled after completion") };
        Poll::Ready(match answer {
            Ok(response) => {
                exchange.answered(response.status());
                Ok(counted(response, exchange))
            }
            Err(error) => {
                exchange.watch.set_up(false);
                Err(error)
            }
        })
    }
}

/// The exchange lasts as long as the body does.
fn counted(mut response: Response<HopBody>, exchange: UnderWay) -> Response<ResponseBody> {
    // The version that was spoken with the server is no business of the client's.
    *response.version_mut() = Version::HTTP_11;
    if response.body().is_end_stream() {
        return response.map(ResponseBody::new);
    }
    response.map(|inner| ResponseBody::new(Counted { inner, exchange: Some(exchange) }))
}

pin_project! {
    struct Counted {
        #[pin]
        inner: HopBody,
        exchange: Option<UnderWay>,
    }
}

impl Body for Counted {
    type Data = Bytes;
    type Error = UpstreamError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, UpstreamError>>> {
        let this = self.project();
        let frame = ready!(this.inner.poll_frame(cx));
        // Whoever has the last frame may hold the body for long.
        if !matches!(frame, Some(Ok(_))) {
            *this.exchange = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("name", &self.watch.name)
            .field("is_up", &self.is_up())
            .finish_non_exhaustive()
    }
}
