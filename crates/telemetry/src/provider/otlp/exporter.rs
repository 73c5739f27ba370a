//! Exporters that say why they failed.

use std::{fmt, time::Duration};

use http::Uri;
use opentelemetry_sdk::{
    Resource,
    error::{OTelSdkError, OTelSdkResult},
    logs::{LogBatch, LogExporter},
    metrics::{Temporality, data::ResourceMetrics, exporter::PushMetricExporter},
    trace::{SpanData, SpanExporter},
};

use super::Reason;

/// An exporter whose errors name the host and the reason.
pub(crate) struct Telling<E> {
    inner: E,
    host: String,
    reason: Option<Reason>,
}

impl<E> Telling<E> {
    pub(crate) fn new(inner: E, url: &str, reason: Option<Reason>) -> Self {
        Self { inner, host: host(url), reason }
    }

    fn told(&self, result: OTelSdkResult) -> OTelSdkResult {
        result.map_err(|error| {
            let reason = self.reason.as_ref().and_then(Reason::take);
            let why = reason.unwrap_or_else(|| error.to_string());
            OTelSdkError::InternalFailure(format!("{}: {why}", self.host))
        })
    }
}

/// No more of a URL than where it leads to.
fn host(url: &str) -> String {
    let url: Option<Uri> = url.parse().ok();
    let parts = url.as_ref().and_then(|url| Some((url.scheme_str()?, url.host()?, url.port_u16())));
    match parts {
        Some((scheme, host, Some(port))) => format!("{scheme}://{host}:{port}"),
        Some((scheme, host, None)) => format!("{scheme}://{host}"),
        None => "the back end".to_owned(),
    }
}

impl<E: SpanExporter> SpanExporter for Telling<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.told(self.inner.export(batch).await)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

impl<E: LogExporter> LogExporter for Telling<E> {
    async fn export(&self, batch: LogBatch<'_>) -> OTelSdkResult {
        self.told(self.inner.export(batch).await)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

impl<E: PushMetricExporter> PushMetricExporter for Telling<E> {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        self.told(self.inner.export(metrics).await)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn temporality(&self) -> Temporality {
        self.inner.temporality()
    }
}

/// It shows no header.
impl<E> fmt::Debug for Telling<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telling").field("host", &self.host).finish_non_exhaustive()
    }
}
