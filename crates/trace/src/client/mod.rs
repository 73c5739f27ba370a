//! The client's side: a span for each request that is made, and the context that goes with it.
//!
//! [`ClientTraceLayer`] goes around whatever sends requests. Each attempt is a span of its own, from its
//! head to the end of the response's body, below what asks:
//!
//! 1. a [`Call`](gate_call::Call) in the request's extensions;
//! 2. the one open call of the [`Exchange`](gate_call::Exchange) in the extensions, or, if there are several,
//!    the exchange itself: an attempt nests in it, and does not join it;
//! 3. the span that the thread is in, as [`current`](crate::current) says;
//! 4. nothing: a trace begins.
//!
//! With hyper's client:
//!
//! ```no_run
//! use bytes::Bytes;
//! use gate_trace::ClientTraceLayer;
//! use http::Request;
//! use http_body_util::Empty;
//! use hyper_util::{client::legacy::Client, rt::TokioExecutor};
//! use tower::{Layer, ServiceExt};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(TokioExecutor::new()).build_http();
//! let client = ClientTraceLayer::new().layer(client);
//! let request = Request::get("http://127.0.0.1:3000/").body(Empty::<Bytes>::new())?;
//! let response = client.oneshot(request).await?;
//! # drop(response);
//! # Ok(()) }
//! ```
//!
//! With `reqwest`, whose requests turn into `http`'s and back:
//!
//! ```no_run
//! use gate_trace::ClientTraceLayer;
//! use tower::{Layer, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = reqwest::Client::new();
//! let client = ClientTraceLayer::new().layer(service_fn(move |request: http::Request<reqwest::Body>| {
//!     let client = client.clone();
//!     async move { client.execute(request.try_into()?).await.map(http::Response::<reqwest::Body>::from) }
//! }));
//! let request = http::Request::get("http://127.0.0.1:3000/").body(reqwest::Body::default())?;
//! let response = client.oneshot(request).await?;
//! # drop(response);
//! # Ok(()) }
//! ```

mod layer;
mod observer;
mod parent;
mod span;

pub use self::{
    layer::{ClientTraceLayer, ClientTraceLayerBuilder},
    observer::{ClientTraceObserver, ClientTraceScope},
};
