//! What spans cost a request, stacked on a layer that already made the record, beside tower-http's
//! `TraceLayer` and `tower-otel`: with nobody who wants them, in a trace that is not sampled, and in one that
//! is.
//!
//! Whoever makes spans, they are dropped as soon as they have ended; `taken` is what our exporting task does
//! with each besides.

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
use criterion::{Criterion, criterion_group, criterion_main};
use gate_call::{Exchange, Observer, Watches, observe::ObserveLayer};
use gate_telemetry::spans::{Sampler, SpanHandle, Spans};
use gate_trace::TraceLayer;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{Empty, Full};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::{
    error::OTelSdkResult,
    propagation::TraceContextPropagator,
    trace::{Sampler as OtelSampler, SdkTracerProvider, SpanData, SpanProcessor},
};
use tower::{Layer, Service, ServiceBuilder};
use tower_otel::trace::HttpLayer;
use tracing::{Dispatch, Level, dispatcher::with_default};
use tracing_subscriber::layer::SubscriberExt as _;

/// Makes the record, and nothing of it.
struct Record;

impl Observer for Record {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, _: &mut Watches) {}

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

#[derive(Clone)]
struct Hello;

impl Service<Request<Empty<Bytes>>> for Hello {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Empty<Bytes>>) -> Self::Future {
        ready(Ok(Response::new(Full::from("hello"))))
    }
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

fn run<S, B>(c: &mut Criterion, state: &str, name: &str, mut service: S)
where
    S: Service<Request<Empty<Bytes>>, Response = Response<B>>,
    B: Body,
{
    c.bench_function(&format!("trace/{state}/{name}"), |b| b.iter(|| serve(&mut service)));
}

fn record() -> ObserveLayer<Record> {
    ObserveLayer::new(Record)
}

fn ours(c: &mut Criterion, state: &str) {
    run(c, state, "ours", record().layer(TraceLayer::new().layer(Hello)));
}

fn tower_otel(c: &mut Criterion, state: &str) {
    run(c, state, "tower-otel", record().layer(HttpLayer::server(Level::INFO).layer(Hello)));
}

fn tower_http(c: &mut Criterion, state: &str) {
    let tower = tower_http::trace::TraceLayer::new_for_http();
    run(c, state, "tower-http", record().layer(tower.layer(Hello)));
}

fn nobody(c: &mut Criterion) {
    let guest = ServiceBuilder::new().layer(record()).layer(ObserveLayer::new(Record));
    run(c, "off", "bare", Hello);
    run(c, "off", "record", record().layer(Hello));
    run(c, "off", "idle guest", guest.service(Hello));
    tower_http(c, "off");
    tower_otel(c, "off");
    ours(c, "off");
    with_default(&our_subscriber(0.0).0, || ours(c, "off, set up"));
}

fn registry(c: &mut Criterion) {
    with_default(&Dispatch::new(tracing_subscriber::registry()), || {
        ours(c, "registry alone");
        tower_http(c, "registry alone");
    });
}

fn unsampled(c: &mut Criterion) {
    followed(c, "unsampled", 0.0);
}

fn sampled(c: &mut Criterion) {
    followed(c, "sampled", 1.0);
}

/// With those who follow the spans: ours, and that of `tracing-opentelemetry`.
fn followed(c: &mut Criterion, state: &str, ratio: f64) {
    let theirs = their_subscriber(ratio);
    run(c, state, "record", record().layer(Hello));
    with_default(&theirs, || tower_otel(c, state));
    let (subscriber, handle) = our_subscriber(ratio);
    handle.open(0, 1);
    with_default(&subscriber, || ours(c, state));
    handle.close();
    with_default(&theirs, || ours(c, &format!("{state}, theirs")));
}

/// What it takes to mask a span, and make what an exporter takes.
fn taken(c: &mut Criterion) {
    let (subscriber, handle) = our_subscriber(1.0);
    handle.open(usize::MAX, usize::MAX);
    let mut service = record().layer(TraceLayer::new().layer(Hello));
    c.bench_function("trace/taken/ours", |b| {
        b.iter_custom(|spans| {
            with_default(&subscriber, || (0..spans).for_each(|_| serve(&mut service)));
            let start = Instant::now();
            while !black_box(handle.take(512)).is_empty() {}
            start.elapsed()
        });
    });
}

fn our_subscriber(ratio: f64) -> (Dispatch, SpanHandle) {
    let spans = Spans::new().sampler(Arc::new(Sampler::new(ratio)));
    let (layer, handle) = spans.layer().expect("the default filter is valid");
    (Dispatch::new(tracing_subscriber::registry().with(layer)), handle)
}

fn their_subscriber(ratio: f64) -> Dispatch {
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let sampler = OtelSampler::ParentBased(Box::new(OtelSampler::TraceIdRatioBased(ratio)));
    let provider = SdkTracerProvider::builder().with_span_processor(Dropped).with_sampler(sampler).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("bench"));
    Dispatch::new(tracing_subscriber::registry().with(layer))
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

criterion_group!(benches, nobody, registry, unsampled, sampled, taken);
criterion_main!(benches);
