use std::{collections::BTreeMap, fmt, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use gate_audit::DrainReport;
use gate_mcp::{Catalog, Sessions};
use gate_metrics::{Meter, window::Windows};
use gate_trace::Sampler;
use gate_upstream::{BoxError, HttpUpstream, RequestBody, Upstream, UpstreamError};
use http::{Request, Response};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    admin::{Admin, AdminTokenOrigin},
    audit::{self, Audit},
    config::{Config, Propagation, UpstreamConfig},
    error::{GatewayError, Kind},
    hop, listing,
    masking::Masking,
    metrics::{Collector, Metrics, MetricsEndpoint, Server},
    origin::OriginLayer,
    private,
    route::Routes,
    server,
    stack::Parts,
};

/// An observing gateway, ready to serve.
pub struct Gateway {
    config: Config,
    admin: AdminTokenOrigin,
    parts: Parts,
    audit: Option<Audit>,
    /// The metrics endpoint, if it has an address of its own.
    scraped: Option<(TcpListener, MetricsEndpoint)>,
}

/// Puts a [`Gateway`] together.
#[must_use = "a builder does nothing until `build` is called"]
pub struct GatewayBuilder {
    config: Config,
    admin_token: Option<String>,
    masking: Option<Masking>,
    builtins: BTreeMap<String, Upstream>,
    sampler: Option<Arc<dyn Sampler>>,
}

impl Gateway {
    /// A gateway with these settings.
    ///
    /// ```no_run
    /// use mcp_gateway::{Config, Gateway};
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = Config::load(Some("gateway.toml".as_ref()))?;
    /// let listener = tokio::net::TcpListener::bind(config.listen).await?;
    /// let gateway = Gateway::builder(config).build().await?;
    /// let stopped = gateway.serve(listener, async { _ = tokio::signal::ctrl_c().await }).await;
    /// println!("{} connections were cut off", stopped.connections_cut);
    /// # Ok(()) }
    /// ```
    pub fn builder(config: Config) -> GatewayBuilder {
        GatewayBuilder { config, admin_token: None, masking: None, builtins: BTreeMap::new(), sampler: None }
    }

    /// Where the admin token came from, and what it is if it was minted just now.
    #[must_use]
    pub fn admin_token(&self) -> &AdminTokenOrigin {
        &self.admin
    }

    /// Where the metrics are, if they have an address of their own.
    #[must_use]
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        self.scraped.as_ref().and_then(|(listener, _)| listener.local_addr().ok())
    }

    /// The names of the servers behind the gateway.
    pub fn servers(&self) -> impl Iterator<Item = &str> {
        self.parts.routes.iter().map(|(name, _)| &**name)
    }

    /// Serves until `shutdown` resolves, then stops in the order that loses nothing: accepts no more, ends
    /// the streams that wait for nothing in particular, waits for the calls under way, ends what is still
    /// open, writes the audit trail to its end.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> Stopped {
        let Self { config, parts, audit, scraped, .. } = self;
        let shutdown = async {
            shutdown.await;
            parts.idle.cancel();
        };
        let stop = CancellationToken::new();
        let mut keepers = JoinSet::new();
        keepers.spawn(listing::keep(
            parts.catalog.clone(),
            parts.sessions.clone(),
            parts.routes.clone(),
            stop.clone(),
        ));
        if let Some(exposition) = &parts.metrics.exposition {
            keepers.spawn(exposition.clone().keep(stop.clone()));
        }
        if let Some((listener, endpoint)) = scraped {
            // To the last: a shutdown can be watched.
            let (page, stopped) = (parts.page(endpoint.into_router()), stop.clone().cancelled_owned());
            keepers.spawn(async move { _ = server::serve(listener, page, stopped, Duration::ZERO).await });
        }
        if let Some(audit) = &audit {
            keepers.spawn(audit::watch(audit.layer.clone(), config.audit.anchor_every, stop.clone()));
            keepers.spawn(audit.keeper(&config).keep(stop.clone()));
        }

        let drain = config.limits.drain;
        // The audit layer is outside of what it records, and reserves room before anything else is done.
        let connections_cut = match &audit {
            Some(audit) => {
                let service = parts.around(audit.layer.layer(parts.mcp()));
                server::serve(listener, service, shutdown, drain).await
            }
            None => server::serve(listener, parts.around(parts.mcp()), shutdown, drain).await,
        };
        parts.sessions.end_all();
        let audit = match audit {
            Some(audit) => Some(audit.close().await),
            None => None,
        };
        stop.cancel();
        while keepers.join_next().await.is_some() {}
        Stopped { connections_cut, audit }
    }
}

impl GatewayBuilder {
    /// A service that upstreams can name as `builtin`.
    pub fn builtin<S, R>(mut self, name: impl Into<String>, service: S) -> Self
    where
        S: Service<Request<RequestBody>, Response = Response<R>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        R: http_body::Body<Data = Bytes> + Send + 'static,
        R::Error: Into<BoxError>,
    {
        self.builtins.insert(name.into(), Upstream::new(service));
        self
    }

    /// What decides which traces are sampled. Without it, those are that their parent samples, and those
    /// that begin here.
    pub fn sampler(mut self, sampler: Arc<dyn Sampler>) -> Self {
        self.sampler = Some(sampler);
        self
    }

