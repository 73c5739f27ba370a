//! The Prometheus endpoint.

use std::{sync::Arc, time::Duration};

use gate_metrics::catalogue::DURATION_BUCKETS;
use metrics::Recorder;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;

/// A recorder of this gateway's own, so that two can live in one process.
#[derive(Clone)]
pub(crate) struct Exposition {
    pub(crate) recorder: Arc<dyn Recorder + Send + Sync>,
    handle: PrometheusHandle,
}

impl Exposition {
    pub(crate) fn new() -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new().set_buckets(&DURATION_BUCKETS)?.build_recorder();
        let handle = recorder.handle();
        Ok(Self { recorder: Arc::new(recorder), handle })
    }

    pub(crate) fn render(&self) -> String {
        self.handle.render()
    }

    /// Samples wait in a list until somebody scrapes; where nobody does, they must not pile up.
    pub(crate) async fn keep(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(5)) => self.handle.run_upkeep(),
                () = stop.cancelled() => return,
            }
        }
    }
}
