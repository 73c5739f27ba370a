//! Those who make spans and log records: layers on subscribers, which hear of each change.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use gate_mask::Masker;
use tracing::Subscriber;
use tracing_subscriber::registry::LookupSpan;

use super::{Telemetry, plan::Signals};
use crate::{
    LogError, Settings, interest,
    logs::{FilteredRecords, RecordHandle, Records},
    names::Names,
    raw::{Limits, Masks},
    spans::{FilteredSpans, Sampler, SpanHandle, Spans},
};

/// What the layers share.
pub(super) struct Makers {
    sampler: Arc<Sampler>,
    masks: Masks,
    spans: Mutex<Vec<SpanHandle>>,
}

impl Makers {
    pub(super) fn new(masker: Masker) -> Self {
        let masks = Masks::new(Arc::new(Names::new(masker)), Limits::default());
        Self { sampler: Arc::new(Sampler::new(1.0)), masks, spans: Mutex::default() }
    }

    pub(super) fn masks(&self) -> &Masks {
        &self.masks
    }

    /// What these settings say about sampling holds from now on.
    pub(super) fn settle(&self, settings: &Settings, on: Signals) {
        self.sampler.set_ratio(settings.sample_ratio);
        self.sampler.set_active(on.traces);
        self.spans().iter().for_each(|handle| keep(handle, settings, on));
        interest::ask_anew();
    }

    fn spans(&self) -> MutexGuard<'_, Vec<SpanHandle>> {
        self.spans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keep(handle: &SpanHandle, settings: &Settings, on: Signals) {
    handle.keep(on.traces && settings.keep_errors, settings.keep_slow.filter(|_| on.traces));
}

impl Telemetry {
    /// A layer that follows spans, to put onto a registry. `directives` say which, as in
    /// [`Spans::filter`]; none are what is at least `info`.
    ///
    /// It costs nothing while no spans are exported.
    ///
    /// # Errors
    ///
    /// When the directives cannot be read.
    pub fn span_layer<S>(&self, directives: &str) -> Result<FilteredSpans<S>, LogError>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let inner = &self.0;
        let spans = Spans::new()
            .filter(directives)
            .masker(inner.masker.clone())
            .sampler(Arc::clone(&inner.makers.sampler));
        let (layer, handle) = spans.layer_into(Arc::clone(inner.traces.outbox()))?;
        let state = inner.state();
        keep(&handle, &state.settings, state.on);
        inner.makers.spans().push(handle);
        Ok(layer)
    }

    /// A layer that makes log records of events, to put onto a registry, and what changes its filter.
    /// `directives` say of which, as for [log lines](crate::Logs::filter).
    ///
    /// It costs nothing while no log records are exported.
    ///
    /// # Errors
    ///
    /// When the directives cannot be read.
    pub fn record_layer<S>(&self, directives: &str) -> Result<(FilteredRecords<S>, RecordHandle), LogError>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let records = Records::new().filter(directives).masker(self.0.masker.clone());
        records.layer_into(Arc::clone(self.0.logs.outbox()))
    }

    /// Which traces are exported: for whoever begins them, and writes `traceparent`.
    #[must_use]
    pub fn sampler(&self) -> &Arc<Sampler> {
        &self.0.makers.sampler
    }
}

impl fmt::Debug for Makers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Makers").field("sampler", &self.sampler).finish_non_exhaustive()
    }
}
