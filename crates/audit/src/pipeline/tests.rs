//! What a fault in one part does to the others.

use std::{
    convert::Infallible,
    sync::atomic::{AtomicU32, Ordering::SeqCst},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tower::{Layer, ServiceExt, service_fn};

use super::*;
use crate::{
    AuditRecord, AuditStore, Filter, JournalOptions, MemoryStore, Page, StoreFuture, chain::ChainStart,
};

async fn call(layer: &AuditLayer) -> StatusCode {
    let answer =
        service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("ok"))));
    let response = layer.layer(answer).oneshot(Request::new(())).await.unwrap();
    let status = response.status();
    let _ = response.into_body().collect().await;
    status
}

async fn until(so: impl Fn() -> bool) {
    let waiting = async {
        while !so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it never came to be");
}

async fn rows(store: &MemoryStore) -> usize {
    store.query(&Filter::default(), &Page::first(Page::MAX)).await.unwrap().items.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_of_the_journals_reader_is_told_and_ends_nothing() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Arc::new(MemoryStore::new(100)));
    let options = PipelineOptions::default().journal(JournalOptions::new(dir.path()));
    let (layer, pipeline) = Pipeline::start(Arc::clone(&store) as _, Masker::default(), options).unwrap();
    pipeline.shared.journal.as_ref().unwrap().panics[0].store(1, SeqCst);
    for _ in 0..3 {
        assert_eq!(call(&layer).await, StatusCode::OK);
    }
    until(|| layer.stats().panics == 1).await;
    assert!(layer.stats().store_error.unwrap().contains("its reader panicked"));
    let report = pipeline.shutdown(Duration::from_secs(20)).await;
    assert_eq!((report.left, report.journalled, rows(&store).await), (0, 0, 3));
    assert_eq!((layer.stats().store_error, layer.stats().dead), (None, false));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_what_seals_has_died_nothing_is_let_in() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Arc::new(MemoryStore::new(100)));
    let options = PipelineOptions::default().journal(JournalOptions::new(dir.path())).on_full(OnFull::Refuse);
    let (layer, pipeline) = Pipeline::start(Arc::clone(&store) as _, Masker::default(), options).unwrap();
    assert_eq!(call(&layer).await, StatusCode::OK);
    until(|| layer.stats().journalled == 1).await;
    pipeline.shared.journal.as_ref().unwrap().panics[1].store(1, SeqCst);
    assert_eq!(call(&layer).await, StatusCode::OK);
    until(|| layer.stats().dead).await;
    assert_eq!(call(&layer).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!((layer.stats().panics, layer.stats().refused), (1, 1));
    let report = pipeline.shutdown(Duration::from_secs(20)).await;
    assert_eq!((report.left, rows(&store).await), (1, 1), "what was in its hands is told as left");
}

/// Panics the first two times: when it is asked, and when its answer is waited for.
struct Panicking(Arc<MemoryStore>, AtomicU32);

impl AuditSink for Panicking {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        match self.1.fetch_add(1, SeqCst) {
            0 => panic!("as the test has told"),
            1 => Box::pin(async { panic!("as the test has told") }),
            _ => self.0.append(batch),
        }
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        self.0.begin_chain(start)
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        self.0.ping()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_panics_is_asked_again() {
    let store = Arc::new(MemoryStore::new(100));
    let sink = Arc::new(Panicking(Arc::clone(&store), AtomicU32::new(0)));
    let (layer, pipeline) = Pipeline::start(sink, Masker::default(), PipelineOptions::default()).unwrap();
    assert_eq!(call(&layer).await, StatusCode::OK);
    let report = pipeline.shutdown(Duration::from_secs(20)).await;
    assert_eq!((report.left, rows(&store).await, layer.stats().panics), (0, 1, 2));
}
