//! What the layer does with each request.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering::Relaxed},
};

use gate_call::{Call, CallWatch, Exchange, Interest, Observer, ResponseHead, Watch, Watches};
use http::{
    HeaderMap, Method, Request,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use metrics::Gauge;

use crate::{
    calls::{CallView, LISTEN},
    http_view::{HttpView, Seen},
};

/// Counts exchanges and calls: the heart of [`MetricsLayer`](crate::MetricsLayer).
///
/// It is public so that it can share one layer with other observers; see
/// [`MetricsBuilder::observer`](crate::MetricsBuilder::observer).
#[derive(Debug)]
pub struct MetricsObserver {
    views: Arc<Views>,
}

#[derive(Debug)]
struct Views {
    http: HttpView,
    calls: Option<CallView>,
}

impl MetricsObserver {
    pub(crate) fn new(http: HttpView, calls: Option<CallView>) -> Self {
        Self { views: Arc::new(Views { http, calls }) }
    }
}

impl Observer for MetricsObserver {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, request: &mut Request<B>, watches: &mut Watches) {
        self.views.http.endpoints.state_route(exchange, request.extensions());
        watches.push(ExchangeWatch::begin(&self.views, request));
    }

    fn again<B>(&self, exchange: &Exchange, request: &mut Request<B>) {
        // A nested router knows the whole route, where the outer one did not.
        self.views.http.endpoints.state_route(exchange, request.extensions());
    }
}

/// One exchange under way. It counts as in flight until it is dropped, not until `finish`: so nothing that
/// happens on the way, not even a panic in another observer, can leave the gauge up.
struct ExchangeWatch {
    views: Arc<Views>,
    content_length: Option<u64>,
    /// Whether a stream that answers would be one for whatever comes.
    may_last: bool,
    /// Of the bits below.
    seen: AtomicU8,
}

const STREAM: u8 = 1;
const CALLS: u8 = 1 << 1;

impl ExchangeWatch {
    fn begin<B>(views: &Arc<Views>, request: &Request<B>) -> Self {
        views.http.in_flight().increment(1.0);
        let headers = request.headers();
        let content_length = headers.get(CONTENT_LENGTH).filter(|_| views.http.has_sizes());
        let content_length = content_length.and_then(|length| length.to_str().ok()?.parse().ok());
        // Who listens must say so in this header, which servers check against the body.
        let listens = || headers.get("mcp-method").is_some_and(|method| method == LISTEN);
        let may_last = request.method() == Method::GET || listens();
        Self { views: Arc::clone(views), content_length, may_last, seen: AtomicU8::new(0) }
    }

    /// Notes it, and tells whether it was noted before.
    fn note(&self, bit: u8) -> bool {
        self.seen.fetch_or(bit, Relaxed) & bit != 0
    }

    fn has_seen(&self, bit: u8) -> bool {
        self.seen.load(Relaxed) & bit != 0
    }
}

impl Drop for ExchangeWatch {
    fn drop(&mut self) {
        let http = &self.views.http;
        let gauge = if self.has_seen(STREAM) { http.streams() } else { http.in_flight() };
        gauge.decrement(1.0);
    }
}

impl Watch for ExchangeWatch {
    fn wants(&self) -> Interest {
        // A call that nobody has named has no metric.
        let calls = if self.views.calls.is_some() { Interest::STATED_CALLS } else { Interest::FINISH };
        if self.may_last { calls | Interest::RESPONSE } else { calls }
    }

    fn response(&self, _: &Exchange, head: ResponseHead<'_>) {
        if self.may_last && is_event_stream(head.headers) && !self.note(STREAM) {
            self.views.http.streams().increment(1.0);
            self.views.http.in_flight().decrement(1.0);
        }
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        self.note(CALLS);
        let calls = self.views.calls.as_ref()?;
        let raised = calls.in_flight(call).map(Raised::new);
        Some(Box::new(WatchedCall { views: Arc::clone(&self.views), _raised: raised }))
    }

    fn finish(&self, exchange: &Exchange) {
        let seen = Seen {
            is_stream: self.has_seen(STREAM),
            has_calls: self.has_seen(CALLS),
            content_length: self.content_length,
        };
        self.views.http.record(exchange, seen);
    }
}

fn is_event_stream(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    kind.get(..17).is_some_and(|kind| kind.eq_ignore_ascii_case(b"text/event-stream"))
}

struct WatchedCall {
    views: Arc<Views>,
    /// Lowered when this is dropped, whatever has happened before.
    _raised: Option<Raised>,
}

impl CallWatch for WatchedCall {
    fn finish(self: Box<Self>, call: &Call) {
        if let Some(calls) = &self.views.calls {
            calls.record(call);
        }
    }
}

/// A gauge that is one higher for as long as this lives.
struct Raised(Gauge);

impl Raised {
    fn new(gauge: Gauge) -> Self {
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
