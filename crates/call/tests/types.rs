//! What the types are, and a tapped request body over a real socket.

mod common;

use std::{marker::PhantomPinned, rc::Rc};

use bytes::Bytes;
use common::{BoxError, Event, Log, Script, Server, probe::boxed, probe::probe};
use gate_call::{
    Call, Exchange, LateError, Payload, Watches,
    observe::{Observe, ObserveFuture, ObserveLayer, ObservedBody, TapRequest, TappedBody},
};
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tower::{Layer, service_fn};

const fn thread_safe<T: Send + Sync>() {}
const fn movable<T: Unpin>() {}

/// Whether a type implements a trait, answered when the test is compiled: the inherent constant wins
/// where the bound holds.
macro_rules! implements {
    ($type:ty: $bound:path) => {{
        #[allow(dead_code, reason = "unused where the bound holds")]
        trait Fallback {
            const ANSWER: bool = false;
        }
        impl<T: ?Sized> Fallback for T {}
        struct Asked<T: ?Sized>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "unused where the bound does not hold")]
        impl<T: ?Sized + $bound> Asked<T> {
            const ANSWER: bool = true;
        }
        <Asked<$type>>::ANSWER
    }};
}

#[test]
fn types_are_as_free_as_what_they_hold() {
    thread_safe::<Exchange>();
    thread_safe::<Call>();
    thread_safe::<Watches>();
    thread_safe::<Payload>();
    thread_safe::<LateError>();
    thread_safe::<ObserveLayer<()>>();
    thread_safe::<Observe<(), ()>>();
    thread_safe::<ObserveFuture<(), ()>>();
    thread_safe::<ObservedBody<(), ()>>();
    thread_safe::<TapRequest<()>>();
    thread_safe::<TappedBody<()>>();
    movable::<ObserveFuture<(), ()>>();
    movable::<ObservedBody<(), ()>>();
    movable::<TappedBody<()>>();

    assert!(implements!(ObservedBody<(), ()>: Send), "the question can be answered with yes");
    assert!(!implements!(ObservedBody<Rc<()>, ()>: Send));
    assert!(!implements!(ObservedBody<(), Rc<()>>: Send));
    assert!(!implements!(ObserveFuture<Rc<()>, ()>: Send));
    assert!(!implements!(ObservedBody<PhantomPinned, ()>: Unpin));
    assert!(!implements!(ObserveFuture<PhantomPinned, ()>: Unpin));
    assert!(!implements!(TappedBody<PhantomPinned>: Unpin));
}

#[tokio::test]
async fn a_tapped_request_is_heard_and_unchanged() {
    for depth in common::DEPTHS {
        let log = Log::default();
        let handler = service_fn(|request: Request<TappedBody<Incoming>>| async move {
            let body = request.into_body().collect().await?;
            assert_eq!(body.trailers().map(|trailers| trailers["x-sum"].clone()).unwrap(), "42");
            assert_eq!(body.to_bytes(), "hello, world");
            Ok::<_, BoxError>(Response::new(Script::ten_bytes().sized(true)))
        });
        let server = Server::start(common::observed(depth, &log, TapRequest::new(handler))).await;
        let mut socket = TcpStream::connect(server.address).await.expect("a server");
        let head = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n";
        socket.write_all(format!("{head}7\r\nhello, \r\n").as_bytes()).await.expect("an open socket");
        let first = |event: &Event| matches!(event, Event::Request(_, data) if data == "hello, ");
        log.until("first piece", |log| log.count(first) == depth).await;
        socket.write_all(b"5\r\nworld\r\n0\r\nx-sum: 42\r\n\r\n").await.expect("an open socket");
        socket.read_u8().await.expect("an answer");
        let (_, exchange) = log.one_end(depth).await;
        assert_eq!(exchange.request_bytes(), 12);
        assert_eq!(log.count(|event| matches!(event, Event::Request(..))), 2 * depth);
    }
}

/// A handler that answers first and reads on: its watches have finished by then.
#[tokio::test]
async fn nothing_is_heard_after_the_end() {
    let log = Log::default();
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let handler = service_fn(move |request: Request<TappedBody<Script>>| {
        sender.send(request.into_body()).expect("the test waits");
        std::future::ready(Ok::<_, BoxError>(Response::new(Script::default().tells_end(true))))
    });
    let service = boxed(probe(0, &log).layer(TapRequest::new(handler)));
    tower::ServiceExt::oneshot(service, Request::new(Script::ten_bytes())).await.expect("an answer");
    let (_, exchange) = log.one_end(1).await;
    let body = receiver.recv().await.expect("the request body");
    assert_eq!(body.collect().await.expect("a body").to_bytes(), Bytes::from("1234512345"));
    assert_eq!((log.count(|event| matches!(event, Event::Request(..))), exchange.request_bytes()), (0, 0));
}
