//! Observing layers among tower's own: retry, buffer, catch-panic, and around a client.

mod common;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use bytes::Bytes;
use common::{
    BoxError, DEPTHS, Event, Handler, Log, Protocol, Reply, Script, Server, Step, client, observed,
    probe::{boxed, probe},
};
use gate_call::{End, Exchange, Failure};
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tower::{Layer, Service, ServiceExt, buffer::Buffer, retry, service_fn};
use tower_http::catch_panic::CatchPanicLayer;

/// Fails `failures` times, then answers.
fn failing(
    failures: usize,
) -> (Arc<AtomicUsize>, impl Fn(Request<()>) -> common::handler::Answering + Clone) {
    let attempts = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&attempts);
    let answer = move |_: Request<()>| -> common::handler::Answering {
        let attempt = counter.fetch_add(1, SeqCst);
        Box::pin(async move {
            if attempt < failures {
                return Err("not yet".into());
            }
            Ok(Response::new(Script::ten_bytes().sized(true)))
        })
    };
    (attempts, answer)
}

#[derive(Clone)]
struct Thrice;

impl<R> retry::Policy<Request<()>, R, BoxError> for Thrice {
    type Future = std::future::Ready<()>;

    fn retry(&mut self, _: &mut Request<()>, result: &mut Result<R, BoxError>) -> Option<Self::Future> {
        result.is_err().then(|| std::future::ready(()))
    }

    fn clone_request(&mut self, request: &Request<()>) -> Option<Request<()>> {
        Some(request.clone())
    }
}

async fn drain<B: Body<Data = Bytes, Error = BoxError>>(response: Response<B>) {
    assert_eq!(response.into_body().collect().await.expect("a body").to_bytes(), "1234512345");
}

#[tokio::test]
async fn a_retry_between_two_layers_is_one_exchange() {
    let log = Log::default();
    let (attempts, answer) = failing(2);
    let retried = retry::Retry::new(Thrice, probe(1, &log).layer(service_fn(answer)));
    let response = probe(0, &log).layer(retried).oneshot(Request::new(())).await.expect("the third attempt");
    drain(response).await;
    assert_eq!(attempts.load(SeqCst), 3);
    let (end, _) = log.one_end(2).await;
    assert_eq!(end, End::Complete);
    assert_eq!(log.begins(), 2, "each layer registers once");
    assert_eq!(log.count(|event| matches!(event, Event::Again(1))), 2, "and meets the exchange again");
    assert_eq!((log.heard(0).len(), log.heard(1).len()), (10, 10));
}

#[tokio::test]
async fn a_retry_outside_makes_an_exchange_of_each_attempt() {
    let log = Log::default();
    let (_, answer) = failing(2);
    let stack = probe(0, &log).layer(probe(1, &log).layer(service_fn(answer)));
    drain(retry::Retry::new(Thrice, stack).oneshot(Request::new(())).await.expect("the third attempt")).await;
    let failed = End::Failed(Failure::Service);
    let ends: Vec<_> = log.finishes().into_iter().map(|(layer, end, _)| (layer, end)).collect();
    let attempt = |end| [(0, end), (1, end)];
    assert_eq!(ends, [attempt(failed), attempt(failed), attempt(End::Complete)].concat());
}

/// A buffer answers on the caller's task but calls the inner service on another.
#[tokio::test]
async fn a_buffer_between_two_layers_is_one_exchange() {
    let log = Log::default();
    let (_, answer) = failing(0);
    let buffer = Buffer::new(probe(1, &log).layer(service_fn(answer)), 4);
    let mut stack = probe(0, &log).layer(buffer);
    drain(stack.ready().await.expect("room").call(Request::new(())).await.expect("an answer")).await;
    assert_eq!(log.one_end(2).await.0, End::Complete);

    let log = Log::default();
    let hang = service_fn(|_: Request<()>| std::future::pending::<Result<Response<Script>, BoxError>>());
    let mut stack = probe(0, &log).layer(Buffer::new(probe(1, &log).layer(hang), 4));
    let call = stack.ready().await.expect("room").call(Request::new(()));
    assert!(tokio::time::timeout(Duration::from_millis(50), call).await.is_err());
    assert_eq!(log.one_end(2).await.0, End::Disconnected);
}

#[tokio::test]
async fn a_panic_caught_inside_is_an_answer() {
    for (depth, protocol) in DEPTHS.map(|depth| [(depth, Protocol::Http1), (depth, Protocol::Http2)]).concat()
    {
        for reply in [Reply::PanicInCall, Reply::PanicInFuture] {
            let log = Log::default();
            let caught = CatchPanicLayer::new().layer(Handler);
            let server = Server::start(observed::<_, Incoming, _>(depth, &log, caught)).await;
            let mut client = client(server.address, protocol).await;
            let response = client.send(server.request("GET", &reply.path())).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            response.into_body().collect().await.expect("a body");
            common::rows::ends("caught inside", &log, depth, End::Complete, Some(500)).await;
        }
    }
}

