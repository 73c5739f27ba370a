//! Exporters over HTTP.

use std::sync::Arc;

use opentelemetry_otlp::{
    self as otlp, LogExporter, MetricExporter, RetryPolicy, SpanExporter, WithExportConfig, WithHttpConfig,
};

use super::{
    Client, Otlp, Tls,
    exporter::Telling,
    refuse,
    split::{Encoding, Split},
};
use crate::{
    provider::{Exporters, ProviderError, Signal},
    settings::Protocol,
};

pub(super) fn exporters(otlp: &Otlp<'_>, protocol: Protocol) -> Result<Exporters, ProviderError> {
    let mut exporters = Exporters::default();
    let mut tls = Tls::new(&otlp.destination.settings().tls);
    if let Some(way) = Way::of(otlp, Signal::Traces, protocol, &mut tls)? {
        let built = way.set(SpanExporter::builder().with_http()).build().map_err(refuse)?;
        exporters.traces = Some(Box::new(way.telling(built)));
    }
    if let Some(way) = Way::of(otlp, Signal::Metrics, protocol, &mut tls)? {
        let builder = MetricExporter::builder().with_temporality(otlp.temporality).with_http();
        let built = way.set(builder).build().map_err(refuse)?;
        exporters.metrics = Some(Box::new(way.telling(built)));
    }
    if let Some(way) = Way::of(otlp, Signal::Logs, protocol, &mut tls)? {
        let built = way.set(LogExporter::builder().with_http()).build().map_err(refuse)?;
        exporters.logs = Some(Box::new(way.telling(built)));
    }
    Ok(exporters)
}

/// How one signal is sent.
struct Way<'a> {
    otlp: &'a Otlp<'a>,
    signal: Signal,
    protocol: otlp::Protocol,
    url: String,
    client: Arc<Client>,
}

impl<'a> Way<'a> {
    fn of(
        otlp: &'a Otlp<'a>,
        signal: Signal,
        protocol: Protocol,
        tls: &mut Tls<'_>,
    ) -> Result<Option<Self>, ProviderError> {
        let settings = otlp.destination.settings();
        if !otlp.wants(signal) {
            return Ok(None);
        }
        let Some(url) = otlp.urls.of(signal, protocol, settings)? else { return Ok(None) };
        let client = Client::new(tls, &url, settings.timeout)?
            .bearing(otlp.headers_of(signal))
            .signing(otlp.authorize_of(signal));
        let protocol = match protocol {
            Protocol::HttpJson => otlp::Protocol::HttpJson,
            Protocol::HttpProtobuf | Protocol::Grpc => otlp::Protocol::HttpBinary,
        };
        Ok(Some(Self { otlp, signal, protocol, url, client: Arc::new(client) }))
    }

    fn set<B: WithExportConfig + WithHttpConfig>(&self, builder: B) -> B {
        let Self { otlp, signal, protocol, .. } = *self;
        let mut builder = builder
            .with_endpoint(&self.url)
            .with_protocol(protocol)
            .with_timeout(otlp.destination.settings().timeout)
            .with_shared_http_client(Arc::clone(&self.client) as _);
        if otlp.is_gzipped() {
            builder = builder.with_compression(otlp::Compression::Gzip);
        }
        if let Some(bytes) = otlp.max_body_of(signal) {
            builder = builder.with_max_request_body_size(bytes);
        }
        if otlp.destination.retry() { builder } else { builder.with_retry_policy(RetryPolicy::disabled()) }
    }

    fn telling<E>(&self, exporter: E) -> Telling<E> {
        let encoding = match self.protocol {
            otlp::Protocol::HttpJson => Encoding::Json,
            _ => Encoding::Protobuf,
        };
        Telling::new(exporter, &self.url, Some(self.client.reason()))
            .splitting(self.otlp.max_body_of(self.signal).map(|bytes| Split::new(bytes, encoding)))
    }
}
