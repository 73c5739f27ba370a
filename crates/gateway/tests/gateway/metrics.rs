//! The metrics endpoint: where it is, who may read it, how it is sent, and that it stays small.

use std::io::Read;

use flate2::read::GzDecoder;
use mcp_gateway::{Config, Gateway};
use testkit::Reply;
use tokio::net::TcpListener;

use crate::{
    common::{Running, Scripted, tool_call},
    wire::{Answer, Ask},
};

const TOKEN: &str = "a-token-for-scrapes";
const RESULT: &str = r#"{"jsonrpc":"2.0","id":7,"result":{"content":[]}}"#;

fn header(answer: &Answer, name: &str) -> Option<String> {
    let value = answer.values(name).first().copied()?;
    Some(String::from_utf8_lossy(value).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_needed_where_one_is_set() {
    let gateway = Running::start(&format!("[metrics]\ntoken = \"{TOKEN}\"")).await;
    for path in ["/metrics", "/api/v1/metrics"] {
        let get = |token: Option<&str>| {
            let ask = Ask::new("GET", path);
            match token {
                Some(token) => ask.header("authorization", format!("Bearer {token}")),
                None => ask,
            }
        };
        for wrong in [None, Some("wrong"), Some("a-token-for-scrapez")] {
            let answer = get(wrong).send(gateway.addr).await;
            assert_eq!((answer.status, header(&answer, "www-authenticate")), (401, Some("Bearer".into())));
            assert!(!String::from_utf8_lossy(&answer.body).contains("TYPE"));
        }
        assert_eq!(get(Some(TOKEN)).send(gateway.addr).await.status, 200);
    }
    let text = String::from_utf8(
        Ask::new("GET", "/metrics")
            .header("authorization", format!("bearer {TOKEN}"))
            .send(gateway.addr)
            .await
            .body,
    );
    let text = text.unwrap();
    assert!(text.contains("authentications_total{scheme=\"metrics\",result=\"failure\"} 6"), "{text}");
    assert!(!text.contains(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_sent_compressed_to_those_who_accept_that() {
    let gateway = Running::start("").await;
    let plain = Ask::new("GET", "/metrics").send(gateway.addr).await;
    assert_eq!(header(&plain, "content-type").unwrap(), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!(header(&plain, "content-encoding"), None);
    let zipped = Ask::new("GET", "/metrics").header("accept-encoding", "gzip").send(gateway.addr).await;
    assert_eq!(header(&zipped, "content-encoding").unwrap(), "gzip");
    assert_eq!(header(&zipped, "content-type"), header(&plain, "content-type"));
    let mut text = String::new();
    GzDecoder::new(&zipped.body[..]).read_to_string(&mut text).unwrap();
    assert!(text.contains("# TYPE http_requests_total counter"), "{text}");
    assert!(zipped.body.len() * 3 < text.len(), "{} of {}", zipped.body.len(), text.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_may_have_an_address_of_its_own_or_none() {
    let data = tempfile::tempdir().unwrap();
    let mut config =
        Config::from_toml("[metrics]\nlisten = \"127.0.0.1:0\"\n[audit]\nenabled = false").unwrap();
    config.data_dir = data.path().to_owned();
    let demo = gate_demo::service(gate_demo::DemoConfig::default());
    let gateway = Gateway::builder(config).builtin("demo", demo).build().await.unwrap();
    let own = gateway.metrics_addr().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let main = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn(gateway.serve(listener, async { _ = stopped.await }));

    assert_eq!(Ask::new("GET", "/metrics").send(main).await.status, 404);
    assert_eq!(Ask::new("GET", "/healthz").send(main).await.status, 200);
    assert_eq!(Ask::new("GET", "/healthz").send(own).await.status, 404);
    assert_eq!(Ask::new("GET", "/metrics").host("elsewhere.example").send(own).await.status, 403);
    let answer = Ask::new("GET", "/metrics").send(own).await;
    let text = String::from_utf8(answer.body).unwrap();
    assert!(text.contains("endpoint=\"/healthz\",method=\"GET\",status=\"200\"} 1"), "{text}");
    assert!(!text.contains("# TYPE audit_"), "no trail, no metrics of it: {text}");
    stop.send(()).unwrap();
    served.await.unwrap();
    assert!(tokio::net::TcpStream::connect(own).await.is_err(), "it stops with the gateway");

    let off = Running::start("[metrics]\nenabled = false").await;
    assert_eq!(off.get("/metrics").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_stops_the_start() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let data = tempfile::tempdir().unwrap();
    let toml = format!("[metrics]\nlisten = \"{}\"", taken.local_addr().unwrap());
    let mut config = Config::from_toml(&toml).unwrap();
    config.data_dir = data.path().to_owned();
    let demo = gate_demo::service(gate_demo::DemoConfig::default());
    let error = Gateway::builder(config).builtin("demo", demo).build().await.unwrap_err();
    assert!(error.to_string().starts_with("metrics.listen: cannot listen on 127.0.0.1:"), "{error}");
}

/// Resident memory of this process, in bytes.
fn resident() -> u64 {
    metrics_process::collector::collect().resident_memory_bytes.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_clients_make_up_series_and_memory_stay() {
    let reply = Reply::new(200).header("content-type", "application/json").body(RESULT);
    let upstream = Scripted::always(reply).await;
    let gateway = Running::before(&upstream, "[audit]\nenabled = false").await;
    let client = reqwest::Client::new();
    let (mut sizes, mut lines) = (Vec::new(), Vec::new());
    for round in 0..4 {
        for n in (round * 2_500)..((round + 1) * 2_500) {
            let call = client.post(gateway.url("/mcp/u")).header(Ask::MARK, "1");
            let call = call.header("content-type", "application/json");
            // A thousand sessions, ten thousand tools.
            let call = call.header("mcp-session-id", format!("session-{}", n % 1_000));
            call.body(tool_call(&format!("tool-{n}"))).send().await.unwrap().bytes().await.unwrap();
            let path = format!("/{n:08x}-c3d4-4e5f-8a9b-0c1d2e3f4a5b");
            client.get(gateway.url(&path)).send().await.unwrap().bytes().await.unwrap();
        }
        let (_, text) = gateway.get("/metrics").await;
        lines.push(text.lines().filter(|line| !line.starts_with('#')).count());
        sizes.push(resident());
    }
    let (_, text) = gateway.get("/metrics").await;
    for series in [
        "tool_calls_total{server=\"u\",tool=\"other\",status=\"ok\"} 10000",
        "http_requests_total{endpoint=\"other\",method=\"GET\",status=\"404\"} 10000",
        "http_requests_in_flight 1",
        "tool_calls_in_flight{server=\"u\"} 0",
    ] {
        assert!(text.contains(&format!("\n{series}\n")), "{series}:\n{text}");
    }
    assert!(!text.contains("session-") && !text.contains("tool-") && !text.contains("c3d4"), "{text}");
    assert_eq!(lines[1], lines[3], "no series has come: {lines:?}");
    // The first round has warmed everything up; other tests run in this process.
    let grown = sizes[3].saturating_sub(sizes[1]);
    assert!(grown < 64 << 20, "{sizes:?}");
}
