//! Calls that were served are stored, once each, whatever happens to the store meanwhile.
//!
//! `NOTHING_LOST_CALLS=200000 cargo test --release -p gate-store --test nothing_lost -- --nocapture every_call`
//! drives as many as it takes: the store is then away for 20 s, and slow by 1 s a batch. With `SMALL_DISK`, a
//! directory where a small file system is mounted, that one is really filled, journal and all:
//! `unshare -rm sh -c 'mount -t tmpfs -o size=800m none /mnt && SMALL_DISK=/mnt cargo test …'`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "figures, for whoever asks for them")]

mod support;

use std::{
    collections::HashSet,
    convert::Infallible,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use gate_audit::{
    AuditLayer, AuditSink, BeforeResponse, Fsync, JournalOptions, OnFull, Pipeline, PipelineOptions, Stats,
};
use gate_call::{Exchange, Payload};
use gate_mask::Masker;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use support::faults::{Faulty, small_disk};
use tokio::time::sleep;
use tower::{Layer, ServiceExt, service_fn};

const TASKS: u64 = 32;

fn calls() -> u64 {
    std::env::var("NOTHING_LOST_CALLS").ok().and_then(|calls| calls.parse().ok()).unwrap_or(20_000)
}

/// Whether each trouble lasts as long as the promise is for.
fn in_full() -> bool {
    calls() >= 200_000
}

async fn handler(request: Request<()>) -> Result<Response<Full<Bytes>>, Infallible> {
    if let Some(exchange) = Exchange::of(request.extensions()) {
        let arguments = Bytes::from(format!(r#"{{"text": "{}"}}"#, "words ".repeat(100)));
        let call = exchange.call();
        call.set_arguments(Payload::of_slice(&arguments, 0..arguments.len(), call.capture_limit()));
    }
    Ok(Response::new(Full::from("done")))
}

/// How many of so many calls were served in full.
async fn load(layer: &AuditLayer, calls: u64) -> u64 {
    paced(layer, calls, Duration::ZERO).await
}

/// The same, spread over so long a time.
async fn paced(layer: &AuditLayer, calls: u64, span: Duration) -> u64 {
    let started = tokio::time::Instant::now();
    let served = Arc::new(AtomicU64::new(0));
    let clients = (0..TASKS).map(|task| {
        let (service, served) = (layer.layer(service_fn(handler)), Arc::clone(&served));
        tokio::spawn(async move {
            for call in (task..calls).step_by(TASKS as usize) {
                if !span.is_zero() {
                    tokio::time::sleep_until(started + span.mul_f64(call as f64 / calls as f64)).await;
                }
                let response = service.clone().oneshot(Request::new(())).await.unwrap();
                let status = response.status();
                if response.into_body().collect().await.is_ok() && status == StatusCode::OK {
                    served.fetch_add(1, SeqCst);
                }
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    served.load(SeqCst)
}

fn journalled(dir: &Path) -> PipelineOptions {
    PipelineOptions::default().journal(JournalOptions::new(dir.join("journal")))
}

fn patient() -> OnFull {
    OnFull::Wait { deadline: Duration::from_secs(120) }
}

struct Trail {
    dir: tempfile::TempDir,
    store: Arc<Faulty>,
    layer: AuditLayer,
    pipeline: Pipeline,
}

impl Trail {
    async fn start(options: impl FnOnce(&Path) -> PipelineOptions) -> Self {
        let dir = match small_disk() {
            Some(disk) => tempfile::tempdir_in(disk).unwrap(),
            None => tempfile::tempdir().unwrap(),
        };
        let options = options(dir.path());
        Self::start_in(dir, options).await
    }

    async fn start_in(dir: tempfile::TempDir, options: PipelineOptions) -> Self {
        let store = Arc::new(Faulty::open(dir.path()).await);
        let sink = Arc::clone(&store) as Arc<dyn AuditSink>;
        let (layer, pipeline) = Pipeline::start(sink, Masker::default(), options).unwrap();
        Self { dir, store, layer, pipeline }
    }

    /// Shuts down, and counts the rows; none is there twice.
    async fn finish(self, deadline: Duration) -> (u64, gate_audit::DrainReport, tempfile::TempDir) {
        let report = self.pipeline.shutdown(deadline).await;
        let ids = self.store.ids().await;
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "a record is kept once");
        self.store.close().await;
        (ids.len() as u64, report, self.dir)
    }
}

/// How long each trouble lasts: the store is stopped, fine, has its connection cut, is slow, has no disk.
fn lengths() -> [Duration; 5] {
    let millis = if in_full() { [20_000, 4_000, 1_000, 12_000, 8_000] } else { [400, 200, 200, 1_000, 600] };
    millis.map(Duration::from_millis)
}

const STEPS: u32 = 20;

/// One trouble after the other, while calls are made. Tells what the store and the journal said to a full disk.
async fn troubles(store: &Faulty, layer: &AuditLayer) -> [Option<String>; 2] {
    let [stopped, fine, cut, slow, full] = lengths();
    store.stop().await;
    sleep(stopped).await;
    store.restart().await;
    sleep(fine).await;
    store.cut_connection();
    sleep(cut).await;
    store.slow_down(if in_full() { Duration::from_secs(1) } else { Duration::from_millis(300) });
    sleep(slow).await;
    store.slow_down(Duration::ZERO);
    let mut told = [None, None];
    for _ in 0..STEPS {
        // Again and again: the journal gives room back as it is read.
        store.fill_disk().await;
        sleep(full / STEPS).await;
        let Stats { store_error, journal_error, .. } = layer.stats();
        told = [store_error.or(told[0].take()), journal_error.or(told[1].take())];
    }
    store.free_disk().await;
    told
}

/// Calls while there is trouble; how many were served, and what the store and the journal said to a full disk.
async fn through(trail: &Trail, calls: u64) -> (u64, [Option<String>; 2]) {
    let (started, span) = (Instant::now(), lengths().iter().sum());
    let (served, told) = tokio::join!(paced(&trail.layer, calls, span), troubles(&trail.store, &trail.layer));
    println!("{served} of {calls} calls were served in {:?}; a full disk: {told:?}", started.elapsed());
    println!("{:?}", trail.layer.stats());
    (served, told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_served_is_stored_with_a_journal() {
    assert!(small_disk().is_none() || in_full(), "a real disk takes NOTHING_LOST_CALLS=200000 to be full");
    let trail = Trail::start(|dir| journalled(dir).on_full(patient()).on_exhausted(patient())).await;
    let (served, told) = through(&trail, calls()).await;
    assert_eq!(served, calls());
    let [store, journal] = told.map(Option::unwrap_or_default);
    // On a real disk whichever needs new room first says so: SQLite writes to its log's old pages for a while.
    let is_met = store.contains("full") || (small_disk().is_some() && journal.contains("No space"));
    assert!(is_met, "{store} {journal}");
    let (layer, stopping) = (trail.layer.clone(), Instant::now());
    let (rows, report, _dir) = trail.finish(Duration::from_secs(120)).await;
    println!("{rows} rows, {report:?} after {:?}", stopping.elapsed());
    assert_eq!((rows, report.left, report.journalled), (served, 0, 0), "{:?}", layer.stats());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_served_is_stored_without_one() {
    let options = |_: &Path| PipelineOptions::default().max_records(2_000).on_full(patient());
    let trail = Trail::start(options).await;
    let (served, _) = through(&trail, calls() / 2).await;
    let (rows, report, _dir) = trail.finish(Duration::from_secs(120)).await;
    assert_eq!((rows, report.left), (served, 0));
    assert_eq!(served, calls() / 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_dropped_is_counted() {
    let options = |_: &Path| PipelineOptions::default().max_records(500).on_full(OnFull::Drop);
    let trail = Trail::start(options).await;
    let (served, _) = through(&trail, calls() / 2).await;
    let layer = trail.layer.clone();
    let (rows, report, _dir) = trail.finish(Duration::from_secs(120)).await;
    let dropped = layer.stats().dropped;
    println!("{rows} rows and {dropped} dropped");
    assert_eq!((served, report.left), (calls() / 2, 0));
    assert_eq!(rows + dropped, served);
    assert!(dropped > 0 && rows > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_stop_could_not_write_the_next_start_writes() {
    let trail = Trail::start(|dir| journalled(dir).on_full(patient())).await;
    trail.store.stop().await;
    let served = load(&trail.layer, 3_000).await;
    let report = trail.pipeline.shutdown(Duration::from_millis(200)).await;
    assert_eq!((served, report.left, report.journalled), (3_000, 0, 3_000));
    trail.store.close().await;

    let options = journalled(trail.dir.path());
    let trail = Trail::start_in(trail.dir, options).await;
    support::until("all is written", || trail.pipeline.stats().replayed == 3_000).await;
    let (rows, report, dir) = trail.finish(Duration::from_secs(20)).await;
    assert_eq!((rows, report.left, report.journalled), (3_000, 0, 0));
    let left = std::fs::read_dir(dir.path().join("journal")).unwrap();
    assert!(left.flatten().all(|file| file.path().extension().is_none()), "no segment is left");
}

/// A store that is gone for good, a journal of a megabyte, and calls without end.
async fn exhausted(on_exhausted: OnFull) -> (Trail, u64) {
    let trail = Trail::start(|dir| {
        let journal = JournalOptions::new(dir.join("journal")).max_bytes(1 << 20);
        let options = PipelineOptions::default().journal(journal).max_records(500).max_bytes(1 << 20);
        options.on_full(patient()).on_exhausted(on_exhausted)
    })
    .await;
    trail.store.stop().await;
    let served = load(&trail.layer, 5_000).await;
    (trail, served)
}

fn is_bounded(stats: &Stats) {
    assert!(stats.journal_bytes <= 1 << 20, "{stats:?}");
    assert!(stats.bytes <= 2 << 20 && stats.reserved <= 1_000, "{stats:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_journal_refuses_and_what_was_served_is_stored() {
    let (trail, served) = exhausted(OnFull::Refuse).await;
    is_bounded(&trail.layer.stats());
    assert_eq!(served + trail.layer.stats().refused, 5_000);
    assert!(served > 100 && served < 5_000, "{served}");
    trail.store.restart().await;
    let (rows, ..) = trail.finish(Duration::from_secs(60)).await;
    assert_eq!(rows, served);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_journal_drops_and_counts() {
    let (trail, served) = exhausted(OnFull::Drop).await;
    is_bounded(&trail.layer.stats());
    trail.store.restart().await;
    let layer = trail.layer.clone();
    let (rows, ..) = trail.finish(Duration::from_secs(60)).await;
    assert_eq!((served, rows + layer.stats().dropped), (5_000, 5_000));
    assert!(layer.stats().dropped > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_journal_can_be_waited_for() {
    let wait = OnFull::Wait { deadline: Duration::from_millis(20) };
    let (trail, served) = exhausted(wait).await;
    assert_eq!(served + trail.layer.stats().refused, 5_000);
    trail.store.restart().await;
    support::until("there is room again", || trail.layer.stats().journal_bytes < 1 << 18).await;
    assert_eq!(load(&trail.layer, 50).await, 50);
    let (rows, ..) = trail.finish(Duration::from_secs(60)).await;
    assert_eq!(rows, served + 50);
}

fn held(fail_open: bool) -> BeforeResponse {
    BeforeResponse { timeout: Duration::from_millis(300), fail_open }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_response_comes_before_its_record_is_stored() {
    let trail = Trail::start(|_| PipelineOptions::default().before_response(held(false))).await;
    for calls in 1..=20 {
        assert_eq!(load(&trail.layer, 1).await, 1);
        assert_eq!(trail.store.ids().await.len(), calls, "it was there when the response came");
    }
    trail.store.stop().await;
    assert_eq!(load(&trail.layer, 3).await, 0, "nothing is told of what is not on record");
    assert_eq!(trail.layer.stats().withheld, 3);
    trail.store.restart().await;
    let (rows, report, _dir) = trail.finish(Duration::from_secs(20)).await;
    // The three were made all the same. That their clients did not hear is on record, too.
    assert_eq!((rows, report.left), (20 + 3 + 3, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_held_in_vain_can_be_let_go() {
    let trail = Trail::start(|_| PipelineOptions::default().before_response(held(true))).await;
    trail.store.stop().await;
    assert_eq!(load(&trail.layer, 3).await, 3);
    assert_eq!(trail.layer.stats().released, 3);
    trail.store.restart().await;
    assert_eq!(trail.finish(Duration::from_secs(20)).await.0, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_is_enough_for_a_response() {
    let trail = Trail::start(|dir| {
        let journal = JournalOptions::new(dir.join("journal")).fsync(Fsync::Always);
        PipelineOptions::default().journal(journal).before_response(held(false))
    })
    .await;
    trail.store.stop().await;
    for calls in 1..=20 {
        assert_eq!(load(&trail.layer, 1).await, 1);
        assert_eq!(trail.layer.stats().journalled, calls);
    }
    trail.store.restart().await;
    assert_eq!(trail.finish(Duration::from_secs(20)).await.0, 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_in_the_journal() {
    let secret = ["ghp", "_", &"Zq7Xw2Lk9".repeat(4)].concat();
    let trail = Trail::start(journalled).await;
    trail.store.stop().await;
    let leaky = {
        let secret = secret.clone();
        service_fn(move |request: Request<()>| {
            let secret = secret.clone();
            async move {
                let exchange = Exchange::of(request.extensions()).unwrap();
                exchange.set_principal(secret.as_str());
                let call = exchange.call();
                call.set_name(secret.as_str());
                call.set_session(secret.as_str());
                let arguments = Bytes::from(format!(r#"{{"token": "{secret}", "plain": "to be seen"}}"#));
                call.set_arguments(Payload::of_slice(&arguments, 0..arguments.len(), call.capture_limit()));
                call.result_data(format!("export TOKEN={secret}").as_bytes());
                Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("done")))
            }
        })
    };
    let response = trail.layer.layer(leaky).oneshot(Request::new(())).await.unwrap();
    response.into_body().collect().await.unwrap();
    support::until("it is journalled", || trail.layer.stats().journalled == 1).await;
    let has = |text: &[u8]| {
        let files = std::fs::read_dir(trail.dir.path().join("journal")).unwrap();
        let mut contents = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        contents.any(|content| content.windows(text.len()).any(|window| window == text))
    };
    assert!(has(b"to be seen"));
    assert!(!has(&secret.as_bytes()[..10]), "half of one is too much, too");
    trail.store.restart().await;
    trail.finish(Duration::from_secs(20)).await;
}

/// The same on a server, to which it happens for real.
#[cfg(feature = "postgres")]
mod postgres {
    use gate_audit::{AuditRecord, AuditStore, Filter, Page, RecordId, StoreFuture, chain::ChainStart};
    use gate_store::PostgresStore;
    use sqlx::{Connection, Executor};
    use testkit::Postgres;

    use super::*;

    struct Slow {
        inner: PostgresStore,
        millis: AtomicU64,
    }

    impl AuditSink for Slow {
        fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
            Box::pin(async move {
                sleep(Duration::from_millis(self.millis.load(SeqCst))).await;
                self.inner.append(batch).await
            })
        }

        fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
            self.inner.begin_chain(start)
        }

        fn ping(&self) -> StoreFuture<'_, ()> {
            self.inner.ping()
        }
    }

    async fn cut_connections(server: &Postgres) {
        let mut connection = sqlx::PgConnection::connect(&server.url()).await.unwrap();
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()";
        connection.execute(cut).await.unwrap();
    }

    async fn troubles(server: &mut Postgres, store: &Slow) {
        let [stopped, fine, cut, slow, _] = lengths();
        server.crash().unwrap();
        sleep(stopped).await;
        server.restart().unwrap();
        sleep(fine).await;
        for _ in 0..5 {
            cut_connections(server).await;
            sleep(cut / 5).await;
        }
        store.millis.store(if in_full() { 1_000 } else { 300 }, SeqCst);
        sleep(slow).await;
        store.millis.store(0, SeqCst);
        // Under whatever is being written.
        server.crash().unwrap();
        server.restart().unwrap();
    }

    async fn ids(store: &PostgresStore) -> Vec<RecordId> {
        let (mut ids, mut page) = (Vec::new(), Page::first(Page::MAX));
        loop {
            let rows = store.query(&Filter::default(), &page).await.unwrap();
            ids.extend(rows.items.iter().map(|record| record.id));
            let Some(next) = rows.next else { return ids };
            page = Page::first(Page::MAX).after(next);
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn every_call_served_is_stored_in_postgres() {
        let (mut server, dir) = (Postgres::start().unwrap(), tempfile::tempdir().unwrap());
        let inner = PostgresStore::open(&server.url()).await.unwrap();
        let store = Arc::new(Slow { inner, millis: AtomicU64::new(0) });
        let options = journalled(dir.path()).on_full(patient()).on_exhausted(patient());
        let sink = Arc::clone(&store) as Arc<dyn AuditSink>;
        let (layer, pipeline) = Pipeline::start(sink, Masker::default(), options).unwrap();
        let (started, span) = (Instant::now(), lengths().iter().sum());
        let (served, ()) = tokio::join!(paced(&layer, calls(), span), troubles(&mut server, &store));
        println!("{served} calls were served in {:?}; {:?}", started.elapsed(), layer.stats());
        let stopping = Instant::now();
        let report = pipeline.shutdown(Duration::from_secs(120)).await;
        let ids = ids(&store.inner).await;
        println!("{} rows, {report:?} after {:?}", ids.len(), stopping.elapsed());
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "a record is kept once");
        assert_eq!((served, ids.len() as u64), (calls(), calls()));
        assert_eq!((report.left, report.journalled), (0, 0));
    }
}
