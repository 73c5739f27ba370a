use std::thread;

use proptest::prelude::*;

use super::{tally::Tally, *};
use crate::OTHER;

const HOUR: u64 = 3_600;

/// A store, whose times are seconds since it was born.
struct Store {
    windows: Windows,
    born: Instant,
}

impl Store {
    /// Born at a whole quarter of an hour.
    fn new(budget: usize) -> Self {
        let born = Instant::now();
        Self { windows: Windows::at(budget, born, Duration::ZERO), born }
    }

    fn at(&self, seconds: u64) -> Instant {
        self.born + Duration::from_secs(seconds)
    }

    fn call(&self, seconds: u64, [server, tool]: [&str; 2], ok: bool, took: Duration) {
        let (method, ended) = ("tools/call", self.at(seconds));
        self.windows.record(Sample { server, method, tool, ok, took, ended });
    }

    fn echo(&self, seconds: u64) {
        self.call(seconds, ["demo", "echo"], true, Duration::from_millis(5));
    }

    fn stats(&self, now: u64, query: &WindowQuery) -> WindowReport {
        self.windows.stats(query, self.at(now))
    }

    fn calls(&self, now: u64, window: u64) -> u64 {
        self.stats(now, &last(window)).total.calls
    }
}

fn last(seconds: u64) -> WindowQuery {
    WindowQuery::last(Duration::from_secs(seconds))
}

/// Numbers that look random, and are the same each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Mostly some milliseconds, sometimes seconds.
    fn latency(&mut self) -> Duration {
        Duration::from_secs_f64(0.000_5 * (10.0 * self.next() * self.next()).exp())
    }
}

/// The value of nearest rank.
fn exact(sorted: &[Duration], quantile: f64) -> Duration {
    let rank = (quantile * sorted.len() as f64).ceil() as usize;
    sorted[rank.max(1) - 1]
}

fn assert_percentiles(stats: &Stats, mut took: Vec<Duration>) {
    took.sort_unstable();
    assert_eq!(stats.max.unwrap().as_micros(), took.last().unwrap().as_micros());
    for (quantile, found) in [(0.5, stats.p50), (0.9, stats.p90), (0.95, stats.p95), (0.99, stats.p99)] {
        let (found, exact) = (found.unwrap().as_secs_f64(), exact(&took, quantile).as_secs_f64());
        let bound = exact * stats.relative_error + 0.000_000_5;
        assert!((found - exact).abs() <= bound, "p{quantile}: {found}, not {exact}; {stats:?}");
    }
}

#[test]
fn counts_are_exact_and_percentiles_within_the_error_in_every_window() {
    let store = Store::new(1_000);
    let mut random = Random(7);
    let calls: Vec<_> = (0..26 * HOUR)
        .step_by(3)
        .map(|ended| (ended, random.next() > 0.03, random.latency()))
        .inspect(|(ended, ok, took)| store.call(*ended, ["demo", "echo"], *ok, *took))
        .collect();
    let now = 26 * HOUR;
    for (window, error) in [(60, 64.0), (300, 64.0), (600, 64.0), (HOUR, 64.0), (24 * HOUR, 64.0)] {
        let total = store.stats(now, &last(window)).total;
        let begin = now - total.span.as_secs();
        assert_eq!(begin, now - window, "a window that begins with a cell is met");
        let inside: Vec<_> = calls.iter().filter(|(ended, ..)| *ended >= begin).collect();
        assert_eq!(total.calls, inside.len() as u64, "{window}");
        assert_eq!(total.errors, inside.iter().filter(|(_, ok, _)| !ok).count() as u64);
        assert!((total.rate() - inside.len() as f64 / window as f64).abs() < 1e-9);
        assert_eq!(total.relative_error, 0.5 / 32.0_f64.max(error / 2.0));
        assert_percentiles(&total, inside.iter().map(|(.., took)| *took).collect());
    }
}

