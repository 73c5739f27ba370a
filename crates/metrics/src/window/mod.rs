//! Statistics of the last minutes and hours: how many calls, how many failed, how long they took.
//!
//! Metrics leave windows to whoever scrapes them. This is for who does not: it answers by itself what the
//! rate, the share of errors and the percentiles of each server and tool were, in any window of up to 24
//! hours.
//!
//! ```
//! use std::time::{Duration, Instant};
//! use gate_metrics::window::{Sample, WindowQuery, Windows};
//!
//! let windows = Windows::new();
//! let (ended, took) = (Instant::now(), Duration::from_millis(20));
//! windows.record(Sample { server: "files", method: "tools/call", tool: "read", ok: true, took, ended });
//!
//! let report = windows.stats(&WindowQuery::last(Duration::from_secs(300)), Instant::now());
//! assert_eq!(report.total.calls, 1);
//! assert!(report.total.p99.unwrap().abs_diff(took) < took / 64);
//! ```
//!
//! **How it works.** A series is a server, a method and a tool. Its calls are counted in a histogram of 32
//! buckets an octave (the `histogram` crate's), which every ten seconds is packed into a cell of some dozens
//! of bytes. Cells are merged into cells of a minute, and those into cells of a quarter of an hour, each kept
//! as long as windows of their size need them. No timer does this, but the next call; a series without calls
//! costs nothing. No clock is read either: calls and questions say their times.
//!
//! **What it promises.** Counts are exact. A percentile is the value of nearest rank, at most 1/64 off (1.6 %,
//! and half a microsecond); beyond 71 minutes it is cut off. A cell that would take too many bytes, as there
//! are very many calls with latencies all over, is kept with half as many buckets, which doubles that; the
//! answer [says so](Stats::relative_error). A window begins where a cell does, which the answer says, too.
//! A series takes at most [`MAX_SERIES_BYTES`], and there are so many as the budget says; the rest is counted
//! as [`OTHER`](crate::OTHER). A series that had no call for a day makes room for another.
//!
//! **What it costs.** A call: a look-up, a lock that only calls of the same series share, an addition; and the
//! first of a series in ten seconds, up to a microsecond of packing. A question holds each series' lock while
//! it reads that one: some fifty microseconds for a full day.

mod cell;
mod query;
mod report;
mod table;
mod tally;
mod timeline;

#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

pub use self::{
    query::{By, WindowQuery},
    report::{Group, Point, Stats, WindowReport},
    timeline::{LONGEST_WINDOW, MAX_SERIES_BYTES},
};
use self::{
    report::Reader,
    table::Table,
    timeline::{SLOT, SLOTS_PER_QUARTER, Slot},
};

/// How many series there may be, if nothing else is said.
const BUDGET: usize = 1_000;

/// One call that has ended.
///
/// Names must come from a bounded set, as those of labels do.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// The server that was called.
    pub server: &'a str,
    /// The protocol's method, such as `tools/call`.
    pub method: &'a str,
    /// The tool, or nothing where the method calls none.
    pub tool: &'a str,
    /// Whether the call did what was asked.
    pub ok: bool,
    /// How long it took.
    pub took: Duration,
    /// When it ended. A call that is told of late counts as one of now.
    pub ended: Instant,
}

/// What happened lately. Clones are the same store.
#[derive(Clone)]
pub struct Windows(Arc<Inner>);

struct Inner {
    table: Table,
    clock: Clock,
}

impl Windows {
    /// A store of up to 1,000 series, which is empty.
    #[must_use]
    pub fn new() -> Self {
        Self::with_budget(BUDGET)
    }

    /// A store of up to so many series.
    #[must_use]
    pub fn with_budget(series: usize) -> Self {
        // Cells begin at whole minutes and quarters of an hour, as far as the wall clock holds still.
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::at(series, Instant::now(), unix)
    }

    fn at(series: usize, born: Instant, wall: Duration) -> Self {
        let quarter = SLOT * SLOTS_PER_QUARTER;
        let phase = Duration::from_secs(wall.as_secs() % quarter.as_secs());
        Self(Arc::new(Inner { table: Table::new(series), clock: Clock { born, phase } }))
    }

    /// Counts a call.
    pub fn record(&self, sample: Sample<'_>) {
        let slot = self.0.clock.slot(sample.ended);
        self.0.table.record([sample.server, sample.method, sample.tool], slot, sample.ok, sample.took);
    }

    /// What happened until now.
    ///
    /// This reads all there is in the window, which may be milliseconds of work: an async service should ask
    /// on a thread for blocking work.
    #[must_use]
    pub fn stats(&self, query: &WindowQuery, now: Instant) -> WindowReport {
        Reader::new(query, self.0.clock.elapsed(now), self.0.clock.phase).read(&self.0.table)
    }

    /// How many bytes the series take, on the heap, as far as the allocator is known.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.table.bytes()
    }
}

impl Default for Windows {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Windows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Windows").field("series", &self.0.table.len()).finish_non_exhaustive()
    }
}

/// Where times are in slots. Time before the store counts as its beginning.
struct Clock {
    born: Instant,
    /// How far into a slot of the widest kind the store was born.
    phase: Duration,
}

impl Clock {
    fn slot(&self, time: Instant) -> Slot {
        timeline::slot_of(self.elapsed(time))
    }

    /// Since the beginning of the first slot.
    fn elapsed(&self, time: Instant) -> Duration {
        time.saturating_duration_since(self.born) + self.phase
    }
}
