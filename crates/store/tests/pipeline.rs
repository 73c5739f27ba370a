//! What the pipeline promises when there is a lot to do, or no room.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use axum::{Extension, Router, routing::get};
use bytes::Bytes;
use gate_audit::{AuditStore, Filter, OnFull, Page, PipelineOptions};
use gate_call::{Exchange, Payload};
use support::{Trail, serve, until};

const TASKS: u64 = 16;

async fn payload(Extension(exchange): Extension<Exchange>) -> &'static str {
    let call = exchange.call();
    let arguments = Bytes::from(vec![b'x'; 1_000]);
    call.set_arguments(Payload::of_slice(&arguments, 0..1_000, call.capture_limit()));
    "done"
}

fn app(trail: &Trail) -> Router {
    Router::new().route("/", get(payload)).layer(trail.layer.clone())
}

/// Many clients at once; returns how many were served, and how many refused.
async fn load(address: SocketAddr, calls: u64) -> (u64, u64) {
    let (served, refused) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let clients = (0..TASKS).map(|_| {
        let (served, refused) = (Arc::clone(&served), Arc::clone(&refused));
        tokio::spawn(async move {
            for _ in 0..calls / TASKS {
                match support::get(address, "/").await {
                    Some(200) => served.fetch_add(1, SeqCst),
                    Some(503) => refused.fetch_add(1, SeqCst),
                    other => panic!("{other:?}"),
                };
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    (served.load(SeqCst), refused.load(SeqCst))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shutdown_loses_nothing_under_load() {
    let trail = Trail::start(PipelineOptions::default().workers(2)).await;
    let address = serve(app(&trail)).await;
    let served = load(address, 4_000).await.0;
    assert_eq!(served, 4_000);
    until("the last exchange has ended", || trail.pipeline.stats().reserved == trail.pipeline.stats().queued)
        .await;
    let before = trail.pipeline.stats();
    let Trail { store, pipeline, layer, dir } = trail;
    let report = pipeline.shutdown(Duration::from_secs(10)).await;
    assert_eq!((report.left, before.written + report.written), (0, 4_000));
    let rows = store.inner.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!(rows.total.count, 4_000);
    assert_eq!((layer.stats().dropped, layer.stats().refused, layer.stats().reserved), (0, 0, 0));
    drop(dir);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_end_at_about_the_same_time_share_a_transaction() {
    let trail = Trail::start(PipelineOptions::default().linger(Duration::from_secs(1))).await;
    let address = serve(app(&trail)).await;
    for _ in 0..40 {
        assert_eq!(support::get(address, "/").await, Some(200));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    until("all is written", || trail.pipeline.stats().written == 40).await;
    let batches = trail.pipeline.stats().batches;
    assert!(batches <= 4, "{batches} batches");
    assert_eq!(trail.rows().await.total.count, 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_lingers_while_room_is_scarce() {
    let options = PipelineOptions::default().max_records(4).linger(Duration::from_secs(3_600));
    let trail = Trail::start(options.on_full(OnFull::Refuse)).await;
    let address = serve(app(&trail)).await;
    trail.store.set_broken(true);
    assert_eq!(load(address, 64).await.0, 4);
    until("the store is asked", || trail.pipeline.stats().retries > 0).await;
}

#[tokio::test]
async fn nothing_lingers_at_the_end() {
    let trail = Trail::start(PipelineOptions::default().linger(Duration::MAX)).await;
    let address = serve(app(&trail)).await;
    assert_eq!(support::get(address, "/").await, Some(200));
    until("it is queued", || trail.pipeline.stats().queued == 1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let report = trail.pipeline.shutdown(Duration::from_secs(10)).await;
    assert_eq!((report.written, report.left), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_fails_for_a_while_loses_nothing() {
    let options = PipelineOptions::default()
        .max_records(200)
        .batch(64)
        .on_full(OnFull::Wait { deadline: Duration::from_secs(30) });
    let trail = Trail::start(options).await;
    let address = serve(app(&trail)).await;
    trail.store.set_broken(true);
    let clients = tokio::spawn(load(address, 2_000));
    until("there is no more room", || trail.pipeline.stats().waited > 0).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    let stats = trail.pipeline.stats();
    assert!(stats.queued <= 200 && stats.reserved <= 200, "{stats:?}");
    assert!(stats.retries > 1 && stats.oldest.is_some(), "{stats:?}");
    assert!(stats.store_error.as_deref().is_some_and(|error| error.contains("broken for the test")));
    trail.store.set_broken(false);
    assert_eq!(clients.await.unwrap(), (2_000, 0));
    until("all is written", || trail.pipeline.stats().written == 2_000).await;
    assert_eq!(trail.rows().await.total.count, 2_000);
    let stats = trail.pipeline.stats();
    assert_eq!((stats.dropped, stats.refused, stats.queued, stats.store_error), (0, 0, 0, None));
}

/// A full pipeline whose store has gone: ten calls are queued for good.
async fn full(on_full: OnFull) -> (Trail, SocketAddr) {
    let trail = Trail::start(PipelineOptions::default().max_records(10).on_full(on_full)).await;
    trail.store.set_broken(true);
    let address = serve(app(&trail)).await;
    for _ in 0..10 {
        assert_eq!(support::get(address, "/").await, Some(200));
    }
    until("it is full", || trail.pipeline.stats().queued == 10).await;
    (trail, address)
}

async fn recovers(trail: Trail, rows: u64) {
    trail.store.set_broken(false);
    until("the room is given back", || trail.pipeline.stats().reserved == 0).await;
    assert_eq!(trail.rows().await.total.count, rows);
}

#[tokio::test]
async fn refuse_refuses_at_once() {
    let (trail, address) = full(OnFull::Refuse).await;
    assert_eq!(load(address, 64).await, (0, 64));
    let stats = trail.pipeline.stats();
    assert_eq!((stats.refused, stats.dropped, stats.queued), (64, 0, 10));
    recovers(trail, 10).await;
    // And lets in again.
}

#[tokio::test]
async fn wait_refuses_after_the_deadline() {
    let deadline = Duration::from_millis(100);
    let (trail, address) = full(OnFull::Wait { deadline }).await;
    let before = std::time::Instant::now();
    assert_eq!(load(address, 16).await, (0, 16));
    assert!(before.elapsed() >= deadline);
    let stats = trail.pipeline.stats();
    assert_eq!((stats.waited, stats.refused, stats.dropped), (16, 16, 0));
    recovers(trail, 10).await;
}

#[tokio::test]
async fn drop_serves_and_counts() {
    let (trail, address) = full(OnFull::Drop).await;
    assert_eq!(load(address, 64).await, (64, 0));
    let stats = trail.pipeline.stats();
    assert_eq!((stats.refused, stats.dropped, stats.queued), (0, 64, 10));
    recovers(trail, 10).await;
}

#[tokio::test]
async fn what_a_deadline_cuts_off_is_reported() {
    let (trail, _) = full(OnFull::Refuse).await;
    let report = trail.pipeline.shutdown(Duration::from_millis(200)).await;
    assert_eq!((report.written, report.left), (0, 10));
}

#[tokio::test]
async fn payloads_are_shed_before_memory_runs_out() {
    let options = PipelineOptions::default().max_bytes(40_000).on_full(OnFull::Refuse);
    let trail = Trail::start(options).await;
    trail.store.set_broken(true);
    // Many exchanges are let in while there is room, and end together with more than fits.
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let held = Arc::clone(&gate);
    let handler = move |exchange: Extension<Exchange>| async move {
        let _ = held.acquire().await;
        payload(exchange).await
    };
    let address = serve(Router::new().route("/", get(handler)).layer(trail.layer.clone())).await;
    let clients: Vec<_> = (0..60).map(|_| tokio::spawn(support::get(address, "/"))).collect();
    until("all were let in", || trail.pipeline.stats().reserved == 60).await;
    gate.close();
    for client in clients {
        assert_eq!(client.await.unwrap(), Some(200));
    }
    until("all have ended", || trail.pipeline.stats().queued == 60).await;
    let stats = trail.pipeline.stats();
    assert!(stats.shed > 0, "{stats:?}");
    assert_eq!(support::get(address, "/").await, Some(503));
    recovers(trail, 60).await;
}
