//! The store suite on a real PostgreSQL, and what only a server can do to its clients.
#![cfg(feature = "postgres")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod suite;

use std::sync::Arc;

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
    assert_eq!(rows.total.count, suite::LEFT);
    store.close().await;
    store.ping().await.unwrap_err();

    let store = PostgresStore::open(&server.url()).await.unwrap();
    let rows = store.query(&Filter::default(), &Page::default()).await.unwrap();
    assert_eq!(rows.total.count, suite::LEFT);
}

async fn store(server: &Postgres) -> PostgresStore {
    PostgresStore::open(&server.url()).await.unwrap()
}

#[tokio::test]
async fn postgres_retains() {
    let server = Postgres::start().unwrap();
    suite::retains(&store(&server).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_serves_readers_while_it_writes() {
    let server = Postgres::start().unwrap();
    suite::serves_readers_while_it_writes(&store(&server).await).await;
}

#[tokio::test]
async fn postgres_verifies() {
    let server = Postgres::start().unwrap();
    suite::verifies(async || {
        let database = server.database().unwrap();
        Arc::new(PostgresStore::open(&database).await.unwrap()) as suite::Made
    })
    .await;
}
