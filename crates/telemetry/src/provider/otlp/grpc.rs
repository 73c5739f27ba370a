//! Exporters over gRPC.

use opentelemetry_otlp::{
    self as otlp, LogExporter, MetricExporter, RetryPolicy, SpanExporter, WithExportConfig, WithTonicConfig,
};
use tonic::{Request, Status, metadata::MetadataMap};

use super::{
    Otlp,
    exporter::Telling,
    refuse,
    split::{Encoding, Split},
    tls,
};
use crate::{
    provider::{Exporters, ProviderError, Signal},
    settings::Protocol,
};

pub(super) fn exporters(otlp: &Otlp<'_>) -> Result<Exporters, ProviderError> {
    let mut exporters = Exporters::default();
    if let Some(url) = url(otlp, Signal::Traces)? {
        let built = set(otlp, Signal::Traces, &url, SpanExporter::builder().with_tonic())?.build();
        exporters.traces = Some(Box::new(telling(otlp, Signal::Traces, built.map_err(refuse)?, &url)));
    }
    if let Some(url) = url(otlp, Signal::Metrics)? {
        let builder = MetricExporter::builder().with_temporality(otlp.temporality).with_tonic();
        let built = set(otlp, Signal::Metrics, &url, builder)?.build();
        exporters.metrics = Some(Box::new(telling(otlp, Signal::Metrics, built.map_err(refuse)?, &url)));
    }
    if let Some(url) = url(otlp, Signal::Logs)? {
        let built = set(otlp, Signal::Logs, &url, LogExporter::builder().with_tonic())?.build();
        exporters.logs = Some(Box::new(telling(otlp, Signal::Logs, built.map_err(refuse)?, &url)));
    }
    Ok(exporters)
}

fn url(otlp: &Otlp<'_>, signal: Signal) -> Result<Option<String>, ProviderError> {
    if !otlp.wants(signal) {
        return Ok(None);
    }
    otlp.urls.of(signal, Protocol::Grpc, otlp.destination.settings())
}

fn set<B>(otlp: &Otlp<'_>, signal: Signal, url: &str, builder: B) -> Result<B, ProviderError>
where
    B: WithExportConfig + WithTonicConfig,
{
    let settings = otlp.destination.settings();
    let mut builder = builder
        .with_endpoint(url)
        .with_protocol(otlp::Protocol::Grpc)
        .with_timeout(settings.timeout)
        .with_interceptor(only(MetadataMap::from_headers(otlp.headers_of(signal))));
    if url.starts_with("https:") {
        builder = builder.with_tls_config(tls::grpc_config(&settings.tls)?);
    }
    if otlp.is_gzipped() {
        builder = builder.with_compression(otlp::Compression::Gzip);
    }
    Ok(if otlp.destination.retry() { builder } else { builder.with_retry_policy(RetryPolicy::disabled()) })
}

/// No metadata but ours: exporters add what they find in `OTEL_EXPORTER_OTLP_HEADERS`, which may be meant for
/// another back end.
fn only(metadata: MetadataMap) -> impl Fn(Request<()>) -> Result<Request<()>, Status> + Clone {
    move |mut request| {
        *request.metadata_mut() = metadata.clone();
        Ok(request)
    }
}

/// What a collector takes in one message, if it is not told otherwise.
const MAX_MESSAGE: usize = 4 << 20;

fn telling<E>(otlp: &Otlp<'_>, signal: Signal, exporter: E, url: &str) -> Telling<E> {
    let most = otlp.max_body_of(signal).unwrap_or(MAX_MESSAGE);
    Telling::new(exporter, url, None).splitting(Some(Split::new(most, Encoding::Protobuf)))
}
