//! Splunk Observability Cloud.
//!
//! <https://help.splunk.com/en/splunk-observability-cloud/manage-data/other-data-ingestion-methods>: traces
//! and metrics have paths of their own; log records are not taken over OTLP.

use super::{METRICS_ENDPOINT, TRACES_ENDPOINT};
use crate::{
    provider::{Destination, Exporters, Field, Otlp, Provider, ProviderError, Signal},
    settings::Protocol,
};

#[derive(Debug)]
pub(super) struct Splunk;

impl Provider for Splunk {
    fn name(&self) -> &'static str {
        "splunk"
    }

    fn options(&self) -> &'static [Field] {
        const { &[Field::required("realm", "as in us1"), TRACES_ENDPOINT, METRICS_ENDPOINT] }
    }

    fn credentials(&self) -> &'static [Field] {
        const { &[Field::required("token", "an access token for ingest")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let realm = destination.option("realm")?;
        let otlp = Otlp::new(destination)
            .protocols(&[Protocol::HttpProtobuf, Protocol::Grpc])
            .secret_header("x-sf-token", destination.credential("token")?)?;
        match destination.settings().protocol {
            // Over gRPC it takes traces only.
            Some(Protocol::Grpc) => {
                otlp.url(Signal::Traces, format!("https://ingest.{realm}.signalfx.com:443"))
            }
            _ => otlp
                .url(
                    Signal::Traces,
                    format!("https://ingest.{realm}.observability.splunkcloud.com/v2/trace/otlp"),
                )
                .url(Signal::Metrics, format!("https://ingest.{realm}.signalfx.com/v2/datapoint/otlp")),
        }
        .exporters()
    }
}
