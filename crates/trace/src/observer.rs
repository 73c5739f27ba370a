//! What the layer does with each request.

use std::{fmt, sync::Arc};

use gate_call::{Exchange, Observer, Scope, TraceIds, Watches};
use http::{Extensions, Request};

use crate::{TraceLayerBuilder, current, http_span::HttpSpan, place::Rules, wanted};

/// Makes the spans of each exchange: the heart of [`TraceLayer`](crate::TraceLayer).
///
/// It is public so that it can share one layer with other observers:
/// `ObserveLayer::new((TraceObserver::default(), others))`.
#[derive(Clone)]
pub struct TraceObserver {
    rules: Arc<Rules>,
    route: Option<RouteOf>,
}

/// Tells a route's template from the extensions of the request.
pub type RouteOf = fn(&Extensions) -> Option<&str>;

impl TraceObserver {
    pub(crate) fn new(builder: TraceLayerBuilder) -> Self {
        let TraceLayerBuilder { trust_inbound, sampler, route } = builder;
        Self { rules: Arc::new(Rules { trust_inbound, sampler }), route }
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
        // Ids are made whether or not anybody wants spans: records name them, and upstreams get them.
        let place = self.rules.place_exchange(exchange, request.headers());
        if !wanted::span() {
            watches.push_shared(Arc::clone(&self.rules) as _);
            return TraceScope { ids: Some(place.ids), span: None };
        }
        if let Some(route) = self.route.and_then(|route| route(request.extensions())) {
            exchange.set_route(route);
        }
        let span = Arc::new(HttpSpan::begin(exchange, request.headers(), &place, &self.rules));
        watches.push_shared(Arc::clone(&span) as _);
        TraceScope { ids: Some(place.ids), span: Some(span) }
    }

    fn again<B>(&self, exchange: &Exchange, _: &mut Request<B>) -> TraceScope {
        TraceScope { ids: exchange.trace().copied(), span: exchange.watch() }
    }
}

impl fmt::Debug for TraceObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TraceObserver").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// The exchange's ids, and its span where a subscriber wants it: entered around every poll.
#[derive(Debug)]
pub struct TraceScope {
    ids: Option<TraceIds>,
    span: Option<Arc<HttpSpan>>,
}

impl Scope for TraceScope {
    fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        current::within(self.ids, || match &self.span {
            Some(span) => span.enter(f),
            None => f(),
        })
    }
}
