//! What swaps of metrics promise, and what metrics say.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use gate_call::observe::ObserveLayer;
use opentelemetry_sdk::metrics::Temporality;
use tower::{Layer as _, ServiceExt as _};

use super::lab::{self, Lab, settings};
use crate::{Sample, SampleKind, Settings, Telemetry, settings::Credentials};

/// Calls a service that is watched so many times.
async fn visit(telemetry: &Telemetry, times: usize) {
    let tools = ["read", "password=hunter2"];
    let observer = telemetry.metrics_observer(move |server, tool| server == "files" && tools.contains(&tool));
    let service = ObserveLayer::new(observer).layer(tower::service_fn(lab::answer));
    for n in 0..times {
        let request = http::Request::post("/mcp").extension(n).body(axum::body::Body::empty()).unwrap();
        let response = service.clone().oneshot(request).await.unwrap();
        axum::body::to_bytes(axum::body::Body::new(response.into_body()), 1024).await.unwrap();
    }
}

#[tokio::test]
async fn metrics_are_counted_once_whatever_is_swapped() {
    let (lab, telemetry, _subscriber) = Lab::new();
    visit(&telemetry, 5).await;
    let metrics = Settings { traces: false, metrics: true, ..settings("a") };
    let to = |name: &str| {
        let mut settings = metrics.clone();
        settings.options.insert("to".to_owned(), name.to_owned());
        settings
    };
    lab.backend("a").set_temporality(Temporality::Delta);
    telemetry.apply(to("a"), Credentials::new()).await.unwrap();
    visit(&telemetry, 10).await;
    assert!(telemetry.flush(Duration::from_secs(5)).await.is_nothing());
    visit(&telemetry, 10).await;
    // The last ten go to the old back end, which has not seen them yet.
    telemetry.apply(to("b"), Credentials::new()).await.unwrap();
    visit(&telemetry, 7).await;
    assert!(telemetry.shutdown(Duration::from_secs(5)).await.is_nothing());
    visit(&telemetry, 5).await;

    let (a, b) = (lab.backend("a").metrics(), lab.backend("b").metrics());
    let http = "http.server.request.duration";
    assert_eq!(a.iter().filter(|point| point.name == http).map(|point| point.count).sum::<u64>(), 20);
    assert!(a.iter().all(|point| point.temporality == Temporality::Delta));
    assert_eq!(b.iter().filter(|point| point.name == http).map(|point| point.count).sum::<u64>(), 7);
    assert!(b.iter().all(|point| point.temporality == Temporality::Cumulative));
    assert_eq!(telemetry.status().metrics.failures, 0);
    assert!(telemetry.status().metrics.exported >= 6);
}

#[tokio::test]
async fn what_is_counted_elsewhere_is_told_once() {
    let (lab, counted) = (Lab::default(), Arc::new(AtomicUsize::new(0)));
    let source = {
        let counted = Arc::clone(&counted);
        move |each: &mut dyn FnMut(Sample<'_>)| {
            let count = counted.load(SeqCst) as f64;
            let labels = [("server", "files"), ("api_key", "hunter2")];
            each(Sample::new(SampleKind::Counter, "calls", &labels, count).unit("{call}").about("Calls."));
            each(Sample::new(SampleKind::Gauge, "queue", &[], 7.0));
            panic!("a source of somebody's");
        }
    };
    let telemetry = Telemetry::builder().provider(lab.provider()).metric_source(Arc::new(source)).build();
    let to = |name: &str| Settings { traces: false, metrics: true, ..settings(name) };
    for name in ["a", "b", "c"] {
        lab.backend(name).set_temporality(Temporality::Delta);
    }
    counted.store(100, SeqCst);
    telemetry.apply(to("a"), Credentials::new()).await.unwrap();
    counted.store(110, SeqCst);
    telemetry.flush(Duration::from_secs(5)).await;
    counted.store(115, SeqCst);
    telemetry.apply(to("b"), Credentials::new()).await.unwrap();
    counted.store(135, SeqCst);
    telemetry.apply(Settings::default(), Credentials::new()).await.unwrap();
    counted.store(1_000, SeqCst);
    telemetry.apply(to("c"), Credentials::new()).await.unwrap();
    counted.store(1_001, SeqCst);
    telemetry.shutdown(Duration::from_secs(5)).await;
    let counts = |name: &str| {
        let points = lab.backend(name).metrics();
        let calls: Vec<_> = points.iter().filter(|point| point.name == "calls").map(|it| it.count).collect();
        assert!(points.iter().all(|point| !point.attributes.contains("hunter2")), "{points:?}");
        assert!(points.iter().any(|point| point.name == "queue" && point.count == 7));
        calls.iter().sum::<u64>()
    };
    assert_eq!((counts("a"), counts("b"), counts("c")), (15, 20, 1));
}

