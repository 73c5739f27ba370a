//! Cached handles, one set for each set of label values, within a budget.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};

use arc_swap::ArcSwap;
use hashbrown::{Equivalent, HashSet};
use metrics::{Counter, Gauge, Histogram};

use crate::{
    catalogue::{Metric, MetricKind},
    labels::{OTHER, status_class},
    meter::Shared,
};

/// Longer label values become [`OTHER`].
const MAX_VALUE: usize = 128;

/// The most labels that a metric has.
const MAX_LABELS: usize = 3;

/// What the budget keeps free for folded series: one for each outcome, class of status or reason.
const FOLDED: usize = 8;

/// Some metrics with the same labels, so that one lookup finds the handles of all.
///
/// Asking a recorder for a handle costs several hundred nanoseconds; here a call costs a hash and two
/// atomic loads. New series are rare, so they copy the set.
pub(crate) struct Family {
    metrics: Box<[Metric]>,
    shared: Arc<Shared>,
    /// Counts the samples that are folded here; none in the family that does.
    folded: Option<Arc<Family>>,
    /// How many series may be there before others fold.
    room: usize,
    series: ArcSwap<HashSet<Arc<Series>>>,
    changing: Mutex<()>,
}

/// What is told to one metric of a family.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sample {
    Nothing,
    /// So many more, for a counter.
    More(u64),
    /// So many in all, for a counter that is kept elsewhere.
    InAll(u64),
    /// A gauge's value, or a sample of a histogram.
    Value(f64),
}

impl Family {
    pub(crate) fn new(shared: &Arc<Shared>, metrics: &[Metric], folded: Option<Arc<Self>>) -> Self {
        Self {
            metrics: metrics.into(),
            shared: Arc::clone(shared),
            folded,
            room: shared.budget.saturating_sub(FOLDED),
            series: ArcSwap::default(),
            changing: Mutex::new(()),
        }
    }

    /// Takes one sample for each metric, in their order.
    pub(crate) fn record(&self, values: &[&str], samples: &[Sample]) {
        let tick = self.shared.tick();
        self.with(values, |series| {
            let slots = series.slots.iter().zip(&self.metrics);
            for ((slot, metric), sample) in slots.zip(samples) {
                if !matches!(sample, Sample::Nothing) {
                    slot.touch(tick);
                    match slot.handle.get() {
                        Some(handle) => handle.take(*sample),
                        None => self.take_first(*sample, slot, metric, series),
                    }
                }
            }
        });
    }

    #[cold]
    fn take_first(&self, sample: Sample, slot: &Slot, metric: &Metric, series: &Series) {
        // Between the two an exporter must not forget what it takes for idle.
        let _registering = self.shared.registering();
        slot.handle.get_or_init(|| self.shared.handle(metric, series.values())).take(sample);
    }

    /// The gauge of these values, which the first metric must be. It may be kept: gauges stay.
    pub(crate) fn gauge(&self, values: &[&str]) -> Gauge {
        self.with(values, |series| {
            let register = || self.shared.handle(&self.metrics[0], series.values());
            match series.slots[0].handle.get_or_init(register) {
                Handle::Gauge(gauge) => gauge.clone(),
                Handle::Counter(_) | Handle::Histogram(_) => Gauge::noop(),
            }
        })
    }

    /// Forgets the handles in which nothing was counted since `oldest`, and tells how many series went.
    ///
    /// Gauges stay: their holders mean to lower them again.
    pub(crate) fn forget(&self, oldest: u32) -> u64 {
        if self.metrics.iter().any(|metric| metric.kind == MetricKind::Gauge) {
            return 0;
        }
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.series.load();
        let after: HashSet<_> = before.iter().filter_map(|series| Series::since(series, oldest)).collect();
        let gone = before.len() - after.len();
        self.series.store(Arc::new(after));
        gone as u64
    }

