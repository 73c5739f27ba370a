use std::{fmt, sync::Arc};

use gate_call::{
    TokenUsage,
    observe::{Observe, ObserveLayer},
};
use http::{Extensions, Uri};
use tower_layer::Layer;

use crate::{Catalog, Peek, Sessions, context::Context, observer::McpObserver};

/// Reads MCP messages as they pass, and starts and ends [`Call`](gate_call::Call)s by them.
///
/// Place it below the layers that should hear of calls and above whatever routes or answers them.
#[derive(Clone, Debug)]
pub struct McpLayer {
    observe: ObserveLayer<McpObserver>,
}

/// The service of [`McpLayer`].
pub type Mcp<S> = Observe<Peek<S>, McpObserver>;

impl McpLayer {
    /// A layer with the defaults of [`builder`](Self::builder).
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Configures a layer.
    pub fn builder() -> McpLayerBuilder {
        McpLayerBuilder { context: Context::new(), server_of: None }
    }

    /// The catalog that the layer learns into.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.observe.observer().context.catalog
    }

    /// The sessions that the layer knows.
    #[must_use]
    pub fn sessions(&self) -> &Sessions {
        &self.observe.observer().context.sessions
    }
}

impl Default for McpLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for McpLayer {
    type Service = Mcp<S>;

    fn layer(&self, inner: S) -> Self::Service {
        self.observe.layer(Peek::new(inner))
    }
}

/// Configures an [`McpLayer`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct McpLayerBuilder {
    context: Context,
    server_of: Option<Box<crate::context::ServerOf>>,
}

impl McpLayerBuilder {
    /// How a request tells, by its URI or its extensions, which server it is for: the target that calls are
    /// recorded under.
    pub fn server_of(
        mut self,
        server_of: impl Fn(&Uri, &Extensions) -> Option<Arc<str>> + Send + Sync + 'static,
    ) -> Self {
        self.server_of = Some(Box::new(server_of));
        self
    }

    /// The catalog to learn into. By default one of its own, remembered nowhere.
    pub fn catalog(mut self, catalog: Catalog) -> Self {
        self.context.catalog = catalog;
        self
    }

    /// The sessions to share, where several layers see the streams of one client.
    pub fn sessions(mut self, sessions: Sessions) -> Self {
        self.context.sessions = sessions;
        self
    }

    /// The largest JSON request body that is accepted, 4 MiB by default; beyond it the answer is 413.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.context.max_body = bytes;
        self
    }

    /// Finds token usage in a result where the documented shapes do not. It sees results of up to 64 KiB.
    pub fn usage_of(
        mut self,
        usage_of: impl Fn(&[u8]) -> Option<TokenUsage> + Send + Sync + 'static,
    ) -> Self {
        self.context.usage_of = Some(Box::new(usage_of));
        self
    }

    /// The layer.
    #[must_use]
    pub fn build(self) -> McpLayer {
        let observer = McpObserver { context: Arc::new(self.context), server_of: self.server_of };
        McpLayer { observe: ObserveLayer::new(observer) }
    }
}

impl fmt::Debug for McpLayerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("McpLayerBuilder").field("context", &self.context).finish_non_exhaustive()
    }
}
