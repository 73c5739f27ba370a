//! What the audit trail costs: a request through the layer, and rows into SQLite.
//!
//! `cargo bench -p gate-store --bench audit [-- layer|sqlite|writing|asking]`. Prints its figures; the last two
//! are the parts of `sqlite`; `asking` takes the number of rows.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "audit/sqlite.rs"]
mod sqlite;

use std::{
    convert::Infallible,
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use gate_audit::{MemoryStore, Pipeline, PipelineOptions};
use gate_call::{
    Call, CallWatch, Exchange, Interest, Observer, Payload, Watch, Watches, observe::ObserveLayer,
};
use gate_mask::Masker;
use http::{Request, Response};
use http_body_util::Full;
use tower::{Layer, Service, ServiceExt, service_fn};

const REQUESTS: usize = 50_000;
/// So many requests in a row, then a pause for the masking thread: what a queue without a backlog costs.
const BURST: usize = 100;

/// Hears of calls and does nothing: what the layer's own work is measured against.
struct Nothing;

impl Watch for Nothing {
    fn wants(&self) -> Interest {
        Interest::CALLS
    }

    fn call(&self, _: &Call) -> Option<Box<dyn CallWatch>> {
        Some(Box::new(Nothing))
    }
}

impl CallWatch for Nothing {
    fn finish(self: Box<Self>, _: &Call) {}
}

impl Observer for Nothing {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        watches.push(Nothing);
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

type Outcome = Result<(), Box<dyn std::error::Error>>;
type Answer = Response<Full<Bytes>>;

async fn inner(request: Request<()>) -> Result<Answer, Infallible> {
    black_box(request);
    Ok(Response::new(Full::from("done")))
}

/// States a payload of 1 KB, as a reader of bodies does; `Bytes` that are shared, so that no copy counts.
async fn with_payload(request: Request<()>) -> Result<Answer, Infallible> {
    static ARGUMENTS: &[u8] = &[b'x'; 1_024];
    if let Some(exchange) = Exchange::of(request.extensions()) {
        exchange.call().set_arguments(Payload::new(Bytes::from_static(ARGUMENTS), 1_024));
    }
    inner(request).await
}

async fn per_request<S, R>(mut service: S) -> Duration
where
    S: Service<Request<()>, Response = Response<R>, Error = Infallible>,
{
    let mut spent = Duration::ZERO;
    for _ in 0..REQUESTS / BURST {
        let started = Instant::now();
        for _ in 0..BURST {
            let service = service.ready().await.unwrap_or_else(|error| match error {});
            let _ = black_box(service.call(Request::new(())).await);
        }
        spent += started.elapsed();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    spent / u32::try_from(REQUESTS).unwrap_or(u32::MAX)
}

async fn layer() -> Outcome {
    for _ in 0..3 {
        let bare = per_request(service_fn(inner)).await;
        let observed = per_request(ObserveLayer::new(Nothing).layer(service_fn(inner))).await;
        let options = || PipelineOptions::default().max_records(1 << 24).max_bytes(1 << 40);
        let store = || Arc::new(MemoryStore::new(1));
        let (audit, pipeline) = Pipeline::start(store(), Masker::default(), options())?;
        let audited = per_request(audit.layer(service_fn(inner))).await;
        pipeline.shutdown(Duration::from_secs(60)).await;
        let (audit, pipeline) = Pipeline::start(store(), Masker::default(), options())?;
        let carrying = per_request(audit.layer(service_fn(with_payload))).await;
        let report = pipeline.shutdown(Duration::from_secs(60)).await;
        assert_eq!(report.left, 0);
        println!(
            "request: bare {bare:?}, observed {observed:?}, audited {audited:?}, with a 1 KB payload {carrying:?}"
        );
    }
    Ok(())
}

fn main() -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let part = std::env::args().nth(1).filter(|part| part != "--bench");
        let is_meant = |name| part.as_deref().is_none_or(|part| part == name);
        if is_meant("layer") {
            layer().await?;
        }
        if is_meant("sqlite") || is_meant("writing") {
            sqlite::write().await?;
        }
        if is_meant("sqlite") || is_meant("asking") {
            let rows = std::env::args().nth(2).and_then(|rows| rows.parse().ok());
            sqlite::ask_for(rows).await?;
        }
        Ok(())
    })
}
