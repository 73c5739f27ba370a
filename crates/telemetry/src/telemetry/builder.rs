//! Configuration.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use gate_mask::Masker;
use tokio::runtime::Handle;

use super::{Inner, State, Telemetry, makers::Makers, plan::Signals, resource};
use crate::{
    Settings,
    export::Lane,
    metrics::{Meters, MetricSource, Sources},
    provider::{Provider, Signal},
};

/// Configures [`Telemetry`].
#[derive(Default)]
#[must_use]
pub struct TelemetryBuilder {
    masker: Masker,
    providers: Vec<Arc<dyn Provider>>,
    runtime: Option<Handle>,
    version: Option<String>,
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

    /// Telemetry that exports nothing yet.
    #[must_use]
    pub fn build(self) -> Telemetry {
        let Self { masker, mut providers, runtime, version, sources } = self;
        #[cfg(feature = "otlp")]
        providers.extend(crate::provider::presets());
        providers.shrink_to_fit();
        let settings = Settings::default();
        Telemetry(Arc::new(Inner {
            runtime,
            providers,
            identity: resource::identity(version.as_deref(), &masker),
            makers: Makers::new(masker.clone()),
            traces: Lane::new(Signal::Traces, masker.clone()),
            metrics: Meters::new(Sources { list: sources, masker: masker.clone() }),
            logs: Lane::new(Signal::Logs, masker.clone()),
            masker,
            turn: tokio::sync::Mutex::default(),
            state: Mutex::new(State { settings, on: Signals::NONE }),
        }))
    }
}

impl fmt::Debug for TelemetryBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelemetryBuilder")
            .field("providers", &self.providers)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