#[tokio::test]
async fn a_panic_caught_outside_has_failed() {
    for (depth, protocol) in DEPTHS.map(|depth| [(depth, Protocol::Http1), (depth, Protocol::Http2)]).concat()
    {
        for reply in [Reply::PanicInCall, Reply::PanicInFuture] {
            let log = Log::default();
            let caught = CatchPanicLayer::new().layer(observed::<_, Incoming, _>(depth, &log, Handler));
            let server = Server::start(boxed(caught)).await;
            let mut client = client(server.address, protocol).await;
            let response = client.send(server.request("GET", &reply.path())).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            common::rows::ends("caught outside", &log, depth, End::Failed(Failure::Panic), None).await;
        }
    }
}

/// Catch-panic guards the future alone: a panic of the body passes it, inside and outside.
#[tokio::test]
async fn a_panic_of_the_body_has_failed_with_a_catch_panic_anywhere() {
    for outside in [true, false] {
        let log = Log::default();
        let service = if outside {
            boxed(CatchPanicLayer::new().layer(observed::<_, Incoming, _>(4, &log, Handler)))
        } else {
            observed::<_, Incoming, _>(4, &log, CatchPanicLayer::new().layer(Handler))
        };
        let server = Server::start(service).await;
        let mut client = client(server.address, Protocol::Http2).await;
        let response = client.send(server.request("GET", &Reply::PanicInBody.path())).await.expect("a head");
        assert!(response.into_body().collect().await.is_err());
        common::rows::ends("body", &log, 4, End::Failed(Failure::Panic), Some(200)).await;
    }
}

/// A panic elsewhere, that drops a healthy exchange in passing, is not this exchange's.
#[tokio::test]
async fn a_panic_beside_is_a_disconnect() {
    let log = Log::default();
    let service = probe(0, &log).layer(Handler);
    let hanging = service.oneshot(Request::get("/Hang").body(()).expect("a request"));
    let task = tokio::spawn(async move {
        let mut hanging = Box::pin(hanging);
        assert!(tokio::time::timeout(Duration::from_millis(1), &mut hanging).await.is_err());
        panic!("somebody else's panic, as told");
    });
    assert!(task.await.is_err());
    assert_eq!(log.one_end(1).await.0, End::Disconnected);
}

#[tokio::test]
async fn a_client_side_layer_nests_its_own_exchange() {
    let (log, upstream_log) = (Log::default(), Log::default());
    let upstream = probe(0, &upstream_log).nested().layer(service_fn(|request: Request<()>| async move {
        let exchange = Exchange::of(request.extensions()).expect("the client's own exchange");
        assert!(exchange.outer().is_some_and(|outer| outer.route().map(|route| &**route) == Some("/outer")));
        exchange.set_route("/inner");
        Ok::<_, BoxError>(Response::new(Script::ten_bytes().sized(true)))
    }));
    let handler = service_fn(move |request: Request<()>| {
        let upstream = upstream.clone();
        async move {
            Exchange::of(request.extensions()).expect("an exchange").set_route("/outer");
            // A proxy that passes the extensions on.
            let gone = upstream.oneshot(request).await?;
            drop(gone);
            Ok::<_, BoxError>(Response::new(Script::new([Step::Data("whole".into())])))
        }
    });
    let response = probe(0, &log).layer(handler).oneshot(Request::new(())).await.expect("an answer");
    response.into_body().collect().await.expect("a body");
    let (end, exchange) = log.one_end(1).await;
    let (inner_end, inner) = upstream_log.one_end(1).await;
    assert_eq!((end, inner_end), (End::Complete, End::Disconnected), "each side has its own end");
    assert!(inner.outer().is_some_and(|outer| outer.is(&exchange)) && !inner.is(&exchange));
    assert_eq!(
        (exchange.route().map(|r| &**r), inner.route().map(|r| &**r)),
        (Some("/outer"), Some("/inner"))
    );
}

#[tokio::test]
async fn the_upstream_boundary_takes_the_handle_out() {
    let (log, inner_log) = (Log::default(), Log::default());
    let upstream = probe(0, &inner_log).layer(Handler);
    let gateway = service_fn(move |mut request: Request<()>| {
        assert!(Exchange::take(request.extensions_mut()).is_some());
        upstream.clone().oneshot(request)
    });
    let request = Request::get("/Sized").body(()).expect("a request");
    let response = probe(0, &log).layer(gateway).oneshot(request).await.expect("an answer");
    drain(response.map(BodyExt::boxed_unsync)).await;
    let (exchange, inner) = (log.one_end(1).await.1, inner_log.one_end(1).await.1);
    assert!(!exchange.is(&inner) && inner.outer().is_none());
}

/// A copy of the request that outlives its exchange, as a hedge or a spawned task may.
#[tokio::test]
async fn a_layer_that_comes_late_is_counted_and_changes_nothing() {
    let log = Log::default();
    let kept = Arc::new(std::sync::Mutex::new(None));
    let keep = Arc::clone(&kept);
    let handler = service_fn(move |request: Request<()>| {
        *keep.lock().expect("an unpoisoned lock") = Some(request);
        std::future::ready(Ok::<_, BoxError>(Response::new(Script::default().tells_end(true))))
    });
    probe(0, &log).layer(handler).oneshot(Request::new(())).await.expect("an answer");
    let (_, exchange) = log.one_end(1).await;
    let late = kept.lock().expect("an unpoisoned lock").take().expect("the kept request");
    let (_, answer) = failing(0);
    drain(probe(1, &log).layer(service_fn(answer)).oneshot(late).await.expect("an answer")).await;
    assert_eq!((exchange.late(), log.begins(), log.finishes().len()), (1, 1, 1));
}
