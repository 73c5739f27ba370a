//! A recording observer, a scripted server, and the layer between them on a socket.

use std::{
    convert::Infallible,
    error::Error,
    io,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use gate_call::{
    Call, CallWatch, Exchange, Interest, Observer, Outcome, Watch, Watches, observe::ObserveLayer,
};
use gate_mcp::{McpLayer, McpLayerBuilder, PeekBody};
use http::{Request, Response, header, request};
use http_body::{Body, Frame};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use testkit::Server;
use tokio::sync::{Notify, mpsc};
use tower::{Layer, Service};

pub(crate) const JSON: &str = "application/json";
pub(crate) const SSE: &str = "text/event-stream";

/// What a call was at its start, and how often it ended. Its facts stand still from its end on.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) call: Call,
    pub(crate) method_at_start: Option<Arc<str>>,
    pub(crate) session_at_start: Option<Arc<str>>,
    ends: Arc<AtomicU32>,
}

impl Seen {
    pub(crate) fn ends(&self) -> u32 {
        self.ends.load(SeqCst)
    }

    pub(crate) fn outcome(&self) -> Outcome {
        *self.call.outcome().unwrap()
    }

    pub(crate) fn arguments(&self) -> &str {
        self.call.arguments().map(|kept| std::str::from_utf8(kept.bytes()).unwrap()).unwrap_or_default()
    }

    pub(crate) fn result(&self) -> &str {
        self.call.result().map(|kept| std::str::from_utf8(kept.bytes()).unwrap()).unwrap_or_default()
    }
}

/// Keeps every call.
#[derive(Clone, Default)]
pub(crate) struct Book {
    seen: Arc<Mutex<Vec<Seen>>>,
    ended: Arc<Notify>,
    capture: usize,
}

impl Book {
    pub(crate) fn capturing(capture: usize) -> Self {
        Self { capture, ..Self::default() }
    }

    pub(crate) fn all(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn of(&self, method: &str) -> Vec<Seen> {
        self.all().into_iter().filter(|seen| seen.call.method().is_some_and(|is| &**is == method)).collect()
    }

    /// The last call of a method, once that many have ended.
    pub(crate) async fn ended(&self, method: &str, count: usize) -> Seen {
        let last = |book: &Self| {
            let ended = book.of(method).into_iter().filter(|seen| seen.ends() > 0);
            ended.skip(count - 1).last()
        };
        self.until(last).await
    }

    /// The call with an id, once it has ended.
    pub(crate) async fn ended_id(&self, id: &str) -> Seen {
        let is = |seen: &Seen| seen.ends() > 0 && seen.call.rpc_id().is_some_and(|is| &**is == id);
        self.until(|book| book.all().into_iter().find(is)).await
    }

    pub(crate) async fn until<T>(&self, mut found: impl FnMut(&Self) -> Option<T>) -> T {
        let waiting = async {
            loop {
                let notified = self.ended.notified();
                if let Some(found) = found(self) {
                    return found;
                }
                let _ = tokio::time::timeout(Duration::from_millis(20), notified).await;
            }
        };
        match tokio::time::timeout(Duration::from_secs(10), waiting).await {
            Ok(found) => found,
            Err(_) => panic!("never came; calls: {:?}", self.describe()),
        }
    }

    /// Every call has ended exactly once.
    pub(crate) fn assert_all_ended_once(&self) {
        for seen in self.all() {
            assert_eq!(seen.ends(), 1, "{:?} {:?}", seen.call.method(), seen.call.outcome());
        }
    }

    fn describe(&self) -> Vec<String> {
        let describe =
            |seen: &Seen| format!("{:?} {:?} ended {}", seen.call.method(), seen.call.outcome(), seen.ends());
        self.all().iter().map(describe).collect()
    }
}

pub(crate) struct Recording(pub(crate) Book);

impl Observer for Recording {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        watches.push(Recorder(self.0.clone()));
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

struct Recorder(Book);

impl Watch for Recorder {
    fn wants(&self) -> Interest {
        Interest::CALLS
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        call.capture(self.0.capture);
        let ends = Arc::new(AtomicU32::new(0));
        self.0.seen.lock().unwrap().push(Seen {
            call: call.clone(),
            method_at_start: call.method().cloned(),
            session_at_start: call.session().cloned(),
            ends: Arc::clone(&ends),
        });
        Some(Box::new(Ending(ends, Arc::clone(&self.0.ended))))
    }
}

struct Ending(Arc<AtomicU32>, Arc<Notify>);

impl CallWatch for Ending {
    fn finish(self: Box<Self>, call: &Call) {
        assert!(call.outcome().is_some() && call.is_ended());
        self.0.fetch_add(1, SeqCst);
        self.1.notify_waiters();
    }
}

/// A layer for a server called `s`.
pub(crate) fn layer() -> McpLayerBuilder {
    McpLayer::builder().server_of(|_, _| Some("s".into()))
}

/// The layer over `inner`, below a recording one, on a socket.
pub(crate) async fn serve<S, R>(layer: &McpLayer, book: &Book, inner: S) -> Server
where
    S: Service<Request<PeekBody<Incoming>>, Response = Response<R>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
    R: Body<Data = Bytes> + Send + 'static,
    R::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let stack = ObserveLayer::new(Recording(book.clone())).layer(layer.layer(inner));
    Server::serve(stack).await.unwrap()
}

/// A request as a scripted server sees it.
pub(crate) struct Asked {
    pub(crate) parts: request::Parts,
    pub(crate) body: Bytes,
}

/// A server that answers what it is told to.
#[derive(Clone)]
pub(crate) struct Scripted(Arc<dyn Fn(Asked) -> Response<Frames> + Send + Sync>);

impl Scripted {
    pub(crate) fn new(script: impl Fn(Asked) -> Response<Frames> + Send + Sync + 'static) -> Self {
        Self(Arc::new(script))
    }
}

impl<B> Service<Request<B>> for Scripted
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: std::fmt::Debug,
{
    type Response = Response<Frames>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Frames>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let script = Arc::clone(&self.0);
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            Ok(script(Asked { parts, body }))
        })
    }
}

/// A body whose frames come through a channel.
pub(crate) struct Frames(mpsc::UnboundedReceiver<io::Result<Bytes>>);

pub(crate) type Sender = mpsc::UnboundedSender<io::Result<Bytes>>;

impl Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(cx).map(|frame| frame.map(|data| data.map(Frame::data)))
    }
}

/// A response whose body goes on until the sender is dropped.
pub(crate) fn open(status: u16, kind: &str) -> (Response<Frames>, Sender) {
    let (sender, frames) = mpsc::unbounded_channel();
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, kind);
    (response.body(Frames(frames)).unwrap(), sender)
}

pub(crate) fn whole(status: u16, kind: &str, body: impl Into<Bytes>) -> Response<Frames> {
    let (response, sender) = open(status, kind);
    sender.send(Ok(body.into())).unwrap();
    response
}

pub(crate) fn say(sender: &Sender, text: impl Into<String>) {
    sender.send(Ok(Bytes::from(text.into()))).unwrap();
}

pub(crate) fn event(message: &str) -> String {
    format!("event: message\ndata: {message}\n\n")
}

/// A client's POST of JSON.
pub(crate) fn post(server: &Server, body: impl Into<reqwest::Body>) -> reqwest::RequestBuilder {
    reqwest::Client::new().post(server.url("/mcp")).header("content-type", JSON).body(body)
}

pub(crate) fn tool_call(id: &str, tool: &str) -> String {
    format!(
        r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{{"name":"{tool}","arguments":{{}}}}}}"#
    )
}
