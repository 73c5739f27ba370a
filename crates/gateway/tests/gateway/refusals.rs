//! What is refused, and that each refusal is told, recorded and counted.

use std::time::{Duration, Instant};

use mcp_gateway::{Config, Gateway};
use serde_json::json;
use testkit::Reply;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{
    common::{Running, Scripted, tool_call},
    wire::{Answer, Ask},
};

/// What of a body there is no point in holding: the limit is 4 MiB.
const HUGE: usize = 100 << 20;

async fn gateway() -> (Scripted, Running) {
    let upstream = Scripted::always(Reply::new(200).body("{}")).await;
    let gateway = Running::before(&upstream, "").await;
    (upstream, gateway)
}

async fn answer_to_head(ask: &Ask, gateway: &Running) -> Answer {
    let mut stream = ask.open(gateway.addr).await;
    let mut bytes = vec![0; 4_096];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut bytes)).await;
    let count = read.expect("an answer although no body was sent").unwrap();
    Answer::parse(&bytes[..count])
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_or_page_is_refused_before_the_body() {
    let (_upstream, gateway) = gateway().await;
    let head = |id: &str| {
        let ask = Ask::new("POST", "/mcp/u").header("content-type", "application/json");
        // Announced, and never sent.
        ask.header("content-length", "100").header("x-request-id", id)
    };
    let asks = [
        ("host", head("host").host("evil.example"), "host"),
        ("origin", head("origin").header("origin", "https://evil.example"), "origin"),
    ];
    for (id, ask, reason) in asks {
        let answer = answer_to_head(&ask, &gateway).await;
        assert_eq!(answer.status, 403);
        let error = &answer.json()["error"];
        assert!(error["message"].as_str().unwrap().contains(reason), "{error}");
        assert_eq!(error["data"]["requestId"], id);
        assert_eq!(answer.values("x-request-id"), [id.as_bytes()]);
        let row = gateway.row(&format!("request_id={id}")).await;
        assert_eq!((&row["status"], &row["http_status"]), (&json!("denied"), &json!(403)));
    }
    gateway.metric("http_requests_total", &[r#"endpoint="/mcp/u""#, r#"status="403""#], 2.0).await;

    // The pages are protected as well.
    let page = Ask::new("GET", "/metrics").host("evil.example").send(gateway.addr).await;
    assert_eq!(page.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_not_found() {
    let (_upstream, gateway) = gateway().await;
    let answer = Ask::call("nobody", "unknown", &tool_call("echo")).send(gateway.addr).await;
    assert_eq!(answer.status, 404);
    let body = answer.json();
    assert_eq!((&body["id"], &body["error"]["data"]["requestId"]), (&json!(7), &json!("unknown")));
    let row = gateway.row("request_id=unknown").await;
    assert_eq!(row["http_status"], 404);
    assert_eq!((&row["status"], &row["error"]), (&json!("upstream_error"), &json!("no such server")));
    gateway.metric("http_requests_total", &[r#"status="404""#, r#"method="POST""#], 1.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_refused_with_its_request_id() {
    let (_upstream, gateway) = gateway().await;
    let deep = format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"x","params":{}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    // Deep nesting may well be JSON; it is never read so far.
    let bodies = [
        ("cut", r#"{"jsonrpc":"2.0","id":1,"#, -32700),
        ("none", "no JSON", -32700),
        ("empty", "", -32700),
        ("deep", &deep, -32600),
    ];
    for (id, body, code) in bodies {
        let answer = Ask::call("u", id, body).send(gateway.addr).await;
        assert_eq!(answer.status, 400, "{id}");
        let error = &answer.json()["error"];
        assert_eq!((&error["code"], &error["data"]["requestId"]), (&json!(code), &json!(id)), "{error}");
        let row = gateway.row(&format!("request_id={id}")).await;
        assert_eq!((&row["status"], &row["error_code"]), (&json!("rpc_error"), &json!(code)));
        assert_eq!(row["server"], "u");
    }
    gateway.metric("http_requests_total", &[r#"endpoint="/mcp/u""#, r#"status="400""#], 4.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_huge_body_is_refused_at_once_and_never_held() {
    let (_upstream, gateway) = gateway().await;
    let announced = Ask::new("POST", "/mcp/u")
        .header("content-type", "application/json")
        .header("content-length", HUGE.to_string())
        .header("x-request-id", "announced");
    let started = Instant::now();
    check_too_large(&answer_to_head(&announced, &gateway).await, "announced", &gateway).await;
    assert!(started.elapsed() < Duration::from_secs(2));

    let before = resident();
    let (answer, most) = send_huge(&gateway).await;
    check_too_large(&answer, "chunked", &gateway).await;
    assert!(most < before + (40 << 20), "{} MiB more are held", (most - before) >> 20);
    gateway.metric("http_requests_total", &[r#"endpoint="/mcp/u""#, r#"status="413""#], 2.0).await;
}

async fn check_too_large(answer: &Answer, id: &str, gateway: &Running) {
    assert_eq!(answer.status, 413);
    let error = &answer.json()["error"];
    assert_eq!(error["data"]["requestId"], id);
    assert!(error["message"].as_str().unwrap().contains("4194304"), "{error}");
    let row = gateway.row(&format!("request_id={id}")).await;
    assert_eq!((&row["status"], &row["http_status"]), (&json!("rpc_error"), &json!(413)));
}

/// Sends a body whose size nobody announced, as far as it is taken; also gives the most memory that was
/// in use meanwhile.
async fn send_huge(gateway: &Running) -> (Answer, usize) {
    let ask = Ask::new("POST", "/mcp/u")
        .header("content-type", "application/json")
        .header("transfer-encoding", "chunked")
        .header("x-request-id", "chunked");
    let (mut read, mut write) = ask.open(gateway.addr).await.into_split();
    let writing = tokio::spawn(async move {
        let chunk = [b"10000\r\n\"", &[b'x'; 0xffff][..], b"\r\n"].concat();
        let mut most = resident();
        for _ in 0..HUGE / 0x10000 {
            if write.write_all(&chunk).await.is_err() {
                break;
            }
            most = most.max(resident());
        }
        most
    });
    let mut bytes = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), read.read_to_end(&mut bytes)).await;
    (Answer::parse(&bytes), writing.await.unwrap())
}

/// Bytes of memory that this process uses.
fn resident() -> usize {
    let Ok(status) = std::fs::read_to_string("/proc/self/statm") else { return 0 };
    let pages: usize = status.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4_096
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_without_end_is_refused() {
    let (_upstream, gateway) = gateway().await;
    let ask = Ask::new("POST", "/mcp/u");
    let long = ask.clone().header("x-bomb", "x".repeat(200 << 10));
    let many = (0..5_000).fold(ask, |ask, n| ask.header(&format!("x-bomb-{n}"), "x"));
    for bomb in [long, many] {
        assert_eq!(bomb.send(gateway.addr).await.status, 431);
    }
    gateway.metric("http_requests_total", &[r#"endpoint="/mcp""#, r#"status="431""#], 2.0).await;
    let deadline = std::time::Instant::now() + crate::common::PATIENCE;
    while gateway.rows_now("status=blocked").await.len() < 2 {
        assert!(std::time::Instant::now() < deadline, "{:#?}", gateway.rows_now("").await);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let rows = gateway.rows_now("status=blocked").await;
    assert!(rows.iter().all(|row| row["http_status"] == 431), "{rows:#?}");

    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let bomb = |kib: usize| client.post(gateway.url("/mcp/u")).header("x-bomb", "x".repeat(kib << 10)).send();
    assert_eq!(bomb(80).await.unwrap().status(), 431);
    // One that takes too many frames ends its connection, and nothing but that.
    assert!(bomb(1_000).await.is_err_and(|error| error.is_request()));
    let fine = client.get(gateway.url("/healthz")).send().await.unwrap();
    assert_eq!((fine.status().as_u16(), fine.version()), (200, reqwest::Version::HTTP_2));
}

#[tokio::test]
async fn nobody_listens_to_other_machines_by_accident() {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::from_toml("listen = \"0.0.0.0:0\"\n[upstreams.u]\nurl = \"http://x/\"").unwrap();
    config.data_dir = data.path().join("data");
    let refused = Gateway::builder(config.clone()).build().await.unwrap_err().to_string();
    assert!(refused.contains("authentication"), "{refused}");
    assert!(!config.data_dir.exists(), "nothing was made yet");

    config.access.insecure_allow_remote = true;
    Gateway::builder(config).build().await.unwrap();
}
