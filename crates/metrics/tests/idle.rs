//! Idle series go, from the meter and from the exporter, and not one count goes with them.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use gate_metrics::{Meter, catalogue};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use metrics_util::MetricKindMask;

/// A meter, and an exporter that forgets counters and histograms.
fn meter(idle: Duration) -> (Meter, PrometheusHandle) {
    let forgotten = MetricKindMask::COUNTER | MetricKindMask::HISTOGRAM;
    let builder = PrometheusBuilder::new().set_buckets(&[1.0]).expect("there is a bucket");
    let recorder = builder.idle_timeout(forgotten, Some(idle)).build_recorder();
    let handle = recorder.handle();
    (Meter::new(Arc::new(recorder)), handle)
}

/// What is shown of each series, summed over the lives that it has had.
#[derive(Default)]
struct Lives {
    now: HashMap<String, u64>,
    before: u64,
    ended: u64,
}

impl Lives {
    fn look(&mut self, text: &str) {
        let counts = ["tool_calls_total{", "tool_latency_seconds_count{"];
        let mut now = HashMap::new();
        for line in text.lines().filter(|line| counts.iter().any(|count| line.starts_with(count))) {
            let (series, value) = line.rsplit_once(' ').expect("a value");
            now.insert(series.to_owned(), value.parse().expect("a count"));
        }
        for (series, count) in &self.now {
            // A series that is less than it was has begun anew.
            if now.get(series).is_none_or(|now| now < count) {
                self.before += count;
                self.ended += 1;
            }
        }
        self.now = now;
    }

    fn total(&self) -> u64 {
        self.before + self.now.values().sum::<u64>()
    }
}

#[test]
fn series_that_come_and_go_lose_no_count() {
    let (meter, handle) = meter(Duration::from_millis(120));
    let stop = AtomicBool::new(false);
    let (counted, lives) = thread::scope(|scope| {
        let counting: Vec<_> = (0..4)
            .map(|thread| {
                let (meter, stop) = (&meter, &stop);
                scope.spawn(move || count(meter, stop, thread))
            })
            .collect();
        let mut lives = Lives::default();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(3) {
            meter.forget_idle(2);
            lives.look(&meter.quiet(|| handle.render()));
            thread::sleep(Duration::from_millis(10));
        }
        stop.store(true, Relaxed);
        let counted: u64 = counting.into_iter().map(|thread| thread.join().expect("it counts")).sum();
        lives.look(&meter.quiet(|| handle.render()));
        (counted, lives)
    });
    assert!(lives.ended > 10, "series did go: {}", lives.ended);
    assert_eq!(lives.total(), 2 * counted, "a counter and a histogram have counted all");
}

/// Counts in series that all threads share, now in some, now in others, so that each is idle now and then
/// for about as long as it takes to be forgotten.
fn count(meter: &Meter, stop: &AtomicBool, thread: u64) -> u64 {
    let mut counted = 0;
    let mut state = thread.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
    while !stop.load(Relaxed) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let labels = ["s", &format!("tool-{}", (state >> 33) % 40), "ok"];
        meter.count(&catalogue::TOOL_CALLS, &labels, 1);
        meter.observe(&catalogue::TOOL_LATENCY, &labels, 0.5);
        counted += 1;
        thread::sleep(Duration::from_millis((state >> 40) % 30));
    }
    counted
}

#[test]
fn a_gauge_that_is_held_stays() {
    let (meter, handle) = meter(Duration::from_millis(20));
    let held = meter.gauge(&catalogue::TOOL_CALLS_IN_FLIGHT, &["s"]);
    held.increment(1.0);
    for _ in 0..10 {
        meter.forget_idle(1);
        meter.quiet(|| handle.render());
        thread::sleep(Duration::from_millis(10));
    }
    assert!(handle.render().contains("tool_calls_in_flight{server=\"s\"} 1"));
    held.decrement(1.0);
    meter.gauge(&catalogue::TOOL_CALLS_IN_FLIGHT, &["s"]).increment(2.0);
    assert!(handle.render().contains("tool_calls_in_flight{server=\"s\"} 2"));
}

#[test]
fn what_went_is_counted_and_comes_back() {
    let (meter, handle) = meter(Duration::from_millis(1));
    meter.count(&catalogue::ERRORS, &["denied"], 5);
    for _ in 0..3 {
        meter.forget_idle(1);
        meter.quiet(|| handle.render());
        thread::sleep(Duration::from_millis(5));
    }
    let text = handle.render();
    assert!(!text.contains("errors_total{"), "{text}");
    meter.count(&catalogue::ERRORS, &["denied"], 2);
    assert!(handle.render().contains("errors_total{category=\"denied\"} 2"));
}
