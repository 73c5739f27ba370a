//! What became of a signal, and how often the log hears of it.

use std::{
    fmt,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant, SystemTime},
};

use gate_mask::Masker;

use super::{Failed, taken::Taken};
use crate::provider::Signal;

/// What went wrong last.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LastError {
    /// When.
    pub at: SystemTime,
    /// What the exporter said, masked, and cut where it is long.
    pub reason: String,
}

/// Counts since the process began, over all exporters there were.
pub(crate) struct Tally {
    signal: Signal,
    masker: Masker,
    exported: AtomicU64,
    failed: AtomicU64,
    failures: AtomicU64,
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    error: Option<LastError>,
    success: Option<SystemTime>,
    failures: Seldom,
    recoveries: Seldom,
    drops: Seldom,
    /// How many drops the log has been told of, or will be.
    dropped: u64,
    /// Whether the last that the log has heard is that it fails.
    is_failing: bool,
}

/// Numbers to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) exported: u64,
    pub(crate) failed: u64,
    pub(crate) failures: u64,
    pub(crate) last_error: Option<LastError>,
    pub(crate) last_success: Option<SystemTime>,
}

impl Tally {
    /// How much of a reason is kept, in bytes.
    const REASON: usize = 300;

    pub(crate) fn new(signal: Signal, masker: Masker) -> Self {
        Self {
            signal,
            masker,
            exported: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            last: Mutex::default(),
        }
    }

    /// Counts an export of so many items.
    pub(crate) fn exported(&self, count: usize, result: &Result<Taken, Failed>) {
        match result {
            Ok(taken) => self.succeeded(count as u64, taken),
            Err(failed) => {
                self.failed.fetch_add(count as u64, Relaxed);
                self.fails(&failed.to_string());
            }
        }
    }

    fn succeeded(&self, count: u64, taken: &Taken) {
        let rejected = taken.rejected.min(count);
        self.exported.fetch_add(count - rejected, Relaxed);
        self.failed.fetch_add(rejected, Relaxed);
        let mut last = self.last();
        if rejected < count {
            last.success = Some(SystemTime::now());
        }
        if rejected > 0 || taken.why.is_some() {
            drop(last);
            let why = taken.why.as_deref().unwrap_or("it does not say why");
            return self.fails(&format!("{rejected} of {count} were not taken: {why}"));
        }
        if !last.is_failing || last.recoveries.note(1).is_none() {
            return;
        }
        last.is_failing = false;
        let failures = last.failures.say_now();
        drop(last);
        tracing::info!(signal = self.signal.as_str(), failures, "export works again");
    }

    /// Notes what went wrong with an export, in the exporter's words.
    fn fails(&self, why: &str) {
        self.failures.fetch_add(1, Relaxed);
        // Fit to be shown.
        let reason = shown(&self.masker, why, Self::REASON);
        let mut last = self.last();
        last.error = Some(LastError { at: SystemTime::now(), reason: reason.clone() });
        last.is_failing = true;
        let failures = last.failures.note(1);
        drop(last);
        if let Some(failures) = failures {
            tracing::warn!(signal = self.signal.as_str(), failures, reason, "export fails");
        }
    }

    /// Tells the log of drops, of which there have been so many in all.
    pub(crate) fn confess(&self, dropped: u64) {
        let mut last = self.last();
        let new = dropped - last.dropped.min(dropped);
        if new == 0 {
            return;
        }
        last.dropped = dropped;
        let count = last.drops.note(new);
        drop(last);
        if let Some(count) = count {
            tracing::warn!(signal = self.signal.as_str(), count, "dropped: they came faster than they left");
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        let last = self.last();
        Counts {
            exported: self.exported.load(Relaxed),
            failed: self.failed.load(Relaxed),
            failures: self.failures.load(Relaxed),
            last_error: last.error.clone(),
            last_success: last.success,
        }
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tally").field("signal", &self.signal).finish_non_exhaustive()
    }
}

/// Masks what somebody else has written, then cuts it: a cut secret might pass for none.
pub(crate) fn shown(masker: &Masker, text: &str, limit: usize) -> String {
    let mut shown = masker.mask_str(text).into_inner().into_owned();
    if shown.len() > limit {
        shown.truncate(shown.floor_char_boundary(limit));
        shown.push('…');
    }
    shown
}

/// Something that may happen often, and is told of at most once a minute.
#[derive(Debug, Default)]
struct Seldom {
    said: Option<Instant>,
    unsaid: u64,
}

impl Seldom {
    const PERIOD: Duration = Duration::from_secs(60);

    /// How many to tell of, if it is time to.
    fn note(&mut self, count: u64) -> Option<u64> {
        self.unsaid += count;
        let is_time = self.said.is_none_or(|said| said.elapsed() >= Self::PERIOD);
        is_time.then(|| {
            self.said = Some(Instant::now());
            self.say_now()
        })
    }

    fn say_now(&mut self) -> u64 {
        std::mem::take(&mut self.unsaid)
    }
}
