//! The layer over real sockets: axum and bare hyper, HTTP/1 and HTTP/2.

#![expect(clippy::unwrap_used, reason = "what fails in a helper fails its test")]

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    Extension, Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::IntoResponse,
    routing::get,
};
use gate_call::Exchange;
use gate_correlation::{MakeRequestId, RequestId, RequestIdLayer};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::{
    body::{Bytes, Incoming},
    client::conn,
    service::Service,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower::{Layer, ServiceBuilder, service_fn};

/// Serves over HTTP/1 and HTTP/2 until the test ends.
async fn serve<S, B>(service: S) -> SocketAddr
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static,
    B: http_body::Body<Data = Bytes, Error: std::error::Error + Send + Sync> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let server = auto::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    address
}

async fn serve_axum(app: Router) -> SocketAddr {
    serve(TowerToHyperService::new(app)).await
}

struct Answer {
    status: u16,
    /// Every value of `x-request-id`.
    ids: Vec<String>,
    body: String,
}

impl Answer {
    fn id(&self) -> &str {
        assert_eq!(self.ids.len(), 1, "{:?}", self.ids);
        &self.ids[0]
    }

    fn minted(&self) -> &str {
        assert_eq!(uuid::Uuid::parse_str(self.id()).unwrap().get_version_num(), 7);
        self.id()
    }
}

/// Sends the very header lines given.
async fn raw(address: SocketAddr, line: &str, headers: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let status = head[9..12].parse().unwrap();
    let ids = head.lines().filter_map(|line| line.strip_prefix("x-request-id: ")).map(str::to_owned);
    Answer { status, ids: ids.collect(), body: body.to_owned() }
}

/// Answers with the ids that the handler sees in the header, the extension and the exchange.
async fn seen(
    headers: HeaderMap,
    Extension(extension): Extension<RequestId>,
    Extension(exchange): Extension<Exchange>,
) -> String {
    let header: Vec<_> = headers.get_all("x-request-id").iter().map(text).collect();
    let exchange = exchange.request_id().map(text);
    format!("{} {} {}", header.join("+"), text(extension.header_value()), exchange.unwrap_or_default())
}

fn text(value: &HeaderValue) -> String {
    value.to_str().unwrap().to_owned()
}

fn app() -> Router {
    Router::new()
        .route("/seen", get(seen))
        .route("/own", get(|| async { ([("x-request-id", "theirs"), ("x-request-id", "too")], "own") }))
        .route("/empty", get(|| async { StatusCode::NO_CONTENT }))
        .route("/unchanged", get(|| async { StatusCode::NOT_MODIFIED }))
}

#[tokio::test]
async fn a_good_id_goes_everywhere() {
    let address = serve_axum(app().layer(RequestIdLayer::new())).await;
    let answer = raw(address, "GET /seen", "X-Request-ID: abc-123\r\n").await;
    assert_eq!(answer.id(), "abc-123");
    assert!(answer.body.contains("abc-123 abc-123 abc-123"), "{}", answer.body);
}

