//! The service called in-process, as a gateway calls it.

use std::time::{Duration, Instant};

use gate_demo::{DemoBody, DemoConfig, DemoService, service};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{
    "protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#;
const PING: &str = r#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#;
const STATELESS_META: &str = r#""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
    "io.modelcontextprotocol/clientCapabilities":{},"progressToken":"p"}"#;

fn stateless_call(tool: &str, arguments: &str) -> Request<Full<bytes::Bytes>> {
    let body = format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"{tool}","arguments":{arguments},{STATELESS_META}}}}}"#
    );
    Request::post("/")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", "2026-07-28")
        .header("mcp-method", "tools/call")
        .header("mcp-name", tool)
        .body(Full::from(body))
        .expect("valid")
}

fn initialize() -> Request<Full<bytes::Bytes>> {
    Request::post("/")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .body(Full::from(INITIALIZE))
        .expect("valid")
}

async fn answer<B>(demo: &DemoService, request: Request<B>) -> Response<DemoBody>
where
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: std::fmt::Display,
{
    demo.clone().oneshot(request).await.unwrap()
}

async fn text(response: Response<DemoBody>) -> String {
    let body = response.into_body().collect().await.expect("valid").to_bytes();
    String::from_utf8(body.to_vec()).expect("valid")
}

#[tokio::test]
async fn a_request_without_host_is_served_in_both_eras() {
    let demo = service(DemoConfig::default());

    let response = answer(&demo, stateless_call("echo", r#"{"message":"hi"}"#)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(!response.headers().contains_key("mcp-session-id"));
    assert!(text(response).await.contains(r#""text":"hi""#));

    let response = answer(&demo, initialize()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().contains_key("mcp-session-id"));
    assert!(text(response).await.contains("2025-11-25"));
}

#[tokio::test]
async fn any_host_is_served() {
    let demo = service(DemoConfig::default());
    let mut request = stateless_call("echo", r#"{"message":"hi"}"#);
    request.headers_mut().insert("host", "demo.example:8443".parse().unwrap());
    assert_eq!(answer(&demo, request).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn two_services_share_no_sessions_and_clones_do() {
    let (demo, other) = (service(DemoConfig::default()), service(DemoConfig::default()));
    let response = answer(&demo, initialize()).await;
    let session = response.headers()["mcp-session-id"].clone();

    let ping = || {
        Request::post("/")
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-session-id", session.clone())
            .body(Full::<bytes::Bytes>::from(PING))
            .unwrap()
    };
    let elsewhere = answer(&other, ping()).await;
    assert_eq!(elsewhere.status(), StatusCode::NOT_FOUND);
    let here = answer(&demo.clone(), ping()).await;
    assert_eq!(here.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_header_that_contradicts_the_body_is_refused() {
    let demo = service(DemoConfig::default());
    let mut request = stateless_call("echo", r#"{"message":"hi"}"#);
    request.headers_mut().insert("mcp-name", "leak".parse().unwrap());
    let response = answer(&demo, request).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains("-32020"));
}

#[tokio::test]
async fn the_token_ends_open_streams() {
    let shutdown = CancellationToken::new();
    let demo = service(DemoConfig::default().shutdown(shutdown.clone()));
    let request = stateless_call("countdown", r#"{"from":1000,"interval_ms":20}"#);
    let mut body = answer(&demo, request).await.into_body();
    assert!(body.frame().await.is_some(), "the stream is open");

    shutdown.cancel();
    let asked = Instant::now();
    while body.frame().await.is_some() {}
    assert!(asked.elapsed() < Duration::from_secs(1));
}