#[tokio::test]
async fn what_is_counted_during_a_swap_is_told_to_the_new_back_end() {
    let (lab, asked) = (Lab::default(), Arc::new(AtomicUsize::new(0)));
    let source = {
        let asked = Arc::clone(&asked);
        move |each: &mut dyn FnMut(Sample<'_>)| {
            let count = asked.fetch_add(1, SeqCst) + 1;
            each(Sample::new(SampleKind::Counter, "asked", &[], count as f64));
        }
    };
    let telemetry = Telemetry::builder().provider(lab.provider()).metric_source(Arc::new(source)).build();
    for name in ["a", "b", "c", "a"] {
        lab.backend(name).set_temporality(Temporality::Delta);
        let to = Settings { traces: false, metrics: true, ..settings(name) };
        telemetry.apply(to, Credentials::new()).await.unwrap();
        telemetry.flush(Duration::from_secs(5)).await;
    }
    telemetry.shutdown(Duration::from_secs(5)).await;
    let points: Vec<_> = ["a", "b", "c"].iter().flat_map(|name| lab.backend(name).metrics()).collect();
    let told: u64 = points.iter().map(|point| point.count).sum();
    // All but what had been counted when it began.
    assert_eq!(told, asked.load(SeqCst) as u64 - 1);
}

#[tokio::test]
async fn whoever_counts_elsewhere_may_take_their_time() {
    let (lab, threads) = (Lab::default(), Arc::new(Mutex::new(Vec::new())));
    let source = {
        let threads = Arc::clone(&threads);
        move |_: &mut dyn FnMut(Sample<'_>)| threads.lock().unwrap().push(thread::current().id())
    };
    let telemetry = Telemetry::builder().provider(lab.provider()).metric_source(Arc::new(source)).build();
    let metrics = Settings { traces: false, metrics: true, ..settings("a") };
    telemetry.apply(metrics, Credentials::new()).await.unwrap();
    telemetry.shutdown(Duration::from_secs(5)).await;
    let threads = threads.lock().unwrap();
    // This one is all that the runtime has, and calls would wait for it.
    assert!(threads.len() == 2 && !threads.contains(&thread::current().id()), "{threads:?}");
}

#[tokio::test]
async fn names_of_tools_are_masked() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let metrics = Settings { traces: false, metrics: true, ..settings("a") };
    telemetry.apply(metrics, Credentials::new()).await.unwrap();
    visit(&telemetry, 4).await;
    telemetry.shutdown(Duration::from_secs(5)).await;
    let all = format!("{:?}", lab.backend("a").metrics());
    assert!(all.contains("gen_ai.tool.name=password=***") && !all.contains("hunter2"), "{all}");
}

#[tokio::test]
async fn attributes_are_those_of_the_conventions() {
    let (lab, telemetry, _subscriber) = Lab::new();
    let metrics = Settings { traces: false, metrics: true, ..settings("a") };
    telemetry.apply(metrics, Credentials::new()).await.unwrap();
    visit(&telemetry, 3).await;
    telemetry.shutdown(Duration::from_secs(5)).await;
    let points = lab.backend("a").metrics();
    let of = |name: &str| {
        let mut found: Vec<_> = points.iter().filter(|point| point.name == name).collect();
        found.sort_by(|a, b| a.attributes.cmp(&b.attributes));
        found.iter().map(|point| (point.attributes.as_str(), point.count, point.bounds)).collect::<Vec<_>>()
    };
    let http = "http.request.method=POST http.response.status_code=200 network.protocol.version=1.1 \
                url.scheme=http";
    assert_eq!(of("http.server.request.duration"), [(http, 3, (0.005, 10.0))]);
    let call = |tool: &str, error: &str| {
        format!(
            "{error}gen_ai.operation.name=execute_tool gen_ai.tool.name={tool} mcp.method.name=tools/call \
             mcp.protocol.version=2025-11-25 network.protocol.name=http network.protocol.version=1.1 \
             network.transport=tcp"
        )
    };
    let bounds = (0.01, 300.0);
    let failed = format!("{} rpc.response.status_code=-32601", call("_OTHER", "error.type=-32601 "));
    assert_eq!(
        of("mcp.server.operation.duration"),
        [
            (failed.as_str(), 1, bounds),
            (call("_OTHER", "error.type=tool_error ").as_str(), 1, bounds),
            (call("read", "").as_str(), 1, bounds),
        ]
    );
    assert!(of("mcp.client.operation.duration").is_empty());
}
