//! What the spans and the line of one call cost.
//!
//! `cargo bench -p gate-telemetry` prints nanoseconds; for instructions, run the program that it names
//! with `--only 10000` under `valgrind --tool=callgrind`.

use std::{fs::OpenOptions, hint::black_box, sync::Arc, time::Instant};

use axum::body::Body;
use gate_call::{Exchange, Kind, Outcome};
use gate_correlation::RequestIdLayer;
use gate_telemetry::{Format, Logs};
use gate_trace::TraceLayer;
use http::{Request, Response};
use tower::{Layer, ServiceExt as _, service_fn};

const CALLS: u32 = 50_000;

fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let only = arguments.iter().position(|argument| argument == "--only");
    let calls = only.and_then(|at| arguments.get(at + 1)?.parse().ok());
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    if let Some(calls) = calls {
        return runtime.block_on(logged(calls));
    }
    runtime.block_on(run(CALLS));
    let start = Instant::now();
    runtime.block_on(run(CALLS));
    let quiet = start.elapsed();
    let start = Instant::now();
    runtime.block_on(logged(CALLS));
    let logged = start.elapsed();
    #[expect(clippy::print_stdout, reason = "a benchmark reports")]
    {
        println!("without logs: {} ns a call", quiet.as_nanos() / u128::from(CALLS));
        println!("with logs:    {} ns a call", logged.as_nanos() / u128::from(CALLS));
    }
}

async fn logged(calls: u32) {
    let sink = OpenOptions::new().write(true).open("/dev/null").expect("a sink to write to");
    let logs = Logs::new().format(Format::Json).writer(Arc::new(sink));
    let (subscriber, _handle) = logs.subscriber().expect("the default filter is valid");
    let _guard = tracing::subscriber::set_default(subscriber);
    run(calls).await;
}

async fn run(calls: u32) {
    let service = RequestIdLayer::new().layer(TraceLayer::new().layer(service_fn(answer)));
    for _ in 0..calls {
        let request = Request::post("/mcp/demo").body(Body::empty()).expect("a valid request");
        let response = service.clone().oneshot(request).await.expect("an answer");
        drop(black_box(response));
    }
}

async fn answer(request: Request<Body>) -> Result<Response<Body>, std::convert::Infallible> {
    let exchange = request.extensions().get::<Exchange>().expect("the layers state it");
    let call = exchange.start_call(|call| {
        call.set_kind(Kind::Tool);
        call.set_method("tools/call");
        call.set_server("demo");
        call.set_name("echo");
    });
    call.expect("the first call").end(Outcome::Ok);
    Ok(Response::new(Body::empty()))
}
