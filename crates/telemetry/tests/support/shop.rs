//! A service with our layers on a real socket, and what calls it: two spans, a log record and a metric a call.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use axum::{Extension, Router, routing::get};
use gate_call::{Exchange, Kind, Outcome, observe::ObserveLayer};
use gate_correlation::RequestIdLayer;
use gate_telemetry::{
    Records, Settings, Telemetry,
    provider::{Destination, Exporters, Otlp, Provider, ProviderError},
    settings::Protocol,
    spans::Spans,
};
use gate_trace::TraceLayer;
use opentelemetry_sdk::metrics::Temporality;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tracing::Dispatch;
use tracing_subscriber::layer::SubscriberExt as _;

/// How many spans a call makes.
pub(crate) const SPANS: u64 = 2;

/// A collector that wants to know what is new since the last time, which is easy to sum up.
#[derive(Debug)]
struct Deltas;

impl Provider for Deltas {
    fn name(&self) -> &'static str {
        "deltas"
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        Otlp::new(destination).temporality(Temporality::Delta).exporters()
    }
}

pub(crate) fn telemetry() -> (Telemetry, Dispatch) {
    let (spans, span_handle) = Spans::new().layer().expect("a layer");
    let (records, record_handle) = Records::new().filter("shop=info").layer().expect("a layer");
    let dispatch = Dispatch::new(tracing_subscriber::registry().with(spans).with(records));
    let builder = Telemetry::builder().spans(span_handle).records(record_handle);
    (builder.provider(Arc::new(Deltas)).build(), dispatch)
}

/// Settings that export all signals.
pub(crate) fn settings(endpoint: &str, protocol: Protocol) -> Settings {
    let mut settings = Settings::default();
    settings.provider = "deltas".to_owned();
    settings.endpoint = Some(endpoint.to_owned());
    settings.protocol = Some(protocol);
    (settings.traces, settings.metrics, settings.logs) = (true, true, true);
    settings
}

pub(crate) struct Shop {
    addr: SocketAddr,
    task: JoinHandle<()>,
}

impl Shop {
    pub(crate) async fn open(telemetry: &Telemetry) -> Self {
        let metrics = ObserveLayer::new(telemetry.metrics_observer(|_, _| true));
        let sold = Arc::new(AtomicU64::new(0));
        let sell = move |exchange| sell(exchange, Arc::clone(&sold));
        let app = Router::new()
            .route("/", get(sell))
            .layer(metrics)
            .layer(TraceLayer::new())
            .layer(RequestIdLayer::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        Self { addr, task: tokio::spawn(async move { axum::serve(listener, app).await.expect("served") }) }
    }

    pub(crate) async fn caller(&self) -> Caller {
        let stream = TcpStream::connect(self.addr).await.expect("a connection");
        stream.set_nodelay(true).expect("told");
        Caller(stream)
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn sell(Extension(exchange): Extension<Exchange>, sold: Arc<AtomicU64>) -> &'static str {
    let call = exchange.start_call(|call| {
        call.set_kind(Kind::Tool);
        call.set_method("tools/call");
        call.set_name("sell");
    });
    let call = call.expect("an exchange that goes on");
    let number = sold.fetch_add(1, Relaxed);
    call.enter(|| tracing::info!(target: "shop", number, "sold"));
    call.end(Outcome::Ok);
    "done"
}

/// A connection that is kept.
pub(crate) struct Caller(TcpStream);

impl Caller {
    /// Calls once, and tells how long that took.
    pub(crate) async fn call(&mut self) -> Duration {
        let start = Instant::now();
        self.0.write_all(b"GET / HTTP/1.1\r\nhost: shop\r\n\r\n").await.expect("sent");
        let (mut answer, mut length) = ([0; 1024], 0);
        while !answer[..length].ends_with(b"\r\n\r\ndone") {
            let read = self.0.read(&mut answer[length..]).await.expect("an answer");
            assert!(read > 0, "cut off: {}", String::from_utf8_lossy(&answer[..length]));
            length += read;
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer[..length]));
        start.elapsed()
    }
}
