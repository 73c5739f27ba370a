//! A back end of one's own that takes OTLP: its name, its credentials, and how it differs from a collector.
//!
//! ```sh
//! HONEYCOMB_KEY=… cargo run -p gate-telemetry --features otlp --example provider
//! ```

use std::{env, sync::Arc, time::Duration};

use gate_telemetry::{
    Secret, Settings, Telemetry,
    provider::{Destination, Exporters, Field, Otlp, Provider, ProviderError},
    settings::{Credentials, Protocol},
    spans::Spans,
};
use tracing_subscriber::prelude::*;

#[derive(Debug)]
pub(crate) struct Honeycomb;

impl Provider for Honeycomb {
    fn name(&self) -> &'static str {
        "honeycomb"
    }

    fn credentials(&self) -> &'static [Field] {
        const { &[Field::required("api_key", "an ingest key")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        Otlp::new(destination)
            .protocols(&[Protocol::HttpProtobuf, Protocol::Grpc])
            .base("https://api.honeycomb.io")
            .secret_header("x-honeycomb-team", destination.credential("api_key")?)?
            .exporters()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (spans, span_handle) = Spans::new().layer()?;
    tracing_subscriber::registry().with(spans).init();
    let telemetry = Telemetry::builder().spans(span_handle).provider(Arc::new(Honeycomb)).build();

    let mut settings = Settings::default();
    settings.service_name = "weather".to_owned();
    settings.provider = "honeycomb".to_owned();
    let key = Secret::new(env::var("HONEYCOMB_KEY")?);
    telemetry.apply(settings, Credentials::new().with("api_key", key)).await?;

    tracing::info_span!("a look at the sky", password = "masked before it leaves").in_scope(|| ());
    telemetry.shutdown(Duration::from_secs(5)).await;
    Ok(())
}
