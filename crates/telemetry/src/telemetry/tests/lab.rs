//! Back ends that do what a test tells them to.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use axum::body::Body;
use gate_call::{Exchange, Kind, Outcome};
use http::{Request, Response};
use opentelemetry::KeyValue;
use opentelemetry_sdk::{
    Resource,
    error::{OTelSdkError, OTelSdkResult},
    logs::{LogBatch, LogExporter},
    metrics::{
        Temporality,
        data::{AggregatedMetrics, Metric, MetricData, ResourceMetrics},
        exporter::PushMetricExporter,
    },
    trace::{SpanData, SpanExporter},
};
use tokio::time::{sleep, timeout};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::{layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::{
    Records, Settings, Telemetry,
    provider::{Destination, Exporters, Field, Provider, ProviderError},
    spans::Spans,
};

/// What a back end does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Manner {
    #[default]
    Good,
    Slow(Duration),
    Hangs,
    Refuses,
    Panics,
}

/// Back ends, by the names under which settings know them.
#[derive(Clone, Debug, Default)]
pub(super) struct Lab {
    backends: Arc<Mutex<BTreeMap<String, Arc<Backend>>>>,
    at_once: Arc<(AtomicUsize, AtomicUsize)>,
}

impl Lab {
    pub(super) fn new() -> (Self, Telemetry, DefaultGuard) {
        let (spans, span_handle) = Spans::new().layer().expect("a good filter");
        let (records, record_handle) = Records::new().layer().expect("a good filter");
        let subscriber = tracing_subscriber::registry().with(spans).with(records).set_default();
        let lab = Self::default();
        let builder = Telemetry::builder().spans(span_handle).records(record_handle);
        let strict = Arc::new(Strict(lab.clone()));
        (lab.clone(), builder.provider(lab.provider()).provider(strict).build(), subscriber)
    }

    pub(super) fn provider(&self) -> Arc<dyn Provider> {
        Arc::new(self.clone())
    }

    pub(super) fn backend(&self, name: &str) -> Arc<Backend> {
        let mut backends = self.backends.lock().unwrap();
        let backend = || Arc::new(Backend { takes_logs: true.into(), ..Backend::default() });
        Arc::clone(backends.entry(name.to_owned()).or_insert_with(backend))
    }

    /// How many checks there were at the same time.
    pub(super) fn most_at_once(&self) -> usize {
        self.at_once.1.load(SeqCst)
    }
}

impl Provider for Lab {
    fn name(&self) -> &'static str {
        "lab"
    }

    fn options(&self) -> &'static [Field] {
        const { &[Field::required("to", "which back end")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let backend = self.backend(destination.option("to")?);
        let kept = destination.retry();
        let exporter = |is_logs| {
            backend.open.fetch_add(kept.into(), SeqCst);
            Exporter { backend: Arc::clone(&backend), lab: self.clone(), kept, is_logs }
        };
        Ok(Exporters {
            traces: destination.settings().traces.then(|| Box::new(exporter(false)) as _),
            metrics: destination.settings().metrics.then(|| Box::new(exporter(false)) as _),
            logs: (destination.settings().logs && backend.takes_logs.load(SeqCst))
                .then(|| Box::new(exporter(true)) as _),
        })
    }
}

/// The same, for those who have a key.
#[derive(Debug)]
struct Strict(Lab);

impl Provider for Strict {
    fn name(&self) -> &'static str {
        "strict"
    }

    fn options(&self) -> &'static [Field] {
        self.0.options()
    }

    fn credentials(&self) -> &'static [Field] {
        const { &[Field::required("api_key", "a key")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        self.0.exporters(destination)
    }
}

#[derive(Debug, Default)]
pub(super) struct Backend {
    pub(super) takes_logs: AtomicBool,
    pub(super) refuses_logs: AtomicBool,
    manner: Mutex<Manner>,
    temporality: Mutex<Temporality>,
    spans: Mutex<Vec<u64>>,
    records: Mutex<Vec<String>>,
    resources: Mutex<Vec<String>>,
    metrics: Mutex<Vec<Point>>,
    /// How many exporters to keep there are, less those that were closed.
    open: AtomicUsize,
}

/// A point of a histogram, or of a sum or gauge, which has no bounds.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) name: String,
    /// Sorted.
    pub(super) attributes: String,
    pub(super) count: u64,
    pub(super) bounds: (f64, f64),
    pub(super) temporality: Temporality,
}

impl Backend {
    pub(super) fn set(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    pub(super) fn set_temporality(&self, temporality: Temporality) {
        *self.temporality.lock().unwrap() = temporality;
    }

    pub(super) fn spans(&self) -> Vec<u64> {
        self.spans.lock().unwrap().clone()
    }

    pub(super) fn records(&self) -> Vec<String> {
        self.records.lock().unwrap().clone()
    }

    pub(super) fn resources(&self) -> Vec<String> {
        self.resources.lock().unwrap().clone()
    }

    pub(super) fn metrics(&self) -> Vec<Point> {
        self.metrics.lock().unwrap().clone()
    }

    pub(super) fn open(&self) -> usize {
        self.open.load(SeqCst)
    }
}

#[derive(Debug)]
struct Exporter {
    backend: Arc<Backend>,
    lab: Lab,
    /// Not one to try the connection with.
    kept: bool,
    is_logs: bool,
}

impl Exporter {
    async fn answer(&self) -> OTelSdkResult {
        let (now, most) = &*self.lab.at_once;
        let at_once = if self.kept { 0 } else { now.fetch_add(1, SeqCst) + 1 };
        most.fetch_max(at_once, SeqCst);
        let manner = *self.backend.manner.lock().unwrap();
        match manner {
            Manner::Slow(time) => sleep(time).await,
            Manner::Hangs => std::future::pending().await,
            Manner::Panics => panic!("a back end of somebody's"),
            Manner::Good | Manner::Refuses => {}
        }
        now.fetch_sub((!self.kept).into(), SeqCst);
        let refuses_logs = self.is_logs && self.backend.refuses_logs.load(SeqCst);
        if manner == Manner::Refuses || refuses_logs {
            return Err(OTelSdkError::InternalFailure("401: refused".to_owned()));
        }
        Ok(())
    }

