//! What spans cost a request, stacked on a layer that already made the record, beside tower-http's
//! `TraceLayer` and `tower-otel`: with nobody who wants them, in a trace that is not sampled, and in one that
//! is.
//!
//! Whoever makes spans, they are dropped as soon as they have ended; `taken` is what our exporting task does
//! with each besides.
//!
//! ```sh
//! cargo bench -p gate-telemetry --features export --bench spans
//! cargo bench … -- --only sampled/ours 20000     # so many requests, nothing measured: for a profiler
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::{
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use bytes::Bytes;
use gate_call::observe::ObserveLayer;
use gate_telemetry::spans::{Sampler, SpanHandle, Spans};
use gate_trace::{TraceContext, TraceLayer};
use http::{Request, Response};
use http_body::Body;
use http_body_util::{Empty, Full};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::{
    error::OTelSdkResult,
    propagation::TraceContextPropagator,
    trace::{Sampler as OtelSampler, SdkTracerProvider, SpanData, SpanProcessor},
};
use tower::{Layer, Service, service_fn};
use tower_otel::trace::HttpLayer;
use tracing::{Dispatch, Level, dispatcher::with_default};
use tracing_subscriber::layer::SubscriberExt as _;

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

/// What is measured: who wants the spans, if anybody, and who makes them.
struct Contender {
    name: &'static str,
    wants: fn() -> Option<Wants>,
    serve: fn(u32),
}

/// A subscriber, and what keeps it at work.
struct Wants(Dispatch, Option<SpanHandle>);

const CONTENDERS: &[Contender] = &[
    Contender { name: "off/bare", wants: nobody, serve: bare },
    Contender { name: "off/record", wants: nobody, serve: record_alone },
    Contender { name: "off/idle guest", wants: nobody, serve: idle_guest },
    Contender { name: "off/tower-http", wants: nobody, serve: tower_http },
    Contender { name: "off/tower-otel", wants: nobody, serve: tower_otel },
    Contender { name: "off/ours", wants: nobody, serve: ours },
    Contender { name: "off/ours, set up", wants: || Some(our_subscriber(0.0)), serve: ours },
    Contender { name: "registry/record", wants: registry, serve: record_alone },
    Contender { name: "registry/tower-http", wants: registry, serve: tower_http },
    Contender { name: "registry/ours", wants: registry, serve: ours },
    Contender { name: "unsampled/record", wants: || open(0.0), serve: record_alone },
    Contender { name: "unsampled/tower-otel", wants: || theirs(0.0), serve: tower_otel },
    Contender { name: "unsampled/ours", wants: || open(0.0), serve: ours_unsampled },
    Contender { name: "unsampled/ours, their layer", wants: || theirs(0.0), serve: ours_unsampled },
    Contender { name: "sampled/record", wants: || open(1.0), serve: record_alone },
    Contender { name: "sampled/tower-otel", wants: || theirs(1.0), serve: tower_otel },
    Contender { name: "sampled/ours", wants: || open(1.0), serve: ours },
    Contender { name: "sampled/ours, their layer", wants: || theirs(1.0), serve: ours },
];

/// Short enough to fit between what else the machine does.
const CALLS: u32 = 500;
const ROUNDS: usize = 200;

fn main() {
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--only") {
        let [name, calls, ..] = &arguments[at + 1..] else { panic!("--only takes a name and a number") };
        let contender = CONTENDERS.iter().find(|contender| contender.name == name).expect("a contender");
        return contender.run(calls.parse().expect("a number of requests"), contender.serve);
    }
    let mut best = vec![f64::INFINITY; CONTENDERS.len()];
    // All in turn, and the best round of each: whatever else runs here disturbs all alike.
    for _ in 0..ROUNDS {
        for (contender, best) in CONTENDERS.iter().zip(&mut best) {
            *best = best.min(contender.time());
        }
    }
    report(&best);
    println!("taken: {:.0} ns a span", (0..20).map(|_| taken()).fold(f64::INFINITY, f64::min));
}

/// `over` is over the record alone, with the same subscriber; the last column is that as a multiple of
/// tower-otel's.
fn report(best: &[f64]) {
    let find = |state: &str, who: &str| {
        let place = CONTENDERS.iter().position(|contender| contender.name == format!("{state}/{who}"));
        place.map(|place| best[place])
    };
    println!("{:<30}{:>8}{:>8}{:>14}", "", "ns", "over", "x tower-otel");
    for (contender, nanos) in CONTENDERS.iter().zip(best) {
        let (state, _) = contender.name.split_once('/').expect("a state and a name");
        let record = find(state, "record").expect("each state has one");
        let over = nanos - record;
        let ratio = find(state, "tower-otel").map(|theirs| format!("{:.2}", over / (theirs - record)));
        println!("{:<30}{nanos:>8.0}{over:>8.0}{:>14}", contender.name, ratio.unwrap_or_default());
    }
}

