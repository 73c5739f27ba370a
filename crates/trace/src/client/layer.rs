use std::{fmt, sync::Arc};

use gate_call::observe::{Observe, ObserveLayer};
use http::Uri;
use tower_layer::Layer;

use super::ClientTraceObserver;
use crate::{ParentBased, Sampler};

/// Makes a span for every request that a client sends, and sends its context along. See the
/// [module's documentation](super).
#[derive(Clone, Debug)]
pub struct ClientTraceLayer {
    layer: ObserveLayer<ClientTraceObserver>,
}

impl ClientTraceLayer {
    /// Spans whose context is sent in `traceparent` and `tracestate`.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Other settings.
    ///
    /// ```
    /// use gate_trace::ClientTraceLayer;
    ///
    /// let layer = ClientTraceLayer::builder().server("billing").baggage(true).build();
    /// # drop(layer);
    /// ```
    pub fn builder() -> ClientTraceLayerBuilder {
        ClientTraceLayerBuilder::default()
    }
}

impl Default for ClientTraceLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for ClientTraceLayer {
    type Service = Observe<S, ClientTraceObserver>;

    fn layer(&self, inner: S) -> Self::Service {
        self.layer.layer(inner)
    }
}

/// Configures a [`ClientTraceLayer`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientTraceLayerBuilder {
    pub(super) inject: bool,
    pub(super) baggage: bool,
    pub(super) server: Option<Arc<str>>,
    pub(super) target: Option<Uri>,
    pub(super) sampler: Arc<dyn Sampler>,
}

impl Default for ClientTraceLayerBuilder {
    fn default() -> Self {
        Self { inject: true, baggage: false, server: None, target: None, sampler: Arc::new(ParentBased) }
    }
}

impl ClientTraceLayerBuilder {
    /// Whether the span's context goes along, in `traceparent` and `tracestate`. It does, if not set, in
    /// the place of what the request has there. Otherwise headers stay as they are, `baggage` included.
    pub fn inject(mut self, inject: bool) -> Self {
        self.inject = inject;
        self
    }

    /// Whether `baggage` goes along. It does not, if not set, and is taken out: it says things about the
    /// caller's users that are no business of a third party.
    pub fn baggage(mut self, send: bool) -> Self {
        self.baggage = send;
        self
    }

    /// The name of the server that is asked: [`mcp.server`](crate::semconv::MCP_SERVER).
    pub fn server(mut self, name: impl Into<Arc<str>>) -> Self {
        self.server = Some(name.into());
        self
    }

    /// Where requests go whose own URI does not say.
    pub fn target(mut self, url: Uri) -> Self {
        self.target = Some(url);
        self
    }

    /// What decides whether traces that begin here are sampled. Without it, they are.
    pub fn sampler(mut self, sampler: Arc<dyn Sampler>) -> Self {
        self.sampler = sampler;
        self
    }

    /// The layer.
    #[must_use]
    pub fn build(self) -> ClientTraceLayer {
        ClientTraceLayer { layer: ObserveLayer::new(ClientTraceObserver::new(self)).nested() }
    }
}

impl fmt::Debug for ClientTraceLayerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientTraceLayerBuilder")
            .field("inject", &self.inject)
            .field("baggage", &self.baggage)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}
