//! Telemetry as a whole: what is exported, and how that is changed while it is in use.

mod apply;
mod builder;
mod check;
mod error;
mod plan;
mod resource;
mod status;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use gate_mask::Masker;
use opentelemetry::KeyValue;
use tokio::{runtime::Handle, time::Instant};

use self::apply::Connection;
pub use self::{
    apply::Applied,
    builder::TelemetryBuilder,
    error::{ApplyError, Unreachable},
    status::{Left, SignalStatus, Status},
};
use crate::{
    RecordHandle, Settings,
    export::Lane,
    logs::RawRecord,
    metrics::{Meters, MetricSource, OtelMetricsObserver},
    provider::Provider,
    settings::Credentials,
    spans::{RawSpan, Sampler, SpanHandle},
};

/// What exports spans, metrics and log records, and changes where they go while they come. Cheap to clone.
///
/// Spans and log records are made by layers of `tracing`, whose [handles](TelemetryBuilder::spans) it is given;
/// metrics by its [observer](Self::metrics_observer). None of them need be global.
///
/// It begins with nothing being exported, which costs nothing: no task, no thread, no memory. What is to be
/// exported is [applied](Self::apply). Whatever the back end does, those who make spans, measure and log
/// never wait: there is a bounded queue for each signal, and what finds no room there is dropped and counted.
///
/// ```
/// use gate_telemetry::{Records, Settings, Telemetry, settings::Credentials, spans::Spans};
/// use tracing_subscriber::prelude::*;
///
/// let (spans, span_handle) = Spans::new().layer()?;
/// let (records, record_handle) = Records::new().layer()?;
/// tracing_subscriber::registry().with(spans).with(records).init();
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// let telemetry =
///     Telemetry::builder().spans(span_handle).records(record_handle).service_version("1.2.3").build();
/// let mut settings = Settings::default();
/// settings.service_name = "weather".to_owned();
/// telemetry.apply(settings, Credentials::new()).await?;
/// assert!(!telemetry.status().traces.on, "the default provider is none");
/// # Ok::<(), gate_telemetry::ApplyError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// When the last handle is dropped, what waits is still sent, if that does not take long; to wait for it, call
/// [`shutdown`](Self::shutdown).
#[derive(Clone)]
pub struct Telemetry(Arc<Inner>);

struct Inner {
    runtime: Option<Handle>,
    masker: Masker,
    providers: Vec<Arc<dyn Provider>>,
    /// What is known of the process, whatever the settings are.
    identity: Vec<KeyValue>,
    /// Who makes what is exported, if anyone does.
    spans: Option<SpanHandle>,
    records: Option<RecordHandle>,
    traces: Lane<RawSpan>,
    metrics: Meters,
    logs: Lane<RawRecord>,
    /// One change at a time.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

/// What was applied last.
struct State {
    settings: Settings,
    /// Which signals are on.
    on: plan::Signals,
}

impl Telemetry {
    /// Back ends of one's own, what masks, and who this is.
    pub fn builder() -> TelemetryBuilder {
        TelemetryBuilder::default()
    }

    /// Exports as these settings say from now on, once the back end was seen to answer.
    ///
    /// What is queued goes to the new back end or to the old one, and nothing to both. The old exporters end
    /// what they are about, for a few seconds at most, and are closed. Of several calls at once, one is done
    /// after the other; one that nobody waits for any more is done all the same.
    ///
    /// # Errors
    ///
    /// When the settings make no sense, or the back end does not take what it is sent. Then all stays as it
    /// was.
    pub async fn apply(&self, settings: Settings, credentials: Credentials) -> Result<Applied, ApplyError> {
        self.change(settings, credentials, Connection::Checked).await
    }

    /// Like [`apply`](Self::apply), but without asking whether the back end answers: for the start of a
    /// process, which no back end should be able to prevent. If it does not answer, that shows in the log, in
    /// the [`status`](Self::status), and ends by itself.
    ///
    /// # Errors
    ///
    /// When the settings make no sense.
    pub async fn install(&self, settings: Settings, credentials: Credentials) -> Result<Applied, ApplyError> {
        self.change(settings, credentials, Connection::Unchecked).await
    }

