//! Whatever speaks OTLP, such as an OpenTelemetry collector.
//!
//! Ports and paths: <https://opentelemetry.io/docs/specs/otlp/>.

use super::{LOGS_ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT};
use crate::provider::{Destination, Exporters, Field, Otlp, Provider, ProviderError};

#[derive(Debug)]
pub(super) struct Collector;

impl Provider for Collector {
    fn name(&self) -> &'static str {
        "otlp"
    }

    fn options(&self) -> &'static [Field] {
        &[TRACES_ENDPOINT, METRICS_ENDPOINT, LOGS_ENDPOINT]
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        Otlp::new(destination).exporters()
    }
}
