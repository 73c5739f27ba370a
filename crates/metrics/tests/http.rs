//! HTTP metrics over real sockets: axum and bare hyper.

mod support;

use std::{convert::Infallible, io, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::MatchedPath,
    routing::{any, get},
};
use bytes::Bytes;
use gate_metrics::{MetricsLayer, normalize_path};
use http::{Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;
use hyper::body::Incoming;
use hyper_util::service::TowerToHyperService;
use support::{metrics, open, request, requests, serve};
use tokio::{io::AsyncReadExt, sync::Notify};
use tower::{Layer, service_fn};

const IN_FLIGHT: &str = "http_requests_in_flight";

fn matched(extensions: &http::Extensions) -> Option<&str> {
    extensions.get::<MatchedPath>().map(MatchedPath::as_str)
}

fn app() -> Router {
    Router::new()
        .route("/users/{id}", get(|| async { "a user" }))
        .route("/broken", get(|| async { StatusCode::SERVICE_UNAVAILABLE }))
        .route("/any", any(|| async {}))
        .nest("/in", Router::new().route("/{name}", get(|| async { "nested" })))
}

#[tokio::test]
async fn a_route_is_one_series_whatever_its_ids() {
    let (builder, scrape) = metrics();
    let address = serve(TowerToHyperService::new(app().layer(builder.route(matched).build()))).await;
    requests(address, (0..10_000).map(|id| format!("/users/{id}"))).await;
    let series = "http_requests_total{endpoint=\"/users/{id}\",method=\"GET\",status=\"200\"}";
    scrape.wait(series, 10_000.0).await;
    assert_eq!(scrape.series("http_requests_total").len(), 1);
    let count = "http_request_duration_seconds_count{endpoint=\"/users/{id}\",method=\"GET\",status=\"200\"}";
    assert_eq!(scrape.value(count), Some(10_000.0));
    assert_eq!(scrape.series("http_request_duration_seconds_bucket").len(), 12);
    scrape.wait(IN_FLIGHT, 0.0).await;
}

#[tokio::test]
async fn statuses_methods_and_routes_are_told_apart() {
    let (builder, scrape) = metrics();
    let address = serve(TowerToHyperService::new(app().layer(builder.route(matched).build()))).await;
    let lines = [
        ("GET /broken", "/broken", "GET", "503"),
        ("HEAD /users/1", "/users/{id}", "HEAD", "200"),
        ("POST /users/1", "/users/{id}", "POST", "405"),
        ("INVENTED /any", "/any", "other", "200"),
        ("GET /in/x", "/in/{name}", "GET", "200"),
        ("GET /nowhere?token=x", "other", "GET", "404"),
    ];
    for (line, endpoint, method, status) in lines {
        request(address, line).await;
        let labels = format!("{{endpoint=\"{endpoint}\",method=\"{method}\",status=\"{status}\"}}");
        scrape.wait(&format!("http_requests_total{labels}"), 1.0).await;
    }
    assert_eq!(scrape.series("http_requests_total").len(), lines.len());
    assert!(scrape.series("http_requests_incomplete_total").is_empty());
    assert!(!scrape.text().contains("token"));
}

#[tokio::test]
async fn a_layer_met_twice_counts_once_and_learns_the_inner_route() {
    let (builder, scrape) = metrics();
    let layer = builder.route(matched).build();
    let inner = Router::new().route("/{name}", get(|| async { "nested" })).layer(layer.clone());
    let app = Router::new().nest("/in", inner).layer(layer);
    request(serve(TowerToHyperService::new(app)).await, "GET /in/x").await;
    scrape.wait("http_requests_total{endpoint=\"/in/{name}\",method=\"GET\",status=\"200\"}", 1.0).await;
    assert_eq!(scrape.series("http_requests_total").len(), 1);
}

fn hello() -> impl tower::Service<
    Request<Incoming>,
    Response = Response<String>,
    Error = Infallible,
    Future = impl Future<Output = Result<Response<String>, Infallible>> + Send,
> + Clone
+ Send {
    service_fn(|request: Request<Incoming>| async move {
        let mut response = Response::new(String::from("hello"));
        if request.uri().path().starts_with("/missing") {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        Ok(response)
    })
}

#[tokio::test]
async fn without_routes_paths_count_if_known() {
    let (builder, scrape) = metrics();
    let layer = builder.known_paths(["/users/:id", "/healthz"]).build();
    let address = serve(TowerToHyperService::new(layer.layer(hello()))).await;
    let ids = (0..5_000).map(|id| format!("/users/{id:08x}-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));
    let invented = (0..5_000).map(|id| format!("/invented/path-{id}"));
    requests(address, ids.chain(invented).chain(["/healthz".to_owned()])).await;
    scrape.wait("http_requests_total{endpoint=\"/healthz\",method=\"GET\",status=\"200\"}", 1.0).await;
    scrape.wait("http_requests_total{endpoint=\"/users/:id\",method=\"GET\",status=\"200\"}", 5_000.0).await;
    scrape.wait("http_requests_total{endpoint=\"other\",method=\"GET\",status=\"200\"}", 5_000.0).await;
    assert_eq!(scrape.series("http_requests_total").len(), 3);
}

#[tokio::test]
async fn an_unbounded_name_meets_the_budget() {
    let (builder, scrape) = metrics();
    let layer = builder.path_label(|path| Some(normalize_path(path))).series_budget(50).build();
    let address = serve(TowerToHyperService::new(layer.layer(hello()))).await;
    let missing = (0..10).map(|name| format!("/missing/n{name}"));
    let names = (0..1_000).map(|name| format!("/name/n{name}"));
    requests(address, missing.chain(names)).await;
    scrape.wait("http_requests_total{endpoint=\"other\",method=\"GET\",status=\"404\"}", 10.0).await;
    // One for the 404s, 41 names within the budget, and one for all the others.
    scrape.wait("http_requests_total{endpoint=\"other\",method=\"other\",status=\"2xx\"}", 959.0).await;
    scrape.wait("metric_samples_folded_total{metric=\"http_requests_total\"}", 959.0).await;
    assert_eq!(scrape.series("http_requests_total").len(), 43);
}

#[tokio::test]
async fn no_name_at_all_is_other() {
    let (builder, scrape) = metrics();
    let address = serve(TowerToHyperService::new(builder.build().layer(hello()))).await;
    let long = format!("GET /{}", "x".repeat(1_000));
    for line in ["GET /", "GET /users/1", &long] {
        request(address, line).await;
    }
    scrape.wait("http_requests_total{endpoint=\"other\",method=\"GET\",status=\"200\"}", 3.0).await;
    assert_eq!(scrape.series("http_requests_total").len(), 1);
}

/// A service that goes wrong in the way that its path names.
async fn wrong(request: Request<Incoming>, entered: Arc<Notify>) -> Result<Response<Body>, io::Error> {
    let slow = StreamBody::new(bodies::endless());
    match request.uri().path() {
        "/error" => Err(io::Error::other("refused")),
        "/panic" => panic!("a handler's bug, wanted here"),
        "/body" => Ok(Response::new(Body::new(StreamBody::new(bodies::breaking())))),
        "/stream" => Ok(Response::new(Body::new(slow))),
        _ => {
            entered.notify_one();
            std::future::pending().await
        }
    }
}

/// Bodies, without a crate for streams.
mod bodies {
    use super::*;
    use std::{pin::Pin, task};

    type Item = Result<Frame<Bytes>, io::Error>;

    /// One frame, then nothing, for ever.
    pub(super) fn endless() -> Frames {
        Frames { sent: false, breaks: false }
    }

    /// One frame, then an error.
    pub(super) fn breaking() -> Frames {
        Frames { sent: false, breaks: true }
    }

    pub(super) struct Frames {
        sent: bool,
        breaks: bool,
    }

    impl futures_core::Stream for Frames {
        type Item = Item;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut task::Context<'_>) -> task::Poll<Option<Item>> {
            if !std::mem::replace(&mut self.sent, true) {
                return task::Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"begun")))));
            }
            if self.breaks {
                return task::Poll::Ready(Some(Err(io::Error::other("broke"))));
            }
            task::Poll::Pending
        }
    }
}

