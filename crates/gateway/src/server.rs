//! Sockets: accepting, and stopping in the right order.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use axum::extract::ConnectInfo;
use bytes::Bytes;
use gate_upstream::BoxError;
use http::{Request, Response};
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower::ServiceExt;
use tower_service::Service;

use crate::origin::OversizedHead;

/// The most bytes that a request's head may have; a larger one is answered with 431.
const MAX_HEAD: usize = 64 << 10;
/// How long a request's head may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Serves until `shutdown` resolves; then accepts nothing more, and waits up to `drain` for the requests
/// that are under way. Returns how many connections were cut off then.
pub(crate) async fn serve<S, R>(
    listener: TcpListener,
    service: S,
    shutdown: impl Future<Output = ()>,
    drain: Duration,
) -> usize
where
    S: Service<Request<Incoming>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    S: Service<Request<Empty<Bytes>>, Response = Response<R>, Error = Infallible>,
    <S as Service<Request<Incoming>>>::Future: Send,
    <S as Service<Request<Empty<Bytes>>>>::Future: Send,
    R: http_body::Body<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = graceful.watch(connection(stream, peer, service.clone()));
                let service = service.clone();
                connections.spawn(async move {
                    if connection.await.is_err_and(|error| is_oversized(&error)) {
                        record_oversized(service, peer).await;
                    }
                });
            }
            // Out of file descriptors, say. The next try may do; a busy loop will not.
            Err(error) => {
                tracing::warn!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    let drained = tokio::time::timeout(drain, graceful.shutdown()).await;
    // Those that have ended are still in the set, to be joined.
    while connections.try_join_next().is_some() {}
    let cut = if drained.is_ok() { 0 } else { connections.len() };
    // What is cut off is dropped, and so ends as disconnected.
    connections.shutdown().await;
    cut
}

/// Whether a connection ended because a head was too large, which the HTTP implementation has answered.
fn is_oversized(error: &BoxError) -> bool {
    error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse_too_large)
}

/// A head that was too large to become a request is refused once more, by the layers, so that it is
/// counted and recorded as every refusal is. Whom it was for nobody has read.
async fn record_oversized<S, R>(service: S, peer: SocketAddr)
where
    S: Service<Request<Empty<Bytes>>, Response = Response<R>, Error = Infallible>,
    R: http_body::Body,
{
    let mut request = Request::new(Empty::new());
    *request.uri_mut() = http::Uri::from_static("/mcp");
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(OversizedHead);
    let Ok(response) = service.oneshot(request).await;
    // Read to its end, it was no client that went away. A body of ours has no errors.
    let _ = response.into_body().collect().await;
}

/// One connection, HTTP/1 or HTTP/2, as its first bytes say.
fn connection<S, R>(
    stream: TcpStream,
    peer: SocketAddr,
    service: S,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = BoxError> + Send
where
    S: Service<Request<Incoming>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    R: http_body::Body<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    // Events are small and must not wait for each other.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(error = %error, "TCP_NODELAY could not be set");
    }
    let service = service.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(MAX_HEAD);
    builder.http2().timer(TokioTimer::new()).max_header_list_size(MAX_HEAD as u32);
    builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).into_owned()
}
