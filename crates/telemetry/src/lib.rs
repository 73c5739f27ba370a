#![doc = include_str!("../README.md")]

#[cfg(feature = "export")]
pub mod export;
#[cfg(feature = "export")]
mod feedback;
#[cfg(feature = "export")]
mod interest;
mod logs;
#[cfg(feature = "export")]
mod metrics;
mod names;
#[cfg(feature = "export")]
pub mod provider;
#[cfg(feature = "export")]
mod raw;
#[cfg(feature = "export")]
mod set_up;
#[cfg(feature = "export")]
pub mod settings;
mod short;
#[cfg(feature = "export")]
pub mod spans;
#[cfg(feature = "export")]
mod telemetry;

pub use self::logs::{FilteredLog, Format, LogError, LogHandle, LogLayer, Logs};
#[cfg(feature = "export")]
pub use self::{
    logs::{FilteredRecords, RecordFilter, RecordHandle, RecordLayer, Records},
    metrics::{MetricSource, OtelMetricsObserver, Sample, SampleKind},
    set_up::{Observability, Setup},
    settings::Settings,
    telemetry::{Applied, ApplyError, Left, SignalStatus, Status, Telemetry, TelemetryBuilder, Unreachable},
};
#[cfg(feature = "export")]
pub use gate_seal::Secret;
