//! Two gateways side by side, a gateway that stops, and one whose audit trail is full.

use std::time::{Duration, Instant};

use mcp_gateway::{AdminTokenOrigin, Config, Gateway};
use serde_json::json;
use testkit::Reply;

use crate::{
    common::{Running, Scripted, tool_call},
    wire::Ask,
};

const DEMO: &str = "[upstreams.demo]\nbuiltin = \"demo\"\n";
const RESULT: &str = r#"{"jsonrpc":"2.0","id":7,"result":{"content":[]}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_share_nothing() {
    let reply = Reply::new(200).header("content-type", "application/json").body(RESULT);
    let upstream = Scripted::always(reply).await;
    let (one, other) = (Running::before(&upstream, "").await, Running::before(&upstream, "").await);
    for n in 0..3 {
        Ask::call("u", &format!("call-{n}"), &tool_call("echo")).send(one.addr).await;
    }
    one.metric("tool_calls_total", &[r#"server="u""#, r#"status="ok""#], 3.0).await;
    one.row("request_id=call-2").await;
    assert_eq!(other.rows_now("").await, Vec::<serde_json::Value>::new());
    let (_, metrics) = other.get("/metrics").await;
    assert!(!metrics.contains("tool_calls_total{"), "{metrics}");
    assert!(!metrics.contains("/mcp/u"), "{metrics}");
}

/// A call of the demo's tool that takes its time.
pub(crate) fn slow(request_id: &str, seconds: f64) -> Ask {
    let arguments = json!({ "seconds": seconds });
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let params = json!({ "name": "slow", "arguments": arguments, "_meta": meta });
    let body = json!({ "jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params }).to_string();
    Ask::call("demo", request_id, &body)
        .header("mcp-protocol-version", "2026-07-28")
        .header("mcp-method", "tools/call")
        .header("mcp-name", "slow")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_waits_for_the_call_under_way() {
    let gateway = Running::start(DEMO).await;
    let addr = gateway.addr;
    let call = tokio::spawn(async move { slow("under-way", 1.0).send(addr).await });
    // It is there, and has most of its second left.
    gateway.metric("tool_calls_in_flight", &[], 1.0).await;
    assert!(!call.is_finished());
    let (stopping, data) = gateway.ask_to_stop();
    let answer = call.await.unwrap();
    assert_eq!((answer.status, answer.whole), (200, true));
    assert!(String::from_utf8_lossy(&answer.body).contains("\"result\""), "{answer:?}");

    let stopped = stopping.await.unwrap();
    assert_eq!((stopped.connections_cut, stopped.audit.unwrap().left), (0, 0));
    assert!(tokio::net::TcpStream::connect(addr).await.is_err(), "it accepts no more");
    let row = Running::start_in(data, DEMO).await.row("request_id=under-way").await;
    assert_eq!((&row["status"], &row["tool"]), (&json!("ok"), &json!("slow")));
    assert!(row["latency_ms"].as_f64().unwrap() >= 900.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_ever() {
    let config = format!("[limits]\ndrain = 0.3\n{DEMO}");
    let gateway = Running::start(&config).await;
    let addr = gateway.addr;
    // An idle connection is kept open; to close it cuts nothing off.
    let idle = reqwest::Client::new();
    idle.get(gateway.url("/healthz")).send().await.unwrap().bytes().await.unwrap();
    let mut stream = slow("too-slow", 30.0).open(addr).await;
    gateway.metric("tool_calls_in_flight", &[], 1.0).await;
    let started = Instant::now();
    let (stopping, data) = gateway.ask_to_stop();
    let stopped = stopping.await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!((stopped.connections_cut, stopped.audit.unwrap().left), (1, 0));
    let mut rest = Vec::new();
    // The client sees the end of the connection, in whatever way it comes.
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest).await;
    assert!(!String::from_utf8_lossy(&rest).contains("\"result\""));
    let row = Running::start_in(data, DEMO).await.row("request_id=too-slow").await;
    assert_ne!(row["status"], "ok", "{row:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_a_stream_on_which_nothing_is_due() {
    let gateway = Running::start(DEMO).await;
    let (client, url) = (reqwest::Client::new(), gateway.url("/mcp/demo"));
    let info = json!({ "name": "c", "version": "1" });
    let params = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info });
    let initialize = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params });
    let accept = ("accept", "application/json, text/event-stream");
    let opened = client.post(&url).header(accept.0, accept.1).json(&initialize).send().await.unwrap();
    let session = opened.headers()["mcp-session-id"].clone();
    let stream = client.get(&url).header(accept.0, accept.1).header("mcp-session-id", session).send();
    let stream = stream.await.unwrap();
    assert_eq!(stream.status(), 200);

    let started = Instant::now();
    let (stopping, _data) = gateway.ask_to_stop();
    stream.bytes().await.expect("it ends as a stream should");
    assert_eq!(stopping.await.unwrap().connections_cut, 0);
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_start_that_fails_leaves_no_token_that_nobody_was_shown() {
    let data = tempfile::tempdir().unwrap();
    let build = |toml: &str| {
        let mut config = Config::from_toml(toml).unwrap();
        config.data_dir = data.path().to_owned();
        Gateway::builder(config).build()
    };
    for toml in ["[upstreams.a]\nbuiltin = \"none\"", "[audit]\nstore = \"sqlite:/dev/null/x.db\""] {
        build(toml).await.unwrap_err();
    }
    let gateway = build("[upstreams.a]\nurl = \"http://127.0.0.1:1/mcp\"").await.unwrap();
    assert!(matches!(gateway.admin_token(), AdminTokenOrigin::Minted(_)), "{:?}", gateway.admin_token());
}

/// A gateway with room for one record, and a call under way that has it.
pub(crate) async fn full(on_full: &str) -> (Scripted, Running, tokio::task::JoinHandle<u16>) {
    let upstream = Scripted::start(|request| {
        let pause = if request.header("x-slow").next().is_some() { 1_000 } else { 0 };
        let reply = Reply::default().wait(Duration::from_millis(pause));
        let whole = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{RESULT}",
            RESULT.len()
        );
        reply.send(whole)
    })
    .await;
    let config = format!("[audit]\nmax_pending = 1\n{on_full}");
    let gateway = Running::before(&upstream, &config).await;
    let addr = gateway.addr;
    let ask = Ask::call("u", "first", &tool_call("echo")).header("x-slow", "1");
    let first = tokio::spawn(async move { ask.send(addr).await.status });
    upstream.request().await;
    (upstream, gateway, first)
}

pub(crate) fn second() -> Ask {
    Ask::call("u", "second", &tool_call("echo"))
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_its_record_a_call_can_wait() {
    let (_upstream, gateway, first) = full("on_full = \"wait\"\nwait = 5").await;
    assert_eq!(second().send(gateway.addr).await.status, 200);
    assert_eq!(first.await.unwrap(), 200);
    gateway.row("request_id=first").await;
    gateway.row("request_id=second").await;

    let (_upstream, gateway, first) = full("on_full = \"wait\"\nwait = 0.2").await;
    let started = Instant::now();
    assert_eq!(second().send(gateway.addr).await.status, 503);
    assert!(started.elapsed() >= Duration::from_millis(200));
    assert!(!first.is_finished(), "there was still no room");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_its_record_a_call_can_be_refused() {
    let (_upstream, gateway, first) = full("on_full = \"refuse\"").await;
    assert_eq!(second().send(gateway.addr).await.status, 503);
    assert!(!first.is_finished());
    gateway.metric("http_requests_total", &[r#"endpoint="/mcp/u""#, r#"status="503""#], 1.0).await;
    assert_eq!(first.await.unwrap(), 200);
    gateway.row("request_id=first").await;
    assert!(gateway.rows_now("request_id=second").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_its_record_a_call_can_be_served_all_the_same() {
    let (_upstream, gateway, first) = full("on_full = \"drop\"").await;
    assert_eq!(second().send(gateway.addr).await.status, 200);
    assert!(!first.is_finished());
    assert_eq!(first.await.unwrap(), 200);
    gateway.row("request_id=first").await;
    assert!(gateway.rows_now("request_id=second").await.is_empty());
}
