//! The load generator: each connection sends its next call when it has checked the last answer.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, task::JoinSet};

use crate::conversation::{self, Template};

/// Who is called, and under which path.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    pub(crate) path: &'static str,
}

/// What a number of connections saw together.
#[derive(Debug)]
pub(crate) struct Seen {
    /// How long each call took, the shortest first.
    pub(crate) latencies: Vec<Duration>,
    pub(crate) elapsed: Duration,
}

/// When a connection stops.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    Elapsed(Duration),
    Calls(usize),
}

/// Open connections to one target.
pub(crate) struct Load {
    connections: Vec<Connection>,
}

impl Load {
    pub(crate) async fn connect(target: &Target, concurrency: usize) -> Result<Self> {
        let mut connections = Vec::with_capacity(concurrency);
        for number in 0..concurrency {
            connections.push(Connection::open(target, number as u64, concurrency as u64).await?);
        }
        Ok(Self { connections })
    }

    /// Every connection calls until it is time, each on its own task.
    pub(crate) async fn run(&mut self, until: Until) -> Result<Seen> {
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for mut connection in self.connections.drain(..) {
            tasks.spawn(async move { connection.run(started, until).await.map(|seen| (connection, seen)) });
        }
        let mut latencies = Vec::new();
        while let Some(done) = tasks.join_next().await {
            let (connection, mut seen) = done??;
            latencies.append(&mut seen);
            self.connections.push(connection);
        }
        let elapsed = started.elapsed();
        latencies.sort_unstable();
        Ok(Seen { latencies, elapsed })
    }
}

struct Connection {
    sender: SendRequest<Full<Bytes>>,
    question: Template,
    answer: Template,
    headers: HeaderMap,
    path: &'static str,
    next_call: u64,
    /// Connections count apart, so that no two use an id at once.
    stride: u64,
}

impl Connection {
    async fn open(target: &Target, number: u64, stride: u64) -> Result<Self> {
        let stream = TcpStream::connect(target.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            question: conversation::question(),
            answer: conversation::answer(),
            headers: headers(target.address)?,
            path: target.path,
            next_call: number,
            stride,
        })
    }

    async fn run(&mut self, started: Instant, until: Until) -> Result<Vec<Duration>> {
        let mut latencies = Vec::with_capacity(1 << 16);
        let mut sent = started.elapsed();
        while match until {
            Until::Elapsed(duration) => sent < duration,
            Until::Calls(calls) => latencies.len() < calls,
        } {
            self.call().await?;
            let answered = started.elapsed();
            latencies.push(answered - sent);
            sent = answered;
        }
        Ok(latencies)
    }

    async fn call(&mut self) -> Result<()> {
        let id = conversation::id_digits(self.next_call);
        self.next_call += self.stride;
        let mut request = Request::new(Full::new(self.question.with_id(&id)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = http::Uri::from_static(self.path);
        *request.headers_mut() = self.headers.clone();

        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        ensure!(
            status == StatusCode::OK && self.answer.is(&body, &id),
            "a wrong answer, {status}: {}",
            String::from_utf8_lossy(&body)
        );
        Ok(())
    }
}

fn headers(host: SocketAddr) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    let mut set = |name: &'static str, value| headers.insert(name, value);
    set(header::HOST.as_str(), host.to_string().parse()?);
    set("content-type", HeaderValue::from_static("application/json"));
    set("accept", HeaderValue::from_static("application/json, text/event-stream"));
    set("user-agent", HeaderValue::from_static("bench/1.0.0"));
    set("mcp-protocol-version", HeaderValue::from_static(conversation::PROTOCOL_VERSION));
    set("mcp-method", HeaderValue::from_static("tools/call"));
    set("mcp-name", HeaderValue::from_static(conversation::TOOL));
    Ok(headers)
}

/// Calls a target that somebody else has started, and says how it went.
pub(crate) async fn by_hand(target: &str, calls: usize, concurrency: usize) -> Result<()> {
    let (address, path) = target.split_once('/').context("a target is ADDRESS/PATH")?;
    let target = Target { address: address.parse()?, path: format!("/{path}").leak() };
    let mut load = Load::connect(&target, concurrency.max(1)).await?;
    let seen = load.run(Until::Calls(calls / concurrency.max(1))).await?;
    println!("{} calls in {:?}", seen.latencies.len(), seen.elapsed);
    Ok(())
}
