//! The metrics as text.

use std::{
    io::Write,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use gate_metrics::{Meter, catalogue};
use metrics_exporter_prometheus::{
    BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};
use metrics_util::MetricKindMask;
use tokio::{
    task::spawn_blocking,
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use super::{Collector, LOOKS, look_every};

/// How often samples are taken out of the lists in which they wait.
const UPKEEP: Duration = Duration::from_secs(5);

/// A recorder of a gateway's own, so that two can live in one process.
///
/// It forgets what is idle when the meter has let go of it for long: a handle that is still held when its
/// series is forgotten would count into nowhere. Gauges are kept by what lowers them again, and stay.
pub(super) fn recorder(idle: Duration) -> Result<(PrometheusRecorder, PrometheusHandle), BuildError> {
    let forgotten = MetricKindMask::COUNTER | MetricKindMask::HISTOGRAM;
    let mut builder = PrometheusBuilder::new().idle_timeout(forgotten, Some(idle * 2));
    for metric in catalogue::all().filter(|metric| !metric.buckets.is_empty()) {
        builder = builder.set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), metric.buckets)?;
    }
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    Ok((recorder, handle))
}

/// Shows what a recorder has.
#[derive(Clone)]
pub(crate) struct Exposition {
    meter: Meter,
    handle: PrometheusHandle,
    idle: Duration,
    /// One at a time reads the lists of samples, and forgets what is idle.
    turn: Arc<Mutex<()>>,
}

/// How the text is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Plain,
    Gzip,
}

impl Exposition {
    pub(super) fn new(meter: Meter, handle: PrometheusHandle, idle: Duration) -> Self {
        Self { meter, handle, idle, turn: Arc::default() }
    }

    /// What there is now. It takes milliseconds with thousands of series, so not on a thread that serves.
    pub(super) async fn read(&self, collector: &Collector, coding: Coding) -> Option<Bytes> {
        let (exposition, collector) = (self.clone(), collector.clone());
        let store = collector.store_health().await;
        let read = spawn_blocking(move || {
            collector.collect(store);
            encode(exposition.text(), coding)
        });
        // It does not panic; should it, there is no answer to give.
        read.await.ok()
    }

    pub(crate) fn text(&self) -> String {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.meter.quiet(|| self.handle.render())
    }

    /// Samples wait in a list until somebody scrapes, and idle series are forgotten then; where nobody does,
    /// neither must pile up.
    pub(crate) async fn keep(self, stop: CancellationToken) {
        let [mut upkeep, mut look] = [UPKEEP, look_every(self.idle)].map(|every| {
            let mut interval = interval(every);
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
            interval
        });
        loop {
            let exposition = self.clone();
            let kept = tokio::select! {
                _ = upkeep.tick() => spawn_blocking(move || exposition.upkeep()),
                _ = look.tick() => spawn_blocking(move || exposition.forget_idle()),
                () = stop.cancelled() => return,
            };
            let _ = kept.await;
        }
    }

    fn upkeep(&self) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.handle.run_upkeep();
    }

    fn forget_idle(&self) {
        self.meter.forget_idle(LOOKS);
        // The exporter looks only when it renders.
        drop(self.text());
    }
}

fn encode(text: String, coding: Coding) -> Bytes {
    match coding {
        Coding::Plain => text.into(),
        Coding::Gzip => {
            let mut gzip = GzEncoder::new(Vec::with_capacity(text.len() / 8), Compression::fast());
            // Writing to memory does not fail; what would come of it is a text that ends early.
            let written = gzip.write_all(text.as_bytes()).and_then(|()| gzip.finish());
            written.unwrap_or_default().into()
        }
    }
}
