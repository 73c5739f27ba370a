//! A result that comes on a resumed stream is held there until it is on record, and nothing else is.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use gate_audit::{
    AuditRecord, AuditSink, AuditStore, BeforeResponse, Filter, MemoryStore, Page, Pipeline, PipelineOptions,
    Status, StoreError, StoreFuture, chain::ChainStart,
};
use gate_mask::Masker;
use gate_mcp::McpLayer;
use http::{Method, Request, Response};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower::{Layer, ServiceExt, service_fn};

/// A store that takes nothing while it is told so.
struct Gated(MemoryStore, AtomicBool);

impl Gated {
    async fn tools(&self) -> Vec<Status> {
        let rows = self.0.query(&Filter::default(), &Page::first(Page::MAX)).await.unwrap().items;
        let of_tool = |row: &&AuditRecord| row.kind == gate_audit::Kind::Tool;
        rows.iter().filter(of_tool).map(|row| row.status).collect()
    }
}

impl AuditSink for Gated {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        match self.1.load(SeqCst) {
            true => Box::pin(async { Err(StoreError::new("append", "shut for the test")) }),
            false => self.0.append(batch),
        }
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        self.0.begin_chain(start)
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        self.0.ping()
    }
}

/// A body whose frames the test sends, one by one.
#[derive(Default)]
struct Told(Option<UnboundedReceiver<Bytes>>);

impl Told {
    fn new() -> (UnboundedSender<Bytes>, Self) {
        let (sender, receiver) = unbounded_channel();
        (sender, Self(Some(receiver)))
    }
}

impl Body for Told {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(receiver) = &mut self.0 else { return Poll::Ready(None) };
        receiver.poll_recv(cx).map(|data| data.map(|data| Ok(Frame::data(data))))
    }
}

const ID: &str = "id: 7\ndata:\n\n";
const PROGRESS: &str =
    "id: 8\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}\n\n";
const RESULT: &str = "id: 9\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}\n\n";
const AFTER: &str = ": still there\n\n";

/// The next frame, if it comes at once.
async fn next<B: Body<Data = Bytes> + Unpin>(body: &mut B) -> Option<Bytes> {
    let frame = tokio::time::timeout(Duration::from_millis(300), body.frame()).await.ok()??;
    Some(frame.ok()?.into_data().ok().unwrap())
}

fn request(method: Method, body: &'static str) -> Request<Full<Bytes>> {
    let request = Request::builder().method(method).uri("/mcp").header("mcp-session-id", "s-1");
    let request = match body.is_empty() {
        true => request.header("last-event-id", "7").header("accept", "text/event-stream"),
        false => request.header("content-type", "application/json"),
    };
    request.body(Full::from(body)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_on_a_resumed_stream_is_held_there_and_no_other_frame_is() {
    let store = Arc::new(Gated(MemoryStore::new(100), AtomicBool::new(false)));
    let held = BeforeResponse { timeout: Duration::from_secs(20), fail_open: false };
    let options = PipelineOptions::default().before_response(held);
    let (audit, pipeline) = Pipeline::start(Arc::clone(&store) as _, Masker::default(), options).unwrap();
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let server = {
        let bodies = Arc::clone(&bodies);
        service_fn(move |_| {
            let body: Told = bodies.lock().unwrap().remove(0);
            let response = Response::builder().header("content-type", "text/event-stream").body(body);
            std::future::ready(Ok::<_, Infallible>(response.unwrap()))
        })
    };
    let service = audit.layer(McpLayer::builder().server_of(|_, _| Some("u".into())).build().layer(server));

    let (post, body) = Told::new();
    bodies.lock().unwrap().push(body);
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":{}}}"#;
    let mut response = service.clone().oneshot(request(Method::POST, call)).await.unwrap();
    post.send(ID.into()).unwrap();
    assert_eq!(next(response.body_mut()).await.unwrap(), ID);
    drop(post);
    assert!(response.into_body().collect().await.unwrap().to_bytes().is_empty());
    assert!(store.tools().await.is_empty(), "the call waits for its result");

    store.1.store(true, SeqCst);
    let (get, body) = Told::new();
    bodies.lock().unwrap().push(body);
    let mut response = service.oneshot(request(Method::GET, "")).await.unwrap();
    get.send(PROGRESS.into()).unwrap();
    assert_eq!(next(response.body_mut()).await.unwrap(), PROGRESS, "what is no result is not held");
    get.send(RESULT.into()).unwrap();
    get.send(AFTER.into()).unwrap();
    for _ in 0..2 {
        assert_eq!(next(response.body_mut()).await, None, "it is not on record");
    }
    assert!(store.tools().await.is_empty());
    store.1.store(false, SeqCst);
    let frame = tokio::time::timeout(Duration::from_secs(20), response.body_mut().frame()).await.unwrap();
    assert_eq!(frame.unwrap().unwrap().into_data().unwrap(), RESULT);
    assert_eq!(store.tools().await, [Status::Ok], "it was on record when it came");
    store.1.store(true, SeqCst);
    assert_eq!(next(response.body_mut()).await.unwrap(), AFTER, "nothing is held for what comes after it");
    store.1.store(false, SeqCst);
    drop(get);
    assert!(response.into_body().collect().await.unwrap().to_bytes().is_empty());
    pipeline.shutdown(Duration::from_secs(20)).await;
    assert_eq!(store.tools().await, [Status::Ok], "and has no event, as its client got it");
}
