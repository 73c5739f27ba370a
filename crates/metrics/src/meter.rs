//! What emits metrics of the catalogue, within their bounds.

use std::{
    fmt,
    sync::{
        Arc, Mutex, Once, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};

use arc_swap::ArcSwap;
use hashbrown::HashMap;
use metrics::{Gauge, Recorder};

use crate::{
    catalogue::{Metric, SAMPLES_FOLDED, SERIES_EVICTED},
    series::{Family, Handle, Sample},
    source::Source,
};

/// Emits metrics of the [catalogue](crate::catalogue), and no others: with handles that are kept, within a
/// budget of series for each metric.
///
/// A [`MetricsLayer`](crate::MetricsLayer) has one; further code may share it
/// ([`MetricsBuilder::meter`](crate::MetricsBuilder::meter)), as the budget is one for all that share it.
/// A clone is the same meter.
///
/// ```
/// use std::sync::Arc;
/// use gate_metrics::{Meter, catalogue};
/// use metrics_exporter_prometheus::PrometheusBuilder;
///
/// let recorder = PrometheusBuilder::new().build_recorder();
/// let scrape = recorder.handle();
/// let meter = Meter::new(Arc::new(recorder));
/// meter.count(&catalogue::AUTHENTICATIONS, &["admin", "failure"], 1);
/// assert!(scrape.render().contains("authentications_total{scheme=\"admin\",result=\"failure\"} 1"));
/// ```
#[derive(Clone)]
pub struct Meter {
    shared: Arc<Shared>,
    families: Arc<Families>,
}

/// Where the samples that are folded are counted, and all families by the name of their first metric.
struct Families {
    folded: Arc<Family>,
    by_name: ArcSwap<HashMap<&'static str, Arc<Family>>>,
    growing: Mutex<()>,
}

/// What the families of one meter share.
pub(crate) struct Shared {
    source: Source,
    pub(crate) budget: usize,
    described: Once,
    /// Held for reading while a handle is made and first used, and for writing while an exporter looks for
    /// what is idle.
    registering: RwLock<()>,
    /// How often idle series were looked for: a clock that costs nothing to read.
    tick: AtomicU32,
}

impl Meter {
    /// How many series a metric may have, where nothing else is said.
    pub const BUDGET: usize = 1_000;

    /// Emits to this recorder.
    #[must_use]
    pub fn new(recorder: Arc<dyn Recorder + Send + Sync>) -> Self {
        Self::of(Source::Given(recorder), Self::BUDGET)
    }

    /// The same, with another budget: so many series a metric, and never fewer than the 8 that the rest
    /// folds into.
    #[must_use]
    pub fn bounded(recorder: Arc<dyn Recorder + Send + Sync>, series: usize) -> Self {
        Self::of(Source::Given(recorder), series)
    }

    pub(crate) fn of(source: Source, budget: usize) -> Self {
        let (described, registering, tick) = (Once::new(), RwLock::new(()), AtomicU32::new(0));
        let shared = Arc::new(Shared { source, budget, described, registering, tick });
        let folded = Arc::new(Family::new(&shared, &[SAMPLES_FOLDED], None));
        let by_name = ArcSwap::from_pointee(HashMap::from_iter([(folded.name(), Arc::clone(&folded))]));
        Self { shared, families: Arc::new(Families { folded, by_name, growing: Mutex::new(()) }) }
    }

    /// Adds to a counter.
    pub fn count(&self, metric: &Metric, labels: &[&str], more: u64) {
        self.record_one(metric, labels, Sample::More(more));
    }

    /// States a counter that is kept elsewhere; less than it was before changes nothing.
    pub fn mirror(&self, metric: &Metric, labels: &[&str], in_all: u64) {
        self.record_one(metric, labels, Sample::InAll(in_all));
    }

    /// Sets a gauge.
    pub fn set(&self, metric: &Metric, labels: &[&str], value: f64) {
        self.record_one(metric, labels, Sample::Value(value));
    }

    /// Gives a histogram a sample.
    pub fn observe(&self, metric: &Metric, labels: &[&str], value: f64) {
        self.record_one(metric, labels, Sample::Value(value));
    }

    /// A gauge to keep, for what goes up and down again.
    pub fn gauge(&self, metric: &Metric, labels: &[&str]) -> Gauge {
        self.family(std::slice::from_ref(metric)).gauge(labels)
    }

    /// Forgets the series of counters and histograms in which nothing was counted since the last so many
    /// calls of this function. They make room in the budget; should one come back, it goes on.
    ///
    /// An exporter may forget them, too, later than this: `idle_timeout` of
    /// `metrics-exporter-prometheus`, for counters and histograms, longer than it takes to call this so
    /// often. It then has to be rendered in [`quiet`](Self::quiet).
    pub fn forget_idle(&self, calls: u32) {
        let tick = self.shared.tick.fetch_add(1, Relaxed).saturating_add(1);
        let Some(oldest) = tick.checked_sub(calls) else { return };
        for family in self.families.by_name.load().values() {
            let gone = family.forget(oldest);
            if gone > 0 {
                self.count(&SERIES_EVICTED, &[family.name()], gone);
            }
        }
    }

    /// Runs `f` while no series begins: an exporter that forgets idle series while it renders must not do
    /// so to one that is just being taken up again. What counts in series that are there goes on.
    pub fn quiet<R>(&self, f: impl FnOnce() -> R) -> R {
        let _quiet = self.shared.registering.write().unwrap_or_else(PoisonError::into_inner);
        f()
    }

    fn record_one(&self, metric: &Metric, labels: &[&str], sample: Sample) {
        match self.families.by_name.load().get(metric.name) {
            Some(family) => family.record(labels, &[sample]),
            None => self.family(std::slice::from_ref(metric)).record(labels, &[sample]),
        }
    }

    /// The family of these metrics, known by the first. It is one for all who ask.
    pub(crate) fn family(&self, metrics: &[Metric]) -> Arc<Family> {
        let Families { folded, by_name, growing } = &*self.families;
        let name = metrics[0].name;
        if let Some(family) = by_name.load().get(name) {
            return Arc::clone(family);
        }
        // Nothing that the lock guards can be left half-done: the map is replaced whole.
        let _growing = growing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = by_name.load();
        if let Some(family) = before.get(name) {
            return Arc::clone(family);
        }
        let family = Arc::new(Family::new(&self.shared, metrics, Some(Arc::clone(folded))));
        let mut grown = HashMap::clone(&before);
        grown.insert(name, Arc::clone(&family));
        by_name.store(Arc::new(grown));
        family
    }

    pub(crate) fn is_global(&self) -> bool {
        !self.shared.source.is_given()
    }
}

impl Shared {
    pub(crate) fn tick(&self) -> u32 {
        self.tick.load(Relaxed)
    }

    pub(crate) fn registering(&self) -> RwLockReadGuard<'_, ()> {
        self.registering.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn handle<'a>(&self, metric: &Metric, labels: impl Iterator<Item = &'a str>) -> Handle {
        // Not before: a global recorder may be installed later than the meter is made.
        self.described.call_once(|| self.source.describe());
        self.source.handle(metric, labels)
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter")
            .field("source", &self.shared.source)
            .field("budget", &self.shared.budget)
            .field("families", &self.families.by_name.load().len())
            .finish_non_exhaustive()
    }
}
