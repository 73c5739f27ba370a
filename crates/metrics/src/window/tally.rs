//! Calls, counted.

use std::time::Duration;

use histogram::{Bucket, Config, Histogram};

use super::Stats;

/// Two to this power of buckets between a latency and its double.
pub(super) const PRECISION: u8 = 5;
/// Two to this power of microseconds, some 71 minutes, are the longest latency that is told from others.
pub(super) const RANGE: u8 = 32;

const QUANTILES: [f64; 4] = [0.5, 0.9, 0.95, 0.99];

/// How the latencies of calls are distributed, and how many calls failed.
#[derive(Clone)]
pub(super) struct Tally {
    pub(super) latencies: Histogram,
    pub(super) calls: u64,
    pub(super) errors: u64,
    /// The longest latency, in microseconds.
    pub(super) max: u64,
    /// The precision of the coarsest histogram that was merged in.
    pub(super) precision: u8,
}

/// Buckets of this precision.
pub(super) fn buckets(precision: u8) -> Config {
    Config::new(precision, RANGE).expect("the precision is below the range, and the range below 64")
}

/// What stands for a bucket: no value of it is further off than half its width.
fn middle(bucket: &Bucket) -> Duration {
    // A bucket's last microsecond belongs to it, to its end.
    let (start, end) = (bucket.start(), bucket.end().saturating_add(1));
    Duration::from_nanos((start + end) * 500)
}

impl Tally {
    pub(super) fn new() -> Self {
        let latencies = Histogram::with_config(&buckets(PRECISION));
        Self { latencies, calls: 0, errors: 0, max: 0, precision: PRECISION }
    }

    pub(super) fn clear(&mut self) {
        self.latencies.reset();
        (self.calls, self.errors, self.max, self.precision) = (0, 0, 0, PRECISION);
    }

    pub(super) fn record(&mut self, ok: bool, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.add(micros, 1);
        self.errors += u64::from(!ok);
        self.max = self.max.max(micros);
    }

    /// Counts so many calls of a latency.
    pub(super) fn add(&mut self, micros: u64, calls: u64) {
        let known = self.latencies.add(micros.min((1 << RANGE) - 1), calls);
        debug_assert!(known.is_ok(), "the value was cut to the range");
        self.calls += calls;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let buckets = self.latencies.as_mut_slice().iter_mut().zip(other.latencies.as_slice());
        buckets.for_each(|(sum, count)| *sum += count);
        self.calls += other.calls;
        self.errors += other.errors;
        self.max = self.max.max(other.max);
        self.precision = self.precision.min(other.precision);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        size_of_val(self.latencies.as_slice())
    }

    /// What it comes to, over so much time.
    pub(super) fn stats(&self, span: Duration) -> Stats {
        let mut found = [const { None }; QUANTILES.len()];
        let written = self.latencies.quantile_buckets_into(&QUANTILES, &mut found);
        debug_assert!(written.is_ok(), "the quantiles are valid, and there is room for each");
        let max = Duration::from_micros(self.max);
        let [p50, p90, p95, p99] = found.map(|bucket| bucket.map(|bucket| middle(&bucket).min(max)));
        Stats {
            calls: self.calls,
            errors: self.errors,
            p50,
            p90,
            p95,
            p99,
            max: (self.calls > 0).then_some(max),
            relative_error: relative_error(self.precision),
            span,
        }
    }
}

/// Half a bucket's width, of the least value that is in one so wide.
fn relative_error(precision: u8) -> f64 {
    0.5 / f64::from(1_u32 << precision)
}
