//! What is kept of a request keeps no read buffer: through real sockets, with large heads.
//!
//! A file of its own, as it measures what its process holds.
#![cfg(target_os = "linux")]

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Extension, Router, body::Body};
use gate_call::{Exchange, Observer, Payload, Watches, observe::ObserveLayer};
use http::Request;
use http_body_util::BodyExt;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const REQUESTS: usize = 1_500;
const HEAD: usize = 32 << 10;

/// Keeps every exchange, as a queue does whose reader is behind.
#[derive(Clone, Default)]
struct Keep(Arc<Mutex<Vec<Exchange>>>);

impl Observer for Keep {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, _: &mut Watches) {
        exchange.capture(4 << 10);
        self.0.lock().expect("not poisoned").push(exchange.clone());
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

async fn handler(Extension(exchange): Extension<Exchange>, body: Body) -> &'static str {
    let body = body.collect().await.expect("a body").to_bytes();
    let call = exchange.call();
    call.set_arguments(Payload::of_slice(&body, 0..body.len(), call.capture_limit()));
    // Its call goes with the exchange; what is kept here is kept by whoever watches calls.
    exchange.set_principal("somebody");
    KEPT.lock().expect("not poisoned").push(call);
    "done"
}

static KEPT: Mutex<Vec<gate_call::Call>> = Mutex::new(Vec::new());

async fn send(address: SocketAddr) {
    let filler = "x".repeat(HEAD);
    let body = "y".repeat(700);
    let request = format!(
        "POST /a/path?and=a-query HTTP/1.1\r\nhost: test\r\nx-filler: {filler}\r\ncontent-length: 700\r\n\r\n{body}"
    );
    let mut socket = TcpStream::connect(address).await.expect("a server");
    for _ in 0..REQUESTS {
        socket.write_all(request.as_bytes()).await.expect("an open socket");
        let mut answer = Vec::new();
        while !answer.ends_with(b"done") {
            assert!(socket.read_buf(&mut answer).await.expect("an answer") > 0);
        }
    }
}

/// What the process holds in memory, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it tells that");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
}

#[tokio::test]
async fn what_is_kept_of_a_request_keeps_no_read_buffer() {
    let keep = Keep::default();
    let app = Router::new().fallback(handler).layer(ObserveLayer::new(keep.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move { axum::serve(listener, app).await });
    let before = resident();
    send(address).await;
    let grown = resident().saturating_sub(before);
    let (exchanges, calls) = (keep.0.lock().expect("not poisoned"), KEPT.lock().expect("not poisoned"));
    assert_eq!((exchanges.len(), calls.len()), (REQUESTS, REQUESTS));
    assert_eq!(exchanges[7].uri(), "/a/path?and=a-query");
    println!("{REQUESTS} exchanges hold {grown} bytes: {} each", grown / REQUESTS);
    // Their heads alone would be 48 MiB.
    assert!(grown < 12 << 20, "{grown}");
}
