//! `HttpUpstream` against scripted servers on real sockets.
#![allow(clippy::unwrap_used, reason = "a test's helpers are tests, too")]

use std::time::{Duration, Instant};

use bytes::Bytes;
use gate_call::Exchange;
use gate_upstream::{HttpUpstream, Trouble, Upstream, UpstreamError};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use proptest::prelude::*;
use testkit::{Recorder, Reply};
use tower::{ServiceExt, service_fn};

type Answer = Result<Response<gate_upstream::ResponseBody>, UpstreamError>;

async fn post(url: &str, body: impl Into<Bytes>) -> Answer {
    let request = Request::post("/").body(Full::new(body.into())).unwrap();
    HttpUpstream::new(url).unwrap().oneshot(request).await
}

fn trouble(answer: Answer) -> Trouble {
    answer.map(|response| response.status()).unwrap_err().trouble()
}

#[tokio::test]
async fn host_and_path_are_the_upstreams_and_hop_by_hop_headers_stop() {
    let upstream = Recorder::always(
        Reply::new(418)
            .header("connection", "x-hop")
            .header("x-hop", "1")
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2")
            .body("tea"),
    )
    .await
    .unwrap();
    let request = Request::post("http://gateway.example/?x=1")
        .version(http::Version::HTTP_2)
        .header("host", "gateway.example")
        .header("connection", "x-mine")
        .header("x-mine", "1")
        .header("te", "trailers")
        .header("accept-encoding", "gzip")
        .header("authorization", "Bearer of-the-client")
        .body(Full::<Bytes>::from("hello"))
        .unwrap();
    let service = HttpUpstream::new(&upstream.url("/mcp?k=2")).unwrap();
    let response = service.oneshot(request).await.unwrap();

    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    assert!(!response.headers().contains_key("connection") && !response.headers().contains_key("x-hop"));
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), "tea");

    let seen = upstream.request().await.unwrap();
    assert_eq!(seen.request_line(), b"POST /mcp?k=2&x=1 HTTP/1.1");
    assert_eq!(seen.header("host").collect::<Vec<_>>(), [upstream.addr().to_string().as_bytes()]);
    assert_eq!(seen.header("x-mine").chain(seen.header("te")).count(), 0);
    assert_eq!(seen.header("authorization").collect::<Vec<_>>(), [b"Bearer of-the-client"]);
    assert_eq!(seen.header("accept-encoding").collect::<Vec<_>>(), [b"gzip"]);
    assert_eq!(&seen.body[..], b"hello");
}

#[tokio::test]
async fn identity_is_asked_for_only_where_something_was() {
    let upstream = Recorder::always(Reply::new(200).body("")).await.unwrap();
    let service = HttpUpstream::builder().ask_identity(true).build(&upstream.url("/")).unwrap();
    let plain = Request::get("/").body(Full::<Bytes>::default()).unwrap();
    let mut asking = plain.clone();
    asking.headers_mut().insert("accept-encoding", "gzip, br".parse().unwrap());
    for (request, expected) in [(plain, vec![]), (asking, vec![&b"identity"[..]])] {
        service.clone().oneshot(request).await.unwrap();
        let seen = upstream.request().await.unwrap();
        assert_eq!(seen.header("accept-encoding").collect::<Vec<_>>(), expected);
    }
}

#[tokio::test]
async fn events_are_not_held_back() {
    let pause = Duration::from_millis(100);
    let events = Reply::new(200).header("content-type", "text/event-stream");
    let upstream =
        Recorder::always(events.frames(["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"], pause)).await.unwrap();
    let mut body = post(&upstream.url("/"), "{}").await.unwrap().into_body();
    let start = Instant::now();
    for n in 1..=3_u32 {
        let frame = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(frame, format!("data: {n}\n\n"));
        let late = start.elapsed().saturating_sub(pause * n);
        assert!(late < Duration::from_millis(80), "event {n} came {late:?} late");
    }
    assert!(body.frame().await.is_none());
}

#[tokio::test]
async fn a_dropped_body_or_future_ends_the_upstream_exchange_at_once() {
    let streaming = Reply::new(200).header("transfer-encoding", "chunked").chunk("data: 1\n\n").then_hang();
    let upstream = Recorder::always(streaming).await.unwrap();
    let mut body = post(&upstream.url("/"), "{}").await.unwrap().into_body();
    body.frame().await.unwrap().unwrap();
    let left = Instant::now();
    drop(body);
    assert!(upstream.departure().await.unwrap().into_std() - left < Duration::from_millis(100));

    let silent = Recorder::always(Reply::hang()).await.unwrap();
    let url = silent.url("/");
    let asking = tokio::spawn(async move { post(&url, "{}").await });
    silent.request().await.unwrap();
    let left = Instant::now();
    asking.abort();
    assert!(silent.departure().await.unwrap().into_std() - left < Duration::from_millis(100));
}

