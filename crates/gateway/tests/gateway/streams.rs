//! Streams of events: they pass one by one, may be idle, and end when their client goes.

use std::time::{Duration, Instant};

use testkit::Reply;
use tokio::{io::AsyncReadExt, net::TcpStream};

use crate::{
    common::{PATIENCE, Running, Scripted, stateless_tool_call, tool_call},
    wire::{Ask, find},
};

const TENTH: Duration = Duration::from_millis(100);

fn events() -> Reply {
    Reply::new(200).header("content-type", "text/event-stream")
}

fn listen(request_id: &str) -> Ask {
    Ask::new("GET", "/mcp/u").header("accept", "text/event-stream").header("x-request-id", request_id)
}

/// Reads until `needle` is there, and says when that was.
async fn read_until(stream: &mut TcpStream, seen: &mut Vec<u8>, needle: &str) -> Instant {
    let reading = async {
        while find(seen, needle.as_bytes()).is_none() {
            let count = stream.read_buf(seen).await.unwrap();
            assert!(count > 0, "it ended before {needle}: {}", String::from_utf8_lossy(seen));
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.unwrap_or_else(|_| panic!("{needle} never came"));
    Instant::now()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_pass_one_by_one() {
    let frames: Vec<_> = (0..6).map(|n| format!("id: e{n}\ndata: {{\"n\":{n}}}\n\n")).collect();
    let upstream = Scripted::always(events().frames(frames, TENTH)).await;
    let gateway = Running::before(&upstream, "").await;
    for ask in [listen("get"), Ask::call("u", "post", &tool_call("echo"))] {
        let mut stream = ask.open(gateway.addr).await;
        let mut seen = Vec::new();
        let mut times = Vec::new();
        for n in 0..6 {
            times.push(read_until(&mut stream, &mut seen, &format!("{{\"n\":{n}}}\n\n")).await);
            let next = format!("{{\"n\":{}}}", n + 1);
            assert!(find(&seen, next.as_bytes()).is_none(), "two events came at once");
        }
        let whole = times[5] - times[0];
        assert!(whole > TENTH * 4, "they were held back, and came within {whole:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trailers_pass() {
    let frames = Reply::new(200).header("trailer", "x-sum").header("transfer-encoding", "chunked");
    let upstream = Scripted::always(frames.send("").chunk("{}").send("0\r\nx-sum: 42\r\n\r\n")).await;
    let gateway = Running::before(&upstream, "").await;
    for ask in [listen("get"), Ask::call("u", "post", &tool_call("echo"))] {
        let mut stream = ask.header("te", "trailers").open(gateway.addr).await;
        read_until(&mut stream, &mut Vec::new(), "0\r\nx-sum: 42\r\n\r\n").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_stream_stays_open() {
    let frames = events().header("transfer-encoding", "chunked").send("").chunk(": first\n\n");
    let frames = frames.wait(Duration::from_millis(3_200)).chunk("data: last\n\n").send("0\r\n\r\n");
    let upstream = Scripted::always(frames).await;
    // The time that a head may take is none for what follows it.
    let gateway = Running::before(&upstream, "[limits]\nhead_timeout = 0.5").await;
    let mut stream = listen("idle").open(gateway.addr).await;
    let mut seen = Vec::new();
    let first = read_until(&mut stream, &mut seen, ": first\n\n").await;
    let last = read_until(&mut stream, &mut seen, "data: last\n\n").await;
    assert!(last - first >= Duration::from_secs(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_ends_the_request_upstream() {
    let script = events().header("transfer-encoding", "chunked").send("").chunk(": hello\n\n").then_hang();
    let upstream = Scripted::always(script).await;
    let gateway = Running::before(&upstream, "").await;
    let eras = [
        ("session", tool_call("echo"), "disconnected"),
        ("stateless", stateless_tool_call("echo"), "cancelled"),
    ];
    let mut all = 0.0;
    for (era, body, status) in eras {
        let mut times = Vec::new();
        // What a busy machine adds is not the gateway's: the best of a few counts.
        while times.len() < 5 && times.iter().all(|time| *time >= TENTH) {
            let id = format!("{era}-{}", times.len());
            times.push(leave(&upstream, &gateway, &Ask::call("u", &id, &body)).await);
            let row = gateway.row(&format!("request_id={id}")).await;
            assert_eq!(row["status"], status, "{row:#}");
        }
        assert!(times.iter().any(|time| *time < TENTH), "{era}: the upstream was left after {times:?}");
        let status = format!(r#"status="{status}""#);
        let count = times.len() as f64;
        all += count;
        gateway.metric("tool_calls_total", &[r#"server="u""#, &status], count).await;
    }
    gateway.metric("http_requests_incomplete_total", &[r#"reason="disconnected""#], all).await;
}

/// Leaves after the first event; gives the time until the upstream's request was dropped.
async fn leave(upstream: &Scripted, gateway: &Running, ask: &Ask) -> Duration {
    let mut stream = ask.open(gateway.addr).await;
    read_until(&mut stream, &mut Vec::new(), ": hello\n\n").await;
    let left = tokio::time::Instant::now();
    drop(stream);
    upstream.0.departure().await.unwrap().saturating_duration_since(left)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_before_the_head_ends_the_request_upstream() {
    let upstream = Scripted::always(Reply::hang()).await;
    let gateway = Running::before(&upstream, "").await;
    for (id, body, status) in [
        ("session", tool_call("echo"), "disconnected"),
        ("stateless", stateless_tool_call("echo"), "cancelled"),
    ] {
        let stream = Ask::call("u", id, &body).open(gateway.addr).await;
        upstream.request().await;
        drop(stream);
        upstream.0.departure().await.unwrap();
        let row = gateway.row(&format!("request_id={id}")).await;
        assert_eq!(row["status"], status, "{row:#}");
    }
    gateway.metric("http_requests_total", &[r#"endpoint="/mcp/u""#, r#"status="499""#], 2.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_resets_its_http2_stream_ends_the_request_upstream() {
    let script = events().header("transfer-encoding", "chunked").send("").chunk(": hello\n\n").then_hang();
    let upstream = Scripted::always(script).await;
    let gateway = Running::before(&upstream, "").await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let ask = client.post(gateway.url("/mcp/u")).header(Ask::MARK, "1").header("x-request-id", "reset");
    let ask = ask.header("content-type", "application/json").body(stateless_tool_call("echo"));
    let mut answer = ask.send().await.unwrap();
    assert_eq!(answer.chunk().await.unwrap().unwrap(), ": hello\n\n");
    drop(answer);
    upstream.0.departure().await.unwrap();
    assert_eq!(gateway.row("request_id=reset").await["status"], "cancelled");
    // The connection is as good as before.
    assert_eq!(client.get(gateway.url("/healthz")).send().await.unwrap().status(), 200);
}
