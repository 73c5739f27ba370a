//! Observing layers under axum's routers.

mod common;

use axum::{Extension, Router, extract::Request, routing::get};
use common::{Event, Log, probe::probe};
use gate_call::{End, Exchange, Failure, Kind, Outcome};
use http::StatusCode;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Serves one request over HTTP/1 and gives the whole answer as text.
async fn ask(app: Router, request: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound listener");
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut socket = TcpStream::connect(address).await.expect("a server");
    let request = format!("{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.expect("an open socket");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("an answer");
    server.abort();
    answer
}

fn four(router: Router, log: &Log) -> Router {
    // The last layer that is added is the outermost.
    (0..4).rev().fold(router, |router, layer| router.layer(probe(layer, log)))
}

fn routes() -> Router {
    Router::new()
        .route("/hello", get(|| async { "hello" }))
        .route("/none", get(|| async { StatusCode::NO_CONTENT }))
        .route("/panic", get(|| async { panic!("the handler panics, as told") as &'static str }))
}

#[tokio::test]
async fn layers_of_a_router_share_one_exchange() {
    let rows = [
        ("GET /hello", End::Complete, Some(StatusCode::OK)),
        ("HEAD /hello", End::Complete, Some(StatusCode::OK)),
        ("GET /none", End::Complete, Some(StatusCode::NO_CONTENT)),
        ("GET /lost", End::Complete, Some(StatusCode::NOT_FOUND)),
        ("POST /hello", End::Complete, Some(StatusCode::METHOD_NOT_ALLOWED)),
        ("GET /panic", End::Failed(Failure::Panic), None),
    ];
    for (request, end, status) in rows {
        for depth in common::DEPTHS {
            let log = Log::default();
            let app = if depth == 4 { four(routes(), &log) } else { routes().layer(probe(0, &log)) };
            let answer = ask(app, request).await;
            assert_eq!(answer.is_empty(), status.is_none(), "{request}: {answer}");
            let (ended, exchange) = log.one_end(depth).await;
            assert_eq!((ended, exchange.status()), (end, status), "{request} under {depth}");
        }
    }
}

#[tokio::test]
async fn one_layer_at_two_levels_registers_once() {
    let log = Log::default();
    let layer = probe(0, &log);
    let inner = routes().layer(layer.clone());
    let app = Router::new().nest("/inner", inner).layer(layer);
    assert!(ask(app, "GET /inner/hello").await.ends_with("hello"));
    let (end, exchange) = log.one_end(1).await;
    assert_eq!((end, exchange.uri().path()), (End::Complete, "/inner/hello"));
    assert_eq!(log.begins(), 1);
    assert_eq!(log.count(|event| matches!(event, Event::Again(0))), 1);
    assert_eq!(log.heard(0), b"hello", "once, though it passes both");
    assert_eq!(log.count(|event| matches!(event, Event::Head(0, _))), 1);
}

#[tokio::test]
async fn two_layers_at_two_levels_join() {
    let log = Log::default();
    let app = Router::new().nest("/inner", routes().layer(probe(1, &log))).layer(probe(0, &log));
    ask(app, "GET /inner/hello").await;
    log.one_end(2).await;
    assert_eq!((log.heard(0), log.heard(1)), (b"hello".to_vec(), b"hello".to_vec()));
}

#[tokio::test]
async fn a_handler_states_what_it_knows() {
    async fn skill(Extension(exchange): Extension<Exchange>, request: Request) -> StatusCode {
        exchange.call().set_kind(Kind::Skill);
        exchange.call().set_name(request.uri().path());
        exchange.call().set_outcome(Outcome::Denied);
        StatusCode::OK
    }
    let log = Log::default();
    let app = four(Router::new().route("/summarise", get(skill)), &log);
    ask(app, "GET /summarise").await;
    log.one_end(4).await;
    let ends = log.call_ends();
    assert_eq!(ends.len(), 4);
    for end in ends {
        assert_eq!((end.name.as_deref(), end.outcome), (Some("/summarise"), Some(Outcome::Denied)));
    }
}
