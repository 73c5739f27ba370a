//! What a span costs a request, beside tower-http's `TraceLayer`, stacked on a layer that already made
//! the record: with no subscriber, and with one that keeps its spans in a registry and does nothing else.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use gate_call::{Exchange, Observer, Watches, observe::ObserveLayer};
use gate_trace::TraceLayer;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{Empty, Full};
use tower::{Layer, Service, ServiceBuilder};

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

fn all(c: &mut Criterion, state: &str) {
    let record = ObserveLayer::new(Record);
    let guest = ServiceBuilder::new().layer(record.clone()).layer(ObserveLayer::new(Record));
    run(c, state, "bare", Hello);
    run(c, state, "record", record.clone().layer(Hello));
    run(c, state, "record+idle guest", guest.service(Hello));
    run(c, state, "record+ours", record.clone().layer(TraceLayer::new().layer(Hello)));
    let tower = tower_http::trace::TraceLayer::new_for_http();
    run(c, state, "record+tower-http", record.layer(tower.layer(Hello)));
}

fn off(c: &mut Criterion) {
    all(c, "off");
}

fn on(c: &mut Criterion) {
    tracing::subscriber::with_default(tracing_subscriber::registry(), || all(c, "on"));
}

criterion_group!(benches, off, on);
criterion_main!(benches);
