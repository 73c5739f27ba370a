use std::{fmt, net::SocketAddr, time::Duration};

use gate_audit::DrainReport;
use gate_telemetry::Left;
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;
use tower_layer::Layer;

use crate::{
    admin::AdminTokenOrigin,
    audit::{self, Audit},
    builder::GatewayBuilder,
    config::Config,
    listing,
    metrics::MetricsEndpoint,
    server,
    stack::Parts,
    telemetry::Exporting,
};

/// An observing gateway, ready to serve.
pub struct Gateway {
    pub(crate) config: Config,
    pub(crate) admin: AdminTokenOrigin,
    pub(crate) parts: Parts,
    pub(crate) audit: Option<Audit>,
    /// The metrics endpoint, if it has an address of its own.
    pub(crate) scraped: Option<(TcpListener, MetricsEndpoint)>,
    pub(crate) telemetry: Option<Exporting>,
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
        GatewayBuilder::new(config)
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
            Some(telemetry) => Some(telemetry.close().await),
            None => None,
        };
        Stopped { connections_cut, audit, telemetry }
    }
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
