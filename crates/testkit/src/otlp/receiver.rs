use std::{
    collections::BTreeSet,
    fmt::Write,
    net::SocketAddr,
    sync::{Arc, atomic::Ordering::Relaxed},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use anyhow::Context;
use tokio::sync::{mpsc, oneshot};

use super::{
    behaviour::Behaviour,
    builder::OtlpBuilder,
    export::{Export, Signal},
    grep::{self, Place},
    kept::Kept,
    listener::Command,
    log::ReceivedLog,
    metric::ReceivedPoint,
    received::Received,
    span::ReceivedSpan,
    tls::Certificates,
    tree::Tree,
};

/// How many items of each kind a dump shows.
const DUMPED: usize = 40;

/// A collector that keeps what it got; see [the module](super).
///
/// Dropping it closes the port and the connections before it returns.
#[derive(Debug)]
pub struct OtlpReceiver {
    addr: SocketAddr,
    kept: Arc<Kept>,
    certificates: Option<Certificates>,
    running: Running,
}

/// The receiver's thread, which ends when nobody can command it any more.
#[derive(Debug)]
pub(super) struct Running {
    commander: Option<mpsc::UnboundedSender<Command>>,
    thread: Option<JoinHandle<()>>,
}

impl OtlpReceiver {
    /// Listens without TLS.
    ///
    /// # Errors
    ///
    /// If there is no thread or socket to be had.
    pub async fn start() -> anyhow::Result<Self> {
        Self::builder().start().await
    }

    /// Starts one that is not like most.
    pub fn builder() -> OtlpBuilder {
        OtlpBuilder::default()
    }

    pub(super) fn new(
        addr: SocketAddr,
        kept: Arc<Kept>,
        certificates: Option<Certificates>,
        running: Running,
    ) -> Self {
        Self { addr, kept, certificates, running }
    }

    /// Where it listens, for gRPC and HTTP alike.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Scheme, address and port: what a gRPC exporter is given.
    #[must_use]
    pub fn endpoint(&self) -> String {
        let scheme = if self.certificates.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.addr)
    }

    /// The URL of `path`, which starts with a slash: what an HTTP exporter is given.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.endpoint() + path
    }

    /// What a client needs; nothing, without TLS.
    #[must_use]
    pub fn certificates(&self) -> Option<&Certificates> {
        self.certificates.as_ref()
    }

    /// Behaves in another way from now on; when this returns, the next request meets it.
    ///
    /// # Errors
    ///
    /// If the port cannot be had back, or the receiver's thread has died.
    pub async fn behave(&self, behaviour: Behaviour) -> anyhow::Result<()> {
        let listen = behaviour != Behaviour::Refuse;
        self.kept.behave(behaviour);
        let (done, told) = oneshot::channel();
        self.running.command((listen, done));
        told.await.context("the receiver's thread has ended")?.context("getting the port back")
    }

    /// Every request, in order of arrival, whatever became of it.
    #[must_use]
    pub fn requests(&self) -> Vec<Arc<Received>> {
        self.kept.requests()
    }

    /// The spans that were accepted.
    #[must_use]
    pub fn spans(&self) -> Vec<ReceivedSpan> {
        self.accepted(Export::spans)
    }

    /// The log records that were accepted.
    #[must_use]
    pub fn logs(&self) -> Vec<ReceivedLog> {
        self.accepted(Export::logs)
    }

    /// The data points that were accepted.
    #[must_use]
    pub fn metrics(&self) -> Vec<ReceivedPoint> {
        self.accepted(Export::points)
    }

    /// How many spans, data points or log records were accepted, without looking at them again.
    #[must_use]
    pub fn count(&self, signal: Signal) -> usize {
        self.kept.count(signal)
    }

    /// How many connections there have been.
    #[must_use]
    pub fn connections_made(&self) -> usize {
        self.kept.connections_made.load(Relaxed)
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections_open(&self) -> usize {
        self.kept.connections_open.load(Relaxed)
    }

    /// Forgets what it got.
    pub fn clear(&self) {
        self.kept.clear();
    }

    /// The spans of a trace that were accepted, as a tree to be written out.
    pub fn tree(&self, trace_id: &str) -> Tree {
        let spans = self.spans();
        Tree::new(trace_id, spans.into_iter().filter(|span| span.trace_id == trace_id).collect())
    }

    /// Where `needle` is in what was sent: request lines, headers except the ones named in `but`,
    /// and bodies without compression, of every request, accepted or not.
    #[must_use]
    pub fn grep(&self, needle: impl AsRef<[u8]>, but: &[&str]) -> Vec<Place> {
        let requests = self.requests();
        let places = requests.iter().enumerate();
        places.flat_map(|(index, received)| grep::places(index, received, needle.as_ref(), but)).collect()
    }

    /// Waits until something holds of it.
    ///
    /// # Panics
    ///
    /// If it does not within `patience`; what was got is in the message.
    pub async fn wait_for(&self, ready: impl Fn(&Self) -> bool, patience: Duration) {
        let deadline = Instant::now() + patience;
        loop {
            let asked = Instant::now();
            if ready(self) {
                return;
            }
            assert!(asked < deadline, "not what was waited for, after {patience:?}:\n{}", self.dump());
            // What is slow to ask is asked less often.
            tokio::time::sleep(asked.elapsed().max(Duration::from_millis(5))).await;
        }
    }

    /// What it got, for somebody to read.
    #[must_use]
    pub fn dump(&self) -> String {
        let requests = self.requests();
        let (behaviour, open) = (self.kept.behaviour(), self.connections_open());
        let mut text =
            format!("{behaviour:?}, {} connections, {open} of them open\n", self.connections_made());
        list(&mut text, "requests", requests.iter().map(ToString::to_string));
        let traces: BTreeSet<_> = self.spans().into_iter().map(|span| span.trace_id).collect();
        list(
            &mut text,
            "traces",
            traces.iter().map(|trace| format!("{trace}\n{}", self.tree(trace).attributes(&[]))),
        );
        let logs = self.logs();
        list(&mut text, "log records", logs.iter().map(|log| format!("{} {}", log.severity, log.body)));
        let points = self.metrics();
        let point =
            |point: &ReceivedPoint| format!("{} {:?} {:?}", point.name, point.attributes, point.value);
        list(&mut text, "data points", points.iter().map(point));
        text
    }

    fn accepted<T>(&self, items: impl Fn(&Export) -> Vec<T>) -> Vec<T> {
        let requests = self.requests();
        let accepted = requests.iter().filter(|received| received.is_accepted());
        accepted.filter_map(|received| received.export.as_ref().ok()).flat_map(items).collect()
    }
}

/// Writes out the first of some items.
fn list(text: &mut String, what: &str, items: impl ExactSizeIterator<Item = String>) {
    let count = items.len();
    let _ = writeln!(text, "{count} {what}{}", if count > DUMPED { ", the first of them:" } else { "" });
    for item in items.take(DUMPED) {
        for line in item.lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
}

impl Running {
    pub(super) fn new(commander: mpsc::UnboundedSender<Command>, thread: JoinHandle<()>) -> Self {
        Self { commander: Some(commander), thread: Some(thread) }
    }

    fn command(&self, command: Command) {
        if let Some(commander) = &self.commander {
            let _ = commander.send(command);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.commander = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
