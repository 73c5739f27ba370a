//! The road from what was observed to the provider: a bounded queue for each signal, and the exporter at
//! its end, which can be swapped for another while the road is in use.

mod exporter;
mod outbox;

pub use self::exporter::{DynLogExporter, DynMetricExporter, DynSpanExporter, Exporting};
pub(crate) use self::outbox::Outbox;
