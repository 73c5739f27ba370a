//! Upstreams that are down, hang, break off or talk nonsense.

use std::{
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    time::Duration,
};

use serde_json::json;
use testkit::{Recorded, Reply};
use tokio::net::TcpListener;

use crate::{
    common::{Running, Scripted, tool_call},
    wire::{Answer, Ask},
};

const RESULT: &str = r#"{"jsonrpc":"2.0","id":7,"result":{"content":[]}}"#;
/// So that what was sent before has arrived when the connection is reset.
const SOON: Duration = Duration::from_millis(50);
const STATUS: &str = r#"status="upstream_error""#;

/// Calls a tool of an upstream that fails so, and checks that this is recorded and counted.
async fn call(upstream: &Scripted, more: &str) -> (Running, Answer) {
    let gateway = Running::before(upstream, more).await;
    let answer = call_through(&gateway).await;
    (gateway, answer)
}

async fn call_through(gateway: &Running) -> Answer {
    let answer = Ask::call("u", "the-call", &tool_call("echo")).send(gateway.addr).await;
    let row = gateway.row("request_id=the-call").await;
    assert_eq!(row["status"], "upstream_error", "{row:#}");
    assert_eq!((&row["server"], &row["tool"]), (&json!("u"), &json!("echo")));
    gateway.metric("tool_calls_total", &[r#"server="u""#, STATUS], 1.0).await;
    assert_eq!(gateway.get("/healthz").await.0, 200);
    answer
}

fn check_error(answer: &Answer, status: u16, reason: &str) {
    assert_eq!(answer.status, status);
    let body = answer.json();
    assert_eq!((&body["jsonrpc"], &body["id"]), (&json!("2.0"), &json!(7)), "{body}");
    let error = &body["error"];
    assert_eq!((&error["code"], &error["data"]["requestId"]), (&json!(-32603), &json!("the-call")));
    assert!(error["message"].as_str().unwrap().contains(reason), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_down() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let gateway = Running::start(&format!("[upstreams.u]\nurl = \"http://{nobody}/mcp\"")).await;
    let answer = call_through(&gateway).await;
    check_error(&answer, 502, "refused");
    assert!(!String::from_utf8_lossy(&answer.body).contains(&nobody.to_string()), "an address leaked");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_hangs() {
    let upstream = Scripted::always(Reply::hang()).await;
    let (_gateway, answer) = call(&upstream, "[limits]\nhead_timeout = 0.3").await;
    check_error(&answer, 504, "in time");
    // It was not left waiting.
    upstream.0.departure().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_resets_the_connection() {
    let upstream = Scripted::always(Reply::default().reset()).await;
    let (_gateway, answer) = call(&upstream, "").await;
    check_error(&answer, 502, "closed the connection");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_speaks_no_http() {
    let upstream = Scripted::always(Reply::raw(b"\x16\x03\x01 no HTTP\r\n\r\n".as_slice()).close()).await;
    let (_gateway, answer) = call(&upstream, "").await;
    check_error(&answer, 502, "not valid HTTP");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_breaks_off_in_the_middle() {
    let json = Reply::new(200).header("content-type", "application/json");
    let half = json.header("content-length", "1000").send("{\"jsonrpc\":").wait(SOON).reset();
    let (_gateway, answer) = call(&Scripted::always(half).await, "").await;
    // The head was sent: what is left to tell is that the body is not whole.
    assert_eq!((answer.status, answer.whole), (200, false));
    assert_eq!(answer.body, b"{\"jsonrpc\":");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_breaks_off_a_stream() {
    let events = Reply::new(200).header("content-type", "text/event-stream");
    let events =
        events.header("transfer-encoding", "chunked").send("").chunk(": hello\n\n").wait(SOON).reset();
    let (_gateway, answer) = call(&Scripted::always(events).await, "").await;
    assert_eq!((answer.status, answer.whole), (200, false));
    assert_eq!(answer.body, b": hello\n\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_that_answer_with_what_is_no_result() {
    let truncated = &RESULT[..30];
    let answers = [
        ("text/html", "<h1>It works!</h1>"),
        ("application/json", truncated),
        ("application/json", "[1, 2"),
        ("application/json", ""),
        ("text/event-stream", "data: {\"jsonrpc\":\"2.0\",\ndata\n\nevent\0: \u{feff}\n\n"),
        ("text/event-stream", "no event at all"),
    ];
    for (kind, body) in answers {
        let upstream = Scripted::always(Reply::new(200).header("content-type", kind).body(body)).await;
        let (_gateway, answer) = call(&upstream, "").await;
        // The truth: it is not for the gateway to judge what the server said.
        assert_eq!((answer.status, answer.whole), (200, true), "{kind}");
        assert_eq!(String::from_utf8_lossy(&answer.body), body);
        assert_eq!(answer.values("content-type"), [kind.as_bytes()]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_back_is_asked_again() {
    let first = AtomicBool::new(true);
    let script = move |_: &Recorded| match first.swap(false, SeqCst) {
        true => Reply::default().reset(),
        false => Reply::new(200).header("content-type", "application/json").body(RESULT),
    };
    let upstream = Scripted::start(script).await;
    let (gateway, _) = call(&upstream, "").await;
    let answer = Ask::call("u", "again", &tool_call("echo")).send(gateway.addr).await;
    assert_eq!((answer.status, &answer.body[..]), (200, RESULT.as_bytes()));
    assert_eq!(gateway.row("request_id=again").await["status"], "ok");
}
