//! What takes items at the end of the road, whatever they are.

use std::time::Duration;

use opentelemetry_sdk::{error::OTelSdkResult, logs::LogBatch};

use super::{DynLogExporter, DynSpanExporter, Exporting};
use crate::{logs::RawRecord, raw::Masks, spans::RawSpan};

/// Sends items, of which it may have to make something else first.
pub(crate) trait Carrier<T>: Send + Sync + 'static {
    fn export(&self, batch: Vec<T>) -> Exporting<'_>;
    fn shutdown(&self, timeout: Duration) -> OTelSdkResult;
}

/// Sends spans and log records, masked: here, and not on the way of a request, they are.
pub(crate) struct Masked<E> {
    pub(crate) masks: Masks,
    pub(crate) exporter: E,
}

impl Carrier<RawSpan> for Masked<Box<dyn DynSpanExporter>> {
    fn export(&self, batch: Vec<RawSpan>) -> Exporting<'_> {
        Box::pin(async move {
            let spans = batch.into_iter().map(|span| span.masked(&self.masks)).collect();
            self.exporter.export(spans).await
        })
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown(timeout)
    }
}

impl Carrier<RawRecord> for Masked<Box<dyn DynLogExporter>> {
    fn export(&self, batch: Vec<RawRecord>) -> Exporting<'_> {
        Box::pin(async move {
            let records: Vec<_> = batch.into_iter().map(|record| record.masked(&self.masks)).collect();
            let borrowed: Vec<_> = records.iter().map(|(record, scope)| (record, scope)).collect();
            self.exporter.export(LogBatch::new(&borrowed)).await
        })
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown(timeout)
    }
}
