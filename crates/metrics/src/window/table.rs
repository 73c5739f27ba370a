//! The series that there are.

use std::{
    hash::{Hash, Hasher},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use hashbrown::{Equivalent, HashSet};

use super::timeline::{Slot, Timeline};
use crate::OTHER;

/// What is left of each name that has no series of its own: few, so that they are kept free.
const FOLDED: usize = 2;
const TOOL_CALL: &str = "tools/call";

/// Series by server, method and tool.
///
/// Finding one takes no lock. New ones are rare, so they copy the set.
pub(super) struct Table {
    series: ArcSwap<HashSet<Arc<Series>>>,
    growing: Mutex<()>,
    /// How many there may be before others fold.
    room: usize,
    folded: AtomicU64,
    /// When was last looked for series that are over.
    swept: AtomicU32,
}

/// One of them.
pub(super) struct Series {
    /// One text, so that to compare it touches one place in memory; and where the second and third begin.
    names: Box<str>,
    begins: [usize; 2],
    /// None, once it has made room.
    timeline: Mutex<Option<Timeline>>,
}

impl Table {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            series: ArcSwap::default(),
            growing: Mutex::new(()),
            room: budget.saturating_sub(FOLDED),
            folded: AtomicU64::new(0),
            swept: AtomicU32::new(0),
        }
    }

    pub(super) fn record(&self, names: [&str; 3], slot: Slot, ok: bool, took: Duration) {
        let recorded = |series: &Arc<Series>| series.record(slot, ok, took);
        if self.series.load().get(&Names(names)).is_some_and(recorded) {
            return;
        }
        if self.add(names, slot, self.room).as_ref().is_some_and(recorded) {
            return;
        }
        self.folded.fetch_add(1, Relaxed);
        let folded = [OTHER, if names[1] == TOOL_CALL { TOOL_CALL } else { OTHER }, OTHER];
        // A series that makes room is in no set any more, so that the second time it is a new one.
        while !self.add(folded, slot, usize::MAX).as_ref().is_some_and(recorded) {}
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<Arc<Series>> {
        self.series.load().iter().map(Arc::clone).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.series.load().len()
    }

    /// How many calls have been counted under other names than their own.
    pub(super) fn folded(&self) -> u64 {
        self.folded.load(Relaxed)
    }

    pub(super) fn bytes(&self) -> usize {
        self.series.load().iter().map(|series| series.bytes()).sum()
    }

    /// The series of these names: the one there is, or a new one, if there is room.
    fn add(&self, names: [&str; 3], slot: Slot, room: usize) -> Option<Arc<Series>> {
        // A spent budget is seen without the lock, except when it is time to look for room.
        if self.series.load().len() >= room && self.swept.load(Relaxed) >= slot {
            return self.series.load().get(&Names(names)).map(Arc::clone);
        }
        // Nothing that the lock guards can be left half-done: the set is replaced whole.
        let _growing = self.growing.lock().unwrap_or_else(PoisonError::into_inner);
        let series = self.series.load();
        if let Some(found) = series.get(&Names(names)) {
            return Some(Arc::clone(found));
        }
        let mut grown = HashSet::clone(&series);
        if grown.len() >= room && self.swept.swap(slot, Relaxed) < slot {
            grown.retain(|series| !series.make_room(slot));
        }
        let new = (grown.len() < room).then(|| Arc::new(Series::new(names, slot)));
        grown.extend(new.clone());
        self.series.store(Arc::new(grown));
        new
    }
}

impl Series {
    fn new(names: [&str; 3], slot: Slot) -> Self {
        let begins = [names[0].len(), names[0].len() + names[1].len()];
        Self { names: names.concat().into(), begins, timeline: Mutex::new(Some(Timeline::new(slot))) }
    }

    /// Server, method and tool.
    pub(super) fn names(&self) -> [&str; 3] {
        let [method, tool] = self.begins;
        [&self.names[..method], &self.names[method..tool], &self.names[tool..]]
    }

    /// Whether it is counted: it is not, where the series has made room meanwhile.
    fn record(&self, slot: Slot, ok: bool, took: Duration) -> bool {
        self.with(|timeline| timeline.record(slot, ok, took)).is_some()
    }

    /// Gives its timeline to `f`, unless it has made room.
    pub(super) fn with<R>(&self, f: impl FnOnce(&mut Timeline) -> R) -> Option<R> {
        // Whatever panicked with the lock held has counted one call too few at worst.
        let mut timeline = self.timeline.lock().unwrap_or_else(PoisonError::into_inner);
        timeline.as_mut().map(f)
    }

    fn make_room(&self, now: Slot) -> bool {
        let mut timeline = self.timeline.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = &mut *timeline {
            one.advance(now);
            if one.is_empty() {
                *timeline = None;
            }
        }
        timeline.is_none()
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.names.len() + self.with(|timeline| timeline.bytes()).unwrap_or_default()
    }
}

impl PartialEq for Series {
    fn eq(&self, other: &Self) -> bool {
        self.names() == other.names()
    }
}

impl Eq for Series {}

impl Hash for Series {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Names(self.names()).hash(state);
    }
}

/// Names to look up by, without owning them.
#[derive(Hash, PartialEq, Eq)]
struct Names<'a>([&'a str; 3]);

impl Equivalent<Arc<Series>> for Names<'_> {
    fn equivalent(&self, series: &Arc<Series>) -> bool {
        self.0 == series.names()
    }
}
