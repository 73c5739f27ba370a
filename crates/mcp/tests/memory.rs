//! A huge result streams through in bounded memory. Alone in its process, since it looks at all of that.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use bytes::Bytes;
use gate_call::{
    Call, CallWatch, Exchange, Interest, Observer, Outcome, Watch, Watches, observe::ObserveLayer,
};
use gate_mcp::McpLayer;
use http::{Request, Response};
use http_body::{Body, Frame};
use testkit::Server;
use tower::{Layer, service_fn};

const PIECE: usize = 64 << 10;
const PIECES: usize = 800;

/// A tool result of 50 MiB, made as it is asked for.
struct Huge(usize);

impl Body for Huge {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0 += 1;
        let data = match self.0 {
            1 => Bytes::from_static(br#"{"id":1,"result":{"content":""#),
            at if at <= PIECES + 1 => Bytes::from(vec![b'x'; PIECE]),
            at if at == PIECES + 2 => Bytes::from_static(br#"","isError":true}}"#),
            _ => return Poll::Ready(None),
        };
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}

#[derive(Clone, Default)]
struct Last(Arc<Mutex<Option<Call>>>);

impl Observer for Last {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        watches.push(self.clone());
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

impl Watch for Last {
    fn wants(&self) -> Interest {
        Interest::CALLS
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        call.capture(1024);
        Some(Box::new(self.clone()))
    }
}

impl CallWatch for Last {
    fn finish(self: Box<Self>, call: &Call) {
        *self.0.lock().unwrap() = Some(call.clone());
    }
}

#[tokio::test]
async fn fifty_megabytes() {
    for kind in ["application/json", "text/event-stream"] {
        let last = Last::default();
        let huge = service_fn(move |_| async move {
            let response = Response::builder().header("content-type", kind);
            Ok::<_, Infallible>(response.body(Framed::new(kind)).unwrap())
        });
        let stack = ObserveLayer::new(last.clone()).layer(McpLayer::new().layer(huge));
        let server = Server::serve(stack).await.unwrap();
        let request = reqwest::Client::new()
            .post(server.url("/"))
            .header("content-type", "application/json")
            .body(r#"{"id":1,"method":"tools/call","params":{"name":"t"}}"#);
        let mut response = request.send().await.unwrap();
        let before = resident();
        let (mut total, mut most) = (0, before);
        while let Some(data) = response.chunk().await.unwrap() {
            total += data.len();
            most = most.max(resident());
        }
        assert!(total > PIECE * PIECES);
        assert!(most.saturating_sub(before) < 8 << 20, "{} KiB more by {kind}", (most - before) >> 10);

        let call = last.0.lock().unwrap().clone().unwrap();
        assert_eq!(call.outcome(), Some(&Outcome::ToolError));
        let result = call.result().unwrap();
        assert_eq!(result.bytes().len(), 1024);
        assert!(result.total() as usize > PIECE * PIECES);
    }
}

/// The result as it is, or as the data of one event.
struct Framed {
    before: Option<&'static str>,
    huge: Huge,
    after: Option<&'static str>,
}

impl Framed {
    fn new(kind: &str) -> Self {
        let event = kind == "text/event-stream";
        Self { before: event.then_some("data: "), huge: Huge(0), after: event.then_some("\n\n") }
    }
}

impl Body for Framed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frame = |text: &'static str| Ok(Frame::data(Bytes::from_static(text.as_bytes())));
        if let Some(before) = self.before.take() {
            return Poll::Ready(Some(frame(before)));
        }
        match Pin::new(&mut self.huge).poll_frame(cx) {
            Poll::Ready(None) => Poll::Ready(self.after.take().map(frame)),
            polled => polled,
        }
    }
}

/// Bytes of memory that this process has resident.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or_default() * 4096
}
