//! With its store gone for good, a pipeline under full load stays within its bounds: what the process holds is
//! measured, while calls with large heads and payloads come through real sockets.
//!
//! A file of its own with one test, as it measures its whole process.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use axum::{Extension, Router, body::Bytes};
use gate_audit::{
    AuditLayer, AuditRecord, AuditSink, JournalOptions, OnFull, Pipeline, PipelineOptions, StoreError,
    StoreFuture, chain::ChainStart,
};
use gate_call::{Exchange, Payload};
use gate_mask::Masker;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::sleep,
};

const CLIENTS: u64 = 16;
const BODY: usize = 16 << 10;
const HEAD: usize = 16 << 10;
/// What the pipeline may hold in memory, and in its journal.
const ROOM: usize = 16 << 20;
/// Twice the room is the pipeline's hard limit; the rest is for connections, and for what an allocator keeps.
const BOUND: usize = 2 * ROOM + (40 << 20);
const LASTS: Duration = Duration::from_secs(4);

/// Takes nothing, ever.
struct Gone;

impl AuditSink for Gone {
    fn append<'a>(&'a self, _: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(async { Err(StoreError::new("append", "gone for good")) })
    }

    fn begin_chain<'a>(&'a self, _: &'a ChainStart) -> StoreFuture<'a, ()> {
        Box::pin(async { Err(StoreError::new("append", "gone for good")) })
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        Box::pin(async { Err(StoreError::new("ping", "gone for good")) })
    }
}

async fn handler(Extension(exchange): Extension<Exchange>, body: Bytes) -> &'static str {
    let call = exchange.call();
    call.set_arguments(Payload::of_slice(&body, 0..body.len(), call.capture_limit()));
    "done"
}

async fn client(address: SocketAddr, stop: Arc<AtomicBool>, served: Arc<AtomicU64>) {
    let (filler, body) = ("x".repeat(HEAD), "y".repeat(BODY));
    let head = format!("POST /a/path HTTP/1.1\r\nhost: test\r\nx-filler: {filler}\r\n");
    let request = format!("{head}content-length: {BODY}\r\n\r\n{body}");
    let mut socket = TcpStream::connect(address).await.unwrap();
    while !stop.load(SeqCst) {
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"done") {
            assert!(socket.read_buf(&mut answer).await.unwrap() > 0);
        }
        served.fetch_add(1, SeqCst);
    }
}

/// Loads it; what the process then holds, over time, and how many calls were served.
async fn load(layer: AuditLayer) -> (Vec<usize>, u64) {
    let app = Router::new().fallback(handler).layer(layer);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let (stop, served) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let clients: Vec<_> =
        (0..CLIENTS).map(|_| tokio::spawn(client(address, Arc::clone(&stop), Arc::clone(&served)))).collect();
    let (started, mut held) = (Instant::now(), Vec::new());
    // So many at least, however slow the machine is: without a bound they would not fit.
    while started.elapsed() < LASTS || served.load(SeqCst) < 12_000 {
        sleep(Duration::from_millis(100)).await;
        held.push(resident());
    }
    stop.store(true, SeqCst);
    for client in clients {
        client.await.unwrap();
    }
    server.abort();
    (held, served.load(SeqCst))
}

/// What the process holds in memory, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_gone_for_good_costs_no_more_than_its_room() {
    let dir = tempfile::tempdir().unwrap();
    let before = resident();
    for with_journal in [true, false] {
        let mut options = PipelineOptions::default().max_bytes(ROOM).on_full(OnFull::Drop);
        if with_journal {
            let journal = JournalOptions::new(dir.path()).max_bytes(ROOM as u64);
            options = options.journal(journal).on_exhausted(OnFull::Drop);
        }
        let (layer, pipeline) = Pipeline::start(Arc::new(Gone), Masker::default(), options).unwrap();
        let (held, served) = load(layer.clone()).await;
        let (stats, most) = (layer.stats(), *held.iter().max().unwrap());
        println!("journal: {with_journal}; {served} calls; {before} bytes before, {most} at most; {stats:?}");
        assert!(most - before < BOUND, "{held:?}");
        assert!(stats.bytes <= 2 * ROOM as u64 && stats.journal_bytes <= ROOM as u64, "{stats:?}");
        assert!(stats.dropped > served / 2, "it was full for most of the time: {stats:?}");
        assert_eq!(stats.queued + stats.journalled + stats.dropped, served);
        pipeline.shutdown(Duration::ZERO).await;
    }
}
