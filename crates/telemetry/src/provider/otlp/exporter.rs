//! Exporters that say why they failed, and send in parts what is too large for one request.

use std::{fmt, time::Duration};

use http::Uri;
use opentelemetry_sdk::{
    Resource,
    error::{OTelSdkError, OTelSdkResult},
    logs::{LogBatch, LogExporter},
    metrics::{Temporality, data::ResourceMetrics, exporter::PushMetricExporter},
    trace::{SpanData, SpanExporter},
};

use super::{Reason, split::Split};
use crate::export::rejected;

/// An exporter whose errors name the host and the reason.
pub(crate) struct Telling<E> {
    inner: E,
    host: String,
    reason: Option<Reason>,
    split: Option<Split>,
}

impl<E> Telling<E> {
    pub(crate) fn new(inner: E, url: &str, reason: Option<Reason>) -> Self {
        Self { inner, host: host(url), reason, split: None }
    }

    /// Has what is too large sent in parts.
    pub(crate) fn splitting(self, split: Option<Split>) -> Self {
        Self { split, ..self }
    }

    fn told(&self, result: OTelSdkResult) -> OTelSdkResult {
        result.map_err(|error| {
            let reason = self.reason.as_ref().and_then(Reason::take);
            let why = reason.unwrap_or_else(|| error.to_string());
            OTelSdkError::InternalFailure(format!("{}: {why}", self.host))
        })
    }

    /// Sends parts, and how many items each has, one after the other, for as long as that makes sense.
    async fn in_parts<P, F: Future<Output = OTelSdkResult>>(
        &self,
        count: usize,
        parts: impl Iterator<Item = (usize, P)>,
        export: impl Fn(P) -> F,
    ) -> OTelSdkResult {
        let mut seen = Parts::default();
        for (length, part) in parts {
            if !seen.note(length, self.told(export(part).await)) {
                break;
            }
        }
        seen.verdict(count)
    }
}

/// What became of the parts of a batch.
#[derive(Default)]
struct Parts {
    taken: u64,
    refused: Option<OTelSdkError>,
}

impl Parts {
    /// Whether it makes sense to go on. An item that was alone may have been too large even so; what is wrong
    /// with others is wrong with the back end.
    fn note(&mut self, length: usize, result: OTelSdkResult) -> bool {
        match result {
            Ok(()) => {
                self.taken += length as u64;
                true
            }
            Err(error) => {
                self.refused = Some(error);
                length == 1
            }
        }
    }

    /// A success, but for those that were not taken; a failure, if none were.
    fn verdict(self, count: usize) -> OTelSdkResult {
        match self.refused {
            Some(error) if self.taken == 0 => Err(error),
            Some(error) => {
                let why = match error {
                    OTelSdkError::InternalFailure(why) => why,
                    error => error.to_string(),
                };
                rejected(count as u64 - self.taken, why);
                Ok(())
            }
            None => Ok(()),
        }
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
        let lengths = self.split.as_ref().map_or_else(Vec::new, |split| split.spans(&batch));
        if lengths.len() <= 1 {
            return self.told(self.inner.export(batch).await);
        }
        let (count, mut rest) = (batch.len(), batch.into_iter());
        let parts = lengths.into_iter().map(|length| (length, rest.by_ref().take(length).collect()));
        self.in_parts(count, parts, |part| self.inner.export(part)).await
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        if let Some(split) = &mut self.split {
            split.set_resource(resource);
        }
        self.inner.set_resource(resource);
    }
}

impl<E: LogExporter> LogExporter for Telling<E> {
    async fn export(&self, batch: LogBatch<'_>) -> OTelSdkResult {
        let records = batch.iter().map(|(record, _)| record);
        let lengths = self.split.as_ref().map_or_else(Vec::new, |split| split.records(records));
        if lengths.len() <= 1 {
            return self.told(self.inner.export(batch).await);
        }
        let all: Vec<_> = batch.iter().collect();
        let mut rest = &*all;
        let parts = lengths.into_iter().map(|length| {
            let (part, others) = rest.split_at(length);
            rest = others;
            (length, LogBatch::new(part))
        });
        self.in_parts(all.len(), parts, |part| self.inner.export(part)).await
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        if let Some(split) = &mut self.split {
            split.set_resource(resource);
        }
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
