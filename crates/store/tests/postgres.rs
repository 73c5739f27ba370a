//! The store suite on a real PostgreSQL, and what only a server can do to its clients.
#![cfg(feature = "postgres")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod suite;

use gate_audit::{AuditSink, AuditStore, Filter, Page};
use gate_store::PostgresStore;
use testkit::Postgres;

#[tokio::test]
async fn postgres_conforms_and_keeps_it_over_a_restart() {
    let mut server = Postgres::start().unwrap();
    let store = PostgresStore::open(&server.url()).await.unwrap();
    suite::conforms(&store).await;
    server.crash().unwrap();
    server.restart().unwrap();
    let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!(rows.total.count, 1_234);
    store.close().await;
    store.ping().await.unwrap_err();

    let store = PostgresStore::open(&server.url()).await.unwrap();
    let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!(rows.total.count, 1_234);
}
