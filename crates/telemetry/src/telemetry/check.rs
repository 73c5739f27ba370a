//! Whether a back end answers, found out by sending it nothing.

use std::time::Duration;

use opentelemetry_sdk::{logs::LogBatch, metrics::data::ResourceMetrics};
use tokio::time::Instant;

use super::{
    ApplyError, Inner, Unreachable,
    plan::{Planned, Signals},
};
use crate::{
    Settings,
    export::{Exporting, Failed, attempt, close, shown},
    provider::{Exporters, Signal},
    settings::{Credentials, public},
};

impl Inner {
    pub(super) async fn check(
        &self,
        settings: &Settings,
        credentials: &Credentials,
    ) -> Result<(), ApplyError> {
        self.check_connection(&self.plan(settings, credentials)?).await
    }

    /// Sends an empty batch of each signal.
    pub(super) async fn check_connection(&self, planned: &Planned<'_>) -> Result<(), ApplyError> {
        if planned.on() == Signals::NONE {
            return Ok(());
        }
        let Exporters { traces, metrics, logs } = planned.exporters(false)?;
        let within = planned.settings.timeout;
        let nothing = ResourceMetrics::default();
        let answers = tokio::join!(
            answer(traces.as_ref().map(|exporter| exporter.export(Vec::new())), within),
            answer(metrics.as_ref().map(|exporter| exporter.export(&nothing)), within),
            answer(logs.as_ref().map(|exporter| exporter.export(LogBatch::new(&[]))), within)
        );
        close(
            move |patience| {
                // They have done what they were for.
                let _ = traces.map(|exporter| exporter.shutdown(patience));
                let _ = metrics.map(|exporter| exporter.shutdown(patience));
                let _ = logs.map(|exporter| exporter.shutdown(patience));
            },
            Duration::from_secs(1),
        )
        .await;
        let answers = [(Signal::Traces, answers.0), (Signal::Metrics, answers.1), (Signal::Logs, answers.2)];
        let unreachable: Vec<_> = answers
            .into_iter()
            .filter_map(|(signal, answer)| Some(self.unreachable(planned.settings, signal, &answer.err()?)))
            .collect();
        if unreachable.is_empty() { Ok(()) } else { Err(ApplyError::unreachable(unreachable)) }
    }

    fn unreachable(&self, settings: &Settings, signal: Signal, failed: &Failed) -> Unreachable {
        const LONGEST: usize = 300;
        let reason = match failed {
            Failed::TimedOut => format!("no answer within {:?}", settings.timeout),
            failed => failed.to_string(),
        };
        let shown = |text: &str| shown(&self.masker, text, LONGEST);
        let endpoint = settings.endpoint.as_deref().map(|endpoint| shown(&public(endpoint)));
        Unreachable { signal, endpoint, reason: shown(&reason) }
    }
}

async fn answer(exporting: Option<Exporting<'_>>, within: Duration) -> Result<(), Failed> {
    match exporting {
        Some(exporting) => attempt(exporting, Instant::now() + within).await.map(drop),
        None => Ok(()),
    }
}
