//! What the settings and the schemas of servers say is masked in the audit trail, and nothing of it on the
//! way.

use std::time::Instant;

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{Recorded, Reply};

use crate::{
    common::{PATIENCE, Running, Scripted},
    wire::Ask,
};

/// One tool with a parameter that only its schema calls secret, and one whose name ends in it.
fn listing() -> Value {
    let properties = json!({
        "note": { "type": "string", "writeOnly": true },
        "release_note": { "type": "string" },
    });
    let schema = json!({ "type": "object", "properties": properties });
    json!({ "tools": [{ "name": "publish", "inputSchema": schema }] })
}

/// Lists the tool, and answers a call with its arguments.
async fn publisher() -> Scripted {
    Scripted::start(|request: &Recorded| {
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        let result = match asked["method"].as_str() {
            Some("tools/list") => listing(),
            _ => json!({ "content": [], "structuredContent": asked["params"]["arguments"] }),
        };
        let reply = json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result }).to_string();
        Reply::new(200).header("content-type", "application/json").body(reply)
    })
    .await
}

async fn list(gateway: &Running) {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" }).to_string();
    let answer = Ask::call("u", "listing", &body).send(gateway.addr).await;
    assert_eq!(answer.json()["result"], listing());
}

/// Calls the tool; what the trail then has of the call.
async fn publish(gateway: &Running, request_id: &str, arguments: &Value) -> Value {
    let params = json!({ "name": "publish", "arguments": arguments });
    let body = json!({ "jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params }).to_string();
    let answer = Ask::call("u", request_id, &body).send(gateway.addr).await;
    assert_eq!(&answer.json()["result"]["structuredContent"], arguments, "what passes is not changed");
    gateway.row(&format!("request_id={request_id}")).await
}

/// The first call that is masked like this: a new rule is in force soon after the listing.
async fn until_masked(gateway: &Running, arguments: &Value, masked: &Value) -> Value {
    let deadline = Instant::now() + PATIENCE;
    for n in 0.. {
        let row = publish(gateway, &format!("listed-{n}"), arguments).await;
        if payload(&row, "arguments") == *masked {
            return row;
        }
        assert!(Instant::now() < deadline, "{row:#}");
    }
    unreachable!("the deadline comes first")
}

/// A payload of a row, which is the text of a JSON document or that document.
fn payload(row: &Value, name: &str) -> Value {
    match &row[name] {
        Value::String(text) => serde_json::from_str(text).unwrap(),
        other => other.clone(),
    }
}

async fn before(upstream: &Scripted, data: TempDir, more: &str) -> Running {
    let url = upstream.0.url("/mcp");
    Running::start_in(data, &format!("{more}\n[upstreams.u]\nurl = \"{url}\"\n")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_that_a_schema_calls_secret_is_masked_once_it_was_listed_and_ever_after() {
    let upstream = publisher().await;
    let arguments = json!({ "note": "meet at nine", "release_note": "faster" });
    let gateway = before(&upstream, tempfile::tempdir().unwrap(), "").await;
    let row = publish(&gateway, "unlisted", &arguments).await;
    assert_eq!(payload(&row, "arguments"), arguments, "nothing but the schema tells that it is secret");

    let masked = json!({ "note": "***", "release_note": "faster" });
    list(&gateway).await;
    let row = until_masked(&gateway, &arguments, &masked).await;
    assert_eq!(payload(&row, "response")["structuredContent"], masked);

    let (stopping, data) = gateway.ask_to_stop();
    stopping.await.unwrap();
    let again = before(&upstream, data, "").await;
    let row = publish(&again, "remembered", &arguments).await;
    assert_eq!(payload(&row, "arguments"), masked);
}

#[tokio::test(flavor = "multi_thread")]
async fn schemas_count_only_if_they_are_meant_to() {
    let upstream = publisher().await;
    let gateway = Running::before(&upstream, "[masking]\nschemas = false").await;
    list(&gateway).await;
    let arguments = json!({ "note": "meet at nine", "password": "hunter2" });
    let row = publish(&gateway, "call", &arguments).await;
    assert_eq!(payload(&row, "arguments"), json!({ "note": "meet at nine", "password": "***" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_secret_has_one_fingerprint_in_all_rows_and_after_a_restart() {
    let upstream = publisher().await;
    let settings = "[masking]\nfingerprints = true";
    let gateway = before(&upstream, tempfile::tempdir().unwrap(), settings).await;
    let tag = |row: &Value| payload(row, "arguments")["password"].as_str().unwrap().to_owned();
    let one = tag(&publish(&gateway, "one", &json!({ "password": "hunter2" })).await);
    let log = json!({ "password": "hunter2", "log": "login with password=hunter2" });
    let two = publish(&gateway, "two", &log).await;
    let other = tag(&publish(&gateway, "other", &json!({ "password": "hunter3" })).await);
    assert!(one.starts_with("***[key-name:") && one.len() == "***[key-name:7f3a9c]".len(), "{one}");
    assert_eq!(tag(&two), one);
    assert_eq!(payload(&two, "arguments")["log"], format!("login with password={one}"));
    assert_ne!(other, one);

    let (stopping, data) = gateway.ask_to_stop();
    stopping.await.unwrap();
    let again = before(&upstream, data, settings).await;
    assert_eq!(tag(&publish(&again, "three", &json!({ "password": "hunter2" })).await), one);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_say_what_is_masked() {
    let upstream = publisher().await;
    let settings = r#"
        [masking]
        style = "keep-last-4"
        pii = true
        rules_off = ["url-userinfo"]
        sensitive_keys = ["badge number"]
        allow_keys = ["session"]
        allow_values = ["letmein"]
        [[masking.rules]]
        id = "employee"
        regex = '\bEMP-(\d{6})\b'
        key_names = ["staff id"]
        allow = ["000000"]
    "#;
    let gateway = Running::before(&upstream, settings).await;
    let arguments = json!({
        "apiKey": "0123456789abcdef", "mail": "ada@lovelace.org", "url": "http://ada:pw1@example.com",
        "userBadgeNumber": 7, "session": "morning", "password": "letmein", "staffId": "x",
        "text": "EMP-123456 EMP-000000",
    });
    let masked = json!({
        "apiKey": "***cdef", "mail": "***", "url": "http://ada:pw1@example.com",
        "userBadgeNumber": "***", "session": "morning", "password": "letmein", "staffId": "***",
        "text": "EMP-*** EMP-000000",
    });
    let row = publish(&gateway, "call", &arguments).await;
    assert_eq!(payload(&row, "arguments"), masked);
}

#[tokio::test(flavor = "multi_thread")]
async fn known_values_are_masked_in_any_encoding() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("values");
    std::fs::write(&file, "tr0ub4dor&3\n").unwrap();
    let upstream = publisher().await;
    let settings = format!("[masking]\nknown_values_files = [{:?}]", file.to_str().unwrap());
    let gateway = before(&upstream, data, &settings).await;
    let arguments = json!({ "a": "it is tr0ub4dor&3", "b": "q=tr0ub4dor%263" });
    let row = publish(&gateway, "call", &arguments).await;
    assert_eq!(payload(&row, "arguments"), json!({ "a": "it is ***", "b": "q=***" }));
}