    /// The admin token. Without one, it is minted at the first start, and its hash kept.
    pub fn admin_token(mut self, token: impl Into<String>) -> Self {
        self.admin_token = Some(token.into());
        self
    }

    /// What masks, if it was made already: for log lines that are masked by the same rules. Without, it is
    /// made of the settings.
    pub fn masking(mut self, masking: Masking) -> Self {
        self.masking = Some(masking);
        self
    }

    /// Opens what must be open to serve.
    ///
    /// # Errors
    ///
    /// When a setting cannot be meant, or the data directory or the store cannot be used.
    pub async fn build(self) -> Result<Gateway, GatewayError> {
        let Self { config, admin_token, masking, builtins, sampler } = self;
        config.check().map_err(Kind::Config)?;
        let masking = masking.map_or_else(|| Masking::new(&config), Ok).map_err(Kind::Config)?;
        let masker = masking.masker().clone();
        let no_dir = |error| Kind::DataDir(config.data_dir.clone(), error);
        private::create_dir(&config.data_dir).map_err(no_dir)?;
        let catalog = Catalog::open(config.data_dir.join("catalog.json")).map_err(no_dir)?;
        masking.watch(&catalog);
        let metrics = Metrics::new(&config.metrics).map_err(Kind::Metrics)?;
        let routes = routes(&config, &builtins, &metrics.meter, sampler.as_ref())?;
        let audit = match config.audit.enabled {
            true => Some(Audit::open(&config, masker.clone()).await?),
            false => None,
        };
        let store = audit.as_ref().map(|audit| audit.store.store());
        let sessions = Sessions::new();
        let collector = Collector {
            meter: metrics.meter.clone(),
            routes: routes.clone(),
            catalog: catalog.clone(),
            sessions: sessions.clone(),
            audit: audit.as_ref().map(|audit| (audit.layer.clone(), audit.store.store())),
        };
        let endpoint = metrics.endpoint(collector, &config.metrics);
        let (endpoint, scraped) = match (endpoint, config.metrics.listen) {
            (Some(endpoint), Some(address)) => (None, Some((listen(address).await?, endpoint))),
            (endpoint, _) => (endpoint, None),
        };
        let intents = audit.as_ref().and_then(|audit| audit.intents.clone());
        // Last: a token that was minted by a start that fails would never be shown.
        let admin = Admin::find(admin_token.as_deref(), &config.data_dir).map_err(no_dir)?;
        let windows = Windows::new();
        let console = audit.as_ref().map(|audit| audit.console(admin.token, &config, masker));
        let console =
            console.map(|console| metrics.hear_authentications(console).statistics(windows.clone()));
        let parts = Parts {
            origin: OriginLayer::new(&config),
            routes,
            catalog,
            sessions,
            metrics,
            endpoint,
            console,
            store,
            intents,
            windows,
            max_body: config.limits.max_body,
            trust_trace_context: config.access.trust_trace_context,
            splices: config.upstreams.values().any(|upstream| upstream.propagate == Propagation::Both),
            sampler,
            idle: CancellationToken::new(),
        };
        Ok(Gateway { config, admin: admin.origin, parts, audit, scraped })
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, GatewayError> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| Kind::MetricsListen(address, error).into())
}

fn routes(
    config: &Config,
    builtins: &BTreeMap<String, Upstream>,
    meter: &Meter,
    sampler: Option<&Arc<dyn Sampler>>,
) -> Result<Routes, GatewayError> {
    let server = |(name, upstream): (&String, &UpstreamConfig)| {
        let (kind, built) = match (&upstream.url, &upstream.builtin) {
            (Some(url), _) => {
                let built = remote(url, config).map_err(|error| Kind::Upstream(name.clone(), error));
                ("http", built?)
            }
            (None, builtin) => {
                let builtin = builtin.as_deref().unwrap_or_default();
                ("builtin", find_builtin(builtin, name, builtins)?)
            }
        };
        let hop = hop::around(built, name, upstream, sampler);
        let name = Arc::from(name.as_str());
        let server = Server::new(&name, kind, hop, meter);
        Ok((name, server))
    };
    let servers: Result<_, GatewayError> = config.upstreams.iter().map(server).collect();
    servers.map(Routes::new)
}

fn remote(url: &str, config: &Config) -> Result<Upstream, UpstreamError> {
    // Responses are read as they pass, so they must not be compressed.
    let builder = HttpUpstream::builder().head_timeout(config.limits.head_timeout).ask_identity(true);
    builder.build(url).map(Upstream::new)
}

fn find_builtin(
    builtin: &str,
    name: &str,
    builtins: &BTreeMap<String, Upstream>,
) -> Result<Upstream, GatewayError> {
    let known = || builtins.keys().cloned().collect::<Vec<_>>().join(", ");
    let found = builtins.get(builtin).cloned();
    found.ok_or_else(|| Kind::NoBuiltin(name.to_owned(), known()).into())
}

/// How a gateway stopped.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Stopped {
    /// Connections that were still busy when the time to drain was over.
    pub connections_cut: usize,
    /// What became of the records that were under way; none if nothing is recorded.
    pub audit: Option<DrainReport>,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("listen", &self.config.listen).finish_non_exhaustive()
    }
}

impl fmt::Debug for GatewayBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatewayBuilder").field("config", &self.config).finish_non_exhaustive()
    }
}