#[tokio::test]
async fn what_went_wrong_is_said_without_saying_where() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = post(&format!("http://{nobody}/?key=hunter2"), "").await.unwrap_err();
    assert_eq!(error.trouble(), Trouble::Refused);
    assert!(!error.to_string().contains("hunter2"));

    let garbage = Recorder::always(Reply::raw(&b"\x16\x03\x01 not HTTP\r\n\r\n"[..]).close()).await.unwrap();
    assert_eq!(trouble(post(&garbage.url("/"), "{}").await), Trouble::Malformed);

    let closing = Recorder::always(Reply::raw(&b""[..]).close()).await.unwrap();
    assert_eq!(trouble(post(&closing.url("/"), "{}").await), Trouble::Closed);

    let resetting = Recorder::always(Reply::raw(&b""[..]).reset()).await.unwrap();
    assert_eq!(trouble(post(&resetting.url("/"), "{}").await), Trouble::Closed);

    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let secure = format!("https://{}/", plain.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = plain.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 no TLS here\r\n\r\n").await.unwrap();
    });
    match HttpUpstream::new(&secure) {
        Ok(upstream) => {
            let request = Request::post("/").body(Full::<Bytes>::from("{}")).unwrap();
            assert_eq!(trouble(upstream.oneshot(request).await), Trouble::Tls);
        }
        // A machine that trusts no certificates says so at once.
        Err(error) => assert_eq!(error.trouble(), Trouble::Tls),
    }
}

#[tokio::test]
async fn a_head_that_does_not_come_is_a_timeout() {
    let silent = Recorder::always(Reply::hang()).await.unwrap();
    let upstream =
        HttpUpstream::builder().head_timeout(Duration::from_millis(50)).build(&silent.url("/")).unwrap();
    let request = Request::post("/").body(Full::<Bytes>::from("{}")).unwrap();
    let error = upstream.oneshot(request).await.unwrap_err();
    assert!(error.is_timeout());
    silent.departure().await.unwrap();
}

#[tokio::test]
async fn a_body_cut_short_is_an_error() {
    let cut = Reply::new(200).header("content-length", "100").send("half").reset();
    let upstream = Recorder::always(cut).await.unwrap();
    let body = post(&upstream.url("/"), "{}").await.unwrap().into_body();
    assert_eq!(body.collect().await.unwrap_err().trouble(), Trouble::Closed);
}

#[tokio::test]
async fn http2_carries_bodies_and_trailers() {
    let echo = testkit::Server::serve(service_fn(|request: Request<hyper::body::Incoming>| async {
        assert_eq!(request.version(), http::Version::HTTP_2);
        Ok::<_, std::convert::Infallible>(Response::new(request.into_body()))
    }))
    .await
    .unwrap();
    let upstream = HttpUpstream::builder().http2_only(true).build(&echo.url("/")).unwrap();
    let trailers: http::HeaderMap = [("x-sum".parse().unwrap(), "7".parse().unwrap())].into_iter().collect();
    let body = Full::<Bytes>::from("hello").with_trailers(std::future::ready(Some(Ok(trailers.clone()))));
    let response = upstream.oneshot(Request::post("/").body(body).unwrap()).await.unwrap();
    let collected = response.into_body().collect().await.unwrap();
    assert_eq!(collected.trailers(), Some(&trailers));
    assert_eq!(collected.to_bytes(), "hello");
}

#[tokio::test]
async fn the_record_stops_at_the_boundary() {
    let saw_exchange = |request: Request<gate_upstream::RequestBody>| async move {
        let status = match Exchange::of(request.extensions()) {
            Some(_) => StatusCode::CONFLICT,
            None => StatusCode::OK,
        };
        let mut response = Response::new(Full::<Bytes>::default());
        *response.status_mut() = status;
        Ok::<_, std::convert::Infallible>(response)
    };
    let upstream = Upstream::new(service_fn(saw_exchange));
    let observed = tower::Layer::layer(&gate_call::observe::ObserveLayer::new(()), upstream);
    let request = Request::post("/").body(Full::<Bytes>::default()).unwrap();
    assert_eq!(observed.oneshot(request).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn the_record_is_told_why_there_is_no_answer() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let bare = HttpUpstream::new(&format!("http://{nobody}/")).unwrap();
    refused(bare.clone()).await;
    refused(Upstream::new(bare)).await;
}

async fn refused<S, R>(upstream: S)
where
    S: tower::Service<Request<Full<Bytes>>, Response = R> + Clone,
{
    let asks = service_fn(|request: Request<Full<Bytes>>| async {
        let exchange = Exchange::of(request.extensions()).unwrap().clone();
        assert!(upstream.clone().oneshot(request).await.is_err());
        assert_eq!(exchange.failed_by(), Some(&"refused"));
        Ok::<_, std::convert::Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let observed = tower::Layer::layer(&gate_call::observe::ObserveLayer::new(()), asks);
    observed.oneshot(Request::post("/").body(Full::default()).unwrap()).await.unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_body_arrives_as_it_was(
        sent in proptest::collection::vec(any::<u8>(), 0..70_000),
        answer in proptest::collection::vec(any::<u8>(), 0..70_000),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let upstream = Recorder::always(Reply::new(200).body(answer.clone())).await.unwrap();
            let response = post(&upstream.url("/"), sent.clone()).await.unwrap();
            let got = response.into_body().collect().await.unwrap().to_bytes();
            prop_assert_eq!(&got[..], &answer[..]);
            prop_assert_eq!(&upstream.request().await.unwrap().body[..], &sent[..]);
            Ok(())
        })?;
    }
}
