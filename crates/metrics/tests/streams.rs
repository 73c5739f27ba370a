//! Long-lived streams are no latency, and sizes and first bytes are told of all else.

mod support;

use std::{
    convert::Infallible,
    mem,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use gate_call::{Call, Exchange, Kind, Outcome, TokenUsage};
use gate_metrics::MetricsLayer;
use http::{Request, Response};
use http_body::Frame;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::service::TowerToHyperService;
use support::{Scrape, metrics, open, request, requests, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::{Layer, service_fn};

/// Answers `/stream` and `/listen` with a stream that ends only with its client, and all else with JSON.
async fn answer(request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let method = match request.uri().path() {
        "/listen" => Some("subscriptions/listen"),
        "/call" => Some("tools/call"),
        _ => None,
    };
    let call = method.map(|method| begin(&request, method));
    let streams = request.uri().path() != "/json" && call.as_ref().is_none_or(|call| !is_tool(call));
    if !streams {
        if let Some(call) = call {
            call.set_tokens(TokenUsage { input: Some(7), output: Some(3) });
            call.end(Outcome::Ok);
        }
        return Ok(Response::new(Body::new(Full::new(Bytes::from_static(b"{\"a\":1}")))));
    }
    let response = Response::builder().header("content-type", "text/event-stream; charset=utf-8");
    Ok(response.body(Body::new(Endless::default())).unwrap_or_default())
}

/// A body of one frame, and then nothing for ever.
#[derive(Default)]
struct Endless {
    sent: bool,
}

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match mem::replace(&mut self.sent, true) {
            false => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"data: 1\n\n"))))),
            true => Poll::Pending,
        }
    }
}

fn is_tool(call: &Call) -> bool {
    call.kind() == Some(&Kind::Tool)
}

fn begin(request: &Request<Incoming>, method: &str) -> Call {
    let exchange = Exchange::of(request.extensions()).expect("the layer is outside");
    let state = |call: &Call| {
        call.set_kind(if method == "tools/call" { Kind::Tool } else { Kind::Mcp });
        call.set_method(method);
        call.set_server("s");
    };
    let call = exchange.start_call(state).expect("it has not ended");
    if method == "subscriptions/listen" {
        call.disconnect_cancels();
    }
    call
}

async fn start() -> (std::net::SocketAddr, Scrape) {
    let (builder, scrape) = metrics();
    let layer: MetricsLayer = builder.known_paths(["/stream", "/listen", "/json", "/call"]).sizes().build();
    (serve(TowerToHyperService::new(layer.layer(service_fn(answer)))).await, scrape)
}

/// Asks as MCP's clients do.
async fn listen(address: std::net::SocketAddr, line: &str) -> tokio::net::TcpStream {
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("it listens");
    let asked = format!("{line} HTTP/1.1\r\nhost: test\r\nmcp-method: subscriptions/listen\r\n\r\n");
    stream.write_all(asked.as_bytes()).await.expect("it reads");
    stream
}

#[tokio::test]
async fn streams_are_counted_apart() {
    let (address, scrape) = start().await;
    for (line, method, path) in [("GET /stream", "GET", "/stream"), ("POST /listen", "POST", "/listen")] {
        let mut stream = listen(address, line).await;
        stream.read_exact(&mut [0; 12]).await.expect("it has begun");
        scrape.wait("http_streams_active", 1.0).await;
        scrape.wait("http_requests_in_flight", 0.0).await;
        drop(stream);
        scrape.wait("http_streams_active", 0.0).await;
        let place = format!("endpoint=\"{path}\",method=\"{method}\"");
        scrape.wait(&format!("http_streams_total{{{place}}}"), 1.0).await;
        scrape.wait(&format!("http_stream_duration_seconds_count{{{place}}}"), 1.0).await;
        scrape.wait(&format!("http_requests_total{{{place},status=\"200\"}}"), 1.0).await;
    }
    scrape.wait("http_requests_in_flight", 0.0).await;
    let status = "mcp_requests_total{server=\"s\",method=\"subscriptions/listen\",status=\"cancelled\"}";
    scrape.wait(status, 1.0).await;
    for latency in [
        "http_request_duration_seconds",
        "http_response_first_byte_seconds",
        "http_response_size_bytes",
        "mcp_request_duration_seconds",
    ] {
        assert!(scrape.series(&format!("{latency}_count")).is_empty(), "{latency}");
    }
    assert!(scrape.series("errors_total").is_empty(), "whoever has heard enough makes no error");
}

#[tokio::test]
async fn an_answer_that_streams_is_a_latency() {
    let (address, scrape) = start().await;
    let mut stream = open(address, "POST /stream").await;
    stream.read_exact(&mut [0; 12]).await.expect("it has begun");
    scrape.wait("http_requests_in_flight", 1.0).await;
    drop(stream);
    let place = "endpoint=\"/stream\",method=\"POST\"";
    scrape.wait(&format!("http_request_duration_seconds_count{{{place},status=\"200\"}}"), 1.0).await;
    scrape.wait("errors_total{category=\"disconnected\"}", 1.0).await;
    assert!(scrape.series("http_streams_total").is_empty());
}

#[tokio::test]
async fn sizes_first_bytes_and_tokens_are_told() {
    let (address, scrape) = start().await;
    let place = "{endpoint=\"/json\",method=\"POST\"}";
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("it listens");
    let asked = "POST /json HTTP/1.1\r\nhost: test\r\ncontent-length: 300\r\nconnection: close\r\n\r\n";
    stream.write_all(format!("{asked}{}", "x".repeat(300)).as_bytes()).await.expect("it reads");
    scrape.wait(&format!("http_response_size_bytes_sum{place}"), 7.0).await;
    scrape.wait(&format!("http_request_size_bytes_sum{place}"), 300.0).await;
    scrape.wait(&format!("http_response_first_byte_seconds_count{place}"), 1.0).await;
    let bucket = "http_request_size_bytes_bucket{endpoint=\"/json\",method=\"POST\",le=";
    scrape.wait(&format!("{bucket}\"256\"}}"), 0.0).await;
    scrape.wait(&format!("{bucket}\"1024\"}}"), 1.0).await;

    // No size is told of a body that nobody has counted or stated.
    requests(address, ["/json".to_owned()]).await;
    scrape.wait("http_response_size_bytes_count{endpoint=\"/json\",method=\"GET\"}", 1.0).await;
    assert_eq!(scrape.series("http_request_size_bytes_count").len(), 1);

    request(address, "POST /call").await;
    scrape.wait("tokens_total{server=\"s\",direction=\"input\"}", 7.0).await;
    scrape.wait("tokens_total{server=\"s\",direction=\"output\"}", 3.0).await;
    scrape.wait("tool_calls_in_flight{server=\"s\"}", 0.0).await;
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert!(scrape.series("errors_total").is_empty());
}
