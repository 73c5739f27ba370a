//! The store suite, for each store there is.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod suite;

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::Relaxed},
};

use gate_audit::{AuditSink, AuditStore, Filter, MemoryStore, Page};
use gate_store::SqliteStore;
use tempfile::TempDir;

#[tokio::test]
async fn memory_conforms() {
    suite::conforms(&MemoryStore::new(10_000)).await;
    suite::retains(&MemoryStore::new(10_000)).await;
    suite::serves_readers_while_it_writes(&MemoryStore::new(10_000)).await;
    suite::verifies(async || Arc::new(MemoryStore::new(10_000)) as suite::Made).await;
}

#[tokio::test]
async fn sqlite_conforms_and_keeps_it_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("made/for/us/audit.db");
    let store = SqliteStore::open(&path).await.unwrap();
    suite::conforms(&store).await;
    store.close().await.unwrap();
    store.ping().await.unwrap_err();

    let store = SqliteStore::open(&path).await.unwrap();
    let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!(rows.total.count, suite::LEFT);
}

async fn sqlite(dir: &TempDir) -> SqliteStore {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("audit-{}.db", NEXT.fetch_add(1, Relaxed));
    SqliteStore::open(dir.path().join(name)).await.unwrap()
}

#[tokio::test]
async fn sqlite_retains() {
    let dir = tempfile::tempdir().unwrap();
    suite::retains(&sqlite(&dir).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_serves_readers_while_it_writes() {
    let dir = tempfile::tempdir().unwrap();
    suite::serves_readers_while_it_writes(&sqlite(&dir).await).await;
}

#[tokio::test]
async fn sqlite_verifies() {
    let dir = tempfile::tempdir().unwrap();
    suite::verifies(async || Arc::new(sqlite(&dir).await) as suite::Made).await;
}
