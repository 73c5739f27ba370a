//! The back ends that are known by name.
//!
//! Endpoints, headers and quirks are from the vendors' own documentation, named in each file. All can be
//! overruled: `endpoint` takes the place of a preset's host, the options `traces_endpoint`,
//! `metrics_endpoint` and `logs_endpoint` that of a whole URL.

#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "azure")]
mod azure;
mod datadog;
#[cfg(feature = "google")]
mod google;
mod grafana;
mod new_relic;
mod otlp;
mod splunk;
mod stdout;
mod token;

use std::sync::Arc;

use super::{Field, Provider};

/// All that this build has.
#[must_use]
pub fn presets() -> Vec<Arc<dyn Provider>> {
    vec![
        Arc::new(otlp::Collector),
        Arc::new(stdout::Stdout),
        Arc::new(datadog::Datadog),
        #[cfg(feature = "azure")]
        Arc::new(azure::Azure),
        #[cfg(feature = "aws")]
        Arc::new(aws::Aws),
        #[cfg(feature = "google")]
        Arc::new(google::Google),
        Arc::new(grafana::Grafana),
        Arc::new(new_relic::NewRelic),
        Arc::new(splunk::Splunk),
    ]
}

const TRACES_ENDPOINT: Field = Field::optional("traces_endpoint", "the whole URL for spans");
const METRICS_ENDPOINT: Field = Field::optional("metrics_endpoint", "the whole URL for metrics");
const LOGS_ENDPOINT: Field = Field::optional("logs_endpoint", "the whole URL for log records");
