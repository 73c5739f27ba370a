use std::{collections::BTreeMap, fmt, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use gate_audit::DrainReport;
use gate_console::TelemetryApi;
use gate_mcp::{Catalog, Sessions};
use gate_metrics::{Meter, window::Windows};
use gate_telemetry::{Left, MetricSource, Telemetry};
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
    telemetry::{self, Control, Counted},
};

/// An observing gateway, ready to serve.
pub struct Gateway {
    config: Config,
    admin: AdminTokenOrigin,
    parts: Parts,
    audit: Option<Audit>,
    /// The metrics endpoint, if it has an address of its own.
    scraped: Option<(TcpListener, MetricsEndpoint)>,
    /// What exports, and what it asks for the gateway's own metrics.
    telemetry: Option<(Telemetry, Option<Arc<dyn MetricSource>>)>,
}

/// Puts a [`Gateway`] together.
#[must_use = "a builder does nothing until `build` is called"]
pub struct GatewayBuilder {
    config: Config,
    admin_token: Option<String>,
    masking: Option<Masking>,
    builtins: BTreeMap<String, Upstream>,
    sampler: Option<Arc<dyn Sampler>>,
    telemetry: Option<Telemetry>,
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
        GatewayBuilder {
            config,
            admin_token: None,
            masking: None,
            builtins: BTreeMap::new(),
            sampler: None,
            telemetry: None,
        }
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
    /// open, writes the audit trail to its end, and sends the last of its telemetry.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> Stopped {
        let Self { config, parts, audit, scraped, telemetry, .. } = self;
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
        // Last: all of the above is logged, and may be a part of traces.
        let telemetry = match telemetry {
            Some((telemetry, _counted)) => Some(telemetry.shutdown(telemetry::DRAIN).await),
            None => None,
        };
        Stopped { connections_cut, audit, telemetry }
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

    /// What exports spans, metrics and log records: as the settings say, and as the API changes them, from
    /// when the gateway is built until it has stopped. It also decides which traces are sampled, unless
    /// [`sampler`](Self::sampler) does. Without it, nothing is exported.
    ///
    /// ```no_run
    /// use gate_telemetry::Setup;
    /// use mcp_gateway::{Config, Gateway, Masking};
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = Config::load(Some("gateway.toml".as_ref()))?;
    /// let masking = Masking::new(&config)?;
    /// let observed = Setup::new().filter(&*config.log.level).masker(masking.masker().clone()).init()?;
    /// let builder = Gateway::builder(config).masking(masking).telemetry(observed.telemetry.clone());
    /// # drop(builder);
    /// # Ok(()) }
    /// ```
    pub fn telemetry(mut self, telemetry: Telemetry) -> Self {
        self.telemetry = Some(telemetry);
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
        let Self { config, admin_token, masking, builtins, sampler, telemetry } = self;
        let sampler = sampler.or_else(|| {
            let sampler = telemetry.as_ref()?.sampler()?;
            Some(Arc::clone(sampler) as Arc<dyn Sampler>)
        });
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
            telemetry: telemetry.clone(),
        };
        let counted = metrics.exposition.clone().map(|exposition| {
            Arc::new(Counted { exposition, collector: collector.clone() }) as Arc<dyn MetricSource>
        });
        let endpoint = metrics.endpoint(collector, &config.metrics);
        let (endpoint, scraped) = match (endpoint, config.metrics.listen) {
            (Some(endpoint), Some(address)) => (None, Some((listen(address).await?, endpoint))),
            (endpoint, _) => (endpoint, None),
        };
        let intents = audit.as_ref().and_then(|audit| audit.intents.clone());
        let control = match &telemetry {
            Some(telemetry) => Some(Control::start(telemetry.clone(), &config).await.map_err(Kind::Config)?),
            None => None,
        };
        // Last: a token that was minted by a start that fails would never be shown.
        let admin = Admin::find(admin_token.as_deref(), &config.data_dir).map_err(no_dir)?;
        let windows = Windows::new();
        let console = audit.as_ref().map(|audit| {
            let console = audit.console(admin.token.clone(), &config, masker.clone());
            console.on_authentication(metrics.authentications()).statistics(windows.clone())
        });
        let telemetry_api = control.map(|control| {
            let api = TelemetryApi::new(admin.token, control).masker(masker);
            let api = api.on_authentication(metrics.authentications());
            match &audit {
                Some(audit) => api.recorded(audit.layer.clone()),
                None => api,
            }
        });
        let known = catalog.clone();
        // Without telemetry it is off, and stays so.
        let exporting = telemetry.clone().unwrap_or_else(|| Telemetry::builder().build());
        let otel = exporting.metrics_observer(move |server, tool| known.knows(server, tool));
        let telemetry = telemetry.map(|telemetry| {
            counted.iter().for_each(|counted| telemetry.add_metric_source(counted));
            (telemetry, counted)
        });
        let parts = Parts {
            origin: OriginLayer::new(&config),
            routes,
            catalog,
            sessions,
            metrics,
            endpoint,
            console,
            telemetry_api,
            otel,
            store,
            intents,
            windows,
            max_body: config.limits.max_body,
            trust_trace_context: config.access.trust_trace_context,
            splices: config.upstreams.values().any(|upstream| upstream.propagate == Propagation::Both),
            sampler,
            idle: CancellationToken::new(),
        };
        Ok(Gateway { config, admin: admin.origin, parts, audit, scraped, telemetry })
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
    /// What did not leave in time; none if there is no telemetry.
    pub telemetry: Option<Left>,
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
