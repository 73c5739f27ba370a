//! A gateway whose store cannot be written any further, as the system refuses it, and that is then stopped.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::{Duration, Instant};

use common::Gateway;
use serde_json::{Value, json};

/// The database reaches the limit, and its log; the journal's segments are smaller.
const LIMIT: u64 = 3 << 10;
const CONFIG: &str =
    "[audit]\njournal_max_bytes = 16777216\nmax_payload = 16384\n[upstreams.demo]\nbuiltin = \"demo\"\n";
const EACH: usize = 150;
const TASKS: usize = 4;

/// Makes calls; all of them are served.
async fn calls(gateway: &Gateway) {
    let message = "words ".repeat(1_500);
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let params = json!({ "name": "echo", "arguments": { "message": message }, "_meta": meta });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    let tasks = (0..TASKS).map(|_| {
        let (client, url, body) = (reqwest::Client::new(), gateway.url("/mcp/demo"), body.clone());
        tokio::spawn(async move {
            for _ in 0..EACH {
                let request = client.post(&url).header("accept", "application/json, text/event-stream");
                let request = request.header("mcp-protocol-version", "2026-07-28");
                let request = request.header("mcp-method", "tools/call").header("mcp-name", "echo");
                let answer = request.json(&body).send().await.unwrap();
                assert_eq!(answer.status(), 200);
                assert!(answer.text().await.unwrap().contains("\"result\""));
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
}

async fn total(gateway: &Gateway) -> u64 {
    let (_, page) = gateway.get("/api/v1/audit/tool-calls?tool=echo&limit=1").await;
    serde_json::from_str::<Value>(&page).unwrap()["total"].as_u64().unwrap_or_default()
}

async fn pipeline(gateway: &Gateway) -> Value {
    let (_, stats) = gateway.get("/api/v1/audit/stats").await;
    serde_json::from_str::<Value>(&stats).unwrap()["pipeline"].clone()
}

async fn until_there_are(gateway: &Gateway, rows: usize) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while total(gateway).await < rows as u64 {
        assert!(Instant::now() < deadline, "{} of {rows}: {}", total(gateway).await, pipeline(gateway).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(total(gateway).await, rows as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_full_disk_did_not_take_is_stored_when_there_is_room() {
    let gateway = Gateway::start_limited(CONFIG, LIMIT).await;
    calls(&gateway).await;
    let stats = pipeline(&gateway).await;
    assert_eq!(stats["store_failing"], true, "{stats:#}");
    assert!(stats["backlog"].as_u64() > Some(0), "{stats:#}");
    gateway.lift_limit();
    until_there_are(&gateway, TASKS * EACH).await;
    let (status, data, output) = gateway.stop();
    assert!(status.success(), "{output}");
    until_there_are(&Gateway::start_in(data, CONFIG).await, TASKS * EACH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_full_disk_did_not_take_before_a_stop_is_stored_by_the_next_start() {
    let gateway = Gateway::start_limited(CONFIG, LIMIT).await;
    calls(&gateway).await;
    assert!(pipeline(&gateway).await["backlog"].as_u64() > Some(0));
    let (_, data, output) = gateway.stop();
    assert!(output.contains("the journal keeps what the audit store did not take"), "{output}");
    until_there_are(&Gateway::start_in(data, CONFIG).await, TASKS * EACH).await;
}
