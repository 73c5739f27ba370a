//! What windows cost: a call that is counted, alone and beside other threads; a day of a thousand series that
//! is asked for; and the bytes that this day takes.
//!
//! `cargo bench -p gate-metrics --bench window`. Prints its figures, in time of the threads that work. A call is
//! told beside a counter behind a lock in a map of names, which is about the least that counting by name costs
//! on the same machine.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use std::{
    collections::HashMap,
    hint::black_box,
    sync::{Mutex, RwLock},
    thread,
    time::{Duration, Instant},
};

use gate_metrics::window::{By, MAX_SERIES_BYTES, Sample, WindowQuery, Windows};

const SERIES: usize = 1_000;
const CALLS: u32 = 2_000_000;
const DAY: u64 = 86_400;
/// Of each measurement, the best of so many runs: other work on the machine only ever adds.
const RUNS: usize = 5;

fn main() {
    let tools: Vec<String> = (0..SERIES).map(|tool| format!("tool-{tool}")).collect();
    count(&tools);
    day(&tools, 1, "a call in ten seconds, alike");
    day(&tools, 10, "a call a second, from 1 ms to 1 s");
}

fn count(tools: &[String]) {
    println!("nanoseconds a call:      counter  windows");
    for used in [1, 20, 1_000] {
        let [counter, windows] = [counters(&tools[..used], 1), windows(&tools[..used], 1)];
        println!("{used:>5} tools, 1 thread    {counter:>6.1}   {windows:>6.1}   {:.2} x", windows / counter);
    }
    for used in [1, 20, 1_000] {
        let [counter, windows] = [counters(&tools[..used], 4), windows(&tools[..used], 4)];
        println!("{used:>5} tools, 4 threads   {counter:>6.1}   {windows:>6.1}   {:.2} x", windows / counter);
    }
}

fn counters(tools: &[String], threads: u32) -> f64 {
    let counters: RwLock<HashMap<&str, Mutex<u64>>> = RwLock::default();
    let count = |sample: Sample<'_>, tool| {
        if let Some(counter) = counters.read().expect("nothing panics with it").get(sample.tool) {
            *counter.lock().expect("nothing panics with it") += 1;
            return;
        }
        counters.write().expect("nothing panics with it").insert(tool, Mutex::new(1));
    };
    each(tools, threads, count)
}

fn windows(tools: &[String], threads: u32) -> f64 {
    let windows = Windows::new();
    each(tools, threads, |sample, _| windows.record(sample))
}

/// What one call costs: calls that end a microsecond after one another.
fn each<'a>(tools: &'a [String], threads: u32, count: impl Fn(Sample<'_>, &'a str) + Sync) -> f64 {
    let begun = Instant::now();
    let run = || {
        let started = now();
        for (call, tool) in (0..CALLS / threads).zip(tools.iter().cycle()) {
            let took = Duration::from_micros(500 + u64::from(call.wrapping_mul(2_654_435_761) >> 12));
            count(black_box(sample(tool, begun + Duration::from_micros(call.into()), took)), tool);
        }
        now() - started
    };
    let all = || {
        thread::scope(|scope| {
            let runs: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
            runs.into_iter().map(|run| run.join().expect("nothing panics")).sum()
        })
    };
    best(all).as_nanos() as f64 / f64::from(CALLS)
}

fn sample(tool: &str, ended: Instant, took: Duration) -> Sample<'_> {
    Sample { server: "demo", method: "tools/call", tool, ok: true, took, ended }
}

/// Fills a day, so many calls of each series in each ten seconds, and asks for it.
fn day(tools: &[String], calls: u64, what: &str) {
    let (windows, begun, started) = (Windows::new(), Instant::now(), now());
    let mut random = 1_u64;
    let spread = if calls == 1 { 0.1 } else { 6.9 };
    let mut latency = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Duration::from_secs_f64(0.001 * (spread * (random >> 11) as f64 / 2_f64.powi(53)).exp())
    };
    for second in (0..DAY).step_by(10) {
        let ended = begun + Duration::from_secs(second);
        for tool in tools {
            (0..calls).for_each(|_| windows.record(sample(tool, ended, latency())));
        }
    }
    let recorded = DAY / 10 * calls * tools.len() as u64;
    let each = (now() - started).as_nanos() as f64 / recorded as f64;
    println!("\na day of {SERIES} series, {what}: {recorded} calls");
    println!("{each:>8.1}  nanoseconds a call, with all packing and merging");
    let mib = |bytes: usize| bytes as f64 / (1 << 20) as f64;
    println!("{:>8.1}  MiB, of {:.1} at most", mib(windows.bytes()), mib(MAX_SERIES_BYTES * SERIES));
    ask(&windows, begun + Duration::from_secs(DAY));
}

fn ask(windows: &Windows, end: Instant) {
    let day = WindowQuery::last(Duration::from_secs(DAY));
    for (what, query) in [
        ("5 minutes, by tool", WindowQuery::last(Duration::from_secs(300)).by(By::Tool)),
        ("24 hours, by tool", day.clone().by(By::Tool)),
        ("24 hours, by server, and a chart", day.bucket(Duration::from_secs(900))),
    ] {
        let took = best(|| {
            let started = now();
            black_box(windows.stats(&query, end));
            now() - started
        });
        let total = windows.stats(&query, end).total;
        let (millis, calls, error) = (took.as_secs_f64() * 1e3, total.calls, total.relative_error);
        println!(
            "{millis:>8.1}  milliseconds to ask for {what}: {calls} calls, error {:.1} %",
            error * 100.0
        );
    }
}

fn best(mut run: impl FnMut() -> Duration) -> Duration {
    (0..RUNS).map(|_| run()).min().unwrap_or_default()
}

/// How long this thread has run: what else the machine does with its cores is not counted.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// The time of day will do.
#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed()
}
