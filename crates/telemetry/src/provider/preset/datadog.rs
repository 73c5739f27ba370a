//! Datadog's OTLP intake.
//!
//! <https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/>: only OTLP over HTTP, and for traces only
//! protobuf; sums must be deltas. Trace metrics are computed when the header `compute_stats` asks for it.

use opentelemetry_sdk::metrics::Temporality;

use super::{LOGS_ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT};
use crate::{
    provider::{Destination, Exporters, Field, Otlp, Provider, ProviderError, Signal},
    settings::Protocol,
};

#[derive(Debug)]
pub(super) struct Datadog;

/// The site if none is set.
const SITE: &str = "datadoghq.com";

impl Provider for Datadog {
    fn name(&self) -> &'static str {
        "datadog"
    }

    fn options(&self) -> &'static [Field] {
        const {
            &[
                Field::optional("site", "datadoghq.com, us3.datadoghq.com, datadoghq.eu, …"),
                TRACES_ENDPOINT,
                METRICS_ENDPOINT,
                LOGS_ENDPOINT,
            ]
        }
    }

    fn credentials(&self) -> &'static [Field] {
        const { &[Field::required("api_key", "an API key")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let site = destination.option("site").unwrap_or(SITE);
        Otlp::new(destination)
            .protocols(&[Protocol::HttpProtobuf])
            .base(format!("https://otlp.{site}"))
            .secret_header("dd-api-key", destination.credential("api_key")?)?
            .header_of(Signal::Traces, "compute_stats", "true")?
            .temporality(Temporality::Delta)
            .max_body(Signal::Traces, 3_200_000)
            .max_body(Signal::Metrics, 500_000)
            .exporters()
    }
}
