//! What the pipeline makes of calls: chains across restarts, policies, events and intents.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::VecDeque,
    convert::Infallible,
    path::Path,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use gate_audit::{
    AuditLayer, AuditRecord, AuditSink, AuditStore, BeforeResponse, EntryKind, Filter, JournalOptions,
    MemoryStore, OnFull, Page, PayloadPolicy, PayloadRule, Pipeline, PipelineOptions, Status, StoreError,
    StoreFuture,
    chain::{ChainKey, ChainStart, KeyRing, verify},
};
use gate_call::{Exchange, Kind, Outcome, Payload};
use gate_mask::Masker;
use http::{Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, Full};
use tower::{Layer, ServiceExt, service_fn};

fn key() -> ChainKey {
    ChainKey::new(b"nobody can guess this one").unwrap()
}

/// A store in memory that can be out of order.
struct Store {
    inner: MemoryStore,
    broken: AtomicBool,
}

impl Store {
    fn new() -> Arc<Self> {
        Arc::new(Self { inner: MemoryStore::new(10_000), broken: AtomicBool::new(false) })
    }

    fn start(self: &Arc<Self>, options: PipelineOptions) -> (AuditLayer, Pipeline) {
        Pipeline::start(Arc::clone(self) as Arc<dyn AuditSink>, Masker::default(), options).unwrap()
    }

    /// The oldest first.
    async fn records(&self) -> Vec<AuditRecord> {
        let mut rows = self.inner.query(&Filter::default(), &Page::first(Page::MAX)).await.unwrap().items;
        rows.reverse();
        rows
    }
}

impl AuditSink for Store {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        match self.broken.load(SeqCst) {
            true => Box::pin(async { Err(StoreError::new("append", "broken for the test")) }),
            false => self.inner.append(batch),
        }
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        self.inner.begin_chain(start)
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        self.inner.ping()
    }
}

/// A tool of a server that answers with its payload.
async fn tool(request: Request<()>) -> Result<Response<Full<Bytes>>, Infallible> {
    let status = match request.uri().path() {
        "/denied" => StatusCode::UNAUTHORIZED,
        _ => StatusCode::OK,
    };
    if let Some(exchange) = Exchange::of(request.extensions()).filter(|_| status == StatusCode::OK) {
        let (server, name) = request.uri().path()[1..].split_once('/').unwrap_or(("files", "read"));
        let call = exchange.call();
        call.set_kind(Kind::Tool);
        call.set_method(if name == "ping" { "ping" } else { "tools/call" });
        call.set_server(server);
        call.set_name(name);
        let arguments = Bytes::from_static(b"{\"path\": \"/etc/motd\"}");
        call.set_arguments(Payload::new(arguments, 21));
        call.result_data(b"welcome");
        call.set_outcome(Outcome::Ok);
    }
    let mut response = Response::new(Full::from("done"));
    *response.status_mut() = status;
    Ok(response)
}

fn request(path: &str) -> Request<()> {
    Request::get(path).body(()).unwrap()
}

async fn call(layer: &AuditLayer, path: &str) -> bool {
    let response = layer.layer(service_fn(tool)).oneshot(request(path)).await.unwrap();
    let status = response.status();
    response.into_body().collect().await.is_ok() && status != StatusCode::SERVICE_UNAVAILABLE
}

fn text(field: &Option<gate_mask::Masked<String>>) -> &str {
    field.as_ref().map_or("", |text| text.get())
}

