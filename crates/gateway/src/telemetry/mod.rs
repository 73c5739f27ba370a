//! What is exported, as the configuration or the API says.

mod control;
mod kept;
mod rotation;
mod source;

use std::{sync::Arc, time::Duration};

use gate_console::{AdminToken, TelemetryApi};
use gate_mcp::Catalog;
use gate_telemetry::{Left, MetricSource, OtelMetricsObserver, Telemetry};

use self::control::Control;
pub use self::rotation::{Rotated, rotate_master_key};
pub(crate) use self::source::Counted;
use crate::{
    audit::Audit,
    config::{Config, ConfigError},
};

/// How long the last spans, metrics and log records may take to leave, when all else has ended.
const DRAIN: Duration = Duration::from_secs(5);

/// Telemetry of a gateway that is about to serve, or does.
pub(crate) struct Exporting {
    telemetry: Telemetry,
    control: Arc<Control>,
    /// The gateway's own metrics, which telemetry asks as long as they are held here.
    counted: Option<Arc<dyn MetricSource>>,
}

impl Exporting {
    /// Puts settings in force, if there is what exports.
    pub(crate) async fn start(
        telemetry: Option<Telemetry>,
        config: &Config,
        counted: Option<Arc<dyn MetricSource>>,
    ) -> Result<Option<Self>, ConfigError> {
        let Some(telemetry) = telemetry else {
            if config.telemetry.provider != "none" {
                tracing::warn!("telemetry is configured, and the gateway has nothing to export it with");
            }
            return Ok(None);
        };
        if let Some(counted) = &counted {
            telemetry.add_metric_source(counted);
        }
        let control = Control::start(telemetry.clone(), config).await?;
        Ok(Some(Self { telemetry, control, counted }))
    }

    /// What shows and changes it, recorded where there is a trail.
    pub(crate) fn api(&self, token: AdminToken, audit: Option<&Audit>) -> TelemetryApi {
        let api = TelemetryApi::new(token, Arc::clone(&self.control) as _);
        match audit {
            Some(audit) => api.recorded(audit.layer.clone()),
            None => api,
        }
    }

    /// Sends what is left, as far as there is time.
    pub(crate) async fn close(self) -> Left {
        let left = self.telemetry.shutdown(DRAIN).await;
        // Until here: the last values are told, too.
        drop(self.counted);
        left
    }
}

/// What times calls for export. Without telemetry it is off, and stays so.
pub(crate) fn observer(exporting: Option<&Exporting>, catalog: &Catalog) -> OtelMetricsObserver {
    let telemetry = exporting.map(|exporting| exporting.telemetry.clone());
    let catalog = catalog.clone();
    telemetry
        .unwrap_or_else(|| Telemetry::builder().build())
        .metrics_observer(move |server, tool| catalog.knows(server, tool))
}