#[test]
fn a_busy_series_is_told_within_the_error_that_it_states() {
    let store = Store::new(1_000);
    let mut random = Random(11);
    let mut took = Vec::new();
    for ended in 0..HOUR {
        for _ in 0..40 {
            took.push(random.latency());
            store.call(ended, ["demo", "echo"], true, took[took.len() - 1]);
        }
    }
    let total = store.stats(HOUR, &last(24 * HOUR)).total;
    assert_eq!(total.calls, 40 * HOUR);
    assert!(total.relative_error > 1.0 / 64.0, "cells should have been too small for this");
    assert!(total.relative_error <= 1.0 / 16.0, "{}", total.relative_error);
    assert_percentiles(&total, took);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However calls fall into slots, and slots into cells: what comes out is one histogram of them all.
    #[test]
    fn merged_slots_are_one_tally_of_all(
        calls in prop::collection::vec((0_u64..2_000, 0..3_usize, any::<bool>(), 0_u64..200_000), 1..60),
    ) {
        let store = Store::new(1_000);
        let (mut now, mut tally) = (0, Tally::new());
        for (after, tool, ok, micros) in calls {
            now += if now + after < 24 * HOUR { after } else { 0 };
            let took = Duration::from_micros(micros);
            store.call(now, ["demo", ["a", "b", "c"][tool]], ok, took);
            tally.record(ok, took);
        }
        let report = store.stats(now, &last(24 * HOUR));
        prop_assert_eq!(&report.total, &tally.stats(report.total.span));
        prop_assert_eq!(&report.items, &[(report.items[0].0.clone(), report.total.clone())]);

        let by_tool = store.stats(now, &last(24 * HOUR).by(By::Tool).bucket(Duration::from_secs(HOUR)));
        prop_assert_eq!(by_tool.items.iter().map(|(_, stats)| stats.calls).sum::<u64>(), tally.calls);
        prop_assert_eq!(by_tool.points.iter().map(|point| point.stats.calls).sum::<u64>(), tally.calls);
        prop_assert_eq!(by_tool.points.iter().map(|point| point.stats.errors).sum::<u64>(), tally.errors);
    }

    /// What a window counts is what ended since its beginning, wherever that falls.
    #[test]
    fn a_window_counts_what_ended_since_it_began(
        steps in prop::collection::vec(0_u64..400, 1..80),
        window in 10_u64..24 * HOUR,
        idle in 0_u64..2 * HOUR,
    ) {
        let store = Store::new(1_000);
        let mut ended = Vec::new();
        for step in steps {
            ended.push(ended.last().unwrap_or(&0) + step);
            store.echo(*ended.last().unwrap());
        }
        let now = ended.last().unwrap() + idle;
        let total = store.stats(now, &last(window)).total;
        let begin = now - total.span.as_secs();
        prop_assert!(begin == 0 || total.span.as_secs() >= window);
        prop_assert!(total.span.as_secs() < window + [10, 60, 900][usize::from(window > 600) + usize::from(window > HOUR)]);
        prop_assert_eq!(total.calls, ended.iter().filter(|ended| **ended >= begin).count() as u64);
    }
}

#[test]
fn a_window_ends_where_its_cells_do() {
    let store = Store::new(1_000);
    store.echo(100);
    assert_eq!((store.calls(100, 10), store.calls(119, 10)), (1, 1));
    assert_eq!((store.calls(120, 10), store.calls(120, 20)), (0, 1));
    // The cell of ten minutes ago, an hour ago, a day ago is still there; the one before is not.
    assert_eq!((store.calls(709, 600), store.calls(710, 600)), (1, 0));
    assert_eq!((store.calls(3_719, HOUR), store.calls(3_720, HOUR)), (1, 0));
    assert_eq!(
        (store.calls(25 * HOUR - 2_701, 24 * HOUR), store.calls(25 * HOUR - 2_700, 24 * HOUR)),
        (1, 0)
    );
}

