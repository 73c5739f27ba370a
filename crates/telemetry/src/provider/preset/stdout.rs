//! To standard output, for a look while developing.

use crate::provider::{Destination, Exporters, Provider, ProviderError};

#[derive(Debug)]
pub(super) struct Stdout;

impl Provider for Stdout {
    fn name(&self) -> &'static str {
        "stdout"
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let settings = destination.settings();
        Ok(Exporters {
            traces: settings.traces.then(|| Box::new(opentelemetry_stdout::SpanExporter::default()) as _),
            metrics: settings.metrics.then(|| Box::new(opentelemetry_stdout::MetricExporter::default()) as _),
            logs: settings.logs.then(|| Box::new(opentelemetry_stdout::LogExporter::default()) as _),
        })
    }
}