    pub(crate) fn name(&self) -> &'static str {
        self.metrics[0].name
    }

    fn with<R>(&self, values: &[&str], f: impl FnOnce(&Series) -> R) -> R {
        debug_assert_eq!(values.len(), self.metrics[0].labels.len(), "{}", self.name());
        let mut bounded = [OTHER; MAX_LABELS];
        let bounded = &mut bounded[..values.len()];
        for (bounded, value) in bounded.iter_mut().zip(values).filter(|(_, value)| value.len() <= MAX_VALUE) {
            *bounded = value;
        }
        let found = self.series.load();
        match found.get(&Values(bounded)) {
            Some(found) => f(found),
            None => {
                drop(found);
                f(&self.add(bounded, self.room).unwrap_or_else(|| self.fold(bounded)))
            }
        }
    }

    /// The series that takes what has no room.
    fn fold(&self, values: &[&str]) -> Arc<Series> {
        if let Some(folded) = &self.folded {
            folded.record(&[self.name()], &[Sample::More(1)]);
        }
        let mut folded = [OTHER; MAX_LABELS];
        let folded = &mut folded[..values.len()];
        if let ([.., last], Some(value)) = (&mut *folded, values.last()) {
            *last = status_class(value);
        }
        if let Some(found) = self.series.load().get(&Values(folded)) {
            return Arc::clone(found);
        }
        // These are at most `FOLDED`, which `room` leaves free.
        self.add(folded, usize::MAX).unwrap_or_else(|| Arc::new(self.new_series(folded)))
    }

    fn add(&self, values: &[&str], room: usize) -> Option<Arc<Series>> {
        // Spent budgets are seen without the lock.
        if self.series.load().len() >= room {
            return None;
        }
        // Nothing that the lock guards can be left half-done: the set is replaced whole.
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let series = self.series.load();
        if let Some(found) = series.get(&Values(values)) {
            return Some(Arc::clone(found));
        }
        if series.len() >= room {
            return None;
        }
        let new = Arc::new(self.new_series(values));
        let mut grown = HashSet::clone(&series);
        grown.insert(Arc::clone(&new));
        self.series.store(Arc::new(grown));
        Some(new)
    }

    fn new_series(&self, values: &[&str]) -> Series {
        let slots = self.metrics.iter().map(|_| Slot::new(self.shared.tick())).collect();
        Series { values: values.iter().map(|value| Box::from(*value)).collect(), slots }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.series.load().len()
    }
}

impl fmt::Debug for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Family")
            .field("name", &self.name())
            .field("series", &self.series.load().len())
            .finish_non_exhaustive()
    }
}

/// The handles of one set of label values.
struct Series {
    values: Box<[Box<str>]>,
    slots: Box<[Slot]>,
}

/// A handle, from the first sample on: so no series is there in which nothing was counted, and one that an
/// exporter forgets for that is not held on to.
struct Slot {
    handle: OnceLock<Handle>,
    /// The tick in which it was last used.
    seen: AtomicU32,
}

#[derive(Clone)]
pub(crate) enum Handle {
    Counter(Counter),
    Gauge(Gauge),
    Histogram(Histogram),
}

impl Series {
    fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| &**value)
    }

    fn is_idle_in_part(&self, oldest: u32) -> bool {
        self.slots.iter().any(|slot| slot.seen.load(Relaxed) < oldest)
    }

    /// What of it was used since; none, if nothing was.
    fn since(series: &Arc<Self>, oldest: u32) -> Option<Arc<Self>> {
        if !series.is_idle_in_part(oldest) {
            return Some(Arc::clone(series));
        }
        let slots: Box<[_]> = series.slots.iter().map(|slot| slot.since(oldest)).collect();
        let any = slots.iter().any(|slot| slot.handle.get().is_some());
        any.then(|| Arc::new(Self { values: series.values.clone(), slots }))
    }
}

impl Slot {
    fn new(tick: u32) -> Self {
        Self { handle: OnceLock::new(), seen: AtomicU32::new(tick) }
    }

    /// All threads that count here share this, so it is written only when it must be.
    fn touch(&self, tick: u32) {
        if self.seen.load(Relaxed) != tick {
            self.seen.store(tick, Relaxed);
        }
    }

