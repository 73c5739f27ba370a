use std::{convert::Infallible, net::SocketAddr};

use anyhow::Context;
use gate_demo::DemoConfig;
use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_service::Service;

/// A tower service behind a socket, speaking HTTP/1 and HTTP/2 without TLS.
///
/// Dropping it stops accepting and closes the connections; [`shutdown`](Self::shutdown) also waits.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: CancellationToken,
    connections: TaskTracker,
}

/// Puts the demo MCP server on a free port of the loopback interface, at `/mcp`.
///
/// Its sessions and streams end with the returned server.
///
/// # Errors
///
/// If no socket can be bound.
pub async fn demo_upstream() -> anyhow::Result<Server> {
    let stop = CancellationToken::new();
    let demo = gate_demo::service(DemoConfig::default().shutdown(stop.clone()));
    Server::start(([127, 0, 0, 1], 0).into(), demo, stop).await
}

impl Server {
    /// Serves on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// If no socket can be bound.
    pub async fn serve<S, B>(service: S) -> anyhow::Result<Self>
    where
        S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
        S: Clone + Send + 'static,
        S::Future: Send,
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::bind(([127, 0, 0, 1], 0).into(), service).await
    }

    /// Serves on `addr`.
    ///
    /// # Errors
    ///
    /// If the socket cannot be bound.
    pub async fn bind<S, B>(addr: SocketAddr, service: S) -> anyhow::Result<Self>
    where
        S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
        S: Clone + Send + 'static,
        S::Future: Send,
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::start(addr, service, CancellationToken::new()).await
    }

    async fn start<S, B>(addr: SocketAddr, service: S, stop: CancellationToken) -> anyhow::Result<Self>
    where
        S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
        S: Clone + Send + 'static,
        S::Future: Send,
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let listener = TcpListener::bind(addr).await.with_context(|| format!("binding {addr}"))?;
        let server =
            Self { addr: listener.local_addr()?, stop: stop.clone(), connections: TaskTracker::new() };
        let connections = server.connections.clone();
        server.connections.spawn(async move {
            while let Some(Ok((stream, _))) = stop.run_until_cancelled(listener.accept()).await {
                let connection = connection(stream, service.clone());
                let stop = stop.clone();
                connections.spawn(async move { stop.run_until_cancelled(connection).await });
            }
        });
        Ok(server)
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The URL of `path`, which starts with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// Stops accepting, closes the connections and waits until they are gone.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.connections.close();
        self.connections.wait().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn connection<S, B>(stream: TcpStream, service: S)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    // Small frames must leave at once: tests measure when they arrive.
    let _ = stream.set_nodelay(true);
    // How a connection ends is the client's to judge.
    let _ = auto::Builder::new(TokioExecutor::new())
        .serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(service))
        .await;
}
