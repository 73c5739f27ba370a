//! A little HTTP server that keeps what it is asked, and answers as it is told.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Router, extract::Request, serve::Listener};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

pub(crate) struct Server {
    pub(crate) endpoint: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) uri: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }
}

impl Server {
    /// `answer` is told how many requests came before.
    pub(crate) async fn start(
        answer: impl Fn(usize) -> (StatusCode, String) + Clone + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        Self::serve(listener, endpoint, answer)
    }

    /// Like [`start`](Self::start), over TLS; with the certificate to trust, as PEM.
    pub(crate) async fn start_tls(
        answer: impl Fn(usize) -> (StatusCode, String) + Clone + Send + Sync + 'static,
    ) -> (Self, String) {
        let minted = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(minted.signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![minted.cert.der().clone()], key)
            .expect("a certificate and its key");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("https://{}", listener.local_addr().expect("an address"));
        let listener = TlsListener(listener, TlsAcceptor::from(Arc::new(config)));
        (Self::serve(listener, endpoint, answer), minted.cert.pem())
    }

    fn serve<L: Listener<Addr = SocketAddr>>(
        listener: L,
        endpoint: String,
        answer: impl Fn(usize) -> (StatusCode, String) + Clone + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        let app = Router::new().fallback(move |request: Request| {
            let (answer, kept) = (answer.clone(), Arc::clone(&kept));
            async move {
                let (parts, body) = request.into_parts();
                let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
                let mut kept = kept.lock().expect("no test panics here");
                kept.push(Asked { uri: parts.uri.to_string(), headers: parts.headers, body });
                answer(kept.len() - 1)
            }
        });
        let task = tokio::spawn(async move { axum::serve(listener, app).await.expect("served") });
        Self { endpoint, asked, task }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test panics here").clone()
    }
}

struct TlsListener(TcpListener, TlsAcceptor);

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            if let Ok((stream, addr)) = self.0.accept().await
                && let Ok(stream) = self.1.accept(stream).await
            {
                return (stream, addr);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
