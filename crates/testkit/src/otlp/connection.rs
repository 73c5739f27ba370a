use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{Arc, atomic::Ordering::Relaxed},
    task::{Context, Poll},
};

use hyper::service::service_fn;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::{exchange::Peer, kept::Kept};

/// One connection, from its acceptance to its end.
#[derive(Debug)]
pub(super) struct Connection {
    peer: Peer,
    open: Open,
}

/// Counts a connection as long as it lives.
#[derive(Debug)]
struct Open(Arc<Kept>);

impl Connection {
    pub(super) fn new(kept: Arc<Kept>) -> Self {
        kept.connections_open.fetch_add(1, Relaxed);
        let open = Open(Arc::clone(&kept));
        let connection = kept.connections_made.fetch_add(1, Relaxed);
        let cut = CancellationToken::new();
        Self { peer: Peer { connection, tls: false, client_certificate: false, kept, cut }, open }
    }

    /// Serves until the client leaves or a request asks for a reset; how it ends is the client's to
    /// judge.
    pub(super) async fn serve(self, stream: TcpStream, tls: Option<TlsAcceptor>) {
        let Self { mut peer, open } = self;
        let _open = open;
        let _ = stream.set_nodelay(true);
        let cut = peer.cut.clone();
        let wire = Wire { stream, cut: cut.clone() };
        let Some(acceptor) = tls else {
            cut.run_until_cancelled(http(wire, peer)).await;
            return;
        };
        let Ok(encrypted) = acceptor.accept(wire).await else { return };
        peer.tls = true;
        // None was asked for, or rustls has verified what was shown.
        peer.client_certificate = encrypted.get_ref().1.peer_certificates().is_some();
        cut.run_until_cancelled(http(encrypted, peer)).await;
    }
}

async fn http<S>(stream: S, peer: Peer)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| peer.clone().serve(request));
    let _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.connections_open.fetch_sub(1, Relaxed);
    }
}

/// A TCP stream that is reset, not closed in order, if it is dropped once cut.
#[derive(Debug)]
struct Wire {
    stream: TcpStream,
    cut: CancellationToken,
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.cut.is_cancelled() {
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
