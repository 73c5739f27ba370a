//! What takes items at the end of the road, whatever they are.

use std::time::Duration;

use opentelemetry::InstrumentationScope;
use opentelemetry_sdk::{
    error::OTelSdkResult,
    logs::{LogBatch, SdkLogRecord},
    trace::SpanData,
};

use super::{DynLogExporter, DynSpanExporter, Exporting};

/// A span as it waits.
pub(crate) type SpanItem = SpanData;
/// A log record as it waits.
pub(crate) type LogItem = (SdkLogRecord, InstrumentationScope);

/// Sends items, of which it may have to make something else first.
pub(crate) trait Carrier<T>: Send + Sync + 'static {
    fn export(&self, batch: Vec<T>) -> Exporting<'_>;
    fn shutdown(&self, timeout: Duration) -> OTelSdkResult;
}

impl Carrier<SpanData> for Box<dyn DynSpanExporter> {
    fn export(&self, batch: Vec<SpanData>) -> Exporting<'_> {
        (**self).export(batch)
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        (**self).shutdown(timeout)
    }
}

impl Carrier<LogItem> for Box<dyn DynLogExporter> {
    fn export(&self, batch: Vec<LogItem>) -> Exporting<'_> {
        Box::pin(async move {
            let borrowed: Vec<_> = batch.iter().map(|(record, scope)| (record, scope)).collect();
            (**self).export(LogBatch::new(&borrowed)).await
        })
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        (**self).shutdown(timeout)
    }
}
