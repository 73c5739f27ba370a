//! What the layer does with each request.

use std::{fmt, sync::Arc};

use gate_call::{Exchange, Observer, Scope, Watches};
use http::{Extensions, Request};

use crate::{TraceContext, TraceLayerBuilder, http_span::HttpSpan, ids};

/// Makes the spans of each exchange: the heart of [`TraceLayer`](crate::TraceLayer).
///
/// It is public so that it can share one layer with other observers:
/// `ObserveLayer::new((TraceObserver::default(), others))`.
#[derive(Clone)]
pub struct TraceObserver {
    trust_inbound: bool,
    route: Option<RouteOf>,
}

/// Tells a route's template from the extensions of the request.
pub type RouteOf = fn(&Extensions) -> Option<&str>;

impl TraceObserver {
    pub(crate) fn new(builder: TraceLayerBuilder) -> Self {
        let TraceLayerBuilder { trust_inbound, route } = builder;
        Self { trust_inbound, route }
    }

    fn introduce<B>(&self, exchange: &Exchange, request: &Request<B>) {
        if let Some(route) = self.route.and_then(|route| route(request.extensions())) {
            exchange.set_route(route);
        }
        let parent = self.trust_inbound.then(|| TraceContext::of_headers(request.headers())).flatten();
        exchange.set_trace(ids::below(parent.map(TraceContext::ids)));
    }
}

impl Default for TraceObserver {
    fn default() -> Self {
        Self::new(TraceLayerBuilder::default())
    }
}

impl Observer for TraceObserver {
    type Scope = TraceScope;

    fn begin<B>(&self, exchange: &Exchange, request: &mut Request<B>, watches: &mut Watches) -> TraceScope {
        if !HttpSpan::is_wanted() {
            return TraceScope(None);
        }
        self.introduce(exchange, request);
        let span = Arc::new(HttpSpan::begin(exchange, self.trust_inbound));
        watches.push_shared(Arc::clone(&span) as _);
        TraceScope(Some(span))
    }

    fn again<B>(&self, exchange: &Exchange, _: &mut Request<B>) -> TraceScope {
        TraceScope(exchange.watch())
    }
}

impl fmt::Debug for TraceObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TraceObserver").field("trust_inbound", &self.trust_inbound).finish_non_exhaustive()
    }
}

/// The exchange's span, entered around every poll; nothing, where no subscriber wants it.
#[derive(Debug)]
pub struct TraceScope(Option<Arc<HttpSpan>>);

impl Scope for TraceScope {
    fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        match &self.0 {
            Some(span) => span.enter(f),
            None => f(),
        }
    }
}
