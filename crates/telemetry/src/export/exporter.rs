//! The SDK's exporter traits as objects.
//!
//! Those of the SDK return `impl Future` and so cannot be behind a pointer; whatever implements them
//! implements these.

use std::{fmt, pin::Pin, time::Duration};

use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    logs::{LogBatch, LogExporter},
    metrics::{Temporality, data::ResourceMetrics, exporter::PushMetricExporter},
    trace::{SpanData, SpanExporter},
};

/// An export that is under way.
pub type Exporting<'a> = Pin<Box<dyn Future<Output = OTelSdkResult> + Send + 'a>>;

/// A [`SpanExporter`] as an object.
pub trait DynSpanExporter: fmt::Debug + Send + Sync + 'static {
    /// Sends spans.
    fn export(&self, batch: Vec<SpanData>) -> Exporting<'_>;
    /// Tells whose spans they are.
    fn set_resource(&mut self, resource: &Resource);
    /// Closes it, after its last export.
    ///
    /// # Errors
    ///
    /// When that takes longer, or fails.
    fn shutdown(&self, timeout: Duration) -> OTelSdkResult;
}

/// A [`LogExporter`] as an object.
pub trait DynLogExporter: fmt::Debug + Send + Sync + 'static {
    /// Sends log records.
    fn export<'a>(&'a self, batch: LogBatch<'a>) -> Exporting<'a>;
    /// Tells whose records they are.
    fn set_resource(&mut self, resource: &Resource);
    /// Closes it, after its last export.
    ///
    /// # Errors
    ///
    /// When that takes longer, or fails.
    fn shutdown(&self, timeout: Duration) -> OTelSdkResult;
}

/// A [`PushMetricExporter`] as an object.
pub trait DynMetricExporter: Send + Sync + 'static {
    /// Sends metrics.
    fn export<'a>(&'a self, metrics: &'a ResourceMetrics) -> Exporting<'a>;
    /// Whether sums are of all time or of what is new.
    fn temporality(&self) -> Temporality;
    /// Closes it, after its last export.
    ///
    /// # Errors
    ///
    /// When that takes longer, or fails.
    fn shutdown(&self, timeout: Duration) -> OTelSdkResult;
}

impl<E: SpanExporter + 'static> DynSpanExporter for E {
    fn export(&self, batch: Vec<SpanData>) -> Exporting<'_> {
        Box::pin(SpanExporter::export(self, batch))
    }

    fn set_resource(&mut self, resource: &Resource) {
        SpanExporter::set_resource(self, resource);
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        self.shutdown_with_timeout(timeout)
    }
}

impl<E: LogExporter + 'static> DynLogExporter for E {
    fn export<'a>(&'a self, batch: LogBatch<'a>) -> Exporting<'a> {
        Box::pin(LogExporter::export(self, batch))
    }

    fn set_resource(&mut self, resource: &Resource) {
        LogExporter::set_resource(self, resource);
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        self.shutdown_with_timeout(timeout)
    }
}

impl<E: PushMetricExporter> DynMetricExporter for E {
    fn export<'a>(&'a self, metrics: &'a ResourceMetrics) -> Exporting<'a> {
        Box::pin(PushMetricExporter::export(self, metrics))
    }

    fn temporality(&self) -> Temporality {
        PushMetricExporter::temporality(self)
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        self.shutdown_with_timeout(timeout)
    }
}