    async fn change(
        &self,
        settings: Settings,
        credentials: Credentials,
        connection: Connection,
    ) -> Result<Applied, ApplyError> {
        let inner = Arc::clone(&self.0);
        let runtime = inner.runtime()?;
        let (settings, credentials) = apart(settings, credentials);
        let change = async move { inner.change(&settings, &credentials, connection).await };
        // A task of its own, as half a change would be neither the one nor the other.
        runtime.spawn(change).await.unwrap_or_else(|_| Err(ApplyError::broken()))
    }

    /// Tells whether these settings could be applied, and the back end answers. Nothing is changed.
    ///
    /// # Errors
    ///
    /// As those of [`apply`](Self::apply).
    pub async fn check(&self, settings: &Settings, credentials: &Credentials) -> Result<(), ApplyError> {
        let (inner, runtime) = (Arc::clone(&self.0), self.0.runtime()?);
        let (settings, credentials) = apart(settings.clone(), credentials.clone());
        let check = async move { inner.check(&settings, &credentials).await };
        runtime.spawn(check).await.unwrap_or_else(|_| Err(ApplyError::broken()))
    }

    /// The settings that were applied last.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.0.state().settings.clone()
    }

    /// All the back ends that settings can name.
    pub fn providers(&self) -> impl Iterator<Item = &dyn Provider> {
        self.0.providers.iter().map(|provider| &**provider)
    }

    /// How each signal fares.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status()
    }

    /// Sends what waits by now, and tells what was not tried when the time was over.
    pub async fn flush(&self, within: Duration) -> Left {
        let deadline = deadline(within);
        let (traces, metrics, logs) = tokio::join!(
            self.0.traces.flush(deadline),
            self.0.metrics.flush(deadline),
            self.0.logs.flush(deadline)
        );
        Left { spans: traces, log_records: logs, metrics: !metrics }
    }

    /// Sends what waits, as far as time allows, and ends all export. What is left is given up.
    ///
    /// Whatever is applied later is exported again.
    pub async fn shutdown(&self, within: Duration) -> Left {
        let deadline = deadline(within);
        let inner = Arc::clone(&self.0);
        match self.0.runtime() {
            Ok(runtime) => {
                let stop = async move { inner.stop(deadline).await };
                runtime.spawn(stop).await.unwrap_or_default()
            }
            Err(_) => Left::default(),
        }
    }

    /// Which traces are exported, for whatever writes `traceparent`: what it says follows the settings. There
    /// is none if nobody makes spans.
    #[must_use]
    pub fn sampler(&self) -> Option<&Arc<Sampler>> {
        self.0.spans.as_ref().map(SpanHandle::sampler)
    }

    /// Exports these metrics, too, as long as somebody else holds them: a source that holds a handle of this
    /// keeps neither alive.
    pub fn add_metric_source(&self, source: &Arc<dyn MetricSource>) {
        self.0.metrics.sources().borrow(source);
    }

    /// What times exchanges and calls by the OpenTelemetry conventions, for metrics. `knows_tool` says whether
    /// a server has a tool, so that what clients make up does not become a value of an attribute; it is asked
    /// on every call, and must be quick.
    pub fn metrics_observer(
        &self,
        knows_tool: impl Fn(&str, &str) -> bool + Send + Sync + 'static,
    ) -> OtelMetricsObserver {
        OtelMetricsObserver::new(Arc::clone(self.0.metrics.current()), Arc::new(knows_tool))
    }
}

/// The end of that time. Whoever would wait for ever waits for a day: all that is waited for has bounds.
fn deadline(within: Duration) -> Instant {
    const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
    Instant::now() + within.min(LONGEST)
}

/// The settings without what is secret in them, which is added to the credentials.
fn apart(mut settings: Settings, mut credentials: Credentials) -> (Settings, Credentials) {
    credentials.extend(settings.take_credentials());
    (settings, credentials)
}

impl Inner {
    fn runtime(&self) -> Result<Handle, ApplyError> {
        self.runtime.clone().or_else(|| Handle::try_current().ok()).ok_or_else(ApplyError::no_runtime)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telemetry")
            .field("provider", &self.0.state().settings.provider)
            .finish_non_exhaustive()
    }
}
