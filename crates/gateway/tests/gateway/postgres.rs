//! The audit trail in PostgreSQL.

use serde_json::json;
use testkit::{Postgres, Reply};

use crate::{
    common::{Running, Scripted, tool_call},
    wire::Ask,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_found_in_postgres() {
    let server = Postgres::start().unwrap();
    let upstream = Scripted::always(
        Reply::new(200)
            .header("content-type", "application/json")
            .body(r#"{"jsonrpc":"2.0","id":7,"result":{}}"#),
    )
    .await;
    let gateway = Running::before(&upstream, &format!("[audit]\nstore = \"{}\"\n", server.url())).await;
    Ask::call("u", "the-call", &tool_call("deploy")).send(gateway.addr).await;
    let row = gateway.row("request_id=the-call").await;
    assert_eq!((&row["server"], &row["tool"]), (&json!("u"), &json!("deploy")));
    assert!(!gateway.database().exists());
}
