//! The rows of the outcome table that both protocols share.

use bytes::Bytes;
use gate_call::{End, Failure, Outcome};
use http::StatusCode;
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::{DEPTHS, Handler, Log, Protocol, Reply, Server, client, observed, script};

/// One row: what the client asks and how the exchange ends.
struct Row {
    method: &'static str,
    reply: Reply,
    end: End,
    status: Option<u16>,
    /// The length of the body that the client gets, if it gets one whole.
    body: Option<usize>,
}

const fn row(method: &'static str, reply: Reply, end: End, status: Option<u16>, body: Option<usize>) -> Row {
    Row { method, reply, end, status, body }
}

const PANIC: End = End::Failed(Failure::Panic);

const ROWS: [Row; 16] = [
    row("GET", Reply::Sized, End::Complete, Some(200), Some(10)),
    row("GET", Reply::Length, End::Complete, Some(200), Some(10)),
    row("GET", Reply::Stream, End::Complete, Some(200), Some(10)),
    row("GET", Reply::NotFound, End::Complete, Some(404), Some(10)),
    row("GET", Reply::Empty, End::Complete, Some(200), Some(0)),
    row("GET", Reply::NoContent, End::Complete, Some(204), Some(0)),
    row("GET", Reply::NotModified, End::Complete, Some(304), Some(0)),
    row("HEAD", Reply::Sized, End::Complete, Some(200), Some(0)),
    row("HEAD", Reply::Length, End::Complete, Some(200), Some(0)),
    row("HEAD", Reply::Stream, End::Complete, Some(200), Some(0)),
    row("GET", Reply::ServiceError, End::Failed(Failure::Service), None, None),
    row("GET", Reply::BodyError, End::Failed(Failure::Body), Some(200), None),
    row("GET", Reply::PanicInCall, PANIC, None, None),
    row("GET", Reply::PanicInFuture, PANIC, None, None),
    row("GET", Reply::PanicInBody, PANIC, Some(200), None),
    row("HEAD", Reply::Headers, End::Complete, Some(200), Some(0)),
];

/// Plays every row with one layer and with four.
pub async fn play(protocol: Protocol) {
    for depth in DEPTHS {
        // Over HTTP/2, hyper leaves it to the handler that an answer to HEAD has no body.
        let fits =
            |row: &&Row| protocol == Protocol::Http1 || row.method == "GET" || row.reply == Reply::Headers;
        for row in ROWS.iter().filter(fits) {
            play_row(row, depth, protocol).await;
        }
        trailers(depth, protocol).await;
        disconnect_before_the_head(depth, protocol).await;
        disconnect_amid_the_body(depth, protocol).await;
    }
}

async fn play_row(row: &Row, depth: usize, protocol: Protocol) {
    let what = format!("{protocol:?} {} {:?} under {depth}", row.method, row.reply);
    let log = Log::default();
    let server = Server::start(observed::<_, Incoming, _>(depth, &log, Handler)).await;
    let mut client = client(server.address, protocol).await;
    let got = async {
        let response = client.send(server.request(row.method, &row.reply.path())).await.ok()?;
        Some(response.into_body().collect().await.ok()?.to_bytes())
    };
    assert_eq!(got.await.as_ref().map(Bytes::len), row.body, "{what}");
    ends(&what, &log, depth, row.end, row.status).await;
    if let Some(length) = row.body {
        (0..depth).for_each(|layer| assert_eq!(log.heard(layer).len(), length, "{what}: layer {layer}"));
    }
}

/// Sees that the exchange and its call end so, once at every layer, with their facts.
pub async fn ends(what: &str, log: &Log, depth: usize, end: End, status: Option<u16>) {
    let (ended, exchange) = log.one_end(depth).await;
    assert_eq!(ended, end, "{what}");
    let status = status.map(|code| StatusCode::from_u16(code).expect("a status"));
    assert_eq!(exchange.status(), status, "{what}");
    assert_eq!(exchange.route().map(|route| &**route), Some(exchange.uri().path()), "{what}");
    let heads = if status.is_some() { depth } else { 0 };
    assert_eq!(log.count(|event| matches!(event, super::Event::Head(..))), heads, "{what}");
    let outcome = match (end, status) {
        (End::Failed(failure), _) => Outcome::Failed(failure),
        (End::Disconnected, _) => Outcome::Disconnected,
        (_, Some(status)) => Outcome::Status(status),
        (end, None) => panic!("{what}: {end:?} without a status"),
    };
    let calls: Vec<_> = log.call_ends().into_iter().map(|call| call.outcome).collect();
    assert_eq!(calls, vec![Some(outcome); depth], "{what}: the exchange is one call");
    assert_eq!((log.begins(), exchange.late()), (depth, 0), "{what}");
}

async fn trailers(depth: usize, protocol: Protocol) {
    let log = Log::default();
    let server = Server::start(observed::<_, Incoming, _>(depth, &log, Handler)).await;
    let mut client = client(server.address, protocol).await;
    let mut request = server.request("GET", &Reply::Trailers.path());
    request.headers_mut().insert("te", http::HeaderValue::from_static("trailers"));
    let body = client.send(request).await.expect("a response").into_body().collect().await.expect("a body");
    assert_eq!(body.trailers(), Some(&script::trailers()), "{protocol:?} under {depth}");
    assert_eq!(body.to_bytes(), "1234512345");
    ends("trailers", &log, depth, End::Complete, Some(200)).await;
}

async fn disconnect_before_the_head(depth: usize, protocol: Protocol) {
    let log = Log::default();
    let server = Server::start(observed::<_, Incoming, _>(depth, &log, Handler)).await;
    let mut client = client(server.address, protocol).await;
    let request = server.request("GET", &Reply::Hang.path());
    let waiting = tokio::spawn(async move { client.send(request).await });
    log.until("request", |log| log.begins() == depth).await;
    assert_eq!(log.finishes().len(), 0, "a silent exchange goes on");
    waiting.abort();
    ends("disconnect before the head", &log, depth, End::Disconnected, None).await;
}

async fn disconnect_amid_the_body(depth: usize, protocol: Protocol) {
    let log = Log::default();
    let server = Server::start(observed::<_, Incoming, _>(depth, &log, Handler)).await;
    let mut client = client(server.address, protocol).await;
    let mut response = client.send(server.request("GET", &Reply::Half.path())).await.expect("a response");
    let piece = response.frame().await.expect("a frame").expect("a good one");
    assert_eq!(piece.into_data().expect("data"), "12345", "the first piece comes before the second exists");
    assert_eq!(log.finishes().len(), 0, "an idle stream stays open");
    drop((response, client));
    ends("disconnect amid the body", &log, depth, End::Disconnected, Some(200)).await;
    assert_eq!(log.finishes()[0].2.response_bytes(), 5);
}
