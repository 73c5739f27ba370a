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

/// An exporter that gets nothing but what was masked.
pub(crate) struct Masking<E> {
    exporter: E,
    masks: Masks,
}

impl<E> Masking<E> {
    pub(crate) fn new(exporter: E, masks: Masks) -> Self {
        Self { exporter, masks }
    }
}

impl Carrier<RawSpan> for Masking<Box<dyn DynSpanExporter>> {
    fn export(&self, batch: Vec<RawSpan>) -> Exporting<'_> {
        Box::pin(async move {
            let masked = batch.into_iter().map(|span| span.masked(&self.masks)).collect();
            self.exporter.export(masked).await
        })
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown(timeout)
    }
}

impl Carrier<RawRecord> for Masking<Box<dyn DynLogExporter>> {
    fn export(&self, batch: Vec<RawRecord>) -> Exporting<'_> {
        Box::pin(async move {
            let masked: Vec<_> = batch.into_iter().map(|record| record.masked(&self.masks)).collect();
            let borrowed: Vec<_> = masked.iter().map(|(record, scope)| (record, scope)).collect();
            self.exporter.export(LogBatch::new(&borrowed)).await
        })
    }

    fn shutdown(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown(timeout)
    }
}