#[tokio::test]
async fn what_goes_wrong_is_told_and_the_gauge_returns_to_zero() {
    let (builder, scrape) = metrics();
    let entered = Arc::new(Notify::new());
    let service = {
        let entered = Arc::clone(&entered);
        service_fn(move |request| wrong(request, Arc::clone(&entered)))
    };
    let layer = builder.known_paths(["/error", "/panic", "/body", "/stream", "/hang"]).build();
    let address = serve(TowerToHyperService::new(layer.layer(service))).await;

    for (path, status) in [("error", "500"), ("panic", "500"), ("body", "200")] {
        request(address, &format!("GET /{path}")).await;
        let reason = if path == "error" { "service" } else { path };
        let by_reason = format!(
            "http_requests_incomplete_total{{endpoint=\"/{path}\",method=\"GET\",reason=\"{reason}\"}}"
        );
        scrape.wait(&by_reason, 1.0).await;
        let by_status =
            format!("http_requests_total{{endpoint=\"/{path}\",method=\"GET\",status=\"{status}\"}}");
        assert_eq!(scrape.value(&by_status), Some(1.0));
    }

    let hanging = open(address, "GET /hang").await;
    entered.notified().await;
    let mut streaming = open(address, "GET /stream").await;
    let mut head = [0; 12];
    streaming.read_exact(&mut head).await.unwrap();
    scrape.wait(IN_FLIGHT, 2.0).await;
    drop((hanging, streaming));
    for (path, status) in [("hang", "499"), ("stream", "200")] {
        let by_reason = format!(
            "http_requests_incomplete_total{{endpoint=\"/{path}\",method=\"GET\",reason=\"disconnected\"}}"
        );
        scrape.wait(&by_reason, 1.0).await;
        let by_status =
            format!("http_requests_total{{endpoint=\"/{path}\",method=\"GET\",status=\"{status}\"}}");
        assert_eq!(scrape.value(&by_status), Some(1.0));
    }
    scrape.wait(IN_FLIGHT, 0.0).await;
}

#[tokio::test]
async fn a_request_that_comes_after_its_end_leaves_the_gauge_alone() {
    use gate_call::observe::ObserveLayer;
    use tower::{Service, ServiceExt};

    let (builder, scrape) = metrics();
    let gone = Arc::new(std::sync::Mutex::new(None));
    let keep = {
        let gone = Arc::clone(&gone);
        service_fn(move |request: Request<()>| {
            *gone.lock().unwrap() = Some(request);
            std::future::pending::<Result<Response<String>, Infallible>>()
        })
    };
    let outer = MetricsLayer::builder().recorder(Arc::new(metrics::NoopRecorder)).observer();
    let mut outer = ObserveLayer::new(outer).layer(keep);
    // The client goes, while a queue still has the request: its exchange is over.
    drop(outer.ready().await.unwrap().call(Request::new(())));
    let late = gone.lock().unwrap().take().unwrap();
    let inner = builder
        .build()
        .layer(service_fn(|_: Request<()>| async { Ok::<_, Infallible>(Response::new(String::new())) }));
    inner.oneshot(late).await.unwrap();
    assert_eq!(scrape.value(IN_FLIGHT), Some(0.0));
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert!(scrape.series("http_requests_total").is_empty());
}
