//! Configuration.

use std::{fmt, sync::Arc};

use gate_call::observe::{Observe, ObserveLayer};
use tower_layer::Layer;

use crate::{ParentBased, RouteOf, Sampler, TraceObserver};

/// Makes a span for every exchange and every call in it. See the [crate's documentation](crate).
///
/// Clones are the same layer: where a request meets it twice, it acts once.
#[derive(Clone, Debug)]
pub struct TraceLayer {
    layer: ObserveLayer<TraceObserver>,
}

impl TraceLayer {
    /// Spans that continue the traces of those who call.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Other settings.
    ///
    /// ```
    /// use axum::extract::MatchedPath;
    /// use gate_trace::TraceLayer;
    ///
    /// let layer = TraceLayer::builder()
    ///     .trust_inbound(false)
    ///     .route(|extensions| extensions.get::<MatchedPath>().map(MatchedPath::as_str))
    ///     .build();
    /// # let _: axum::Router = axum::Router::new().layer(layer);
    /// ```
    pub fn builder() -> TraceLayerBuilder {
        TraceLayerBuilder::default()
    }
}

impl Default for TraceLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for TraceLayer {
    type Service = Observe<S, TraceObserver>;

    fn layer(&self, inner: S) -> Self::Service {
        self.layer.layer(inner)
    }
}

/// Configures a [`TraceLayer`].
#[derive(Clone)]
#[must_use]
pub struct TraceLayerBuilder {
    pub(crate) trust_inbound: bool,
    pub(crate) sampler: Arc<dyn Sampler>,
    pub(crate) route: Option<RouteOf>,
}

impl Default for TraceLayerBuilder {
    fn default() -> Self {
        Self { trust_inbound: true, sampler: Arc::new(ParentBased), route: None }
    }
}

impl TraceLayerBuilder {
    /// Whether trace context from outside is believed: the `traceparent` header, and the one inside a
    /// message, which goes first. It is, if not set. Where strangers can call, say no: they could choose
    /// the trace that their calls show up in. Theirs is [linked](crate::semconv::OTEL_LINK) then, and
    /// their `tracestate` and `baggage` are ignored.
    pub fn trust_inbound(mut self, trust: bool) -> Self {
        self.trust_inbound = trust;
        self
    }

    /// What decides which traces are sampled. Without it, [`ParentBased`].
    pub fn sampler(mut self, sampler: Arc<dyn Sampler>) -> Self {
        self.sampler = sampler;
        self
    }

    /// How to tell a route's template from a request's extensions. Without it, the route is whatever is
    /// stated on the [`Exchange`](gate_call::Exchange), if anything is.
    pub fn route(mut self, route: RouteOf) -> Self {
        self.route = Some(route);
        self
    }

    /// The layer.
    #[must_use]
    pub fn build(self) -> TraceLayer {
        TraceLayer { layer: ObserveLayer::new(self.observer()) }
    }

    /// The observer alone, to share a layer with others.
    #[must_use]
    pub fn observer(self) -> TraceObserver {
        TraceObserver::new(self)
    }
}

impl fmt::Debug for TraceLayerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TraceLayerBuilder")
            .field("trust_inbound", &self.trust_inbound)
            .finish_non_exhaustive()
    }
}
