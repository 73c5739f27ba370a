//! A subscriber that keeps what it is told, and services on real sockets.

#![allow(dead_code, reason = "each test file uses its part")]

use std::{
    collections::BTreeMap,
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tracing::{
    Dispatch, Event, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::{DefaultGuard, NoSubscriber, set_default},
};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

/// Keeps what this thread says.
pub(crate) fn keep() -> (Kept, DefaultGuard) {
    let kept = Kept::default();
    let guard = set_default(tracing_subscriber::registry().with(kept.clone()));
    // While there is one subscriber, `tracing` asks that of the thread it is on, which other tests have not, and
    // goes by the answer everywhere. Having seen a second one makes it ask all that there are.
    drop(Dispatch::new(NoSubscriber::default()));
    (kept, guard)
}

/// Spans by their order of birth, and events.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    spans: Vec<Seen>,
    events: Vec<Seen>,
}

#[derive(Clone, Debug)]
pub(crate) struct Seen {
    id: Option<span::Id>,
    pub(crate) name: &'static str,
    pub(crate) target: &'static str,
    pub(crate) level: tracing::Level,
    /// Where its parent is among the spans.
    pub(crate) parent: Option<usize>,
    /// Where the spans are that it is linked to.
    pub(crate) follows: Vec<usize>,
    pub(crate) fields: BTreeMap<&'static str, String>,
    pub(crate) closed: bool,
}

impl Seen {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

impl Visit for Seen {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }
}

impl Kept {
    pub(crate) fn spans(&self) -> Vec<Seen> {
        self.0.lock().unwrap().spans.clone()
    }

    pub(crate) fn events(&self) -> Vec<Seen> {
        self.0.lock().unwrap().events.clone()
    }

    /// The spans, once `count` of them have closed.
    pub(crate) async fn closed(&self, count: usize) -> Vec<Seen> {
        for _ in 0..500 {
            let spans = self.spans();
            if spans.iter().filter(|span| span.closed).count() == count {
                return spans;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{count} spans should have closed: {:#?}", self.spans());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Kept {
    fn on_new_span(&self, attrs: &span::Attributes<'_>, id: &span::Id, ctx: Context<'_, S>) {
        let parent = ctx.span(id).and_then(|span| span.parent().map(|parent| parent.id()));
        let mut inner = self.0.lock().unwrap();
        let parent =
            parent.and_then(|parent| inner.spans.iter().rposition(|seen| seen.id == Some(parent.clone())));
        let mut seen = seen(attrs.metadata(), parent);
        seen.id = Some(id.clone());
        attrs.record(&mut seen);
        inner.spans.push(seen);
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, _: Context<'_, S>) {
        let mut inner = self.0.lock().unwrap();
        let span = inner.spans.iter_mut().rev().find(|seen| seen.id.as_ref() == Some(id)).unwrap();
        values.record(span);
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let parent = ctx.event_span(event).map(|span| span.id());
        let mut inner = self.0.lock().unwrap();
        let parent =
            parent.and_then(|parent| inner.spans.iter().rposition(|seen| seen.id == Some(parent.clone())));
        let mut seen = seen(event.metadata(), parent);
        event.record(&mut seen);
        inner.events.push(seen);
    }

    fn on_follows_from(&self, id: &span::Id, follows: &span::Id, _: Context<'_, S>) {
        let mut inner = self.0.lock().unwrap();
        let at = |id: &span::Id| inner.spans.iter().rposition(|seen| seen.id.as_ref() == Some(id)).unwrap();
        let (id, follows) = (at(id), at(follows));
        inner.spans[id].follows.push(follows);
    }

    fn on_close(&self, id: span::Id, _: Context<'_, S>) {
        let mut inner = self.0.lock().unwrap();
        let span = inner.spans.iter_mut().rev().find(|seen| seen.id.as_ref() == Some(&id)).unwrap();
        // Ids are used again.
        (span.closed, span.id) = (true, None);
    }
}

fn seen(metadata: &tracing::Metadata<'static>, parent: Option<usize>) -> Seen {
    let (name, target, level) = (metadata.name(), metadata.target(), *metadata.level());
    Seen {
        id: None,
        name,
        target,
        level,
        parent,
        follows: Vec::new(),
        fields: BTreeMap::new(),
        closed: false,
    }
}

/// Serves on this very thread, where the test's subscriber is.
pub(crate) async fn serve(app: axum::Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    addr
}

/// Sends a request as written, and returns the connection.
pub(crate) async fn send(addr: SocketAddr, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(format!("{head}\r\nHost: test\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    stream
}

/// Sends a request as written, and returns all that comes back.
pub(crate) async fn ask(addr: SocketAddr, head: &str) -> String {
    let mut answer = Vec::new();
    let mut stream = send(addr, head).await;
    // A handler that panics takes its connection with it.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}
