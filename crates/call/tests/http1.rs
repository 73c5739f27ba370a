//! The outcome table over HTTP/1.

mod common;

use common::{DEPTHS, Handler, Log, Protocol, Reply, Server, client, observed, rows};
use gate_call::End;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn every_row_ends_as_the_table_says() {
    rows::play(Protocol::Http1).await;
}

#[tokio::test]
async fn an_upgrade_ends_at_the_head_and_its_connection_works() {
    for depth in DEPTHS {
        let log = Log::default();
        let server = Server::start(observed::<_, Incoming, _>(depth, &log, Handler)).await;
        let mut client = client(server.address, Protocol::Http1).await;
        let mut request = server.request("GET", &Reply::Upgrade.path());
        request.headers_mut().insert("connection", http::HeaderValue::from_static("upgrade"));
        request.headers_mut().insert("upgrade", http::HeaderValue::from_static("echo"));
        let response = client.send(request).await.expect("a response");
        rows::ends("upgrade", &log, depth, End::Upgraded, Some(101)).await;
        let mut upgraded = TokioIo::new(hyper::upgrade::on(response).await.expect("an upgrade"));
        upgraded.write_all(b"ping").await.expect("an open connection");
        let mut echoed = [0; 4];
        upgraded.read_exact(&mut echoed).await.expect("an echo");
        assert_eq!(&echoed, b"ping");
    }
}

/// A raw client that sends `request` and hands back the socket.
async fn raw(server: &Server, request: &str) -> TcpStream {
    let mut socket = TcpStream::connect(server.address).await.expect("a server");
    socket.write_all(request.as_bytes()).await.expect("an open socket");
    socket
}

#[tokio::test]
async fn a_client_that_resets_the_connection_has_disconnected() {
    for (depth, path, status) in
        DEPTHS.into_iter().flat_map(|depth| [(depth, "/Hang", None), (depth, "/Half", Some(200))])
    {
        let log = Log::default();
        let server = Server::start(observed::<_, Incoming, _>(depth, &log, Handler)).await;
        let mut socket = raw(&server, &format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n")).await;
        log.until("request", |log| log.begins() == depth).await;
        if status.is_some() {
            socket.read_u8().await.expect("a head");
        }
        // No FIN but RST: what is unread, or a linger of nothing, makes it so.
        socket.set_zero_linger().expect("a socket option");
        drop(socket);
        rows::ends(path, &log, depth, End::Disconnected, status).await;
    }
}

#[tokio::test]
async fn requests_on_one_connection_are_exchanges_of_their_own() {
    let log = Log::default();
    let server = Server::start(observed::<_, Incoming, _>(1, &log, Handler)).await;
    let pipelined =
        "GET /Sized HTTP/1.1\r\nhost: x\r\n\r\n".repeat(3) + "GET /Half HTTP/1.1\r\nhost: x\r\n\r\n";
    let socket = raw(&server, &pipelined).await;
    log.until("three ends", |log| log.finishes().len() == 3 && log.begins() == 4).await;
    drop(socket);
    log.until("four ends", |log| log.finishes().len() == 4).await;
    let finishes = log.finishes();
    let ends: Vec<_> = finishes.iter().map(|(_, end, _)| *end).collect();
    assert_eq!(ends, [End::Complete, End::Complete, End::Complete, End::Disconnected]);
    assert!(!finishes[0].2.is(&finishes[1].2));
}
