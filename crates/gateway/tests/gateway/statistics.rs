//! How calls went lately, as the API tells it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    common::{PATIENCE, Running},
    wire::Ask,
};

const DEMO: &str = "[upstreams.demo]\nbuiltin = \"demo\"\n";

/// A call of one of the demo's tools.
async fn call(gateway: &Running, request_id: &str, tool: &str, arguments: Value) {
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let params = json!({ "name": tool, "arguments": arguments, "_meta": meta });
    let body = json!({ "jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params }).to_string();
    let ask = Ask::call("demo", request_id, &body)
        .header("mcp-protocol-version", "2026-07-28")
        .header("mcp-method", "tools/call")
        .header("mcp-name", tool);
    ask.send(gateway.addr).await;
}

/// Which tools there are, the gateway asks by itself.
async fn listed(gateway: &Running) {
    let catalog = gateway.database().with_file_name("catalog.json");
    let deadline = Instant::now() + PATIENCE;
    while !catalog.exists() {
        assert!(Instant::now() < deadline, "the tools were not listed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn stats(gateway: &Running, query: &str) -> Value {
    let (status, body) = gateway.get(&format!("/api/v1/stats?{query}")).await;
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_call_of_a_tool_is_in_its_window() {
    let gateway = Running::start(DEMO).await;
    listed(&gateway).await;
    for n in 0..5 {
        call(&gateway, &format!("echo-{n}"), "echo", json!({ "message": "hello" })).await;
    }
    call(&gateway, "fail", "fail", json!({})).await;
    call(&gateway, "slow", "slow", json!({ "seconds": 0.3 })).await;
    call(&gateway, "invented", "a-tool-that-a-client-made-up", json!({})).await;
    // A client may have read its answer before the call has ended.
    gateway.metric("tool_calls_total", &[], 8.0).await;

    let tools = stats(&gateway, "window=10m&by=tool&bucket=1m").await;
    let counts = |item: &Value| {
        let name = |name: &str| item[name].as_str().unwrap().to_owned();
        (name("server"), name("tool"), item["calls"].as_u64(), item["errors"].as_u64())
    };
    let of = |tool: &str, calls, errors| ("demo".to_owned(), tool.to_owned(), Some(calls), Some(errors));
    let items = tools["items"].as_array().unwrap();
    let found: Vec<_> = items.iter().map(counts).collect();
    assert_eq!(found, [of("echo", 5, 0), of("fail", 1, 1), of("other", 1, 1), of("slow", 1, 0)], "{tools:#}");
    let points = tools["points"].as_array().unwrap();
    assert_eq!(points.iter().map(|point| point["calls"].as_u64().unwrap()).sum::<u64>(), 8);

    // The trail knows how long it really took.
    let row = gateway.row("request_id=slow").await;
    let (told, took) = (items[3]["p99_ms"].as_f64().unwrap(), row["latency_ms"].as_f64().unwrap());
    assert!(took >= 300.0 && (told - took).abs() <= took / 64.0 + 0.001, "{told}, not {took}");

    let servers = stats(&gateway, "window=24h&by=server&server=demo").await;
    assert_eq!((&servers["items"][0]["calls"], &servers["total"]["errors"]), (&json!(8), &json!(2)));
    assert_eq!(servers["total"]["error_rate"], json!(0.25));
    let looks = gateway.rows_now("source_type=http&tool=/api/v1/stats").await;
    assert!(looks.iter().all(|row| row["user"] == "admin") && !looks.is_empty(), "{looks:#?}");
}
