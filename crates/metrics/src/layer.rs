//! Configuration.

use std::{borrow::Cow, fmt, sync::Arc};

use gate_call::observe::{Observe, ObserveLayer};
use http::Extensions;
use metrics::Recorder;
use tower_layer::Layer;

use crate::{
    KnownNames, Meter, MetricsObserver,
    calls::CallView,
    endpoint::{Endpoints, Paths},
    http_view::HttpView,
    source::Source,
    window::Windows,
};

/// Counts and times HTTP exchanges and MCP calls. See the [crate's documentation](crate).
///
/// Clones are the same layer: where a request meets it twice, it is counted once.
#[derive(Clone, Debug)]
pub struct MetricsLayer {
    layer: ObserveLayer<MetricsObserver>,
}

impl MetricsLayer {
    /// Metrics for the global recorder, with every endpoint and tool called `other`.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Another recorder, and names for endpoints and tools.
    pub fn builder() -> MetricsBuilder {
        MetricsBuilder::default()
    }
}

impl Default for MetricsLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for MetricsLayer {
    type Service = Observe<S, MetricsObserver>;

    fn layer(&self, inner: S) -> Self::Service {
        self.layer.layer(inner)
    }
}

/// Configures a [`MetricsLayer`].
#[derive(Clone)]
#[must_use]
pub struct MetricsBuilder {
    source: Source,
    budget: usize,
    meter: Option<Meter>,
    endpoints: Endpoints,
    names: Option<Arc<dyn KnownNames>>,
    http_only: bool,
    sizes: bool,
    windows: Option<Windows>,
}

impl Default for MetricsBuilder {
    fn default() -> Self {
        Self {
            source: Source::default(),
            budget: Meter::BUDGET,
            meter: None,
            endpoints: Endpoints::default(),
            names: None,
            http_only: false,
            sizes: false,
            windows: None,
        }
    }
}

impl MetricsBuilder {
    /// Where the metrics go. Without it, to the global recorder, which then must be installed before the
    /// first request: handles are kept from then on.
    pub fn recorder(mut self, recorder: Arc<dyn Recorder + Send + Sync>) -> Self {
        self.source = Source::Given(recorder);
        self
    }

    /// What emits, in place of a [`recorder`](Self::recorder) and a [`series_budget`](Self::series_budget)
    /// of its own: one that other layers and other code share.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use gate_metrics::{Meter, MetricsLayer};
    ///
    /// let meter = Meter::bounded(Arc::new(metrics::NoopRecorder), 500);
    /// let layer = MetricsLayer::builder().meter(meter.clone()).build();
    /// # let _: axum::Router = axum::Router::new().layer(layer);
    /// ```
    pub fn meter(mut self, meter: Meter) -> Self {
        self.meter = Some(meter);
        self
    }

    /// How to read the matched route from a request's extensions.
    ///
    /// ```
    /// use axum::{Router, extract::MatchedPath, routing::get};
    /// use gate_metrics::MetricsLayer;
    ///
    /// let metrics = MetricsLayer::builder()
    ///     .route(|extensions| extensions.get::<MatchedPath>().map(MatchedPath::as_str))
    ///     .build();
    /// let app: Router = Router::new().route("/users/{id}", get(|| async { "a user" })).layer(metrics);
    /// ```
    ///
    /// The route becomes the exchange's, for other layers too. One stated by somebody else comes first.
    pub fn route<F>(mut self, route: F) -> Self
    where
        F: for<'a> Fn(&'a Extensions) -> Option<&'a str> + Send + Sync + 'static,
    {
        self.endpoints.route = Some(Arc::new(route));
        self
    }

    /// The paths that are endpoints where there is no route, [normalised](crate::normalize_path); all
    /// others are `other`.
    ///
    /// ```
    /// use gate_metrics::MetricsLayer;
    ///
    /// let layer = MetricsLayer::builder().known_paths(["/healthz", "/users/:id"]).build();
    /// # let _: axum::Router = axum::Router::new().layer(layer);
    /// ```
    pub fn known_paths<P: AsRef<str>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        let paths = paths.into_iter().map(|path| Box::from(path.as_ref())).collect();
        self.endpoints.paths = Paths::Known(Arc::new(paths));
        self
    }

    /// What a path is called where there is no route; `None` is `other`, and so is a path that was
    /// answered with 404. In place of [`known_paths`](Self::known_paths).
    ///
    /// ```
    /// use gate_metrics::{MetricsLayer, normalize_path};
    ///
    /// let layer = MetricsLayer::builder().path_label(|path| Some(normalize_path(path))).build();
    /// # let _: axum::Router = axum::Router::new().layer(layer);
    /// ```
    ///
    /// If a client can make up paths, it can use up the series budget.
    pub fn path_label<F>(mut self, label: F) -> Self
    where
        F: for<'a> Fn(&'a str) -> Option<Cow<'a, str>> + Send + Sync + 'static,
    {
        self.endpoints.paths = Paths::Label(Arc::new(label));
        self
    }

    /// Which tools exist. Without it every tool is `other`.
    pub fn known_names(mut self, names: Arc<dyn KnownNames>) -> Self {
        self.names = Some(names);
        self
    }

    /// How many series a metric may have; 1,000 if not set, and never fewer than the 8 that the rest folds
    /// into.
    pub fn series_budget(mut self, series: usize) -> Self {
        self.budget = series;
        self
    }

    /// HTTP metrics alone, whatever calls there are.
    pub fn http_only(mut self) -> Self {
        self.http_only = true;
        self
    }

    /// Sizes of requests and responses, and times to the first byte, too: three histograms more.
    pub fn sizes(mut self) -> Self {
        self.sizes = true;
        self
    }

    /// Counts calls there, too, under the same names as in the metrics.
    pub fn windows(mut self, windows: Windows) -> Self {
        self.windows = Some(windows);
        self
    }

    /// The layer.
    #[must_use]
    pub fn build(self) -> MetricsLayer {
        MetricsLayer { layer: ObserveLayer::new(self.observer()) }
    }

    /// The observer alone, to share a layer with others:
    /// `ObserveLayer::new((others, MetricsLayer::builder().observer()))`.
    #[must_use]
    pub fn observer(self) -> MetricsObserver {
        let Self { source, budget, meter, endpoints, names, http_only, sizes, windows } = self;
        let meter = meter.unwrap_or_else(|| Meter::of(source, budget));
        let http = HttpView::new(&meter, endpoints, sizes);
        let calls = (!http_only).then(|| CallView::new(&meter, names, windows));
        MetricsObserver::new(http, calls)
    }
}

impl fmt::Debug for MetricsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MetricsBuilder")
            .field("source", &self.source)
            .field("budget", &self.budget)
            .field("endpoints", &self.endpoints)
            .field("http_only", &self.http_only)
            .field("sizes", &self.sizes)
            .finish_non_exhaustive()
    }
}
