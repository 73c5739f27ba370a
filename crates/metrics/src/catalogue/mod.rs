//! Every metric that the layer and the gateway emit: what it is, what it tells, and when it moves.
//!
//! A [`Metric`] is made here and nowhere else, and nothing is emitted but by one; so what is not listed here
//! does not exist. `docs/metrics.md` is made from this list.

mod audit;
mod calls;
mod gateway;
mod http;
mod process;
mod telemetry;

use metrics::{KeyName, Recorder, Unit};

pub use self::{audit::*, calls::*, gateway::*, http::*, process::*, telemetry::*};

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Metric {
    /// The name, with the unit as Prometheus wants it.
    pub name: &'static str,
    /// What kind of number it is.
    pub kind: MetricKind,
    /// Its unit.
    pub unit: Unit,
    /// The names of its labels.
    pub labels: &'static [&'static str],
    /// What it tells.
    pub help: &'static str,
    /// When it moves.
    pub moves: &'static str,
    /// Who emits it.
    pub source: Source,
    /// The upper bounds of a histogram's buckets; give them to the exporter.
    pub buckets: &'static [f64],
}

/// What kind of number a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetricKind {
    /// It only grows.
    Counter,
    /// It goes up and down.
    Gauge,
    /// It counts samples in buckets.
    Histogram,
}

impl MetricKind {
    /// Its name, as Prometheus writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// Who emits a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// [`MetricsLayer`](crate::MetricsLayer), in any service.
    Layer,
    /// The gateway, through a [`Meter`](crate::Meter).
    Gateway,
}

/// Upper bounds, in seconds, of histograms of requests and calls.
pub const DURATION_BUCKETS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Upper bounds, in seconds, of histograms of streams: from a second to a day.
pub const STREAM_BUCKETS: [f64; 10] =
    [1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0, 43_200.0, 86_400.0];

/// Upper bounds, in bytes, of histograms of bodies: from 64 bytes to 16 MiB, by fours.
pub const SIZE_BUCKETS: [f64; 10] =
    [64.0, 256.0, 1_024.0, 4_096.0, 16_384.0, 65_536.0, 262_144.0, 1_048_576.0, 4_194_304.0, 16_777_216.0];

/// All of them.
///
/// ```
/// use gate_metrics::catalogue;
///
/// assert!(catalogue::all().any(|metric| metric.name == "tool_calls_total"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Metric> {
    let sections =
        [http::HTTP, calls::CALLS, gateway::GATEWAY, audit::AUDIT, telemetry::TELEMETRY, process::PROCESS];
    sections.into_iter().flatten()
}

impl Metric {
    const fn counter(name: &'static str, labels: &'static [&'static str]) -> Self {
        Self::new(name, MetricKind::Counter, Unit::Count, labels, &[])
    }

    const fn gauge(name: &'static str, unit: Unit, labels: &'static [&'static str]) -> Self {
        Self::new(name, MetricKind::Gauge, unit, labels, &[])
    }

    const fn seconds(name: &'static str, labels: &'static [&'static str]) -> Self {
        Self::new(name, MetricKind::Histogram, Unit::Seconds, labels, &DURATION_BUCKETS)
    }

    const fn bytes(name: &'static str, labels: &'static [&'static str]) -> Self {
        Self::new(name, MetricKind::Histogram, Unit::Bytes, labels, &SIZE_BUCKETS)
    }

    const fn new(
        name: &'static str,
        kind: MetricKind,
        unit: Unit,
        labels: &'static [&'static str],
        buckets: &'static [f64],
    ) -> Self {
        Self { name, kind, unit, labels, help: "", moves: "", source: Source::Layer, buckets }
    }

    const fn tells(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    const fn moves(mut self, moves: &'static str) -> Self {
        self.moves = moves;
        self
    }

    const fn of_gateway(mut self) -> Self {
        self.source = Source::Gateway;
        self
    }

    const fn of_streams(mut self) -> Self {
        self.buckets = &STREAM_BUCKETS;
        self
    }
}

/// Tells the recorder what each metric is.
pub(crate) fn describe(recorder: &dyn Recorder) {
    for &Metric { name, kind, unit, help, .. } in all() {
        let (name, help) = (KeyName::from_const_str(name), help.into());
        match kind {
            MetricKind::Counter => recorder.describe_counter(name, Some(unit), help),
            MetricKind::Gauge => recorder.describe_gauge(name, Some(unit), help),
            MetricKind::Histogram => recorder.describe_histogram(name, Some(unit), help),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_entry_is_whole_and_named_as_prometheus_wants() {
        let mut names = HashSet::new();
        for metric in all() {
            let Metric { name, kind, unit, help, moves, .. } = *metric;
            assert!(names.insert(name), "{name} is there twice");
            assert!(
                help.ends_with('.') && moves.ends_with('.'),
                "{name} says what it tells, and when it moves"
            );
            assert_eq!(name.ends_with("_total"), kind == MetricKind::Counter, "{name}");
            assert_eq!(metric.buckets.is_empty(), kind != MetricKind::Histogram, "{name}");
            let base = name.trim_end_matches("_total");
            match unit {
                Unit::Seconds => assert!(base.ends_with("_seconds"), "{name}"),
                Unit::Bytes => assert!(base.ends_with("_bytes"), "{name}"),
                _ => assert!(!base.ends_with("_seconds") && !base.ends_with("_bytes"), "{name}"),
            }
        }
    }

    #[test]
    fn nobody_and_no_id_is_a_label() {
        let never = ["session", "user", "principal", "request_id", "uri", "path", "client", "trace_id"];
        for metric in all() {
            assert!(metric.labels.iter().all(|label| !never.contains(label)), "{}", metric.name);
        }
    }
}