fn journalled(dir: &Path) -> PipelineOptions {
    PipelineOptions::default().journal(JournalOptions::new(dir)).chain(key()).instance("gateway-1")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_goes_on_across_restarts_and_outages() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Store::new());
    let mut heads = Vec::new();
    for run in 0..4 {
        // The second run ends with the store out of order, so that the third writes its records; none of
        // the fourth's own.
        store.broken.store(run == 1, SeqCst);
        let (layer, pipeline) = store.start(journalled(dir.path()));
        for _ in 0..if run == 3 { 0 } else { 30 } {
            assert!(call(&layer, "/files/read").await);
        }
        let patience = Duration::from_millis(if run == 1 { 300 } else { 10_000 });
        let report = pipeline.shutdown(patience).await;
        assert_eq!((report.left, report.journalled), (0, if run == 1 { 30 } else { 0 }), "run {run}");
        heads.extend(layer.head().filter(|head| head.number > 0));
    }
    let verdict = verify(&store.inner, &KeyRing::from(key()), &heads, |_| {}).await.unwrap();
    assert_eq!((verdict.checked, verdict.flaws.as_slice()), (90, &[][..]));
    assert_eq!(verdict.heads, heads);
    let starts = store.inner.chains().await.unwrap();
    assert_eq!(
        starts.iter().map(|start| start.previous).collect::<Vec<_>>(),
        [None, Some(heads[0]), Some(heads[1])]
    );
    let records = store.records().await;
    assert!(records.iter().all(|record| text(&record.instance) == "gateway-1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_tells_of_nothing_that_is_only_in_memory() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().chain(key()).linger(Duration::ZERO));
    store.broken.store(true, SeqCst);
    for _ in 0..5 {
        assert!(call(&layer, "/files/read").await);
    }
    while layer.stats().retries == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(layer.head().unwrap().number, 0);
    store.broken.store(false, SeqCst);
    pipeline.shutdown(Duration::from_secs(10)).await;
    let last = store.records().await.pop().unwrap().link.unwrap();
    assert_eq!(layer.head(), Some(last.into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_full_journal_has_not_taken_is_not_missed_by_the_next_run() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Store::new());
    let small = || {
        let journal = JournalOptions::new(dir.path()).max_bytes(1 << 20);
        let options = PipelineOptions::default().journal(journal).chain(key()).max_records(100_000);
        options.on_exhausted(OnFull::Drop)
    };
    store.broken.store(true, SeqCst);
    let (layer, pipeline) = store.start(small());
    // All are let in before the first has reached the journal.
    let service = layer.layer(service_fn(tool));
    let mut responses = Vec::new();
    for _ in 0..6_000 {
        responses.push(service.clone().oneshot(request("/files/read")).await.unwrap());
    }
    for response in responses {
        response.into_body().collect().await.unwrap();
    }
    let report = pipeline.shutdown(Duration::from_secs(1)).await;
    assert!(report.left > 0 && report.journalled > 0, "{report:?}");
    assert_eq!(layer.head().map(|head| head.number), Some(report.journalled));

    store.broken.store(false, SeqCst);
    let (layer, pipeline) = store.start(small());
    while layer.stats().replayed < report.journalled {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(call(&layer, "/files/read").await);
    pipeline.shutdown(Duration::from_secs(10)).await;
    let verdict = verify(&store.inner, &KeyRing::from(key()), &[], |_| {}).await.unwrap();
    assert_eq!((verdict.checked, verdict.flaws.as_slice()), (report.journalled + 1, &[][..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_do_not_share_a_journal() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Store::new());
    let (_layer, _pipeline) = store.start(journalled(dir.path()));
    let sink = Store::new() as Arc<dyn AuditSink>;
    let error = Pipeline::start(sink, Masker::default(), journalled(dir.path())).unwrap_err();
    let why = std::error::Error::source(&error).unwrap().to_string();
    assert!(why.contains("in use by another process"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payloads_are_kept_as_the_rules_say() {
    let store = Store::new();
    let options = PipelineOptions::default()
        .chain(key())
        .payloads(PayloadRule::new(PayloadPolicy::Off).server("vault"))
        .payloads(PayloadRule::new(PayloadPolicy::Digest).name("query"))
        .payloads(PayloadRule::new(PayloadPolicy::Masked).server("vault").name("list"))
        .skip_method("pin*");
    let (layer, pipeline) = store.start(options);
    for path in ["/vault/read", "/vault/query", "/files/query", "/vault/list", "/files/ping"] {
        assert!(call(&layer, path).await);
    }
    pipeline.shutdown(Duration::from_secs(10)).await;
    let kept = |record: &AuditRecord| {
        assert_eq!(record.arguments.policy, record.response.policy);
        assert_eq!((record.arguments.size, record.response.size), (Some(21), Some(7)));
        let name = format!("{}/{}", text(&record.server), text(&record.name));
        (name, record.arguments.policy, text(&record.arguments.text).to_owned())
    };
    let rows: Vec<_> = store.records().await.iter().map(kept).collect();
    let digest = rows[1].2.clone();
    assert!(digest.starts_with("hmac-sha256:"), "{digest}");
    assert_eq!(
        rows,
        [
            ("vault/read".to_owned(), PayloadPolicy::Off, String::new()),
            ("vault/query".to_owned(), PayloadPolicy::Digest, digest.clone()),
            ("files/query".to_owned(), PayloadPolicy::Digest, digest),
            ("vault/list".to_owned(), PayloadPolicy::Masked, "{\"path\": \"/etc/motd\"}".to_owned()),
        ]
    );
    assert_eq!((layer.stats().skipped, layer.stats().dropped), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failed_authentications_are_rows_without_payload_up_to_a_rate() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().failed_authentications(3));
    for _ in 0..10 {
        assert!(call(&layer, "/denied").await);
    }
    assert!(call(&layer, "/files/read").await);
    pipeline.shutdown(Duration::from_secs(10)).await;
    let records = store.records().await;
    let denied = records.iter().filter(|record| record.status == Status::Denied).count() as u64;
    // Slow as this machine may be, a second or two have begun.
    assert!((3..10).contains(&denied), "{denied}");
    assert_eq!((records.len() as u64, layer.stats().unrecorded_authentications), (denied + 1, 10 - denied));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn digests_need_a_key() {
    let options = PipelineOptions::default().payloads(PayloadRule::new(PayloadPolicy::Digest));
    let sink = Store::new() as Arc<dyn AuditSink>;
    Pipeline::start(sink, Masker::default(), options).unwrap_err();
}

const HELD: BeforeResponse = BeforeResponse { timeout: Duration::from_secs(20), fail_open: false };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_goes_while_its_result_is_held_is_an_event() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().before_response(HELD));
    store.broken.store(true, SeqCst);
    let response = layer.layer(service_fn(tool)).oneshot(request("/files/read")).await.unwrap();
    let held = tokio::time::timeout(Duration::from_millis(200), response.into_body().collect()).await;
    assert!(held.is_err(), "nothing comes before the record is stored");
    store.broken.store(false, SeqCst);
    pipeline.shutdown(Duration::from_secs(10)).await;
    let records = store.records().await;
    let told: Vec<_> = records.iter().map(|record| (record.entry, record.status)).collect();
    assert_eq!(told, [(EntryKind::Call, Status::Ok), (EntryKind::Event, Status::Disconnected)]);
    assert_eq!(records[1].related, Some(records[0].id));
    assert_eq!((text(&records[1].name), &records[1].arguments.text), ("read", &None));
    assert_eq!((records[0].response_bytes, records[0].http_status), (4, Some(200)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_response_that_was_let_go_has_no_event() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().before_response(HELD));
    let empty = service_fn(async |_: Request<()>| {
        let response = Response::builder().status(202).body(Full::<Bytes>::default());
        Ok::<_, Infallible>(response.unwrap())
    });
    // No server asks a body for frames that it says it has not.
    let response = layer.layer(empty).oneshot(request("/nothing")).await.unwrap();
    assert!(http_body::Body::is_end_stream(response.body()));
    drop(response);
    // What broke off upstream is no client that went away.
    let broken = service_fn(async |_: Request<()>| {
        let frames = [Ok(Frame::data(Bytes::from("half"))), Err(std::io::Error::other("broken off"))];
        Ok::<_, Infallible>(Response::new(Broken(frames.into())))
    });
    let response = layer.layer(broken).oneshot(request("/broken")).await.unwrap();
    response.into_body().collect().await.unwrap_err();
    pipeline.shutdown(Duration::from_secs(10)).await;
    let told: Vec<_> = store.records().await.iter().map(|record| (record.entry, record.status)).collect();
    assert_eq!(told, [(EntryKind::Call, Status::Ok), (EntryKind::Call, Status::UpstreamError)]);
}

#[derive(Default)]
struct Broken(VecDeque<std::io::Result<Frame<Bytes>>>);

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.0.pop_front())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn room_comes_back_when_an_exchange_that_has_ended_is_met() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().max_records(2).on_full(OnFull::Refuse));
    let (sender, mut ended) = tokio::sync::mpsc::unbounded_channel();
    let service = layer.layer(service_fn(move |request: Request<()>| {
        sender.send(Exchange::of(request.extensions()).cloned()).unwrap();
        tool(request)
    }));
    service.clone().oneshot(request("/files/read")).await.unwrap().into_body().collect().await.unwrap();
    let exchange = ended.recv().await.flatten().unwrap();
    for _ in 0..5 {
        let mut late = request("/files/read");
        late.extensions_mut().insert(exchange.clone());
        let response = service.clone().oneshot(late).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body().collect().await.unwrap();
    }
    pipeline.shutdown(Duration::from_secs(10)).await;
    assert_eq!((layer.stats().reserved, layer.stats().refused), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_layer_further_out_makes_no_difference() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().before_response(HELD));
    let (_, other) = store.start(PipelineOptions::default());
    let (outer, _other) = store.start(PipelineOptions::default().skip_method("*"));
    let service = outer.layer(layer.layer(service_fn(tool)));
    for calls in 1..=5 {
        let response = service.clone().oneshot(request("/files/read")).await.unwrap();
        response.into_body().collect().await.unwrap();
        assert_eq!(store.records().await.len(), calls, "it was stored when its response came");
    }
    // A head that says it all is held, too.
    let empty = service_fn(async |_: Request<()>| {
        let response = Response::builder().status(204).body(Full::<Bytes>::default());
        Ok::<_, Infallible>(response.unwrap())
    });
    let response = outer.layer(layer.layer(empty)).oneshot(request("/nothing")).await.unwrap();
    assert_eq!((response.status(), store.records().await.len()), (StatusCode::NO_CONTENT, 6));
    assert_eq!(store.records().await[5].http_status, Some(204));
    drop(other);
    pipeline.shutdown(Duration::from_secs(10)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_has_room_for_the_largest_records() {
    let dir = tempfile::tempdir().unwrap();
    let options = journalled(dir.path()).journal(JournalOptions::new(dir.path()).max_bytes(1 << 20));
    let sink = Store::new() as Arc<dyn AuditSink>;
    let error = Pipeline::start(sink, Masker::default(), options.payload_cap(65 << 10)).unwrap_err();
    let why = std::error::Error::source(&error).unwrap().to_string();
    assert!(why.contains("a journal needs 1064960 bytes"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_intent_without_room_is_no_call_without_a_record() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().max_records(1));
    let inner = layer.intents(BeforeResponse { fail_open: true, ..HELD }).layer(service_fn(tool));
    // Two calls take what room there is.
    let two = service_fn(move |request: Request<()>| {
        let exchange = Exchange::of(request.extensions()).unwrap();
        for _ in 0..2 {
            exchange.start_call(|call| _ = call.set_kind(Kind::Tool)).unwrap();
        }
        inner.clone().oneshot(request)
    });
    let response = layer.layer(two).oneshot(request("/files/read")).await.unwrap();
    response.into_body().collect().await.unwrap();
    pipeline.shutdown(Duration::from_secs(10)).await;
    let entries: Vec<_> = store.records().await.iter().map(|record| record.entry).collect();
    assert_eq!(entries, [EntryKind::Call; 2]);
    assert_eq!((layer.stats().released, layer.stats().dropped), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_made_before_its_intent_is_on_record() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().linger(Duration::ZERO));
    let made = Arc::new(AtomicBool::new(false));
    let upstream = {
        let (made, store) = (Arc::clone(&made), Arc::clone(&store));
        service_fn(move |request: Request<()>| {
            made.store(true, SeqCst);
            let (store, answer) = (Arc::clone(&store), tool(request));
            async move {
                assert!(!store.records().await.is_empty(), "the attempt is on record");
                answer.await
            }
        })
    };
    let service = layer.layer(layer.intents(HELD).layer(upstream.clone()));
    let response = service.oneshot(request("/files/read")).await.unwrap();
    response.into_body().collect().await.unwrap();

    made.store(false, SeqCst);
    store.broken.store(true, SeqCst);
    let impatient = BeforeResponse { timeout: Duration::from_millis(100), ..HELD };
    let service = layer.layer(layer.intents(impatient).layer(upstream));
    let response = service.oneshot(request("/files/write")).await.unwrap();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!made.load(SeqCst), "it is not called without a record");
    drop(response);
    store.broken.store(false, SeqCst);
    pipeline.shutdown(Duration::from_secs(10)).await;

    let records = store.records().await;
    let told: Vec<_> = records.iter().map(|record| (record.entry, record.status)).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    let calls = || records.iter().filter(|record| record.entry == EntryKind::Call);
    let intents: Vec<_> = records.iter().filter(|record| record.entry == EntryKind::Intent).collect();
    assert_eq!(
        calls().map(|call| call.related).collect::<Vec<_>>(),
        [Some(intents[0].id), Some(intents[1].id)]
    );
    assert_eq!(calls().map(|call| call.status).collect::<Vec<_>>(), [Status::Ok, Status::UpstreamError]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_damaged_journal_has_lost_is_missing_from_the_chain() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Store::new());
    let (layer, pipeline) = store.start(journalled(dir.path()));
    store.broken.store(true, SeqCst);
    for _ in 0..30 {
        assert!(call(&layer, "/files/read").await);
    }
    assert_eq!(pipeline.shutdown(Duration::from_millis(300)).await.journalled, 30);
    let files = std::fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().path());
    let segment = files.into_iter().find(|path| path.extension().is_some_and(|it| it == "journal")).unwrap();
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&segment, bytes).unwrap();
    // That a run has left a note of its head is luck; one that is killed has not.
    std::fs::remove_file(dir.path().join("head")).unwrap();

    store.broken.store(false, SeqCst);
    let (layer, pipeline) = store.start(journalled(dir.path()));
    assert!(call(&layer, "/files/read").await);
    pipeline.shutdown(Duration::from_secs(10)).await;
    let stats = layer.stats();
    assert!(stats.replayed > 5 && stats.replayed < 25 && stats.journal_corrupt == 1, "{stats:?}");
    let verdict = verify(&store.inner, &KeyRing::from(key()), &[], |_| {}).await.unwrap();
    assert!(!verdict.flaws.is_empty(), "{verdict:?}");
}

/// Every number that tells of the pipeline moves with what it tells of.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_number_moves() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Store::new());
    let options = || journalled(dir.path()).max_records(2).skip_method("ping").linger(Duration::ZERO);
    let (layer, pipeline) =
        store.start(options().on_full(OnFull::Wait { deadline: Duration::from_millis(20) }));
    store.broken.store(true, SeqCst);
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let held = {
        let gate = Arc::clone(&gate);
        layer.layer(service_fn(move |request| {
            let gate = Arc::clone(&gate);
            async move {
                let _ = gate.acquire().await;
                tool(request).await
            }
        }))
    };
    let under_way: Vec<_> =
        (0..2).map(|_| tokio::spawn(held.clone().oneshot(request("/files/read")))).collect();
    until(|| layer.stats().reserved == 2).await;
    assert!(!call(&layer, "/files/read").await, "there is no room");
    assert_eq!((layer.stats().waited, layer.stats().refused), (1, 1));
    gate.close();
    for answer in under_way {
        answer.await.unwrap().unwrap().into_body().collect().await.unwrap();
    }
    until(|| layer.stats().journalled == 2 && layer.stats().retries > 1).await;
    assert!(call(&layer, "/files/ping").await);
    let failing = layer.stats();
    assert_eq!((failing.backlog, failing.skipped, failing.written, failing.queued), (2, 1, 0, 0));
    assert!(failing.journal_bytes > 200 && failing.oldest.is_some_and(|age| age > Duration::ZERO));
    assert!(failing.store_error.unwrap().contains("broken for the test"));
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert!(layer.stats().oldest > failing.oldest, "it grows older");
    // A run that ends so leaves them to the next.
    assert_eq!(pipeline.shutdown(Duration::ZERO).await.journalled, 2);

    store.broken.store(false, SeqCst);
    let (layer, pipeline) = store.start(options().on_full(OnFull::Drop));
    until(|| layer.stats().replayed == 2).await;
    assert!(call(&layer, "/files/read").await);
    until(|| layer.stats().written == 3).await;
    let stored = layer.stats();
    assert_eq!((stored.batches, stored.largest_batch, stored.last_batch), (2, 2, 1));
    assert!(stored.write_time >= stored.slowest_write.unwrap() && stored.slowest_write >= stored.last_write);
    assert_eq!((stored.backlog, stored.oldest, stored.store_error), (0, None, None));
    let layer_of_dead = layer.clone();
    pipeline.shutdown(Duration::from_secs(10)).await;
    assert!(call(&layer_of_dead, "/files/read").await, "it is served");
    assert_eq!(layer_of_dead.stats().dropped, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_weighed_until_it_is_free() {
    let store = Store::new();
    let (layer, pipeline) = store.start(PipelineOptions::default().linger(Duration::ZERO));
    store.broken.store(true, SeqCst);
    for _ in 0..10 {
        assert!(call(&layer, &format!("/files/{}", "n".repeat(900))).await);
    }
    until(|| layer.stats().retries > 0).await;
    let stats = layer.stats();
    assert_eq!((stats.queued, stats.reserved), (10, 10));
    assert!(stats.bytes > 10 * 900 && stats.bytes < 10 * 4_096, "{stats:?}");
    store.broken.store(false, SeqCst);
    pipeline.shutdown(Duration::from_secs(10)).await;
    assert_eq!((layer.stats().bytes, layer.stats().reserved), (0, 0));
}

async fn until(so: impl Fn() -> bool) {
    let waiting = async {
        while !so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it never came to be");
}
