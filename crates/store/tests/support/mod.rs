//! A real server, a client that may hang up, and a store that may be out of order.
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod faults;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use axum::Router;
use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Page, Pipeline, PipelineOptions, Rows, StoreError,
    StoreFuture, chain::ChainStart,
};
use gate_store::SqliteStore;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

pub(crate) async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// Sends a GET and returns the status, or `None` if the server hung up.
pub(crate) async fn get(address: SocketAddr, target: &str) -> Option<u16> {
    let mut socket = ask(address, target).await;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.ok()?;
    std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()
}

pub(crate) async fn ask(address: SocketAddr, target: &str) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {target} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    socket.write_all(head.as_bytes()).await.unwrap();
    socket
}

/// Waits until it is so, and fails if it never is.
pub(crate) async fn until(what: &str, so: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never came to be that {what}");
}

pub(crate) struct Trail {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) store: Arc<Breakable>,
    pub(crate) layer: gate_audit::AuditLayer,
    pub(crate) pipeline: Pipeline,
}

impl Trail {
    pub(crate) async fn start(options: PipelineOptions) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Arc::new(Breakable::open(&dir).await);
        let masker = gate_mask::Masker::default();
        let (layer, pipeline) = Pipeline::start(store.clone(), masker, options).unwrap();
        Self { dir, store, layer, pipeline }
    }

    pub(crate) async fn rows(&self) -> Rows {
        self.store.inner.query(&Filter::default(), &Page::first(Page::MAX)).await.unwrap()
    }
}

/// A SQLite store that fails while it is broken, before or after it has written.
pub(crate) struct Breakable {
    pub(crate) inner: SqliteStore,
    pub(crate) broken: AtomicBool,
    pub(crate) failures: AtomicU32,
}

impl Breakable {
    async fn open(dir: &tempfile::TempDir) -> Self {
        let inner = SqliteStore::open(dir.path().join("audit.db")).await.unwrap();
        Self { inner, broken: AtomicBool::new(false), failures: AtomicU32::new(0) }
    }

    pub(crate) fn set_broken(&self, broken: bool) {
        self.broken.store(broken, SeqCst);
    }
}

impl AuditSink for Breakable {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            if self.broken.load(SeqCst) {
                // Every other time it has written what it says it could not.
                if self.failures.fetch_add(1, SeqCst) % 2 == 1 {
                    self.inner.append(batch).await?;
                }
                return Err(StoreError::new("append", "broken for the test"));
            }
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
