//! Setting records up.

use std::{fmt, sync::Arc};

use gate_mask::Masker;
use opentelemetry::InstrumentationScope;
use opentelemetry_sdk::logs::SdkLogRecord;
use tracing::Subscriber;
use tracing_subscriber::{Layer as _, filter::Filtered, registry::LookupSpan};

use super::{RecordFilter, RecordLayer, record::RawRecord};
use crate::{
    LogError,
    export::Outbox,
    interest,
    names::Names,
    raw::{Limits, Masks},
};

/// The layer with its filter, to be put onto a registry.
pub type FilteredRecords<S> = Filtered<RecordLayer, RecordFilter, S>;

/// Which events are exported as log records, and how much of them.
///
/// ```
/// use gate_telemetry::Records;
/// use tracing_subscriber::prelude::*;
///
/// let (layer, handle) = Records::new().filter("warn").layer()?;
/// let subscriber = tracing_subscriber::registry().with(layer);
/// tracing::subscriber::with_default(subscriber, || {
///     handle.open(1024, 256);
///     tracing::warn!(password = "hunter2", "half done");
/// });
/// let (record, scope) = handle.take(1).remove(0);
/// assert_eq!(record.body(), Some(&"half done".into()));
/// # assert_eq!(record.attributes_iter().next().unwrap().1, "***".into());
/// # Ok::<(), gate_telemetry::LogError>(())
/// ```
#[must_use]
pub struct Records {
    filter: String,
    masker: Masker,
    limits: Limits,
}

impl Default for Records {
    fn default() -> Self {
        Self { filter: "info".to_owned(), masker: Masker::default(), limits: Limits::default() }
    }
}

impl Records {
    /// What is at least `info`.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is exported: a level, or directives such as `warn,my_crate=debug`. What exporters are made of,
    /// such as `hyper` and `tonic`, is not, whatever they say.
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

    /// A layer to put onto a registry beside others, which its filter does not concern. It costs nothing
    /// until it is [opened](RecordHandle::open).
    ///
    /// # Errors
    ///
    /// When the filter cannot be read.
    pub fn layer<S>(self) -> Result<(FilteredRecords<S>, RecordHandle), LogError>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let Self { filter, masker, limits } = self;
        let (outbox, names) = (Arc::new(Outbox::new()), Arc::new(Names::new(masker)));
        let filter = RecordFilter::new(&filter, Arc::clone(&outbox))?;
        let masks = Masks::new(Arc::clone(&names), limits);
        let handle = RecordHandle { outbox: Arc::clone(&outbox), masks, filter: filter.clone() };
        let layer = RecordLayer { names, outbox, wide: Arc::default(), limits };
        Ok((layer.with_filter(filter), handle))
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("filter", &self.filter)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The other end: where records come out, and what changes while they do. Cheap to clone.
#[derive(Clone)]
pub struct RecordHandle {
    outbox: Arc<Outbox<RawRecord>>,
    masks: Masks,
    filter: RecordFilter,
}

impl RecordHandle {
    /// Makes records from now on. At most `capacity` wait; `batch` of them are worth to be
    /// [taken](Self::take).
    pub fn open(&self, capacity: usize, batch: usize) {
        self.outbox.open(capacity, batch);
        self.refresh();
    }

    /// Makes none from now on. What waits can still be taken.
    pub fn close(&self) {
        self.outbox.close();
        self.refresh();
    }

    /// What the outbox says about being open is also so for whoever asks `tracing` whether an event is
    /// wanted.
    pub(crate) fn refresh(&self) {
        interest::ask_anew();
    }

    /// Records, the oldest first, and masked: this is the only way out. At most `most`.
    #[must_use]
    pub fn take(&self, most: usize) -> Vec<(SdkLogRecord, InstrumentationScope)> {
        self.outbox.take(most).into_iter().map(|record| record.masked(&self.masks)).collect()
    }

    pub(crate) fn masks(&self) -> &Masks {
        &self.masks
    }

    pub(crate) fn outbox(&self) -> &Arc<Outbox<RawRecord>> {
        &self.outbox
    }

    /// Changes what is exported, from now on.
    ///
    /// # Errors
    ///
    /// When the filter cannot be read, in which case nothing changes.
    pub fn set_filter(&self, directives: &str) -> Result<(), LogError> {
        self.filter.set(directives)?;
        self.refresh();
        Ok(())
    }

    /// How many records found no room.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.outbox.dropped()
    }
}

impl fmt::Debug for RecordHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordHandle")
            .field("outbox", &self.outbox)
            .field("filter", &self.filter)
            .finish_non_exhaustive()
    }
}
