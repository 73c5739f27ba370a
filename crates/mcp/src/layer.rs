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
/// Place it below the layers that should hear of calls and above whatever routes or answers them. A clone
/// is the same layer: it shares the catalog and the sessions.
///
/// ```
/// use bytes::Bytes;
/// use gate_mcp::McpLayer;
/// use http::{Request, Response};
/// use http_body_util::Full;
/// use tower::{Layer, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let server = service_fn(|_| async {
///     let answer = r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"echo"}]}}"#;
///     let response = Response::builder().header("content-type", "application/json");
///     response.body(Full::<Bytes>::from(answer))
/// });
/// let layer = McpLayer::builder().server_of(|_, _| Some("demo".into())).build();
/// let request = Request::post("/mcp")
///     .header("content-type", "application/json")
///     .body(Full::<Bytes>::from(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#))
///     .unwrap();
/// let response = layer.layer(server).oneshot(request).await.unwrap();
/// http_body_util::BodyExt::collect(response.into_body()).await.unwrap();
/// assert!(layer.catalog().knows("demo", "echo"));
/// # }
/// ```
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
    ///
    /// ```
    /// use gate_mcp::{Catalog, McpLayer, Sessions};
    ///
    /// let layer = McpLayer::builder()
    ///     .catalog(Catalog::default())
    ///     .sessions(Sessions::new())
    ///     .max_body(1 << 20)
    ///     .build();
    /// # drop(layer);
    /// ```
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
    /// recorded under, and that its session belongs to. Without it, calls have no server, and the catalog
    /// learns nothing.
    ///
    /// ```
    /// use gate_mcp::McpLayer;
    ///
    /// // The last segment of the path: `/mcp/github`.
    /// let layer = McpLayer::builder()
    ///     .server_of(|uri, _| Some(uri.path().strip_prefix("/mcp/")?.into()))
    ///     .build();
    /// # drop(layer);
    /// ```
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

    /// Leaves on each request where its messages are, for a [`PropagateLayer`](crate::PropagateLayer)
    /// further in. Off by default.
    pub fn keep_offsets(mut self, keep: bool) -> Self {
        self.context.keep_offsets = keep;
        self
    }

    /// Finds token usage in a result where the documented shapes (`usage` or `_meta.usage`, each in three
    /// spellings) do not. It gets the JSON of results of up to 64 KiB, on the path of the response, so it
    /// should be quick; longer results are not shown to it. If it panics, the usage is lost and no more.
    ///
    /// ```
    /// use gate_call::TokenUsage;
    /// use gate_mcp::McpLayer;
    /// use gate_wire::Value;
    ///
    /// // `{"structuredContent": {"cost": {"in": 12, "out": 3}}}`
    /// let layer = McpLayer::builder()
    ///     .usage_of(|result| {
    ///         let cost = Value::read(result).ok()?.path(&["structuredContent", "cost"])?;
    ///         let count = |name| cost.get(name)?.as_u64();
    ///         Some(TokenUsage { input: count("in"), output: count("out") })
    ///     })
    ///     .build();
    /// # drop(layer);
    /// ```
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