impl Contender {
    fn time(&self) -> f64 {
        let mut nanos = 0.0;
        self.run(CALLS, |calls| {
            (self.serve)(calls / 5);
            let start = Instant::now();
            (self.serve)(calls);
            nanos = start.elapsed().as_secs_f64() * 1e9 / f64::from(calls);
        });
        nanos
    }

    /// With its subscriber as the only one that there is.
    fn run(&self, calls: u32, serve: impl FnOnce(u32)) {
        match (self.wants)() {
            Some(Wants(subscriber, _handle)) => with_default(&subscriber, || serve(calls)),
            None => serve(calls),
        }
    }
}

fn serve_all<S, B>(mut service: S, calls: u32)
where
    S: Service<Request<Empty<Bytes>>, Response = Response<B>>,
    B: Body,
{
    (0..calls).for_each(|_| serve(&mut service));
}

fn record() -> ObserveLayer<()> {
    ObserveLayer::new(())
}

fn bare(calls: u32) {
    serve_all(service_fn(hello), calls);
}

fn record_alone(calls: u32) {
    serve_all(record().layer(service_fn(hello)), calls);
}

fn idle_guest(calls: u32) {
    serve_all(record().layer(record().layer(service_fn(hello))), calls);
}

fn ours(calls: u32) {
    serve_all(record().layer(TraceLayer::new().layer(service_fn(hello))), calls);
}

/// Whether a trace is sampled is decided where it begins.
fn ours_unsampled(calls: u32) {
    let never = |_: Option<TraceContext>, _: [u8; 16]| false;
    let layer = TraceLayer::builder().sampler(Arc::new(never)).build();
    serve_all(record().layer(layer.layer(service_fn(hello))), calls);
}

fn tower_otel(calls: u32) {
    serve_all(record().layer(HttpLayer::server(Level::INFO).layer(service_fn(hello))), calls);
}

fn tower_http(calls: u32) {
    serve_all(record().layer(tower_http::trace::TraceLayer::new_for_http().layer(service_fn(hello))), calls);
}

fn nobody() -> Option<Wants> {
    None
}

/// One that keeps spans while they last, and does nothing else.
fn registry() -> Option<Wants> {
    Some(Wants(Dispatch::new(tracing_subscriber::registry()), None))
}

fn our_subscriber(ratio: f64) -> Wants {
    let spans = Spans::new().sampler(Arc::new(Sampler::new(ratio)));
    let (layer, handle) = spans.layer().expect("the default filter is valid");
    Wants(Dispatch::new(tracing_subscriber::registry().with(layer)), Some(handle))
}

fn open(ratio: f64) -> Option<Wants> {
    let Wants(subscriber, handle) = our_subscriber(ratio);
    handle.iter().for_each(|handle| handle.open(0, 1));
    Some(Wants(subscriber, handle))
}

fn theirs(ratio: f64) -> Option<Wants> {
    let sampler = OtelSampler::ParentBased(Box::new(OtelSampler::TraceIdRatioBased(ratio)));
    let provider = SdkTracerProvider::builder().with_span_processor(Dropped).with_sampler(sampler).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("bench"));
    Some(Wants(Dispatch::new(tracing_subscriber::registry().with(layer)), None))
}

/// What it takes to mask a span, and make what an exporter takes.
fn taken() -> f64 {
    let Wants(subscriber, handle) = our_subscriber(1.0);
    let handle = handle.expect("ours has one");
    handle.open(CALLS as usize, 1);
    with_default(&subscriber, || ours(CALLS));
    let start = Instant::now();
    let spans = black_box(handle.take(usize::MAX)).len();
    start.elapsed().as_secs_f64() * 1e9 / spans as f64
}

/// Spans are dropped as soon as they have ended.
#[derive(Debug)]
struct Dropped;

impl SpanProcessor for Dropped {
    fn on_start(&self, _: &mut opentelemetry_sdk::trace::Span, _: &opentelemetry::Context) {}

    fn on_end(&self, span: SpanData) {
        drop(black_box(span));
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        Ok(())
    }
}
