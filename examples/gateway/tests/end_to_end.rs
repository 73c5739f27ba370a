//! The main job on real input: a real MCP client calls a tool through the gateway, and the call is there
//! in the audit trail (masked), in the metrics, in the logs, under one request id.

mod common;

use std::time::{Duration, Instant};

use common::{Gateway, contains, files_below};
use serde_json::{Value, json};
use testkit::{Lifecycle, McpClient};

/// The demo server inside, and JSON log lines.
const CONFIG: &str = "[upstreams.demo]\nbuiltin = \"demo\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn one_call_is_seen_everywhere() {
    let gateway = Gateway::start(CONFIG).await;
    for lifecycle in Lifecycle::BOTH {
        let id = format!("one-call-{lifecycle:?}");
        let headers = [("x-request-id", id.as_str())];
        let client = McpClient::connect(&gateway.url("/mcp/demo"), lifecycle, &headers).await.unwrap();

        let result = client.call("leak", json!({})).await.unwrap();
        let text = serde_json::to_string(&result).unwrap();
        assert!(text.contains(&gate_demo::planted_token()), "the client gets the very result");

        let rows = gateway.rows(&format!("request_id={id}&source_type=tool"), 1).await;
        let row = &rows[0];
        assert_eq!((row["server"].as_str(), row["tool"].as_str()), (Some("demo"), Some("leak")));
        assert_eq!(row["status"], "ok");
        assert!(row["latency_ms"].is_number());
        assert!(row["response"].to_string().contains("***"), "{row:#}");
        assert!(!contains(row.to_string().as_bytes(), &gate_demo::planted_token()));

        let trace_id = row["trace_id"].as_str().unwrap().to_owned();
        assert_eq!(trace_id.len(), 32);
        let of_call = |line: &Value| line["request_id"] == id.as_str() && line["trace_id"] == *trace_id;
        let line = gateway.line(of_call).await;
        assert_eq!(line["span_id"].as_str().map(str::len), Some(16));
        client.close().await.unwrap();
    }
    let calls = gateway.metric(r#"tool_calls_total{server="demo",tool="leak",status="ok"}"#).await;
    assert_eq!(calls, 2.0);
    nothing_leaked(gateway).await;
}

async fn nothing_leaked(gateway: Gateway) {
    let secrets = [gate_demo::planted_token(), gate_demo::planted_password()];
    let mut seen = Vec::new();
    for path in ["/metrics", "/api/v1/audit/tool-calls?limit=200"] {
        seen.push((path.to_owned(), gateway.get(path).await.1.into_bytes()));
    }
    seen.extend(files_below(gateway.data_dir()));
    let (status, data, output) = gateway.stop();
    assert!(status.success(), "{output}");
    seen.push(("output".to_owned(), output.into_bytes()));
    seen.extend(files_below(data.path()));
    for (place, bytes) in seen {
        for secret in &secrets {
            assert!(!contains(&bytes, secret), "a planted secret is in {place}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_outcome_moves_its_own_series_and_makes_its_own_row() {
    let gateway = Gateway::start(CONFIG).await;
    for lifecycle in Lifecycle::BOTH {
        let client = McpClient::connect(&gateway.url("/mcp/demo"), lifecycle, &[]).await.unwrap();
        assert_eq!(client.call("fail", json!({})).await.unwrap().is_error, Some(true));
        client.call("boom", json!({})).await.unwrap_err();
        client.call("summarize", json!({ "text": "a few words" })).await.unwrap();
        client.close().await.unwrap();
    }
    for (tool, status) in [("fail", "tool_error"), ("boom", "rpc_error"), ("summarize", "ok")] {
        let series = format!(r#"tool_calls_total{{server="demo",tool="{tool}",status="{status}"}}"#);
        assert_eq!(gateway.metric(&series).await, 2.0, "{series}");
        let rows = gateway.rows(&format!("tool={tool}&status={status}"), 2).await;
        assert_eq!(rows.len(), 2);
    }
    let rows = gateway.rows("tool=summarize", 2).await;
    assert!(rows.iter().all(|row| row["tokens"]["input"].as_u64() > Some(0)), "{rows:#?}");
    let failed = gateway.rows("source_type=tool&status=error", 4).await;
    assert_eq!(failed.len(), 4, "{failed:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_pass_one_by_one() {
    let gateway = Gateway::start(CONFIG).await;
    for lifecycle in Lifecycle::BOTH {
        let client = McpClient::connect(&gateway.url("/mcp/demo"), lifecycle, &[]).await.unwrap();
        let started = Instant::now();
        client.call("countdown", json!({ "from": 5, "interval_ms": 100 })).await.unwrap();
        let whole = started.elapsed();
        let progress = client.progress();
        assert!(progress.len() >= 4, "{progress:?}");
        let span = progress.last().unwrap().at - progress[0].at;
        // Had they been held back, they would have come together at the end.
        assert!(span >= Duration::from_millis(250), "{span:?} of {whole:?}");
        client.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_takes_its_call_along() {
    let gateway = Gateway::start(CONFIG).await;
    for (lifecycle, status) in Lifecycle::BOTH.into_iter().zip(["cancelled", "cancelled"]) {
        let client = McpClient::connect(&gateway.url("/mcp/demo"), lifecycle, &[]).await.unwrap();
        let slow = client.start("slow", json!({ "seconds": 30 })).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        slow.cancel().await.unwrap();
        let rows = gateway.rows(&format!("tool=slow&status={status}"), 1).await;
        assert!(rows[0]["latency_ms"].as_f64().unwrap() < 5_000.0, "{rows:#?}");
        client.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_loses_nothing_and_a_start_remembers() {
    let gateway = Gateway::start(CONFIG).await;
    let client = McpClient::connect(&gateway.url("/mcp/demo"), Lifecycle::Stateless, &[]).await.unwrap();
    for n in 0..200 {
        client.call("echo", json!({ "message": format!("call {n}") })).await.unwrap();
    }
    client.close().await.unwrap();
    let (status, data, output) = gateway.stop();
    assert!(status.success(), "{output}");

    let gateway = Gateway::start_in(data, CONFIG).await;
    let (_, page) = gateway.get("/api/v1/audit/tool-calls?tool=echo&limit=1").await;
    let page: Value = serde_json::from_str(&page).unwrap();
    assert_eq!(page["total"], 200, "{page:#}");
}

#[test]
fn a_port_that_is_taken_is_named_and_costs_no_token() {
    let data = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mcp-gateway"));
    command.args(["--listen", &address, "--data-dir"]).arg(data.path().join("data"));
    let output = command.env_remove("MCP_GATEWAY_ADMIN_TOKEN").output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&format!("cannot listen on {address}")), "{said}");
    assert!(files_below(data.path()).is_empty(), "a token that was minted now would never be shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_token_reads_nothing() {
    let gateway = Gateway::start(CONFIG).await;
    let url = gateway.url("/api/v1/audit/tool-calls");
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 401);
    let wrong = reqwest::Client::new().get(&url).bearer_auth("wrong").send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    assert_eq!(gateway.get("/api/v1/audit/tool-calls").await.0, 200);
    assert_eq!(gateway.get("/healthz").await.0, 200);
}
