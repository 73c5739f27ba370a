//! What metrics cost a request, beside axum-prometheus and tower-otel, and what a scrape costs.
//!
//! `cargo bench -p gate-metrics`. The layers take turns for short rounds, and of each the quickest round
//! counts, so that what else the machine does falls on all alike. Each layer is as it comes: ours and
//! axum-prometheus count, time and tell what is in flight; tower-otel times, tells what is in flight, and
//! the sizes that heads state. Ours lasts to the end of the body, and once more with sizes and first bytes.

#![expect(clippy::print_stdout, reason = "this is what it is for")]

use std::{
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use axum_prometheus::PrometheusMetricLayer;
use bytes::Bytes;
use gate_call::observe::ObserveLayer;
use gate_metrics::{Meter, MetricsLayer, catalogue};
use http::{Request, Response};
use http_body::Body;
use http_body_util::{Empty, Full};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use opentelemetry::metrics::MeterProvider;
use opentelemetry_sdk::metrics::{ManualReader, SdkMeterProvider};
use tower::{Layer, Service, service_fn};

const ROUNDS: usize = 60;
const CALLS: u32 = 20_000;

fn main() {
    calls();
    scrapes();
}

fn hello(_: Request<Empty<Bytes>>) -> Ready<Result<Response<Full<Bytes>>, Infallible>> {
    ready(Ok(Response::new(Full::from("hello"))))
}

/// One request, to the end of its body.
fn serve<S, B>(service: &mut S)
where
    S: Service<Request<Empty<Bytes>>, Response = Response<B>>,
    B: Body,
{
    let request = Request::post("/mcp/demo").body(Empty::new()).expect("a path is a valid URI");
    let mut cx = Context::from_waker(Waker::noop());
    let Poll::Ready(Ok(response)) = pin!(service.call(request)).poll(&mut cx) else {
        panic!("the service is always ready and never fails");
    };
    let mut body = pin!(response.into_body());
    while let Poll::Ready(Some(frame)) = body.as_mut().poll_frame(&mut cx) {
        black_box(frame.is_ok());
    }
}

/// Time a call, of one round.
fn round<S, B>(service: &mut S) -> Duration
where
    S: Service<Request<Empty<Bytes>>, Response = Response<B>>,
    B: Body,
{
    let started = Instant::now();
    (0..CALLS).for_each(|_| serve(service));
    started.elapsed() / CALLS
}

fn calls() {
    let (recorder, ours_scrape) = recorder();
    // Theirs goes to the global recorder.
    let buckets = PrometheusBuilder::new().set_buckets(&catalogue::DURATION_BUCKETS);
    let theirs_scrape = buckets.expect("there are buckets").install_recorder().expect("there is no other");
    let theirs = PrometheusMetricLayer::new();
    let provider = SdkMeterProvider::builder().with_reader(ManualReader::builder().build()).build();
    let otel = tower_otel::metrics::HttpLayer::server(&provider.meter("bench"));

    let meter = Meter::new(Arc::new(recorder));
    let builder = || MetricsLayer::builder().meter(meter.clone()).known_paths(["/mcp/demo"]);
    let hello = service_fn(hello);
    // `()` makes the record that all layers of ours share, and nothing of it.
    let (mut bare, mut record) = (hello, ObserveLayer::new(()).layer(hello));
    let (mut ours, mut sizes) = (builder().build().layer(hello), builder().sizes().build().layer(hello));
    let (mut theirs, mut otel) = (theirs.layer(hello), otel.layer(hello));
    let mut best = [Duration::MAX; 6];
    for _ in 0..ROUNDS {
        let times = [
            round(&mut bare),
            round(&mut record),
            round(&mut ours),
            round(&mut sizes),
            round(&mut theirs),
            round(&mut otel),
        ];
        best = std::array::from_fn(|at| best[at].min(times[at]));
        // Samples wait to be taken up; that is a scrape's work.
        ours_scrape.run_upkeep();
        theirs_scrape.run_upkeep();
    }
    assert!(ours_scrape.render().contains("http_requests_total"), "ours has counted");
    assert!(theirs_scrape.render().contains("requests_total"), "axum-prometheus has counted");

    let [bare, rest @ ..] = best;
    let added = rest.map(|time| time.saturating_sub(bare).as_nanos());
    println!("a call without metrics      {:>6} ns", bare.as_nanos());
    let names = ["gate-call's record alone", "gate-metrics", "… and sizes", "axum-prometheus", "tower-otel"];
    for (name, added) in names.iter().zip(added) {
        println!("{name:<27} {added:>+6} ns");
    }
    let [record, ours, _, theirs, otel] = added.map(|added| added as f64);
    println!("gate-metrics / axum-prometheus: {:.2}", ours / theirs);
    println!("gate-metrics / tower-otel:      {:.2}", ours / otel);
    println!("gate-metrics / the cheaper:     {:.2} (aim: 0.50)", ours / theirs.min(otel));
    println!("beside another layer of ours:   {:.2}\n", (ours - record) / theirs.min(otel));
}

/// With the buckets of the catalogue.
fn recorder() -> (metrics_exporter_prometheus::PrometheusRecorder, PrometheusHandle) {
    let mut builder = PrometheusBuilder::new();
    for metric in catalogue::all().filter(|metric| !metric.buckets.is_empty()) {
        let name = Matcher::Full(metric.name.to_owned());
        builder = builder.set_buckets_for_metric(name, metric.buckets).expect("there are buckets");
    }
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    (recorder, handle)
}

/// Lines of the text, of which one label set of a counter and a histogram has 15.
fn scrapes() {
    for series in [1_000, 10_000, 100_000] {
        let (recorder, scrape) = recorder();
        let meter = Meter::bounded(Arc::new(recorder), usize::MAX);
        for tool in 0..series / 15 {
            let labels = ["server", &format!("tool-{tool}"), "ok"];
            meter.count(&catalogue::TOOL_CALLS, &labels, 1);
            meter.observe(&catalogue::TOOL_LATENCY, &labels, 0.01);
        }
        let times = [(); 7].map(|()| {
            let started = Instant::now();
            black_box(scrape.render());
            started.elapsed()
        });
        let text = scrape.render();
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        let best = times.iter().min().expect("there are seven");
        println!(
            "a scrape of {lines:>7} series: {:>8.2} ms, {} kB",
            best.as_secs_f64() * 1e3,
            text.len() / 1_000
        );
    }
}
