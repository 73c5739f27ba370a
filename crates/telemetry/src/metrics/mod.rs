//! Metrics by the OpenTelemetry conventions, pushed to where the settings say.
//!
//! What is to be scraped instead is made by `gate-metrics`. The two know nothing of each other, and can be
//! in use side by side.

mod collector;
mod current;
mod instruments;
mod labels;
mod meters;
mod observer;
mod semconv;
mod source;

pub(crate) use self::{
    current::Current,
    meters::{MeterPlan, Meters},
    source::Sources,
};
pub use self::{
    observer::OtelMetricsObserver,
    source::{MetricSource, Sample, SampleKind},
};