#[test]
fn a_young_store_has_a_rate_of_its_own_time() {
    let store = Store::new(1_000);
    assert_eq!(store.stats(0, &last(HOUR)).total.rate(), 0.0);
    (0..4).for_each(|second| store.echo(second));
    let total = store.stats(4, &last(HOUR)).total;
    assert_eq!((total.span, total.rate()), (Duration::from_secs(4), 1.0));
    assert_eq!(total.error_rate(), 0.0);

    // Born in the middle of a quarter of an hour, whose beginning it has not seen.
    let windows = Windows::at(10, store.born, Duration::from_secs(10_000));
    let report = windows.stats(&last(HOUR).bucket(Duration::from_secs(60)), store.at(4));
    assert_eq!((report.total.span, report.points.len()), (Duration::from_secs(4), 1));
    let report = windows.stats(&last(24 * HOUR).bucket(Duration::from_secs(HOUR)), store.at(1_400));
    let spans: Vec<_> = report.points.iter().map(|point| point.stats.span.as_secs()).collect();
    // Its first slot is 100 seconds into a quarter, and points begin at multiples of their length.
    assert_eq!(spans, [1_400]);
    let report = windows.stats(&last(24 * HOUR).bucket(Duration::from_secs(900)), store.at(1_400));
    let spans: Vec<_> = report.points.iter().map(|point| point.stats.span.as_secs()).collect();
    assert_eq!(spans, [800, 600]);
}

#[test]
fn no_calls_are_no_percentiles() {
    let store = Store::new(1_000);
    let report = store.stats(5, &last(60).bucket(Duration::from_secs(10)));
    assert_eq!((report.total.p50, report.total.max, report.total.error_rate()), (None, None, 0.0));
    assert!(report.items.is_empty() && report.points.len() == 1);
}

#[test]
fn time_that_goes_back_or_leaps_loses_no_call() {
    let store = Store::new(1_000);
    store.echo(HOUR);
    store.echo(0);
    store.windows.record(Sample {
        server: "demo",
        method: "tools/call",
        tool: "echo",
        ok: true,
        took: Duration::ZERO,
        ended: store.born.checked_sub(Duration::from_secs(60)).unwrap_or(store.born),
    });
    assert_eq!(store.calls(HOUR, 10), 3);
    // Asked for a time before that of the last call.
    assert_eq!(store.calls(HOUR - 100, 10), 3);
    let points = store.stats(0, &last(60).bucket(Duration::from_secs(10))).points;
    assert_eq!(points.iter().map(|point| point.stats.calls).sum::<u64>(), 3);
    // A year later, in one leap.
    assert_eq!(store.calls(365 * 24 * HOUR, 24 * HOUR), 0);
    store.echo(365 * 24 * HOUR);
    assert_eq!(store.calls(365 * 24 * HOUR, 24 * HOUR), 1);
}

#[test]
fn statistics_are_by_what_was_asked_for() {
    let store = Store::new(1_000);
    let ms = Duration::from_millis;
    store.call(1, ["files", "read"], true, ms(10));
    store.call(2, ["files", "read"], false, ms(30));
    store.call(3, ["files", "write"], true, ms(20));
    store.call(4, ["demo", "read"], true, ms(40));
    let (server, method, tool, ok) = ("demo", "prompts/get", "", true);
    store.windows.record(Sample { server, method, tool, ok, took: ms(50), ended: store.at(5) });
    let shown = |query: WindowQuery| -> Vec<_> {
        let name = |name: Option<Box<str>>| name.map(String::from).unwrap_or_default();
        let items = store.stats(6, &query).items.into_iter();
        items
            .map(|(group, stats)| {
                (
                    format!("{} {}{}", group.server, name(group.method), name(group.tool)),
                    stats.calls,
                    stats.errors,
                )
            })
            .collect()
    };
    let of = |name: &str, calls, errors| (name.to_owned(), calls, errors);
    assert_eq!(shown(last(60)), [of("demo ", 2, 0), of("files ", 3, 1)]);
    let tools = [of("demo ", 1, 0), of("demo read", 1, 0), of("files read", 2, 1), of("files write", 1, 0)];
    assert_eq!(shown(last(60).by(By::Tool)), tools);
    let methods = [of("demo prompts/get", 1, 0), of("demo tools/call", 1, 0), of("files tools/call", 3, 1)];
    assert_eq!(shown(last(60).by(By::Method)), methods);
    assert_eq!(shown(last(60).tool("read")), [of("demo ", 1, 0), of("files ", 2, 1)]);
    assert_eq!(shown(last(60).server("files").by(By::Tool).tool("write")), [of("files write", 1, 0)]);
    assert_eq!(shown(last(60).method("prompts/get")), [of("demo ", 1, 0)]);
    assert_eq!(shown(last(60).server("none")), []);
}

