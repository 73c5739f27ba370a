//! What the gateway tells of itself, beside what its metrics layer does.

mod collect;
mod endpoint;
mod exposition;
mod server;

use std::{sync::Arc, time::Duration};

use gate_console::AdminToken;
use gate_metrics::{Meter, catalogue};
use gate_telemetry::MetricSource;
use metrics::NoopRecorder;
use metrics_exporter_prometheus::BuildError;

pub(crate) use self::{
    collect::Collector, endpoint::MetricsEndpoint, exposition::Exposition, server::Server,
};
use crate::{config::MetricsConfig, telemetry::Counted};

/// A meter, and what shows its metrics, if anything does.
pub(crate) struct Metrics {
    pub(crate) meter: Meter,
    pub(crate) exposition: Option<Exposition>,
}

impl Metrics {
    pub(crate) fn new(config: &MetricsConfig) -> Result<Self, BuildError> {
        if !config.enabled {
            return Ok(Self { meter: Meter::new(Arc::new(NoopRecorder)), exposition: None });
        }
        let (recorder, handle) = exposition::recorder(config.idle_timeout)?;
        let meter = Meter::bounded(Arc::new(recorder), config.series_budget);
        let exposition = Exposition::new(meter.clone(), handle, config.idle_timeout);
        Ok(Self { meter, exposition: Some(exposition) })
    }

    /// What shows them, to whoever has the token if there is one.
    pub(crate) fn endpoint(&self, collector: Collector, config: &MetricsConfig) -> Option<MetricsEndpoint> {
        let token = config.token.as_ref().map(|token| AdminToken::of(token.as_str()));
        let exposition = self.exposition.clone()?;
        Some(MetricsEndpoint::new(exposition, collector, token, self.meter.clone()))
    }

    /// The same, to be exported.
    pub(crate) fn counted(&self, collector: &Collector) -> Option<Arc<dyn MetricSource>> {
        let exposition = self.exposition.clone()?;
        Some(Arc::new(Counted { exposition, collector: collector.clone() }))
    }

    /// Counts who brings the admin token, and who does not.
    pub(crate) fn authentications(&self) -> impl Fn(bool) + Send + Sync + 'static {
        let meter = self.meter.clone();
        move |is_admin| {
            let result = if is_admin { "success" } else { "failure" };
            meter.count(&catalogue::AUTHENTICATIONS, &["admin", result], 1);
        }
    }
}

/// Idle series are looked for so many times in the time after which they are.
const LOOKS: u32 = 6;

fn look_every(idle: Duration) -> Duration {
    (idle / LOOKS).max(Duration::from_millis(50))
}
