//! What a load balancer is told.

use serde_json::{Value, json};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::common::Running;

const DEMO: &str = "[upstreams.demo]\nbuiltin = \"demo\"\n";

async fn ready(gateway: &Running) -> (u16, Value) {
    let (status, body) = gateway.get("/readyz").await;
    (status, serde_json::from_str(&body).unwrap())
}

async fn rename(gateway: &Running, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(gateway.database());
    let mut connection: SqliteConnection = options.connect().await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_ready_while_its_store_fails() {
    let gateway = Running::start(DEMO).await;
    assert_eq!(ready(&gateway).await.0, 200);

    rename(&gateway, "ALTER TABLE calls RENAME TO elsewhere").await;
    let (status, body) = ready(&gateway).await;
    assert_eq!((status, &body["checks"]["audit_store"]), (503, &json!("failing")));
    // It lives, and a restart would not help.
    assert_eq!(gateway.get("/healthz").await.0, 200);

    rename(&gateway, "ALTER TABLE elsewhere RENAME TO calls").await;
    assert_eq!(ready(&gateway).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_audit_trail_nothing_is_asked() {
    let gateway = Running::start(&format!("[audit]\nenabled = false\n{DEMO}")).await;
    let (status, body) = ready(&gateway).await;
    assert_eq!((status, &body["checks"]["audit_store"]), (200, &json!("off")));
    assert_eq!(gateway.get("/api/v1/audit/tool-calls").await.0, 404);
    assert_eq!(gateway.get("/metrics").await.0, 200);

    let gateway = Running::start(&format!("[metrics]\nenabled = false\n{DEMO}")).await;
    assert_eq!(gateway.get("/metrics").await.0, 404);
}
