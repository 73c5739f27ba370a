//! What the layer does with each request.

use std::sync::Arc;

use gate_call::{Call, CallWatch, Exchange, Interest, Observer, Watch, Watches};
use http::Request;

use crate::{calls::CallView, http_view::HttpView};

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
        watches.push(ExchangeWatch::begin(&self.views));
    }

    fn again<B>(&self, exchange: &Exchange, request: &mut Request<B>) {
        // A nested router knows the whole route, where the outer one did not.
        self.views.http.endpoints.state_route(exchange, request.extensions());
    }
}

/// One exchange under way. It counts as in flight until it is dropped, not until `finish`: so nothing that
/// happens on the way, not even a panic in another observer, can leave the gauge up.
struct ExchangeWatch(Arc<Views>);

impl ExchangeWatch {
    fn begin(views: &Arc<Views>) -> Self {
        views.http.in_flight().increment(1.0);
        Self(Arc::clone(views))
    }
}

impl Drop for ExchangeWatch {
    fn drop(&mut self) {
        self.0.http.in_flight().decrement(1.0);
    }
}

impl Watch for ExchangeWatch {
    fn wants(&self) -> Interest {
        // A call that nobody has named has no metric.
        if self.0.calls.is_some() { Interest::STATED_CALLS } else { Interest::FINISH }
    }

    fn call(&self, _call: &Call) -> Option<Box<dyn CallWatch>> {
        Some(Box::new(WatchedCall(Arc::clone(&self.0))))
    }

    fn finish(&self, exchange: &Exchange) {
        self.0.http.record(exchange);
    }
}

struct WatchedCall(Arc<Views>);

impl CallWatch for WatchedCall {
    fn finish(self: Box<Self>, call: &Call) {
        if let Some(calls) = &self.0.calls {
            calls.record(call);
        }
    }
}
