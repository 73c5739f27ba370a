//! What is exported to other back ends, by signal: `traces`, `metrics`, `logs`.

use metrics::Unit;

use super::Metric;

pub(super) static TELEMETRY: &[Metric] = &[
    TELEMETRY_ON,
    TELEMETRY_EXPORTED,
    TELEMETRY_FAILED,
    TELEMETRY_FAILURES,
    TELEMETRY_DROPPED,
    TELEMETRY_QUEUED,
    TELEMETRY_LAST_SUCCESS,
];

/// Whether a signal is exported.
pub const TELEMETRY_ON: Metric = Metric::gauge("telemetry_on", Unit::Count, &["signal"])
    .of_gateway()
    .tells("1 while the signal is exported, else 0.")
    .moves("Telemetry settings are applied.");

/// What back ends took.
pub const TELEMETRY_EXPORTED: Metric = Metric::counter("telemetry_exported_total", &["signal"])
    .of_gateway()
    .tells("Spans, metrics and log records that the back end took.")
    .moves("An export succeeds.");

/// What back ends did not take.
pub const TELEMETRY_FAILED: Metric = Metric::counter("telemetry_failed_total", &["signal"])
    .of_gateway()
    .tells("Spans, metrics and log records that the back end did not take, or may not have.")
    .moves("An export fails for good.");

/// Exports that failed.
pub const TELEMETRY_FAILURES: Metric = Metric::counter("telemetry_export_failures_total", &["signal"])
    .of_gateway()
    .tells("Exports that failed.")
    .moves("An export fails for good.");

/// What found no room.
pub const TELEMETRY_DROPPED: Metric = Metric::counter("telemetry_dropped_total", &["signal"])
    .of_gateway()
    .tells("Spans and log records that found no room in the queue, or were left in it.")
    .moves("The back end is slower than what it is sent, or gone.");

/// What waits.
pub const TELEMETRY_QUEUED: Metric = Metric::gauge("telemetry_queue_items", Unit::Count, &["signal"])
    .of_gateway()
    .tells("Spans and log records that wait to be exported.")
    .moves("A span ends or a line is logged, and they are exported.");

/// How long ago something was taken.
pub const TELEMETRY_LAST_SUCCESS: Metric =
    Metric::gauge("telemetry_last_success_age_seconds", Unit::Seconds, &["signal"])
        .of_gateway()
        .tells("How long ago the back end took something last.")
        .moves("Time passes, and an export succeeds.");
