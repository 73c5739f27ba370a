//! The task that collects metrics now and then, and sends them.

use std::{
    pin::pin,
    sync::{Arc, Weak},
    time::Duration,
};

use opentelemetry_sdk::{
    error::OTelSdkResult,
    metrics::{
        InstrumentKind, ManualReader, Pipeline, SdkMeterProvider, Temporality, data::ResourceMetrics,
        reader::MetricReader,
    },
};
use tokio::{
    sync::{mpsc, oneshot},
    task::spawn_blocking,
    time::{Instant, sleep_until},
};

use super::{
    MeterPlan,
    source::{Fed, Told},
};
use crate::export::{DynMetricExporter, Failed, PATIENCE, Tally, close, quietly, remaining};

/// What the task is told.
pub(super) enum Command {
    /// Send what there is, and tell when that has been tried.
    Flush { done: oneshot::Sender<()> },
    /// Send what there is, and end.
    Stop { deadline: Instant },
}

/// What the task has heard: a command, or that nobody is left to give any.
type Heard = Option<Command>;

pub(super) struct Collector {
    pub(super) exporter: Box<dyn DynMetricExporter>,
    /// It holds what the reader reads.
    pub(super) provider: SdkMeterProvider,
    pub(super) reader: Reader,
    /// What is counted elsewhere. None, if asking for it came to grief.
    pub(super) fed: Option<Fed>,
    pub(super) plan: MeterPlan,
    pub(super) tally: Arc<Tally>,
    pub(super) commands: mpsc::Receiver<Command>,
    /// Who waits for the next export.
    pub(super) flushes: Vec<oneshot::Sender<()>>,
}

impl Collector {
    /// Tells at the end what counters had counted when their last values were sent, if that is known.
    pub(super) async fn run(mut self) -> Option<Told> {
        let deadline = loop {
            match self.work().await {
                Some(Command::Flush { done }) => self.flushes.push(done),
                Some(Command::Stop { deadline }) => break deadline,
                None => break Instant::now() + PATIENCE,
            }
        };
        self.send(deadline).await;
        let Self { exporter, provider, fed, .. } = self;
        let shutdown = move |patience| {
            // How that goes serves nobody: all has been sent, or given up.
            let _ = exporter.shutdown(patience);
            let _ = provider.shutdown();
        };
        close(shutdown, remaining(deadline)).await;
        fed.map(Fed::into_told)
    }

    /// Sends metrics at each interval, and when somebody waits for it, until there is something else to do.
    async fn work(&mut self) -> Heard {
        let mut next = Instant::now() + self.plan.interval;
        loop {
            let is_due = !self.flushes.is_empty();
            tokio::select! {
                biased;
                heard = self.commands.recv() => return heard,
                () = sleep_until(if is_due { Instant::now() } else { next }) => {}
            }
            next = Instant::now() + self.plan.interval;
            let waiting = std::mem::take(&mut self.flushes);
            let heard = self.send(Instant::now() + self.plan.timeout).await;
            for done in waiting {
                // Who has asked may have gone.
                let _ = done.send(());
            }
            if let Some(heard) = heard {
                return heard;
            }
        }
    }

    /// Sends what there is, once, and tells what was heard meanwhile.
    async fn send(&mut self, mut deadline: Instant) -> Option<Heard> {
        let mut metrics = ResourceMetrics::default();
        self.refresh().await;
        let collected = self.reader.collect(&mut metrics);
        let count = metrics.scope_metrics().map(|scope| scope.metrics().count()).sum();
        if let Err(error) = collected {
            self.tally.exported(count, &Err(Failed::Said(error)));
            return None;
        }
        if count == 0 {
            return None;
        }
        let mut heard = None;
        let mut exporting = pin!(quietly(async { self.exporter.export(&metrics).await }));
        let result = loop {
            tokio::select! {
                biased;
                result = &mut exporting => break result,
                () = sleep_until(deadline) => break Err(Failed::TimedOut),
                told = self.commands.recv(), if heard.is_none() => match told {
                    Some(Command::Flush { done }) => self.flushes.push(done),
                    told => {
                        deadline = deadline.min(deadline_of(told.as_ref()));
                        heard = Some(told);
                    }
                },
            }
        };
        self.tally.exported(count, &result);
        heard
    }

    /// Asks for what is counted elsewhere, where it may take its time: here requests are served.
    async fn refresh(&mut self) {
        if let Some(mut fed) = self.fed.take() {
            let refreshed = spawn_blocking(move || {
                fed.refresh();
                fed
            });
            self.fed = refreshed.await.ok();
        }
    }
}

/// Until when an export may go on that somebody waits for.
fn deadline_of(told: Option<&Command>) -> Instant {
    match told {
        Some(Command::Stop { deadline }) => *deadline,
        _ => Instant::now() + PATIENCE,
    }
}

/// A reader of which the provider has one handle, and the task another.
#[derive(Clone, Debug)]
pub(super) struct Reader(Arc<ManualReader>);

impl Reader {
    pub(super) fn new(temporality: Temporality) -> Self {
        Self(Arc::new(ManualReader::builder().with_temporality(temporality).build()))
    }
}

impl MetricReader for Reader {
    fn register_pipeline(&self, pipeline: Weak<Pipeline>) {
        self.0.register_pipeline(pipeline);
    }

    fn collect(&self, metrics: &mut ResourceMetrics) -> OTelSdkResult {
        self.0.collect(metrics)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn temporality(&self, kind: InstrumentKind) -> Temporality {
        self.0.temporality(kind)
    }
}
