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
    for (era, body, status) in eras {
        // What a busy machine adds is not the gateway's: the best of a few counts.
        let mut best = Duration::MAX;
        for n in 0..5 {
            let id = format!("{era}-{n}");
            best = best.min(leave(&upstream, &gateway, &Ask::call("u", &id, &body)).await);
            let row = gateway.row(&format!("request_id={id}")).await;
            assert_eq!(row["status"], status, "{row:#}");
            if best < TENTH {
                break;
            }
        }
        assert!(best < TENTH, "{era}: the upstream was left after {best:?}");
        let status = format!(r#"status="{status}""#);
        gateway
            .metric(
                "http_requests_incomplete_total",
                &[r#"reason="disconnected""#],
                if era == "session" { 1.0 } else { 2.0 },
            )
            .await;
        gateway.metric("tool_calls_total", &[r#"server="u""#, &status], 1.0).await;
    }
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
