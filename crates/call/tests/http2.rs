//! The outcome table over HTTP/2.

mod common;

use common::{DEPTHS, Handler, Log, Protocol, Reply, Server, client, observed, rows};
use gate_call::End;
use http_body_util::BodyExt;
use hyper::body::Incoming;

#[tokio::test]
async fn every_row_ends_as_the_table_says() {
    rows::play(Protocol::Http2).await;
}

/// The stream is reset while its connection lives on and serves others.
#[tokio::test]
async fn a_reset_stream_has_disconnected() {
    for depth in DEPTHS {
        let log = Log::default();
        let server = Server::start(observed::<_, Incoming, _>(depth, &log, Handler)).await;
        let mut client = client(server.address, Protocol::Http2).await;

        let mut response = client.send(server.request("GET", &Reply::Half.path())).await.expect("a response");
        response.frame().await.expect("a frame").expect("a good one");
        drop(response);
        rows::ends("reset amid the body", &log, depth, End::Disconnected, Some(200)).await;

        let hanging = client.send(server.request("GET", &Reply::Hang.path()));
        let gone = tokio::time::timeout(std::time::Duration::from_millis(100), hanging).await;
        assert!(gone.is_err(), "there is no head");
        log.until("the second end", |log| log.finishes().len() == 2 * depth).await;
        assert_eq!(log.finishes()[depth].1, End::Disconnected);

        let whole = client.send(server.request("GET", &Reply::Sized.path())).await.expect("a response");
        assert_eq!(whole.into_body().collect().await.expect("a body").to_bytes().len(), 10);
        log.until("the third end", |log| log.finishes().len() == 3 * depth).await;
        assert_eq!(log.finishes()[2 * depth].1, End::Complete);
    }
}
