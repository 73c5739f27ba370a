//! Real servers and clients on real sockets.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Empty;
use hyper::{body::Incoming, client::conn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tower::Service;

use super::BoxError;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Protocol {
    Http1,
    Http2,
}

/// A hyper server for both protocols, on a port of its own.
pub struct Server {
    pub address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Server {
    pub async fn start<S, B>(service: S) -> Self
    where
        S: Service<Request<Incoming>, Response = Response<B>, Error = BoxError> + Clone + Send + 'static,
        S::Future: Send,
        B: Body<Data = Bytes, Error = BoxError> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener");
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = TowerToHyperService::new(service.clone());
                tokio::spawn(async move {
                    let server = auto::Builder::new(TokioExecutor::new());
                    // How a connection fails is the client's to see.
                    let _ = server.serve_connection_with_upgrades(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { address, accepting }
    }

    pub fn request(&self, method: &str, path: &str) -> Request<Empty<Bytes>> {
        let uri = format!("http://{}{path}", self.address);
        let host = self.address.to_string();
        Request::builder().method(method).uri(uri).header("host", host).body(Empty::new()).expect("a request")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A connection that is closed when this is dropped.
pub struct Client {
    sender: Sender,
    connection: JoinHandle<()>,
}

enum Sender {
    Http1(conn::http1::SendRequest<Empty<Bytes>>),
    Http2(conn::http2::SendRequest<Empty<Bytes>>),
}

pub async fn client(address: SocketAddr, protocol: Protocol) -> Client {
    let io = TokioIo::new(TcpStream::connect(address).await.expect("a server"));
    match protocol {
        Protocol::Http1 => {
            let (sender, connection) = conn::http1::handshake(io).await.expect("a handshake");
            let connection = tokio::spawn(async move { drop(connection.with_upgrades().await) });
            Client { sender: Sender::Http1(sender), connection }
        }
        Protocol::Http2 => {
            let (sender, connection) =
                conn::http2::handshake(TokioExecutor::new(), io).await.expect("a handshake");
            let connection = tokio::spawn(async move { drop(connection.await) });
            Client { sender: Sender::Http2(sender), connection }
        }
    }
}

impl Client {
    pub async fn send(&mut self, mut request: Request<Empty<Bytes>>) -> hyper::Result<Response<Incoming>> {
        match &mut self.sender {
            Sender::Http1(sender) => {
                let path = request.uri().path().parse().expect("a path is a URI");
                *request.uri_mut() = path;
                sender.send_request(request).await
            }
            Sender::Http2(sender) => {
                request.headers_mut().remove("host");
                sender.send_request(request).await
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.connection.abort();
    }
}
