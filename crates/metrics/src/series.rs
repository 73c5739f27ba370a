//! Cached handles, one for each set of label values, within a budget.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use arc_swap::ArcSwap;
use hashbrown::{Equivalent, HashSet};
use metrics::{Counter, Histogram};

use crate::{
    catalogue::{Metric, SAMPLES_FOLDED},
    labels::{OTHER, status_class},
    source::Source,
};

/// Longer label values become [`OTHER`].
const MAX_VALUE: usize = 128;

/// What the budget keeps free for folded series: one for each outcome, class of status or reason.
const FOLDED: usize = 8;

/// A counter, and often a histogram, with the same three labels.
///
/// Asking a recorder for a handle costs several hundred nanoseconds; here a call costs a hash and two
/// atomic loads. New series are rare, so they copy the set.
pub(crate) struct Family {
    counter: Metric,
    histogram: Option<Metric>,
    source: Source,
    /// How many series may be there before others fold.
    room: usize,
    series: ArcSwap<HashSet<Arc<Series>>>,
    growing: Mutex<()>,
    folded: OnceLock<Counter>,
}

impl Family {
    pub(crate) fn new(source: &Source, budget: usize, counter: Metric, histogram: Option<Metric>) -> Self {
        Self {
            counter,
            histogram,
            source: source.clone(),
            room: budget.saturating_sub(FOLDED),
            series: ArcSwap::default(),
            growing: Mutex::new(()),
            folded: OnceLock::new(),
        }
    }

    /// Counts one sample.
    pub(crate) fn record(&self, values: [&str; 3], took: Duration) {
        let values = values.map(|value| if value.len() > MAX_VALUE { OTHER } else { value });
        match self.series.load().get(&Values(values)) {
            Some(found) => found.record(took),
            None => self.add(values, self.room).unwrap_or_else(|| self.fold(values)).record(took),
        }
    }

    /// The series that takes what has no room.
    fn fold(&self, values: [&str; 3]) -> Arc<Series> {
        let folded = self.folded.get_or_init(|| self.source.counter(&SAMPLES_FOLDED, &[self.counter.name]));
        folded.increment(1);
        let values = [OTHER, OTHER, status_class(values[2])];
        if let Some(found) = self.series.load().get(&Values(values)) {
            return Arc::clone(found);
        }
        // These are at most `FOLDED`, which `room` leaves free.
        self.add(values, usize::MAX).unwrap_or_else(|| Arc::new(self.register(values)))
    }

    fn add(&self, values: [&str; 3], room: usize) -> Option<Arc<Series>> {
        // Spent budgets stay spent, and are seen without the lock.
        if self.series.load().len() >= room {
            return None;
        }
        // Nothing that the lock guards can be left half-done: the set is replaced whole.
        let _growing = self.growing.lock().unwrap_or_else(PoisonError::into_inner);
        let series = self.series.load();
        if let Some(found) = series.get(&Values(values)) {
            return Some(Arc::clone(found));
        }
        if series.len() >= room {
            return None;
        }
        let new = Arc::new(self.register(values));
        let mut grown = HashSet::clone(&series);
        grown.insert(Arc::clone(&new));
        self.series.store(Arc::new(grown));
        Some(new)
    }

    fn register(&self, values: [&str; 3]) -> Series {
        Series {
            values: values.map(Box::from),
            counter: self.source.counter(&self.counter, &values),
            histogram: self.histogram.as_ref().map(|metric| self.source.histogram(metric, &values)),
        }
    }
}

impl fmt::Debug for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Family")
            .field("name", &self.counter.name)
            .field("series", &self.series.load().len())
            .finish_non_exhaustive()
    }
}

/// The handles of one set of label values.
struct Series {
    values: [Box<str>; 3],
    counter: Counter,
    histogram: Option<Histogram>,
}

impl Series {
    fn record(&self, took: Duration) {
        self.counter.increment(1);
        if let Some(histogram) = &self.histogram {
            histogram.record(took);
        }
    }

    fn values(&self) -> Values<'_> {
        Values(self.values.each_ref().map(|value| &**value))
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
        self.values().hash(state);
    }
}

/// Label values to look up by, without owning them.
#[derive(Hash, PartialEq, Eq)]
struct Values<'a>([&'a str; 3]);

impl Equivalent<Arc<Series>> for Values<'_> {
    fn equivalent(&self, series: &Arc<Series>) -> bool {
        *self == series.values()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use metrics::NoopRecorder;

    use super::*;
    use crate::catalogue::{TOOL_CALLS, TOOL_LATENCY};

    fn family(budget: usize) -> Family {
        let source = Source::Given(Arc::new(NoopRecorder));
        Family::new(&source, budget, TOOL_CALLS, Some(TOOL_LATENCY))
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
                        family.record(["server", &format!("{thread}-{name}"), status], Duration::ZERO);
                    }
                });
            }
        });
        let series = family.series.load();
        assert_eq!(series.len(), 100 - FOLDED + 2);
        for status in ["ok", "denied"] {
            assert!(series.contains(&Values([OTHER, OTHER, status])));
        }
    }

    #[test]
    fn no_budget_still_counts() {
        let family = family(0);
        family.record(["server", "tool", "ok"], Duration::ZERO);
        family.record(["other", "other", "ok"], Duration::ZERO);
        assert_eq!(family.series.load().len(), 1);
        assert!(family.folded.get().is_some());
    }

    #[test]
    fn a_long_value_is_not_kept() {
        let family = family(100);
        family.record(["server", &"x".repeat(MAX_VALUE + 1), "ok"], Duration::ZERO);
        family.record(["server", &"x".repeat(MAX_VALUE), "ok"], Duration::ZERO);
        assert!(family.series.load().contains(&Values(["server", OTHER, "ok"])));
        assert_eq!(family.series.load().len(), 2);
    }
}
