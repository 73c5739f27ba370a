//! A gateway that is killed (`kill -9`) at any moment, again and again, over one data directory.
//!
//! `KILLS=20` has it killed as often in each mode.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "figures, for whoever asks for them")]

mod common;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use common::Gateway;
use serde_json::{Value, json};

const TASKS: usize = 8;

fn kills() -> u64 {
    std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(4)
}

fn config(audit: &str) -> String {
    format!("[audit]\n{audit}\n[upstreams.demo]\nbuiltin = \"demo\"\n")
}

/// Calls a tool until the gateway is gone; notes the ids of the calls whose whole answer came.
async fn call_on(url: String, prefix: String, completed: Arc<Mutex<Vec<String>>>) {
    let client = reqwest::Client::new();
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let params = json!({ "name": "echo", "arguments": { "message": "hello" }, "_meta": meta });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    for n in 0.. {
        let id = format!("{prefix}-{n}");
        let request = client.post(&url).header("accept", "application/json, text/event-stream");
        let request = request.header("mcp-protocol-version", "2026-07-28").header("mcp-method", "tools/call");
        let request = request.header("mcp-name", "echo").header("x-request-id", &id).json(&body);
        let Ok(response) = request.send().await else { return };
        assert_eq!(response.status(), 200);
        match response.text().await {
            Ok(text) if text.contains("\"result\"") => completed.lock().unwrap().push(id),
            _ => return,
        }
    }
}

/// The request ids of all rows that tell of calls of the tool.
async fn recorded(gateway: &Gateway) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let (status, body) =
            gateway.get(&format!("/api/v1/audit/tool-calls?tool=echo&limit=500{cursor}")).await;
        assert_eq!(status, 200, "{body}");
        let page: Value = serde_json::from_str(&body).unwrap();
        let items = page["items"].as_array().unwrap();
        ids.extend(items.iter().map(|row| row["request_id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

/// Walks the chains of all runs: none was broken by the death of its writer.
async fn verify(gateway: &Gateway) -> u64 {
    let (status, body) = gateway.get("/api/v1/audit/verify").await;
    assert_eq!(status, 200, "{body}");
    let last = body.lines().rfind(|line| line.starts_with('{')).unwrap();
    let verdict: Value = serde_json::from_str(last).unwrap();
    assert_eq!((&verdict["done"], &verdict["intact"]), (&json!(true), &json!(true)), "{body}");
    verdict["checked"].as_u64().unwrap()
}

/// Kills it often, then tells how many calls were seen to complete, and how many of those are missing.
async fn missing(config: &str) -> (usize, usize) {
    let completed = Arc::new(Mutex::new(Vec::new()));
    let mut data = tempfile::tempdir().unwrap();
    for round in 0..kills() {
        let gateway = Gateway::start_in(data, config).await;
        let url = gateway.url("/mcp/demo");
        let clients: Vec<_> = (0..TASKS)
            .map(|task| {
                tokio::spawn(call_on(url.clone(), format!("r{round}-{task}"), Arc::clone(&completed)))
            })
            .collect();
        // Neither at the same moment twice, nor at one that depends on the machine alone.
        tokio::time::sleep(Duration::from_millis(150 + round * 137 % 500)).await;
        data = gateway.kill();
        for client in clients {
            client.await.unwrap();
        }
    }
    let gateway = Gateway::start_in(data, config).await;
    let completed: HashSet<String> = completed.lock().unwrap().drain(..).collect();
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut before = None;
    loop {
        let ids = recorded(&gateway).await;
        let known: HashSet<_> = ids.iter().cloned().collect();
        assert_eq!(known.len(), ids.len(), "no call is recorded twice");
        let missing = completed.difference(&known).count();
        // Settled, as far as rows still come from the journal.
        if missing == 0 || before == Some(ids.len()) || Instant::now() > deadline {
            let checked = verify(&gateway).await;
            assert!(checked >= ids.len() as u64, "{checked} of {}", ids.len());
            println!("{} rows of calls, {checked} records verified", ids.len());
            return (completed.len(), missing);
        }
        before = Some(ids.len());
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_response_nothing_is_missing_that_a_client_saw_completed() {
    let (completed, missing) = missing(&config("durability = \"before-response\"")).await;
    println!("before-response: {completed} calls were seen to complete, {missing} are missing");
    assert!(completed > 50, "{completed}");
    assert_eq!(missing, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_journal_only_the_last_moment_is_missing() {
    let (completed, missing) = missing(&config("durability = \"journal\"")).await;
    println!("journal: {completed} calls were seen to complete, {missing} are missing");
    assert!(completed > 50, "{completed}");
    // What was still to be masked, or to be written to the journal: milliseconds of each run.
    assert!(missing * 5 < completed, "{missing} of {completed}");
}

/// The chains lie in a server then, which goes on when the gateway dies in the midst of a batch.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_missing_in_a_server_that_a_client_saw_completed() {
    let server = testkit::Postgres::start().unwrap();
    let settings = format!("durability = \"before-response\"\nstore = {:?}", server.url());
    let (completed, missing) = missing(&config(&settings)).await;
    println!("before-response, PostgreSQL: {completed} calls were seen to complete, {missing} are missing");
    assert!(completed > 50, "{completed}");
    assert_eq!(missing, 0);
}
