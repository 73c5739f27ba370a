//! A server, a client that sends the very bytes given, and a scrape to read.

#![allow(dead_code, reason = "each test binary uses a part of it")]
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails its test")]

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use gate_metrics::{MetricsBuilder, MetricsLayer, catalogue};
use http::{Request, Response};
use hyper::{body::Incoming, service::Service};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A builder whose metrics go to a recorder of its own.
pub(crate) fn metrics() -> (MetricsBuilder, Scrape) {
    let recorder = recorder(PrometheusBuilder::new());
    let scrape = Scrape(recorder.handle());
    (MetricsLayer::builder().recorder(Arc::new(recorder)), scrape)
}

/// With the buckets that the catalogue states.
pub(crate) fn recorder(builder: PrometheusBuilder) -> PrometheusRecorder {
    let mut builder = builder;
    for metric in catalogue::all().filter(|metric| !metric.buckets.is_empty()) {
        let name = Matcher::Full(metric.name.to_owned());
        builder = builder.set_buckets_for_metric(name, metric.buckets).unwrap();
    }
    builder.build_recorder()
}

pub(crate) struct Scrape(pub(crate) PrometheusHandle);

impl Scrape {
    /// The value of one series, named as Prometheus prints it.
    pub(crate) fn value(&self, series: &str) -> Option<f64> {
        let text = self.0.render();
        let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.map(|value| value.parse().unwrap())
    }

    /// Every series of a metric, in order.
    pub(crate) fn series(&self, metric: &str) -> Vec<String> {
        let text = self.0.render();
        let of_metric =
            |line: &&str| line.starts_with(&format!("{metric}{{")) || line.starts_with(&format!("{metric} "));
        let mut series: Vec<_> = text.lines().filter(of_metric).map(str::to_owned).collect();
        series.sort();
        series
    }

    pub(crate) fn text(&self) -> String {
        self.0.render()
    }

    /// Waits until a series has a value: a server may end an exchange after its client has read it all.
    pub(crate) async fn wait(&self, series: &str, value: f64) {
        for _ in 0..500 {
            if self.value(series) == Some(value) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{series} never was {value}:\n{}", self.text());
    }
}

/// Serves over HTTP/1 until the test ends; an error of the service closes the connection.
pub(crate) async fn serve<S, B>(service: S) -> SocketAddr
where
    S: Service<Request<Incoming>, Response = Response<B>, Future: Send> + Clone + Send + 'static,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
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

/// One request on a connection of its own; what came back, if anything did.
pub(crate) async fn request(address: SocketAddr, line: &str) -> String {
    let mut stream = open(address, line).await;
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply).await;
    String::from_utf8_lossy(&reply).into_owned()
}

/// Sends a request and leaves the reading, or the going away, to the caller.
pub(crate) async fn open(address: SocketAddr, line: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Many requests on one connection.
pub(crate) async fn requests(address: SocketAddr, targets: impl IntoIterator<Item = String>) {
    use http_body_util::{BodyExt, Empty};
    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut client, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    for target in targets {
        let request = Request::get(target).header("host", "test").body(Empty::<Bytes>::new()).unwrap();
        client.send_request(request).await.unwrap().into_body().collect().await.unwrap();
    }
}
