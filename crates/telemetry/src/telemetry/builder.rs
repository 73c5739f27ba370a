//! Configuration.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use gate_mask::Masker;
use tokio::runtime::Handle;

use super::{Inner, State, Telemetry, plan::Signals, resource};
use crate::{
    RecordHandle, Settings,
    export::{Lane, Outbox},
    metrics::{Meters, MetricSource, Sources},
    provider::{Provider, Signal},
    spans::SpanHandle,
};

/// Configures [`Telemetry`].
#[derive(Default)]
#[must_use]
pub struct TelemetryBuilder {
    masker: Masker,
    providers: Vec<Arc<dyn Provider>>,
    runtime: Option<Handle>,
    version: Option<String>,
    spans: Option<SpanHandle>,
    records: Option<RecordHandle>,
    sources: Vec<Arc<dyn MetricSource>>,
}

impl TelemetryBuilder {
    /// What masks all that leaves; the default masker, if not set.
    pub fn masker(mut self, masker: Masker) -> Self {
        self.masker = masker;
        self
    }

    /// One more back end that settings can name. It goes before one of the same name that is built in.
    pub fn provider(mut self, provider: Arc<dyn Provider>) -> Self {
        self.providers.push(provider);
        self
    }

    /// Where exports run; if not set, on the runtime from which the first settings are applied.
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// Metrics that are counted elsewhere, to be exported, too.
    pub fn metric_source(mut self, source: Arc<dyn MetricSource>) -> Self {
        self.sources.push(source);
        self
    }

    /// The version of the service: `service.version`.
    pub fn service_version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Where spans come from. Settings then open, close and sample them.
    pub fn spans(mut self, spans: SpanHandle) -> Self {
        self.spans = Some(spans);
        self
    }

    /// Where log records come from. Settings then open and close them.
    pub fn records(mut self, records: RecordHandle) -> Self {
        self.records = Some(records);
        self
    }

    /// Telemetry that exports nothing yet.
    #[must_use]
    pub fn build(self) -> Telemetry {
        let Self { masker, mut providers, runtime, version, spans, records, sources } = self;
        #[cfg(feature = "otlp")]
        providers.extend(crate::provider::presets());
        providers.shrink_to_fit();
        let settings = Settings::default();
        Telemetry(Arc::new(Inner {
            runtime,
            providers,
            identity: resource::identity(version.as_deref(), &masker),
            traces: Lane::new(
                Signal::Traces,
                masker.clone(),
                outbox_of(spans.as_ref().map(SpanHandle::outbox)),
            ),
            metrics: Meters::new(Sources { list: sources, masker: masker.clone(), ..Sources::default() }),
            logs: Lane::new(
                Signal::Logs,
                masker.clone(),
                outbox_of(records.as_ref().map(RecordHandle::outbox)),
            ),
            spans,
            records,
            masker,
            turn: tokio::sync::Mutex::default(),
            state: Mutex::new(State { settings, on: Signals::NONE }),
        }))
    }
}

/// Where they wait; without anyone who makes them nothing ever does.
fn outbox_of<T>(outbox: Option<&Arc<Outbox<T>>>) -> Arc<Outbox<T>> {
    outbox.map_or_else(|| Arc::new(Outbox::new()), Arc::clone)
}

impl fmt::Debug for TelemetryBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelemetryBuilder")
            .field("providers", &self.providers)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
