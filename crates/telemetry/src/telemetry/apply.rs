//! The change from some settings to others.

use std::sync::Arc;

use opentelemetry_sdk::Resource;
use tokio::{
    runtime::Handle,
    time::{Instant, timeout_at},
};

use super::{
    ApplyError, Inner, Left,
    plan::{Planned, Signals},
    resource,
};
use crate::{
    RecordHandle, Settings,
    export::{Carrier, DynMetricExporter, Lane, Masked, PATIENCE, Plan},
    metrics::MeterPlan,
    names::Names,
    provider::{Exporters, Signal},
    raw::{Limits, Masks},
    settings::Credentials,
    spans::SpanHandle,
};

/// What was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// Whether spans are exported now.
    pub traces: bool,
    /// Whether metrics are.
    pub metrics: bool,
    /// Whether log records are.
    pub logs: bool,
    /// What old exporters did not send in time, of signals that are now off.
    pub left: Left,
}

/// Whether a back end must answer before it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connection {
    Checked,
    Unchecked,
}

impl Inner {
    /// All that can fail comes first. From the first swap on nothing can, so there is nothing to roll back.
    pub(super) async fn change(
        &self,
        settings: &Settings,
        credentials: &Credentials,
        connection: Connection,
    ) -> Result<Applied, ApplyError> {
        let _turn = self.turn.lock().await;
        let planned = self.plan(settings, credentials)?;
        if connection == Connection::Checked {
            self.check_connection(&planned).await?;
        }
        let mut exporters = planned.exporters(true)?;
        let resource = resource::resource(settings, &self.identity, planned.resource(), &self.masker);
        exporters.set_resource(&resource);
        let on = planned.on();
        let left = self.swap(&planned, exporters, resource).await;
        *self.state() = super::State { settings: settings.clone(), on };
        self.settle(settings, on);
        report(settings, on, connection);
        Ok(Applied { traces: on.traces, metrics: on.metrics, logs: on.logs, left })
    }

    async fn swap(&self, planned: &Planned<'_>, exporters: Exporters, resource: Resource) -> Left {
        let Settings { batch, timeout, metrics_interval, .. } = planned.settings;
        let plan = Plan { batch: batch.clone(), timeout: *timeout };
        let meter_plan = MeterPlan { resource, interval: *metrics_interval, timeout: *timeout };
        let Exporters { traces, metrics, logs } = exporters;
        // A task of our own runs this, so there is a runtime.
        let runtime = &Handle::current();
        let deadline = Instant::now() + PATIENCE;
        let traces = traces.map(|exporter| {
            let masks = self.masks(self.spans.as_ref().map(SpanHandle::masks));
            Box::new(Masked { masks, exporter }) as Box<dyn Carrier<_>>
        });
        let logs = logs.map(|exporter| {
            let masks = self.masks(self.records.as_ref().map(RecordHandle::masks));
            Box::new(Masked { masks, exporter }) as Box<dyn Carrier<_>>
        });
        let (spans, (), log_records) = tokio::join!(
            lead(&self.traces, runtime, traces, plan.clone(), deadline),
            self.meter(runtime, metrics, meter_plan, deadline),
            lead(&self.logs, runtime, logs, plan, deadline)
        );
        Left { spans, log_records, metrics: false }
    }

    async fn meter(
        &self,
        runtime: &Handle,
        exporter: Option<Box<dyn DynMetricExporter>>,
        plan: MeterPlan,
        deadline: Instant,
    ) {
        match exporter {
            Some(exporter) => self.metrics.install(runtime, exporter, plan).await,
            None => self.metrics.remove(deadline).await,
        }
    }

    /// Tells those who make spans and records.
    fn settle(&self, settings: &Settings, on: Signals) {
        if let Some(spans) = &self.spans {
            spans.sampler().set_ratio(settings.sample_ratio);
            spans.keep(on.traces && settings.keep_errors, settings.keep_slow.filter(|_| on.traces));
            spans.refresh();
        }
        if let Some(records) = &self.records {
            records.refresh();
        }
    }

    /// What masks all that leaves as it is set there where it is made.
    fn masks(&self, masks: Option<&Masks>) -> Masks {
        let own = || Masks::new(Arc::new(Names::new(self.masker.clone())), Limits::default());
        masks.cloned().unwrap_or_else(own)
    }

    /// The end of all export.
    pub(super) async fn stop(&self, deadline: Instant) -> Left {
        // A change that is under way has bounds of its own, which may lie further off. It is not waited for
        // then: whoever shuts down has no use for it.
        let _turn = timeout_at(deadline, self.turn.lock()).await;
        let before = self.metrics.tally().counts().failures;
        let (spans, (), log_records) = tokio::join!(
            self.traces.remove(deadline),
            self.metrics.remove(deadline),
            self.logs.remove(deadline)
        );
        let settings = {
            let mut state = self.state();
            state.on = Signals::NONE;
            state.settings.clone()
        };
        self.settle(&settings, Signals::NONE);
        Left { spans, log_records, metrics: self.metrics.tally().counts().failures > before }
    }
}

impl Exporters {
    fn set_resource(&mut self, resource: &Resource) {
        if let Some(exporter) = &mut self.traces {
            exporter.set_resource(resource);
        }
        if let Some(exporter) = &mut self.logs {
            exporter.set_resource(resource);
        }
    }
}

/// Leads a signal to this carrier, or nowhere; how much was left then.
async fn lead<T: Send + 'static>(
    lane: &Lane<T>,
    runtime: &Handle,
    carrier: Option<Box<dyn Carrier<T>>>,
    plan: Plan,
    deadline: Instant,
) -> usize {
    match carrier {
        Some(carrier) => {
            lane.install(runtime, carrier, plan).await;
            0
        }
        None => lane.remove(deadline).await,
    }
}

fn report(settings: &Settings, on: Signals, connection: Connection) {
    let provider = &*settings.provider;
    let signals: Vec<_> =
        Signal::ALL.into_iter().filter(|signal| on.contains(*signal)).map(Signal::as_str).collect();
    let signals = signals.join(", ");
    match connection {
        _ if on == Signals::NONE => tracing::info!("no telemetry is exported"),
        Connection::Checked => tracing::info!(provider, signals, "telemetry is exported"),
        Connection::Unchecked => {
            tracing::info!(provider, signals, "telemetry is exported, to a back end that was not tried");
        }
    }
}