    fn close(&self) -> OTelSdkResult {
        self.backend.open.fetch_sub(self.kept.into(), SeqCst);
        Ok(())
    }

    fn learn(&self, resource: &Resource) {
        let name = resource.get(&"service.name".into()).map(|name| name.to_string());
        self.backend.resources.lock().unwrap().extend(name);
    }
}

impl SpanExporter for Exporter {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.answer().await?;
        let number = |span: &SpanData| u64::from_be_bytes(span.span_context.span_id().to_bytes()) - 1;
        let ids = batch.iter().map(number);
        self.backend.spans.lock().unwrap().extend(ids);
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        self.close()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.learn(resource);
    }
}

impl LogExporter for Exporter {
    async fn export(&self, batch: LogBatch<'_>) -> OTelSdkResult {
        self.answer().await?;
        let bodies = batch.iter().map(|(record, scope)| format!("{} {:?}", scope.name(), record.body()));
        self.backend.records.lock().unwrap().extend(bodies);
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        self.close()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.learn(resource);
    }
}

impl PushMetricExporter for Exporter {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        self.answer().await?;
        let all = metrics.scope_metrics().flat_map(|scope| scope.metrics());
        self.backend.metrics.lock().unwrap().extend(all.flat_map(points));
        Ok(())
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        self.close()
    }

    fn temporality(&self) -> Temporality {
        *self.backend.temporality.lock().unwrap()
    }
}

fn points(metric: &Metric) -> Vec<Point> {
    let point = |attributes: Vec<&KeyValue>, count, bounds: &[f64], temporality| {
        let mut attributes: Vec<_> =
            attributes.iter().map(|pair| format!("{}={}", pair.key, pair.value)).collect();
        attributes.sort();
        let bounds = bounds.first().copied().unwrap_or_default()..bounds.last().copied().unwrap_or_default();
        Point {
            name: metric.name().to_owned(),
            attributes: attributes.join(" "),
            count,
            bounds: (bounds.start, bounds.end),
            temporality,
        }
    };
    let AggregatedMetrics::F64(data) = metric.data() else { return Vec::new() };
    match data {
        MetricData::Histogram(all) => all
            .data_points()
            .map(|it| {
                let bounds: Vec<_> = it.bounds().collect();
                point(it.attributes().collect(), it.count(), &bounds, all.temporality())
            })
            .collect(),
        MetricData::Sum(all) => all
            .data_points()
            .map(|it| point(it.attributes().collect(), it.value() as u64, &[], all.temporality()))
            .collect(),
        MetricData::Gauge(all) => all
            .data_points()
            .map(|it| point(it.attributes().collect(), it.value() as u64, &[], Temporality::Cumulative))
            .collect(),
        MetricData::ExponentialHistogram(_) => Vec::new(),
    }
}

/// Spans to this back end, without much waiting.
pub(super) fn settings(to: &str) -> Settings {
    let mut settings = Settings {
        service_name: "weather".to_owned(),
        provider: "lab".to_owned(),
        timeout: Duration::from_secs(5),
        ..Settings::default()
    };
    settings.batch.delay = Duration::from_millis(5);
    settings.options.insert("to".to_owned(), to.to_owned());
    settings
}

/// Makes a span. The back end gets to know it by this number.
pub(super) fn span(number: u64) {
    let trace_id = "00000000000000000000000000000007";
    // Zero is no id.
    let span_id = format!("{:016x}", number + 1);
    drop(tracing::info_span!(target: "weather", "a span", trace_id, span_id, sampled = true));
}

/// A service in which a tool is called; the request says how often one was before.
pub(super) async fn answer(request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let exchange = Exchange::of(request.extensions()).expect("a layer above");
    let call = exchange.start_call(|call| {
        call.set_kind(Kind::Tool);
        call.set_method("tools/call");
        call.set_name(match request.extensions().get::<usize>() {
            Some(0) => "read",
            Some(3) => "password=hunter2",
            _ => "invented",
        });
        call.set_server("files");
        call.set_protocol_version("2025-11-25");
        call.set_session("never an attribute");
    });
    let outcome = match request.extensions().get::<usize>() {
        Some(0) => Outcome::Ok,
        Some(1) => Outcome::ToolError,
        _ => Outcome::RpcError(-32_601),
    };
    if let Ok(call) = call {
        call.end(outcome);
    }
    Ok(Response::new(Body::from("done")))
}

/// Waits for something that should be.
pub(super) async fn eventually(what: impl Fn() -> bool) {
    let wait = async {
        while !what() {
            sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(Duration::from_secs(20), wait).await.expect("it should have come about");
}
