use opentelemetry_proto::tonic::{
    collector::metrics::v1::ExportMetricsServiceRequest,
    common::v1::KeyValue,
    metrics::v1::{self as proto, AggregationTemporality, metric::Data, number_data_point},
};

use super::value::{Attributes, attributes};

/// A data point as it was sent, with the metric it is of, and the resource and the scope it was sent
/// under.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReceivedPoint {
    /// The metric's name.
    pub name: String,
    /// What the metric is of.
    pub description: String,
    /// Its unit, in UCUM.
    pub unit: String,
    /// Its type.
    pub kind: MetricKind,
    /// What a point counts from; nothing for a gauge or a summary.
    pub temporality: Option<Temporality>,
    /// The point's labels.
    pub attributes: Attributes,
    /// What was measured.
    pub value: PointValue,
    /// Nanoseconds since 1970, from when on it counts; 0 if not stated.
    pub start: u64,
    /// Nanoseconds since 1970.
    pub time: u64,
    /// Who sent it.
    pub resource: Attributes,
    /// The name of the instrumentation scope.
    pub scope: String,
}

/// The type of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MetricKind {
    /// A value that comes and goes.
    Gauge,
    /// A sum that only grows.
    Counter,
    /// A sum that may also fall.
    UpDownCounter,
    /// Counts in buckets of given bounds.
    Histogram,
    /// Counts in buckets of exponential bounds.
    ExponentialHistogram,
    /// Quantiles.
    Summary,
}

/// What a point counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Temporality {
    /// It is not said, which the specification forbids.
    Unspecified,
    /// From the last point.
    Delta,
    /// From the start.
    Cumulative,
}

/// What a point says was measured.
#[derive(Debug, Clone, PartialEq)]
pub enum PointValue {
    /// Nothing.
    None,
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Double(f64),
    /// A distribution.
    Histogram(Histogram),
}

/// A distribution; of a summary or an exponential histogram, the count and the sum alone.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Histogram {
    /// How many values.
    pub count: u64,
    /// Their sum.
    pub sum: Option<f64>,
    /// The least of them.
    pub min: Option<f64>,
    /// The greatest of them.
    pub max: Option<f64>,
    /// Upper bounds of the buckets, but for the last, which has none.
    pub bounds: Vec<f64>,
    /// How many values are in each bucket.
    pub counts: Vec<u64>,
    /// The scale of exponential buckets.
    pub scale: Option<i32>,
}

pub(super) fn flatten(request: &ExportMetricsServiceRequest) -> Vec<ReceivedPoint> {
    let mut points = Vec::new();
    for resource in &request.resource_metrics {
        let about = resource.resource.as_ref().map(|resource| attributes(&resource.attributes));
        for scope in &resource.scope_metrics {
            let name = scope.scope.as_ref().map(|scope| scope.name.as_str());
            points.extend(scope.metrics.iter().flat_map(read).map(|point| ReceivedPoint {
                resource: about.clone().unwrap_or_default(),
                scope: name.unwrap_or_default().to_owned(),
                ..point
            }));
        }
    }
    points
}

/// The points of one metric.
fn read(metric: &proto::Metric) -> Vec<ReceivedPoint> {
    let Some(data) = &metric.data else { return Vec::new() };
    let point = |labels: &[KeyValue], (start, time): (u64, u64), value| {
        let (kind, temporality) = about(data);
        ReceivedPoint {
            name: metric.name.clone(),
            description: metric.description.clone(),
            unit: metric.unit.clone(),
            kind,
            temporality,
            attributes: attributes(labels),
            value,
            start,
            time,
            resource: Attributes::new(),
            scope: String::new(),
        }
    };
    let number = |from: &proto::NumberDataPoint| {
        point(&from.attributes, (from.start_time_unix_nano, from.time_unix_nano), from.value.into())
    };
    match data {
        Data::Gauge(gauge) => gauge.data_points.iter().map(number).collect(),
        Data::Sum(sum) => sum.data_points.iter().map(number).collect(),
        Data::Histogram(histogram) => {
            let points = histogram.data_points.iter();
            points
                .map(|p| point(&p.attributes, (p.start_time_unix_nano, p.time_unix_nano), p.into()))
                .collect()
        }
        Data::ExponentialHistogram(histogram) => {
            let points = histogram.data_points.iter();
            points
                .map(|p| point(&p.attributes, (p.start_time_unix_nano, p.time_unix_nano), p.into()))
                .collect()
        }
        Data::Summary(summary) => {
            let points = summary.data_points.iter();
            points
                .map(|p| point(&p.attributes, (p.start_time_unix_nano, p.time_unix_nano), p.into()))
                .collect()
        }
    }
}

fn about(data: &Data) -> (MetricKind, Option<Temporality>) {
    match data {
        Data::Gauge(_) => (MetricKind::Gauge, None),
        Data::Summary(_) => (MetricKind::Summary, None),
        Data::Sum(sum) => {
            let kind = if sum.is_monotonic { MetricKind::Counter } else { MetricKind::UpDownCounter };
            (kind, Some(sum.aggregation_temporality().into()))
        }
        Data::Histogram(histogram) => {
            (MetricKind::Histogram, Some(histogram.aggregation_temporality().into()))
        }
        Data::ExponentialHistogram(histogram) => {
            (MetricKind::ExponentialHistogram, Some(histogram.aggregation_temporality().into()))
        }
    }
}

impl From<AggregationTemporality> for Temporality {
    fn from(temporality: AggregationTemporality) -> Self {
        match temporality {
            AggregationTemporality::Unspecified => Self::Unspecified,
            AggregationTemporality::Delta => Self::Delta,
            AggregationTemporality::Cumulative => Self::Cumulative,
        }
    }
}

impl From<Option<number_data_point::Value>> for PointValue {
    fn from(value: Option<number_data_point::Value>) -> Self {
        match value {
            None => Self::None,
            Some(number_data_point::Value::AsInt(number)) => Self::Int(number),
            Some(number_data_point::Value::AsDouble(number)) => Self::Double(number),
        }
    }
}

impl From<&proto::HistogramDataPoint> for PointValue {
    fn from(point: &proto::HistogramDataPoint) -> Self {
        Self::Histogram(Histogram {
            count: point.count,
            sum: point.sum,
            min: point.min,
            max: point.max,
            bounds: point.explicit_bounds.clone(),
            counts: point.bucket_counts.clone(),
            scale: None,
        })
    }
}

impl From<&proto::ExponentialHistogramDataPoint> for PointValue {
    fn from(point: &proto::ExponentialHistogramDataPoint) -> Self {
        Self::Histogram(Histogram {
            count: point.count,
            sum: point.sum,
            min: point.min,
            max: point.max,
            scale: Some(point.scale),
            ..Histogram::default()
        })
    }
}

impl From<&proto::SummaryDataPoint> for PointValue {
    fn from(point: &proto::SummaryDataPoint) -> Self {
        Self::Histogram(Histogram { count: point.count, sum: Some(point.sum), ..Histogram::default() })
    }
}