#[test]
fn points_have_no_gaps_and_end_now() {
    let store = Store::new(1_000);
    for minute in [0, 1, 1, 5, 59] {
        store.echo(minute * 60 + 30);
    }
    let report = store.stats(HOUR, &last(HOUR).bucket(Duration::from_secs(301)));
    // 301 seconds are no number of minutes: six are.
    assert_eq!(report.points.len(), 11);
    let calls: Vec<_> = report.points.iter().map(|point| point.stats.calls).collect();
    assert_eq!(calls, [4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    let spans: Duration = report.points.iter().map(|point| point.stats.span).sum();
    assert_eq!((report.points[0].age, spans), (Duration::from_secs(HOUR), Duration::from_secs(HOUR)));
    assert_eq!(report.points[0].stats.rate(), 4.0 / 360.0);

    // A window that begins within a point's time.
    let report = store.stats(HOUR + 90, &last(HOUR).bucket(Duration::from_secs(360)));
    assert_eq!(report.points[0].stats.span, Duration::from_secs(300));
    assert_eq!(report.points[0].stats.calls, 3);
    assert_eq!(store.stats(HOUR, &last(60).bucket(Duration::MAX)).points.len(), 1);
}

#[test]
fn the_budget_holds_and_the_rest_is_folded() {
    let store = Store::new(100);
    for tool in 0..500 {
        store.call(1, ["demo", &tool.to_string()], true, Duration::ZERO);
    }
    let report = store.stats(2, &last(60).by(By::Tool));
    assert_eq!((report.items.len(), report.total.calls, report.folded), (99, 500, 402));
    let (group, stats) = report.items.iter().find(|(group, _)| &*group.server == OTHER).unwrap();
    assert_eq!((group.tool.as_deref(), stats.calls), (Some(OTHER), 402));

    // Half of them go on; the others have made room a day later.
    for tool in 0..50 {
        store.call(20 * HOUR, ["demo", &tool.to_string()], true, Duration::ZERO);
    }
    for tool in 500..540 {
        store.call(26 * HOUR, ["demo", &tool.to_string()], true, Duration::ZERO);
    }
    let report = store.stats(26 * HOUR, &last(24 * HOUR).by(By::Tool));
    assert_eq!((report.items.len(), report.total.calls, report.folded), (90, 90, 402));
}

#[test]
fn a_series_stays_within_its_bytes() {
    let store = Store::new(10);
    let mut most = 0;
    // Calls in every bucket of every cell, for more than a day.
    for ended in (0..23 * HOUR).step_by(300).chain((23 * HOUR..25 * HOUR).step_by(10)) {
        for step in 0..400 {
            let micros = 2_f64.powf(f64::from(step) * 0.08);
            store.call(ended, ["demo", "echo"], true, Duration::from_micros(micros as u64));
        }
        most = most.max(store.windows.bytes());
    }
    assert!(most <= MAX_SERIES_BYTES, "{most}");
    assert!(most > MAX_SERIES_BYTES * 3 / 4, "{most}: the bound that is stated is far from true");
    assert!(store.stats(25 * HOUR, &last(24 * HOUR)).total.relative_error <= 0.5);
}

#[test]
fn no_call_is_lost_between_threads() {
    let store = Store::new(1_000);
    thread::scope(|scope| {
        for thread in 0..4_u64 {
            let store = &store;
            scope.spawn(move || {
                for call in 0..20_000 {
                    // Time goes on, at another pace on each thread, so that cells are packed all along.
                    let ended = call / (8 + thread);
                    let tool = ["a", "b", "c", "d", "e"][(call % 5) as usize];
                    store.call(ended, ["demo", tool], call % 4 != 0, Duration::from_micros(call));
                    if call % 1_000 == 0 {
                        store.stats(ended, &last(HOUR));
                    }
                }
            });
        }
    });
    let total = store.stats(20_000, &last(24 * HOUR)).total;
    assert_eq!((total.calls, total.errors), (80_000, 20_000));
    assert_eq!(total.max, Some(Duration::from_micros(19_999)));
}
