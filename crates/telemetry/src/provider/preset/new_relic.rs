//! New Relic's OTLP endpoint.
//!
//! <https://docs.newrelic.com/docs/opentelemetry/best-practices/opentelemetry-otlp/>: deltas are preferred,
//! gzip is recommended, a request has at most 1 MB.

use opentelemetry_sdk::metrics::Temporality;

use super::{LOGS_ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT};
use crate::{
    provider::{Destination, Exporters, Field, Otlp, Provider, ProviderError, Signal},
    settings::{Compression, Protocol},
};

#[derive(Debug)]
pub(super) struct NewRelic;

/// 1 MB a request.
const MAX_BODY: usize = 1_000_000;

impl Provider for NewRelic {
    fn name(&self) -> &'static str {
        "newrelic"
    }

    fn options(&self) -> &'static [Field] {
        const { &[Field::optional("region", "us, eu or gov"), TRACES_ENDPOINT, METRICS_ENDPOINT, LOGS_ENDPOINT] }
    }

    fn credentials(&self) -> &'static [Field] {
        const { &[Field::required("api_key", "a license key")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let host = match destination.option("region") {
            Err(_) | Ok("us") => "otlp.nr-data.net",
            Ok("eu") => "otlp.eu01.nr-data.net",
            Ok("gov") => "gov-otlp.nr-data.net",
            Ok(_) => return Err(ProviderError::invalid("the option `region`", "it is one of us, eu, gov")),
        };
        let port = match destination.settings().protocol {
            Some(Protocol::Grpc) => 4317,
            _ => 4318,
        };
        Otlp::new(destination)
            .protocols(&[Protocol::HttpProtobuf, Protocol::HttpJson, Protocol::Grpc])
            .base(format!("https://{host}:{port}"))
            .compression(Compression::Gzip)
            .secret_header("api-key", destination.credential("api_key")?)?
            .temporality(Temporality::Delta)
            .max_body(Signal::Traces, MAX_BODY)
            .max_body(Signal::Metrics, MAX_BODY)
            .max_body(Signal::Logs, MAX_BODY)
            .exporters()
    }
}
