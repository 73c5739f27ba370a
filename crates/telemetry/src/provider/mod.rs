//! Where telemetry goes.

mod destination;
mod error;
#[cfg(feature = "otlp")]
mod otlp;
#[cfg(feature = "otlp")]
mod preset;
mod signal;

use std::fmt;

pub use self::{
    destination::{Destination, Field},
    error::ProviderError,
    signal::Signal,
};
#[cfg(feature = "otlp")]
pub use self::{otlp::Otlp, preset::presets};
use crate::export::{DynLogExporter, DynMetricExporter, DynSpanExporter};

/// A back end, which settings name.
///
/// What it is asked for it makes anew each time: exporters to keep, or to try a connection with.
pub trait Provider: fmt::Debug + Send + Sync + 'static {
    /// How settings name it.
    fn name(&self) -> &'static str;

    /// The options that it knows.
    fn options(&self) -> &'static [Field] {
        &[]
    }

    /// The credentials that it knows.
    fn credentials(&self) -> &'static [Field] {
        &[]
    }

    /// What the back end wants among the attributes of the resource.
    fn resource(&self, destination: &Destination<'_>) -> Vec<(&'static str, String)> {
        let _ = destination;
        Vec::new()
    }

    /// An exporter for each signal that [is wanted](Destination::settings), inside a Tokio runtime.
    ///
    /// # Errors
    ///
    /// When something is missing or wrong in what was set. Nothing is connected to yet.
    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError>;
}

/// What takes each signal; None of a signal that is not wanted, or that the provider does not take.
#[derive(Default)]
pub struct Exporters {
    /// For spans.
    pub traces: Option<Box<dyn DynSpanExporter>>,
    /// For metrics.
    pub metrics: Option<Box<dyn DynMetricExporter>>,
    /// For log records.
    pub logs: Option<Box<dyn DynLogExporter>>,
}

impl fmt::Debug for Exporters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exporters")
            .field("traces", &self.traces.is_some())
            .field("metrics", &self.metrics.is_some())
            .field("logs", &self.logs.is_some())
            .finish()
    }
}
