//! What a request pays for its record, and how fast records go through the journal.
//!
//! `cargo bench -p gate-audit --bench pipeline`. Prints its figures; compares nothing by itself.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use std::{
    convert::Infallible,
    hint::black_box,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use gate_audit::{
    AuditRecord, AuditSink, Fsync, JournalOptions, Pipeline, PipelineOptions, StoreFuture,
    chain::{ChainKey, ChainStart},
};
use gate_call::{
    Call, CallWatch, Exchange, Interest, Observer, Payload, Watch, Watches, observe::ObserveLayer,
};
use gate_mask::Masker;
use http::{Request, Response};
use http_body_util::Full;
use tower::{Layer, Service, ServiceExt, service_fn};

type Outcome = Result<(), Box<dyn std::error::Error>>;

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

/// A store that takes everything at once and keeps nothing.
struct Nowhere;

impl AuditSink for Nowhere {
    fn append<'a>(&'a self, _: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn begin_chain<'a>(&'a self, _: &'a ChainStart) -> StoreFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

/// States a payload of 1 KB, as a reader of bodies does; `Bytes` that are shared, so that no copy counts.
async fn handler(request: Request<()>) -> Result<Response<Full<Bytes>>, Infallible> {
    static ARGUMENTS: &[u8] = &[b'x'; 1_024];
    if let Some(exchange) = Exchange::of(request.extensions()) {
        exchange.call().set_arguments(Payload::new(Bytes::from_static(ARGUMENTS), 1_024));
    }
    Ok(Response::new(Full::from("done")))
}

fn options() -> PipelineOptions {
    PipelineOptions::default().max_records(1 << 24).max_bytes(1 << 40)
}

fn journalled(dir: &Path, fsync: Fsync) -> PipelineOptions {
    let key = ChainKey::new(&[7; 32]).unwrap_or_else(|| unreachable!("it is long enough"));
    options().chain(key).journal(JournalOptions::new(dir).fsync(fsync).max_bytes(8 << 30))
}

async fn bursts<S, R>(mut service: S) -> Duration
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

async fn audited(options: PipelineOptions) -> Result<Duration, Box<dyn std::error::Error>> {
    let (layer, pipeline) = Pipeline::start(Arc::new(Nowhere), Masker::default(), options)?;
    let spent = bursts(layer.layer(service_fn(handler))).await;
    assert_eq!(pipeline.shutdown(Duration::from_secs(60)).await.left, 0);
    Ok(spent)
}

/// Everything that is behind the end of a call, as fast as it goes: masked, sealed, journalled, read back.
async fn throughput(what: &str, options: PipelineOptions) -> Outcome {
    let (layer, pipeline) = Pipeline::start(Arc::new(Nowhere), Masker::default(), options)?;
    let mut service = layer.layer(service_fn(handler));
    let started = Instant::now();
    for _ in 0..4 * REQUESTS {
        let _ = black_box(service.ready().await?.call(Request::new(())).await);
    }
    let report = pipeline.shutdown(Duration::from_secs(120)).await;
    assert_eq!((report.left, report.journalled), (0, 0));
    println!("{what}: {:.0} records/s", 4.0 * REQUESTS as f64 / started.elapsed().as_secs_f64());
    Ok(())
}

async fn all() -> Outcome {
    let dir = tempfile::tempdir()?;
    for _ in 0..3 {
        let observed = bursts(ObserveLayer::new(Nothing).layer(service_fn(handler))).await;
        let in_memory = audited(options()).await?;
        let on_disk =
            audited(journalled(&dir.path().join("calls"), Fsync::Interval(Duration::from_secs(1)))).await?;
        println!(
            "a request with 1 KB: observed {observed:?}, audited {in_memory:?}, with a journal {on_disk:?}"
        );
    }
    for (what, fsync) in [("never", Fsync::Never), ("always", Fsync::Always)] {
        let options = journalled(&dir.path().join(what), fsync);
        throughput(&format!("requests and their 1 KB records, journalled and read, fsync {what}"), options)
            .await?;
    }
    throughput("the same without a journal", options()).await
}

fn main() -> Outcome {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(all())
}
