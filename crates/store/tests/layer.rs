//! The layer alone in an axum service, over real sockets, into a real file.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{convert::Infallible, path::Path, time::Duration};

use axum::{Extension, Router, body::Body, routing::get};
use bytes::Bytes;
use gate_audit::{AuditRecord, Kind, PipelineOptions, Status};
use gate_call::{Exchange, Outcome, Payload, RpcFault, TokenUsage};
use http::{HeaderValue, StatusCode};
use http_body_util::StreamBody;
use support::{Trail, ask, serve, until};
use tower_http::catch_panic::CatchPanicLayer;

fn app(trail: &Trail) -> Router {
    Router::new()
        .route("/ok", get(async || "hello"))
        .route("/broken", get(async || StatusCode::INTERNAL_SERVER_ERROR))
        .route("/panic", get(panics))
        .route("/denied", get(denied))
        .route("/skill", get(skill))
        .route("/endless", get(endless))
        .layer(trail.layer.clone())
        .layer(CatchPanicLayer::new())
}

async fn panics() {
    panic!("as asked");
}

async fn denied(Extension(exchange): Extension<Exchange>) -> StatusCode {
    exchange.set_principal("mallory");
    exchange.call().set_outcome(Outcome::Denied);
    StatusCode::OK
}

async fn skill(Extension(exchange): Extension<Exchange>) -> &'static str {
    exchange.set_principal("ada");
    exchange.set_request_id(HeaderValue::from_static("req-1"));
    let call = exchange.call();
    call.set_kind(Kind::Skill);
    call.set_name("summarise");
    call.set_workflow("nightly");
    call.set_session("session-1");
    call.set_tokens(TokenUsage { input: Some(11), output: Some(7) });
    let arguments = Bytes::from_static(br#"{"text": "long"}"#);
    call.set_arguments(Payload::of_slice(&arguments, 0..arguments.len(), call.capture_limit()));
    call.result_data(br#"{"text": "short"}"#);
    "done"
}

async fn endless() -> Body {
    let beats = std::iter::repeat_with(|| Ok::<_, Infallible>(http_body::Frame::data(Bytes::from("beat\n"))));
    let beats = beats.map(|beat| async { (tokio::time::sleep(Duration::from_millis(5)).await, beat).1 });
    Body::new(StreamBody::new(futures_util::StreamExt::then(futures_util::stream::iter(beats), |beat| beat)))
}

async fn recorded(target: &str) -> AuditRecord {
    let trail = Trail::start(PipelineOptions::default()).await;
    let address = serve(app(&trail)).await;
    support::get(address, target).await;
    until("the call is written", || trail.layer.stats().written == 1).await;
    let rows = trail.rows().await;
    let report = trail.pipeline.shutdown(Duration::from_secs(5)).await;
    assert_eq!((report.left, rows.total.count), (0, 1));
    rows.items.into_iter().next().unwrap()
}

fn text(field: &Option<gate_mask::Masked<String>>) -> &str {
    field.as_ref().map_or("", |text| text.get())
}

#[tokio::test]
async fn a_plain_request_is_a_row() {
    let record = recorded("/ok?token=abc").await;
    assert_eq!((record.kind, record.status), (Kind::Http, Status::Ok));
    assert_eq!((text(&record.method), text(&record.name)), ("GET", "/ok"));
    assert_eq!((record.http_status, record.response_bytes), (Some(200), 5));
    assert!(record.created_at().elapsed().unwrap() < Duration::from_secs(20));
}

#[tokio::test]
async fn failures_are_rows() {
    let broken = recorded("/broken").await;
    assert_eq!((broken.status, broken.http_status), (Status::UpstreamError, Some(500)));
    let panic = recorded("/panic").await;
    assert_eq!((panic.status, text(&panic.error)), (Status::UpstreamError, "panic"));
    assert_eq!(recorded("/nowhere").await.http_status, Some(404));
}

#[tokio::test]
async fn what_a_handler_states_is_in_the_row() {
    let denied = recorded("/denied").await;
    assert_eq!((denied.status, text(&denied.principal)), (Status::Denied, "mallory"));

    let skill = recorded("/skill").await;
    assert_eq!((skill.kind, skill.status), (Kind::Skill, Status::Ok));
    assert_eq!((text(&skill.name), text(&skill.workflow)), ("summarise", "nightly"));
    assert_eq!((text(&skill.principal), text(&skill.session)), ("ada", "session-1"));
    assert_eq!(text(&skill.request_id), "req-1");
    assert_eq!((skill.input_tokens, skill.output_tokens), (Some(11), Some(7)));
    assert_eq!(text(&skill.arguments.text), r#"{"text": "long"}"#);
    assert_eq!(text(&skill.response.text), r#"{"text": "short"}"#);
}

#[tokio::test]
async fn a_client_that_goes_is_a_row() {
    let trail = Trail::start(PipelineOptions::default()).await;
    let address = serve(app(&trail)).await;
    let mut socket = ask(address, "/endless").await;
    tokio::io::AsyncReadExt::read(&mut socket, &mut [0; 64]).await.unwrap();
    assert_eq!(trail.layer.stats().written, 0);
    drop(socket);
    until("the call is written", || trail.layer.stats().written == 1).await;
    assert_eq!(trail.rows().await.items[0].status, Status::Disconnected);
    // Nothing stays reserved.
    until("all room is given back", || trail.layer.stats().reserved == 0).await;
}

/// Built from pieces, so that no scanner takes this file for a leak.
fn secrets() -> [String; 3] {
    [
        ["ghp", "_", &"Zq7Xw2Lk9".repeat(4)].concat(),
        ["sk", "_live_", &"4fQ8rT1mN6vB2xC9".repeat(2)].concat(),
        ["hunter2", "-correct-horse"].concat(),
    ]
}

async fn leaky(Extension(exchange): Extension<Exchange>) -> &'static str {
    let [github, stripe, password] = secrets();
    exchange.set_principal(format!("user {github}"));
    exchange.set_request_id(HeaderValue::try_from(github.as_str()).unwrap());
    let call = exchange.call();
    call.set_kind(Kind::Tool);
    call.set_name(format!("run?key={stripe}"));
    call.set_server(format!("https://me:{password}@example.com"));
    call.set_session(stripe.as_str());
    call.set_method(format!("tools/call {github}"));
    call.set_workflow(github.as_str());
    call.set_fault(RpcFault { code: Some(-1), message: format!("no access with {github}").into() });
    // The capture cap goes through the last secret: at no cut may half of it stay.
    let mut arguments = format!(r#"{{"password": "{password}", "text": "{github} {stripe} "#);
    let limit = call.capture_limit();
    arguments.extend(std::iter::repeat_n('x', limit - arguments.len() - 12));
    arguments.push(' ');
    arguments.push_str(&github);
    let arguments = Bytes::from(arguments);
    call.set_arguments(Payload::of_slice(&arguments, 0..arguments.len(), limit));
    call.result_data(format!(r#"{{"env": "DB_PASSWORD={password} {stripe}"}}"#).as_bytes());
    "done"
}

#[tokio::test]
async fn no_secret_reaches_the_files() {
    let trail = Trail::start(PipelineOptions::default()).await;
    let leaky = Router::new().fallback(leaky).layer(trail.layer.clone());
    let address = serve(leaky).await;
    let [github, ..] = secrets();
    support::get(address, &format!("/in/the/path/{github}?and={github}")).await;
    until("the call is written", || trail.layer.stats().written == 1).await;

    let record = trail.rows().await.items.remove(0);
    assert!(record.redactions.total() >= 8, "{:?}", record.redactions);
    assert!(record.arguments.truncated);
    no_file_has_a_secret(trail.dir.path());
    trail.pipeline.shutdown(Duration::from_secs(5)).await;
    trail.store.inner.close().await.unwrap();
    no_file_has_a_secret(trail.dir.path());
}

fn no_file_has_a_secret(dir: &Path) {
    let mut bytes = 0;
    for file in std::fs::read_dir(dir).unwrap() {
        let content = match std::fs::read(file.unwrap().path()) {
            // SQLite removes its log a moment after the last connection is gone.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            content => content.unwrap(),
        };
        bytes += content.len();
        for secret in secrets() {
            // Half of one is too much, too.
            let half = &secret.as_bytes()[..secret.len().min(10)];
            assert!(!content.windows(half.len()).any(|window| window == half), "{secret}");
        }
    }
    assert!(bytes > 60_000, "the payload is there: {bytes} bytes");
}
