//! What is answered.

use std::{iter::repeat_with, sync::Arc, time::Duration};

use super::{
    By, WindowQuery,
    cell::Cell,
    table::{Series, Table},
    tally::Tally,
    timeline::{SLOT, Slot, TIERS, slot_of},
};

/// What happened in a window.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WindowReport {
    /// All calls that were asked for.
    pub total: Stats,
    /// The same by server, tool or method, in the order of their names; those without calls are left out.
    pub items: Vec<(Group, Stats)>,
    /// The total bit by bit, without gaps, from the window's beginning, or the store's, to now.
    pub points: Vec<Point>,
    /// How many calls, since the beginning, have been counted under [`OTHER`](crate::OTHER) names for want of
    /// room.
    pub folded: u64,
}

/// What a statistic is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Group {
    /// The server.
    pub server: Box<str>,
    /// The method, if that was asked for.
    pub method: Option<Box<str>>,
    /// The tool, if that was asked for, and there is one.
    pub tool: Option<Box<str>>,
}

/// Calls in some time, summed up.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Stats {
    /// Calls that ended.
    pub calls: u64,
    /// Those of them that did not do what was asked.
    pub errors: u64,
    /// The latency that half of the calls did not exceed.
    pub p50: Option<Duration>,
    /// That nine in ten did not exceed.
    pub p90: Option<Duration>,
    /// That 95 in a hundred did not exceed.
    pub p95: Option<Duration>,
    /// That 99 in a hundred did not exceed.
    pub p99: Option<Duration>,
    /// The longest latency, to the microsecond.
    pub max: Option<Duration>,
    /// How far a percentile may be off, as a share of it: 1/64, or more where cells had to be made coarser.
    pub relative_error: f64,
    /// The time that this is for, as far as the store has been there: a little more than the window, as it
    /// begins where a cell does.
    pub span: Duration,
}

/// A point of a chart.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Point {
    /// How long before now it begins.
    pub age: Duration,
    /// What happened from then on, for its [`span`](Stats::span).
    pub stats: Stats,
}

impl Stats {
    /// Calls a second. A time of less than a second, which is too short for a rate, counts as one.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.calls as f64 / self.span.as_secs_f64().max(1.0)
    }

    /// The share of calls that failed, from 0 to 1.
    #[must_use]
    pub fn error_rate(&self) -> f64 {
        match self.calls {
            0 => 0.0,
            calls => self.errors as f64 / calls as f64,
        }
    }
}

/// Reads a window. Times are since the beginning of the first slot.
pub(super) struct Reader<'a> {
    query: &'a WindowQuery,
    now: Duration,
    /// When the store was born.
    born: Duration,
    tier: usize,
    from: Slot,
}

impl<'a> Reader<'a> {
    pub(super) fn new(query: &'a WindowQuery, now: Duration, born: Duration) -> Self {
        let tier = query.tier();
        let from = TIERS[tier].start(slot_of(now.saturating_sub(query.window())));
        Self { query, now, born, tier, from }
    }

    pub(super) fn read(&self, table: &Table) -> WindowReport {
        let mut points = self.query.slots_per_point().map(|slots| Points::new(self, slots));
        let mut items = Vec::new();
        let (mut total, mut tally) = (Tally::new(), Tally::new());
        for group in self.chosen(table).chunk_by(|(one, _), (other, _)| one == other) {
            tally.clear();
            for (_, series) in group {
                self.each_cell(series, |cell| {
                    cell.add_to(&mut tally);
                    points.iter_mut().for_each(|points| points.add(cell));
                });
            }
            if tally.calls > 0 {
                total.merge(&tally);
                items.push((group[0].0.clone(), tally.stats(self.since(self.from))));
            }
        }
        let points = points.map(|points| points.finish(self)).unwrap_or_default();
        WindowReport { total: total.stats(self.since(self.from)), items, points, folded: table.folded() }
    }

    /// The series that count, those of a group together.
    fn chosen(&self, table: &Table) -> Vec<(Group, Arc<Series>)> {
        let all = table.all().into_iter().filter(|series| self.query.takes(series.names()));
        let mut chosen: Vec<_> = all.map(|series| (self.group(&series), series)).collect();
        chosen.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        chosen
    }

    fn group(&self, series: &Series) -> Group {
        let [server, method, tool] = series.names().map(Box::from);
        let by = self.query.by;
        Group {
            server,
            method: (by == By::Method).then_some(method),
            tool: (by == By::Tool && !tool.is_empty()).then_some(tool),
        }
    }

    fn each_cell(&self, series: &Series, show: impl FnMut(&Cell)) {
        // One that has made room had no call for longer than any window.
        let _ = series.with(|timeline| {
            timeline.advance(slot_of(self.now));
            timeline.read(self.tier, self.from, show);
        });
    }

    /// The time since a slot, as far as the store was there.
    fn since(&self, slot: Slot) -> Duration {
        self.now.saturating_sub((SLOT * slot).max(self.born))
    }
}

/// A tally for each point.
struct Points {
    /// The slot where the first would begin, were it whole: points begin at multiples of their length.
    first: Slot,
    slots: Slot,
    tallies: Vec<Tally>,
}

impl Points {
    fn new(reader: &Reader<'_>, slots: Slot) -> Self {
        let begin = reader.from.max(slot_of(reader.born));
        let first = begin - begin % slots;
        let last = slot_of(reader.now).max(first);
        let count = (last - first) / slots + 1;
        Self { first, slots, tallies: repeat_with(Tally::new).take(count as usize).collect() }
    }

    fn add(&mut self, cell: &Cell) {
        let place = ((cell.start - self.first) / self.slots) as usize;
        // A call may have ended after the time that is asked for as now.
        let last = self.tallies.len() - 1;
        cell.add_to(&mut self.tallies[place.min(last)]);
    }

    fn finish(self, reader: &Reader<'_>) -> Vec<Point> {
        let point = |(slot, tally): (Slot, Tally)| {
            let age = reader.since(slot.max(reader.from));
            let end = slot.saturating_add(self.slots);
            Point { age, stats: tally.stats(age - reader.since(end)) }
        };
        (self.first..).step_by(self.slots as usize).zip(self.tallies).map(point).collect()
    }
}