#[tokio::test]
async fn a_bad_double_or_missing_id_is_replaced_everywhere() {
    let address = serve_axum(app().layer(RequestIdLayer::new())).await;
    let long = format!("x-request-id: {}\r\n", "a".repeat(129));
    let bad = ["", "x-request-id: \r\n", "x-request-id: a b\r\n", "x-request-id: \"a\"\r\n", &long];
    for headers in bad.into_iter().chain(["x-request-id: a\r\nx-request-id: b\r\n"]) {
        let answer = raw(address, "GET /seen", headers).await;
        let id = answer.minted();
        assert!(answer.body.contains(&format!("{id} {id} {id}")), "{headers:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn every_response_has_it() {
    let refuse = from_fn(|request: Request, next: Next| async move {
        match request.uri().path() {
            "/refused" => StatusCode::FORBIDDEN.into_response(),
            _ => next.run(request).await,
        }
    });
    let address = serve_axum(app().layer(refuse).layer(RequestIdLayer::new())).await;
    let lines = [
        ("GET /seen", 200),
        ("HEAD /seen", 200),
        ("POST /seen", 405),
        ("GET /nowhere", 404),
        ("GET /refused", 403),
        ("GET /empty", 204),
        ("GET /unchanged", 304),
    ];
    for (line, status) in lines {
        let answer = raw(address, line, "x-request-id: abc\r\n").await;
        assert_eq!((answer.status, answer.id()), (status, "abc"), "{line}");
    }
}

#[tokio::test]
async fn an_upstreams_own_id_gives_way() {
    let address = serve_axum(app().layer(RequestIdLayer::new())).await;
    assert_eq!(raw(address, "GET /own", "x-request-id: ours\r\n").await.id(), "ours");
}

#[tokio::test]
async fn two_layers_agree_and_nested_routers_act_once() {
    let layer = RequestIdLayer::new();
    let inner = app().layer(layer.clone()).layer(RequestIdLayer::new());
    let address = serve_axum(Router::new().nest("/in", inner).layer(layer)).await;
    let answer = raw(address, "GET /in/seen", "").await;
    let id = answer.minted();
    assert!(answer.body.contains(&format!("{id} {id} {id}")), "{}", answer.body);
}

#[tokio::test]
async fn header_length_and_generator_can_be_chosen() {
    /// Makes what it is told to.
    #[derive(Clone)]
    struct Fixed(Option<&'static str>);

    impl MakeRequestId for Fixed {
        fn make_request_id<B>(&mut self, _: &http::Request<B>) -> Option<RequestId> {
            Some(RequestId::new(HeaderValue::from_static(self.0?)))
        }
    }

    let with = |generator| {
        let builder = RequestIdLayer::builder().header(HeaderName::from_static("x-trail")).max_length(8);
        let echo = get(|headers: HeaderMap| async move { text(&headers["x-trail"]) });
        serve_axum(Router::new().route("/", echo).layer(builder.generator(generator).build()))
    };
    let fixed = with(Fixed(Some("fixed"))).await;
    assert!(raw(fixed, "GET /", "x-request-id: abc\r\n").await.body.contains("fixed"));
    assert!(raw(fixed, "GET /", "x-trail: mine\r\n").await.body.contains("mine"));
    assert!(raw(fixed, "GET /", "x-trail: much-too-long\r\n").await.body.contains("fixed"));
    // A generator that makes none, or an unsafe one, does not leave the request without an id.
    for none in [Fixed(None), Fixed(Some("a b"))] {
        let body = raw(with(none).await, "GET /", "").await.body;
        assert!(uuid::Uuid::parse_str(body.trim()).is_ok(), "{body}");
    }
}

#[tokio::test]
async fn bare_hyper_over_http_2() {
    let echo = service_fn(|request: Request<Incoming>| async move {
        let id = text(&request.headers()["x-request-id"]);
        Ok::<_, Infallible>(Response::new(id))
    });
    let address = serve(TowerToHyperService::new(RequestIdLayer::new().layer(echo))).await;
    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut client, connection) =
        conn::http2::handshake::<_, _, Empty<Bytes>>(TokioExecutor::new(), stream).await.unwrap();
    tokio::spawn(connection);
    for id in ["abc", "not safe"] {
        let request = http::Request::get(format!("http://{address}/")).header("x-request-id", id);
        let response = client.send_request(request.body(Empty::new()).unwrap()).await.unwrap();
        let answered = text(&response.headers()["x-request-id"]);
        assert_eq!(answered == id, id == "abc");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, answered);
    }
}

#[tokio::test]
async fn attempts_of_one_request_share_its_id() {
    use std::sync::{Arc, Mutex};
    use tower::{Service as _, ServiceExt, retry::Policy};

    /// Two attempts, whatever comes.
    #[derive(Clone)]
    struct Twice(u8);

    impl<R, E> Policy<http::Request<()>, R, E> for Twice {
        type Future = std::future::Ready<()>;

        fn retry(&mut self, _: &mut http::Request<()>, _: &mut Result<R, E>) -> Option<Self::Future> {
            self.0 += 1;
            (self.0 < 2).then(|| std::future::ready(()))
        }

        fn clone_request(&mut self, request: &http::Request<()>) -> Option<http::Request<()>> {
            Some(request.clone())
        }
    }

    let seen = Arc::new(Mutex::new(Vec::new()));
    let upstream = {
        let seen = Arc::clone(&seen);
        service_fn(move |request: http::Request<()>| {
            seen.lock().unwrap().push(text(&request.headers()["x-request-id"]));
            async { Ok::<_, Infallible>(Response::new(String::new())) }
        })
    };
    let layer = RequestIdLayer::new();
    // The outer one makes the exchange; the retry below it replays the request through the inner one.
    let mut service =
        ServiceBuilder::new().layer(layer.clone()).retry(Twice(0)).layer(layer).service(upstream);
    service.ready().await.unwrap().call(http::Request::new(())).await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn public_types_are_send_sync_and_finite_in_debug() {
    fn check<T: Send + Sync + Clone + std::fmt::Debug>(value: &T) -> String {
        format!("{value:?}")
    }
    assert!(check(&RequestIdLayer::new()).len() < 200);
    assert!(check(&RequestIdLayer::builder()).len() < 200);
}
