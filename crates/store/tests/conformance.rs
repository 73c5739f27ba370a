//! The store suite, for each store there is.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod suite;

use gate_audit::{AuditSink, AuditStore, Filter, MemoryStore, Page};
use gate_store::SqliteStore;

#[tokio::test]
async fn memory_conforms() {
    suite::conforms(&MemoryStore::new(10_000)).await;
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
    assert_eq!(rows.total.count, 1_234);
}

#[cfg(unix)]
#[tokio::test]
async fn the_sqlite_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path().join("data/audit.db")).await.unwrap();
    suite::conforms(&store).await;
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir.path().join("data")), 0o700);
    for file in std::fs::read_dir(dir.path().join("data")).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("audit.db");
    std::fs::write(&path, "this is no database, whatever its name says".repeat(50)).unwrap();
    SqliteStore::open(&path).await.unwrap_err();
}
