//! What records exchanges and calls.

use std::{fmt, sync::Arc};

use gate_call::{Call, CallWatch, Exchange, Interest, Observer, Watch, Watches};
use http::Request;

use super::Current;

/// Times exchanges and calls by the OpenTelemetry conventions, while metrics are exported. While they are
/// not, it costs one load for each request.
///
/// It shares a layer with other observers, or has one of its own:
///
/// ```
/// use gate_call::observe::ObserveLayer;
/// use gate_telemetry::Telemetry;
///
/// let telemetry = Telemetry::builder().build();
/// let metrics = telemetry.metrics_observer(|server, tool| server == "files" && tool == "read");
/// let app: axum::Router = axum::Router::new().layer(ObserveLayer::new(metrics));
/// ```
#[derive(Clone)]
pub struct OtelMetricsObserver {
    current: Arc<Current>,
    watch: Arc<ExchangeWatch>,
}

type KnowsTool = dyn Fn(&str, &str) -> bool + Send + Sync;

impl OtelMetricsObserver {
    pub(crate) fn new(current: Arc<Current>, knows_tool: Arc<KnowsTool>) -> Self {
        let view = View { current: Arc::clone(&current), knows_tool };
        Self { current, watch: Arc::new(ExchangeWatch(Arc::new(view))) }
    }
}

impl Observer for OtelMetricsObserver {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        if self.current.is_on() {
            watches.push_shared(Arc::clone(&self.watch) as _);
        }
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

impl fmt::Debug for OtelMetricsObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtelMetricsObserver").field("current", &self.current).finish_non_exhaustive()
    }
}

struct View {
    current: Arc<Current>,
    knows_tool: Arc<KnowsTool>,
}

/// It knows nothing of a single exchange, so one serves for all.
struct ExchangeWatch(Arc<View>);

impl Watch for ExchangeWatch {
    fn wants(&self) -> Interest {
        Interest::STATED_CALLS
    }

    fn call(&self, _: &Call) -> Option<Box<dyn CallWatch>> {
        Some(Box::new(WatchedCall(Arc::clone(&self.0))))
    }

    fn finish(&self, exchange: &Exchange) {
        self.0.current.with(|instruments| instruments.record_exchange(exchange));
    }
}

struct WatchedCall(Arc<View>);

impl CallWatch for WatchedCall {
    fn finish(self: Box<Self>, call: &Call) {
        let View { current, knows_tool } = &*self.0;
        current.with(|instruments| instruments.record_call(call, &**knows_tool));
    }
}
