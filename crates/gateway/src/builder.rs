//! What a gateway is put together from.

use std::{collections::BTreeMap, fmt, net::SocketAddr, sync::Arc};

use bytes::Bytes;
use gate_mcp::{Catalog, Sessions};
use gate_metrics::{Meter, window::Windows};
use gate_telemetry::Telemetry;
use gate_trace::Sampler;
use gate_upstream::{BoxError, HttpUpstream, RequestBody, Upstream, UpstreamError};
use http::{Request, Response};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use crate::{
    Gateway,
    admin::Admin,
    audit::Audit,
    config::{Config, Propagation, UpstreamConfig},
    error::{GatewayError, Kind},
    hop,
    masking::Masking,
    metrics::{Collector, Metrics, Server},
    origin::OriginLayer,
    private,
    route::Routes,
    stack::Parts,
    telemetry::{self, Exporting},
};

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

impl GatewayBuilder {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            admin_token: None,
            masking: None,
            builtins: BTreeMap::new(),
            sampler: None,
            telemetry: None,
        }
    }

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
        let sampler = sampler.or_else(|| sampler_of(telemetry.as_ref()?));
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
        let sessions = Sessions::new();
        let collector = Collector {
            meter: metrics.meter.clone(),
            routes: routes.clone(),
            catalog: catalog.clone(),
            sessions: sessions.clone(),
            audit: audit.as_ref().map(|audit| (audit.layer.clone(), audit.store.store())),
            telemetry: telemetry.clone(),
        };
        let counted = metrics.counted(&collector);
        let endpoint = metrics.endpoint(collector, &config.metrics);
        let (endpoint, scraped) = match (endpoint, config.metrics.listen) {
            (Some(endpoint), Some(address)) => (None, Some((listen(address).await?, endpoint))),
            (endpoint, _) => (endpoint, None),
        };
        let telemetry = Exporting::start(telemetry, &config, counted).await.map_err(Kind::Config)?;
        // Last: a token that was minted by a start that fails would never be shown.
        let admin = Admin::find(admin_token.as_deref(), &config.data_dir).map_err(no_dir)?;
        let windows = Windows::new();
        let telemetry_api = telemetry.as_ref().map(|telemetry| {
            let api = telemetry.api(admin.token.clone(), audit.as_ref()).masker(masker.clone());
            api.on_authentication(metrics.authentications())
        });
        let console = audit.as_ref().map(|audit| {
            let console = audit.console(admin.token, &config, masker);
            console.on_authentication(metrics.authentications()).statistics(windows.clone())
        });
        let parts = Parts {
            origin: OriginLayer::new(&config),
            routes,
            otel: telemetry::observer(telemetry.as_ref(), &catalog),
            catalog,
            sessions,
            metrics,
            endpoint,
            console,
            telemetry_api,
            store: audit.as_ref().map(|audit| audit.store.store()),
            intents: audit.as_ref().and_then(|audit| audit.intents.clone()),
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

fn sampler_of(telemetry: &Telemetry) -> Option<Arc<dyn Sampler>> {
    telemetry.sampler().map(|sampler| Arc::clone(sampler) as Arc<dyn Sampler>)
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

impl fmt::Debug for GatewayBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatewayBuilder").field("config", &self.config).finish_non_exhaustive()
    }
}
