//! The metrics signal, from outside.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use opentelemetry::{InstrumentationScope, metrics::MeterProvider as _};
use opentelemetry_sdk::{Resource, metrics::SdkMeterProvider};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
    task::{JoinHandle, spawn_blocking},
    time::{Instant, timeout_at},
};

use super::{
    Current,
    collector::{Collector, Command, Reader},
    instruments::Instruments,
    source::{Fed, Sources, Told},
};
use crate::{
    export::{DynMetricExporter, PATIENCE, SLACK, Tally},
    provider::Signal,
};

/// How metrics are sent.
#[derive(Clone, Debug)]
pub(crate) struct MeterPlan {
    pub(crate) resource: Resource,
    pub(crate) interval: Duration,
    /// How long one export may take.
    pub(crate) timeout: Duration,
}

/// Instruments, and the task that sends what they show, if the signal is on.
pub(crate) struct Meters {
    current: Arc<Current>,
    tally: Arc<Tally>,
    sources: Sources,
    task: Mutex<Option<Task>>,
}

struct Task {
    commands: mpsc::Sender<Command>,
    running: JoinHandle<Option<Told>>,
}

impl Meters {
    /// It is off.
    pub(crate) fn new(sources: Sources) -> Self {
        let tally = Arc::new(Tally::new(Signal::Metrics, sources.masker.clone()));
        Self { current: Arc::default(), tally, sources, task: Mutex::new(None) }
    }

    pub(crate) fn current(&self) -> &Arc<Current> {
        &self.current
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    pub(crate) fn tally(&self) -> &Arc<Tally> {
        &self.tally
    }

    /// Sends by this exporter from now on. The one there was gets its last values, and is closed: as
    /// instruments know the temporality of their exporter, each exporter has its own. Not to be called while
    /// another call of this or of [`remove`](Self::remove) is under way.
    pub(crate) async fn install(
        &self,
        runtime: &Handle,
        exporter: Box<dyn DynMetricExporter>,
        plan: MeterPlan,
    ) {
        let reader = Reader::new(exporter.temporality());
        let provider = SdkMeterProvider::builder()
            .with_resource(plan.resource.clone())
            .with_reader(reader.clone())
            .build();
        let scope = InstrumentationScope::builder("gate-telemetry").with_version(env!("CARGO_PKG_VERSION"));
        let meter = provider.meter_with_scope(scope.build());
        self.current.swap(Some(Instruments::new(&meter, self.sources.masker.clone()))).await;
        let told = self.stop(Instant::now() + PATIENCE).await;
        let sources = self.sources.clone();
        let fed = spawn_blocking(move || Fed::new(sources, meter, told)).await.ok();

        let (commands, told) = mpsc::channel(4);
        let (tally, flushes) = (Arc::clone(&self.tally), Vec::new());
        let collector = Collector { exporter, provider, reader, fed, plan, tally, commands: told, flushes };
        *self.task() = Some(Task { commands, running: runtime.spawn(collector.run()) });
    }

    /// Sends the last values, and ends.
    pub(crate) async fn remove(&self, deadline: Instant) {
        self.current.swap(None).await;
        self.stop(deadline).await;
    }

    async fn stop(&self, deadline: Instant) -> Option<Told> {
        let task = self.task().take();
        let mut task = task?;
        let stopped = async {
            task.commands.send(Command::Stop { deadline }).await.ok()?;
            (&mut task.running).await.ok().flatten()
        };
        let told = timeout_at(deadline + SLACK, stopped).await.ok().flatten();
        task.running.abort();
        told
    }

    /// Sends what there is; whether that was tried before the deadline.
    pub(crate) async fn flush(&self, deadline: Instant) -> bool {
        let Some(commands) = self.task().as_ref().map(|task| task.commands.clone()) else { return true };
        let (done, flushed) = oneshot::channel();
        let flushing = async {
            commands.send(Command::Flush { done }).await.ok()?;
            flushed.await.ok()
        };
        timeout_at(deadline, flushing).await.is_ok()
    }

    fn task(&self) -> MutexGuard<'_, Option<Task>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Meters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meters")
            .field("current", &self.current)
            .field("tally", &self.tally)
            .finish_non_exhaustive()
    }
}