    fn since(&self, oldest: u32) -> Self {
        let seen = self.seen.load(Relaxed);
        let handle = self.handle.get().filter(|_| seen >= oldest).cloned();
        Self { handle: handle.map(OnceLock::from).unwrap_or_default(), seen: AtomicU32::new(seen) }
    }
}

impl Handle {
    fn take(&self, sample: Sample) {
        match (self, sample) {
            (Self::Counter(counter), Sample::More(count)) => counter.increment(count),
            (Self::Counter(counter), Sample::InAll(count)) => counter.absolute(count),
            (Self::Gauge(gauge), Sample::Value(value)) => gauge.set(value),
            (Self::Histogram(histogram), Sample::Value(value)) => histogram.record(value),
            (Self::Counter(_) | Self::Gauge(_) | Self::Histogram(_), sample) => {
                debug_assert!(matches!(sample, Sample::Nothing), "no sample of this kind of metric");
            }
        }
    }
}

impl PartialEq for Series {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl Eq for Series {}

impl Hash for Series {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.values().for_each(|value| value.hash(state));
    }
}

/// Label values to look up by, without owning them.
struct Values<'a>(&'a [&'a str]);

impl Hash for Values<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|value| value.hash(state));
    }
}

impl Equivalent<Arc<Series>> for Values<'_> {
    fn equivalent(&self, series: &Arc<Series>) -> bool {
        self.0.iter().copied().eq(series.values())
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use metrics::NoopRecorder;

    use super::*;
    use crate::{Meter, catalogue::TOOL_CALLS};

    fn family(budget: usize) -> Arc<Family> {
        Meter::bounded(Arc::new(NoopRecorder), budget).family(&[TOOL_CALLS])
    }

    fn count(family: &Family, values: [&str; 3]) {
        family.record(&values, &[Sample::More(1)]);
    }

    fn has(family: &Family, values: [&str; 3]) -> bool {
        family.series.load().contains(&Values(&values))
    }

    #[test]
    fn a_budget_holds_under_a_race_for_it() {
        let family = family(100);
        thread::scope(|scope| {
            for thread in 0..4 {
                let family = &family;
                scope.spawn(move || {
                    for name in 0..1_000 {
                        let status = if name % 2 == 0 { "ok" } else { "denied" };
                        count(family, ["server", &format!("{thread}-{name}"), status]);
                    }
                });
            }
        });
        assert_eq!(family.len(), 100 - FOLDED + 2);
        assert!(has(&family, [OTHER, OTHER, "ok"]) && has(&family, [OTHER, OTHER, "denied"]));
    }

    #[test]
    fn no_budget_still_counts() {
        let family = family(0);
        count(&family, ["server", "tool", "ok"]);
        count(&family, ["other", "other", "ok"]);
        assert_eq!(family.len(), 1);
    }

    #[test]
    fn a_long_value_is_not_kept() {
        let family = family(100);
        count(&family, ["server", &"x".repeat(MAX_VALUE + 1), "ok"]);
        count(&family, ["server", &"x".repeat(MAX_VALUE), "ok"]);
        assert!(has(&family, ["server", OTHER, "ok"]));
        assert_eq!(family.len(), 2);
    }

    #[test]
    fn what_is_idle_makes_room_and_what_is_not_stays() {
        let meter = Meter::bounded(Arc::new(NoopRecorder), FOLDED + 2);
        let family = meter.family(&[TOOL_CALLS]);
        count(&family, ["server", "busy", "ok"]);
        count(&family, ["server", "idle", "ok"]);
        count(&family, ["server", "late", "ok"]);
        assert!(!has(&family, ["server", "late", "ok"]));
        meter.forget_idle(1);
        count(&family, ["server", "busy", "ok"]);
        assert_eq!(family.len(), 3);
        meter.forget_idle(1);
        assert_eq!(family.len(), 1, "the idle one went, and the folded one");
        count(&family, ["server", "late", "ok"]);
        assert!(has(&family, ["server", "busy", "ok"]) && has(&family, ["server", "late", "ok"]));
    }
}
