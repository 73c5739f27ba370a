//! The layers, in their order.

use std::sync::Arc;

use axum::{Router, routing::get};
use gate_audit::{AuditStore, Intent, IntentLayer};
use gate_call::observe::{Observe, ObserveLayer};
use gate_console::{Console, TelemetryApi};
use gate_correlation::{RequestIdLayer, RequestIdObserver};
use gate_mcp::{Catalog, Mcp, McpLayer, Sessions};
use gate_metrics::{KnownNames, MetricsLayer, MetricsObserver, window::Windows};
use gate_telemetry::OtelMetricsObserver;
use gate_trace::{Sampler, TraceLayer, TraceObserver};
use tokio_util::sync::CancellationToken;
use tower::util::{Either, option_layer};
use tower_layer::Layer;

use crate::{
    front::Front,
    health,
    idle::EndIdle,
    metrics::{Metrics, MetricsEndpoint},
    origin::{OriginCheck, OriginLayer},
    route::Routes,
};

/// What the layers are made of.
pub(crate) struct Parts {
    pub(crate) origin: OriginLayer,
    pub(crate) routes: Routes,
    pub(crate) catalog: Catalog,
    pub(crate) sessions: Sessions,
    pub(crate) metrics: Metrics,
    /// Where it answers on the main listener.
    pub(crate) endpoint: Option<MetricsEndpoint>,
    pub(crate) store: Option<Arc<dyn AuditStore>>,
    pub(crate) intents: Option<IntentLayer>,
    pub(crate) console: Option<Console>,
    pub(crate) telemetry_api: Option<TelemetryApi>,
    /// Times calls for export.
    pub(crate) otel: OtelMetricsObserver,
    pub(crate) windows: Windows,
    pub(crate) max_body: usize,
    pub(crate) trust_trace_context: bool,
    /// Whether the context is written into messages, for any server.
    pub(crate) splices: bool,
    pub(crate) sampler: Option<Arc<dyn Sampler>>,
    /// Cancelled at shutdown.
    pub(crate) idle: CancellationToken,
}

/// What a request meets when it was read.
type Called = Either<Intent<EndIdle<Routes>>, EndIdle<Routes>>;

/// What sees every request to a server, from the outside in. One layer for the three, which costs one seat.
type Observers = (RequestIdObserver, (TraceObserver, (MetricsObserver, OtelMetricsObserver)));
/// What sees every other request: no spans and no log line for each probe and scrape.
type PageObservers = (RequestIdObserver, (MetricsObserver, OtelMetricsObserver));

impl Parts {
    /// What a request to `/mcp` meets after it was let into the audit trail.
    pub(crate) fn mcp(&self) -> OriginCheck<Mcp<Called>> {
        let routes = self.routes.clone();
        let mcp = McpLayer::builder()
            .catalog(self.catalog.clone())
            .sessions(self.sessions.clone())
            .max_body(self.max_body)
            .keep_offsets(self.splices)
            .server_of(move |uri, _| routes.name_of(uri.path()))
            .build();
        // Reads the messages of a request, and of its response as it passes; starts and ends the calls.
        let called = EndIdle::new(self.routes.clone(), self.idle.clone());
        // Records what is about to be called, where that is asked for.
        let read = mcp.layer(option_layer(self.intents.clone()).layer(called));
        // Refuses before a body is read.
        self.origin.layer(read)
    }

    /// The whole, around what serves `/mcp`.
    pub(crate) fn around<M>(&self, mcp: M) -> Front<Observe<M, Observers>, Observe<Router, PageObservers>> {
        let observers = (
            // The request's id: on the request, on every response, on every record.
            RequestIdLayer::builder().observer(),
            (
                // The spans that log lines and records name.
                self.trace(),
                // In flight from here on; timed once more where that is exported.
                (self.metrics(), self.otel.clone()),
            ),
        );
        Front { mcp: ObserveLayer::new(observers).layer(mcp), pages: self.page(self.pages()) }
    }

    /// What is not MCP and has an address of its own.
    pub(crate) fn page(&self, router: Router) -> Observe<Router, PageObservers> {
        let observers = (RequestIdLayer::builder().observer(), (self.metrics(), self.otel.clone()));
        ObserveLayer::new(observers).layer(router.layer(self.origin.clone()))
    }

    fn trace(&self) -> TraceObserver {
        let builder = TraceLayer::builder().trust_inbound(self.trust_trace_context);
        match &self.sampler {
            Some(sampler) => builder.sampler(Arc::clone(sampler)),
            None => builder,
        }
        .observer()
    }

    fn metrics(&self) -> MetricsObserver {
        let known = Known { catalog: self.catalog.clone(), routes: self.routes.clone() };
        let servers = self.routes.iter().map(|(name, _)| format!("/mcp/{name}"));
        let paths = PAGES.into_iter().map(str::to_owned).chain(["/mcp".to_owned()]).chain(servers);
        let meter = self.metrics.meter.clone();
        MetricsLayer::builder()
            .meter(meter)
            .windows(self.windows.clone())
            .known_names(Arc::new(known))
            .known_paths(paths)
            .sizes()
            .observer()
    }

    /// What is not MCP.
    fn pages(&self) -> Router {
        let health = Router::new()
            .route("/healthz", get(health::healthz))
            .route("/readyz", get(health::readyz))
            .with_state(self.store.clone());
        let metrics = self.endpoint.clone().map(MetricsEndpoint::into_router);
        // Who reads the trail is recorded there, by a layer behind the check of the token.
        let console = self.console.clone().map(Console::into_router);
        let telemetry = self.telemetry_api.clone().map(TelemetryApi::into_router);
        [metrics, console, telemetry].into_iter().flatten().fold(health, Router::merge)
    }
}

/// The paths that are a metric's label, beside the routes that the console states; any other is `other`.
const PAGES: [&str; 4] = ["/healthz", "/readyz", "/metrics", "/api/v1/metrics"];

/// The names that may be metric labels: those that were configured, and those that servers list.
struct Known {
    catalog: Catalog,
    routes: Routes,
}

impl KnownNames for Known {
    fn knows_tool(&self, server: &str, tool: &str) -> bool {
        self.catalog.knows(server, tool)
    }

    fn knows_server(&self, server: &str) -> bool {
        self.routes.knows(server)
    }
}
