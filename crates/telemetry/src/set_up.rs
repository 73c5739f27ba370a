//! All at once: log lines, spans and log records from `tracing`, and what exports them.

use std::{fmt, sync::Arc};

use gate_mask::Masker;
use tokio::runtime::Handle;
use tracing::Subscriber;
use tracing_subscriber::{
    fmt::MakeWriter,
    layer::SubscriberExt as _,
    registry::{LookupSpan, Registry},
};

use crate::{
    Format, LogError, LogHandle, Logs, RecordHandle, Records, Telemetry, TelemetryBuilder,
    provider::Provider, spans::Spans,
};

/// Sets a service up for tracing: what is logged goes to standard error, masked; spans and log records go
/// where [settings](crate::Settings) say that are applied later, and cost nothing until then.
///
/// ```
/// use axum::{Router, routing::get};
/// use gate_telemetry::{Settings, Setup, settings::Credentials};
/// use gate_trace::TraceLayer;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let observed = Setup::new().service_version("1.2.3").init()?;
///
/// let sampler = observed.telemetry.sampler().expect("spans are made").clone();
/// let traced = TraceLayer::builder().sampler(sampler).build();
/// let app: Router = Router::new().route("/", get(async || "hello")).layer(traced);
///
/// let mut settings = Settings::default();
/// settings.service_name = "weather".to_owned();
/// // Such as: settings.provider = "otlp".to_owned();
/// observed.telemetry.apply(settings, Credentials::new()).await?;
/// # drop(app);
/// # Ok(()) }
/// ```
///
/// No global is needed: [`subscriber`](Self::subscriber) returns what [`init`](Self::init) installs. And where
/// other layers are wanted beside these, [`Logs`], [`Spans`] and [`Records`] make them one by one.
#[must_use]
#[derive(Default)]
pub struct Setup {
    filter: Option<String>,
    logs: Logs,
    spans: Spans,
    masker: Masker,
    telemetry: TelemetryBuilder,
}

impl Setup {
    /// What is at least `info`; log lines to standard error, as JSON unless that is a terminal.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is logged, in lines and in exported records: a level, or directives such as `warn,my_crate=debug`.
    pub fn filter(mut self, directives: impl Into<String>) -> Self {
        self.filter = Some(directives.into());
        self
    }

    /// Which spans are exported; see [`Spans::filter`].
    pub fn span_filter(mut self, directives: impl Into<String>) -> Self {
        self.spans = self.spans.filter(directives);
        self
    }

    /// How log lines look.
    pub fn format(mut self, format: Format) -> Self {
        self.logs = self.logs.format(format);
        self
    }

    /// Where log lines go, if not to standard error.
    pub fn writer<W>(mut self, writer: W) -> Self
    where
        W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
    {
        self.logs = self.logs.writer(writer);
        self
    }

    /// What masks all of it; the default masker, if not set.
    pub fn masker(mut self, masker: Masker) -> Self {
        self.masker = masker;
        self
    }

    /// The version of the service: `service.version`.
    pub fn service_version(mut self, version: impl Into<String>) -> Self {
        self.telemetry = self.telemetry.service_version(version);
        self
    }

    /// One more back end that settings can name.
    pub fn provider(mut self, provider: Arc<dyn Provider>) -> Self {
        self.telemetry = self.telemetry.provider(provider);
        self
    }

    /// Where exports run, if not on the runtime from which the first settings are applied.
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.telemetry = self.telemetry.runtime(runtime);
        self
    }

    /// Observes all that happens in the process.
    ///
    /// # Errors
    ///
    /// When a filter cannot be read, or the process has a subscriber already.
    pub fn init(self) -> Result<Observability, LogError> {
        let (subscriber, observability) = self.subscriber()?;
        tracing::subscriber::set_global_default(subscriber).map_err(LogError::global)?;
        Ok(observability)
    }

    /// A subscriber that observes, for use without a global one.
    ///
    /// # Errors
    ///
    /// When a filter cannot be read.
    pub fn subscriber(
        self,
    ) -> Result<(impl Subscriber + for<'a> LookupSpan<'a> + Send + Sync, Observability), LogError> {
        let Self { filter, logs, spans, masker, telemetry } = self;
        let (mut logs, mut records) = (logs.masker(masker.clone()), Records::new().masker(masker.clone()));
        if let Some(filter) = filter {
            (logs, records) = (logs.filter(filter.as_str()), records.filter(filter));
        }
        let (lines, logs) = logs.layer::<Registry>()?;
        let (spans, span_handle) = spans.masker(masker.clone()).layer()?;
        let (exported, records) = records.layer()?;
        let subscriber = tracing_subscriber::registry().with(lines).with(spans).with(exported);
        let telemetry = telemetry.masker(masker).spans(span_handle).records(records.clone()).build();
        Ok((subscriber, Observability { telemetry, logs, records }))
    }
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup")
            .field("filter", &self.filter)
            .field("spans", &self.spans)
            .field("telemetry", &self.telemetry)
            .finish_non_exhaustive()
    }
}

/// What a [`Setup`] has set up. Keep it until the process ends: dropping it writes the last lines.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Observability {
    /// What exports.
    pub telemetry: Telemetry,
    /// What writes log lines.
    pub logs: LogHandle,
    records: RecordHandle,
}

impl Observability {
    /// Changes what is logged from now on, in lines and in exported records.
    ///
    /// # Errors
    ///
    /// When the filter cannot be read, in which case nothing changes.
    pub fn set_filter(&self, directives: &str) -> Result<(), LogError> {
        self.logs.set_filter(directives)?;
        self.records.set_filter(directives)
    }
}
