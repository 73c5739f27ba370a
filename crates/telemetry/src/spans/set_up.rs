//! Setting spans up.

use std::{fmt, sync::Arc, time::Duration};

use gate_mask::Masker;
use opentelemetry_sdk::trace::SpanData;
use tracing::Subscriber;
use tracing_subscriber::{Layer as _, filter::Filtered, registry::LookupSpan};

use super::{Sampler, SpanFilter, SpanLayer, keep::Keep, span::RawSpan};
use crate::{
    LogError,
    export::Outbox,
    interest,
    names::Names,
    raw::{Limits, Masks},
};

/// The layer with its filter, to be put onto a registry.
pub type FilteredSpans<S> = Filtered<SpanLayer, SpanFilter, S>;

/// Which spans are exported, and how much of them.
#[must_use]
pub struct Spans {
    filter: String,
    masker: Masker,
    limits: Limits,
    sampler: Arc<Sampler>,
}

impl Default for Spans {
    fn default() -> Self {
        let (filter, masker, limits) = (String::new(), Masker::default(), Limits::default());
        Self { filter, masker, limits, sampler: Arc::new(Sampler::new(1.0)) }
    }
}

impl Spans {
    /// All traces, and spans and events that are at least `info`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Which spans and events are looked at, by target and level: `debug`, `my_crate=debug,sqlx=off`.
    pub fn filter(mut self, directives: impl Into<String>) -> Self {
        self.filter = directives.into();
        self
    }

    /// What masks them; the default masker, if not set.
    pub fn masker(mut self, masker: Masker) -> Self {
        self.masker = masker;
        self
    }

    /// How much of each is exported.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Which traces are exported. Share it with whatever writes `traceparent`.
    pub fn sampler(mut self, sampler: Arc<Sampler>) -> Self {
        self.sampler = sampler;
        self
    }

    /// A layer to put onto a registry beside others, which its filter does not concern. It costs nothing
    /// until it is [opened](SpanHandle::open).
    ///
    /// # Errors
    ///
    /// When the filter cannot be read.
    pub fn layer<S>(self) -> Result<(FilteredSpans<S>, SpanHandle), LogError>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let Self { filter, masker, limits, sampler } = self;
        let (outbox, keep) = (Arc::new(Outbox::new()), Arc::new(Keep::new()));
        let names = Arc::new(Names::new(masker));
        let filter = SpanFilter::new(&filter, Arc::clone(&outbox), Arc::clone(&keep))?;
        let masks = Masks::new(Arc::clone(&names), limits);
        let handle = SpanHandle {
            outbox: Arc::clone(&outbox),
            masks,
            sampler: Arc::clone(&sampler),
            keep: Arc::clone(&keep),
        };
        let layer = SpanLayer { names, outbox, sampler, keep, wide: Arc::default(), limits };
        Ok((layer.with_filter(filter), handle))
    }
}

impl fmt::Debug for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spans")
            .field("filter", &self.filter)
            .field("limits", &self.limits)
            .field("sampler", &self.sampler)
            .finish_non_exhaustive()
    }
}

/// The other end: where spans come out, and what changes while they do. Cheap to clone.
#[derive(Clone)]
pub struct SpanHandle {
    outbox: Arc<Outbox<RawSpan>>,
    masks: Masks,
    sampler: Arc<Sampler>,
    keep: Arc<Keep>,
}

impl SpanHandle {
    /// Follows spans from now on. At most `capacity` wait; `batch` of them are worth to be
    /// [taken](Self::take).
    pub fn open(&self, capacity: usize, batch: usize) {
        self.outbox.open(capacity, batch);
        self.refresh();
    }

    /// Follows none from now on. What waits can still be taken.
    pub fn close(&self) {
        self.outbox.close();
        self.refresh();
    }

    /// What the outbox says about being open is also so for whoever asks `tracing` whether a span is wanted.
    pub(crate) fn refresh(&self) {
        self.sampler.set_active(self.outbox.is_open());
        interest::ask_anew();
    }

    /// Spans that have ended, the oldest first, and masked: this is the only way out. At most `most`.
    #[must_use]
    pub fn take(&self, most: usize) -> Vec<SpanData> {
        self.outbox.take(most).into_iter().map(|span| span.masked(&self.masks)).collect()
    }

    pub(crate) fn masks(&self) -> &Masks {
        &self.masks
    }

    pub(crate) fn outbox(&self) -> &Arc<Outbox<RawSpan>> {
        &self.outbox
    }

    /// Which traces are exported.
    #[must_use]
    pub fn sampler(&self) -> &Arc<Sampler> {
        &self.sampler
    }

    /// Keeps traces that are not sampled, but in which a span fails, or that take as long.
    ///
    /// All spans cost then what sampled ones cost, whether they are kept or not. They wait until it is known,
    /// for at most ten minutes and in at most 32 MiB. The flag that goes on to others says that the trace is
    /// not sampled.
    pub fn keep(&self, errors: bool, slow: Option<Duration>) {
        let was_on = self.keep.is_on();
        self.keep.set(errors, slow);
        if self.keep.is_on() != was_on {
            interest::ask_anew();
        }
    }

    /// How many spans found no room.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.outbox.dropped() + self.keep.dropped()
    }
}

impl fmt::Debug for SpanHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpanHandle")
            .field("outbox", &self.outbox)
            .field("sampler", &self.sampler)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}
