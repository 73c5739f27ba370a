//! Where handles come from.

use std::{fmt, sync::Arc};

use metrics::{Key, Label, Level, Metadata, Recorder};

use crate::{
    catalogue::{self, Metric, MetricKind},
    series::Handle,
};

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// The recorder that was given, or else the global one.
#[derive(Clone, Default)]
pub(crate) enum Source {
    #[default]
    Global,
    Given(Arc<dyn Recorder + Send + Sync>),
}

impl Source {
    pub(crate) fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    pub(crate) fn describe(&self) {
        self.with(catalogue::describe);
    }

    pub(crate) fn handle<'a>(&self, metric: &Metric, labels: impl Iterator<Item = &'a str>) -> Handle {
        let labels = metric.labels.iter().zip(labels);
        let labels: Vec<_> = labels.map(|(name, value)| Label::new(*name, value.to_owned())).collect();
        let key = Key::from_parts(metric.name, labels);
        self.with(|recorder| match metric.kind {
            MetricKind::Counter => Handle::Counter(recorder.register_counter(&key, &METADATA)),
            MetricKind::Gauge => Handle::Gauge(recorder.register_gauge(&key, &METADATA)),
            MetricKind::Histogram => Handle::Histogram(recorder.register_histogram(&key, &METADATA)),
        })
    }

    fn with<R>(&self, f: impl FnOnce(&dyn Recorder) -> R) -> R {
        match self {
            Self::Global => metrics::with_recorder(f),
            Self::Given(recorder) => f(recorder),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_given() { "Given" } else { "Global" })
    }
}
