use tower_layer::Layer;

use super::Propagate;

/// Writes trace context into the messages that go to a server. See [`Propagate`].
///
/// Place it right around what sends requests, inside the layer that makes the span of each attempt, below an
/// [`McpLayer`](crate::McpLayer) that [keeps offsets](crate::McpLayerBuilder::keep_offsets). Layers between
/// those two may not change the body.
///
/// ```
/// use bytes::Bytes;
/// use gate_mcp::{McpLayer, PropagateLayer};
/// use http::{Request, Response};
/// use http_body_util::{BodyExt, Full};
/// use tower::{Layer, ServiceBuilder, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let service = ServiceBuilder::new()
///     // Whoever states ids, such as a `TraceLayer`, goes here.
///     .layer(McpLayer::builder().keep_offsets(true).build())
///     .layer(PropagateLayer::new())
///     .service_fn(|request: Request<_>| async {
///         let body = BodyExt::collect(request.into_body()).await?.to_bytes();
///         Ok::<_, std::convert::Infallible>(Response::new(Full::new(body)))
///     });
/// # let request = Request::post("/mcp")
/// #     .header("content-type", "application/json")
/// #     .body(Full::<Bytes>::from(r#"{"id":1,"method":"ping"}"#))
/// #     .unwrap();
/// # service.oneshot(request).await.unwrap();
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct PropagateLayer {
    pub(super) write: bool,
    pub(super) baggage: bool,
}

impl PropagateLayer {
    /// Writes `traceparent` and `tracestate`, and takes `baggage` out.
    pub fn new() -> Self {
        Self { write: true, baggage: false }
    }

    /// Whether anything is written. It is, if not set; otherwise messages stay as they are.
    pub fn write(mut self, write: bool) -> Self {
        self.write = write;
        self
    }

    /// Whether `baggage` goes along. It does not, if not set, and is taken out: it says things about the
    /// caller's users that are no business of a third party.
    pub fn baggage(mut self, send: bool) -> Self {
        self.baggage = send;
        self
    }
}

impl Default for PropagateLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for PropagateLayer {
    type Service = Propagate<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Propagate::new(inner, *self)
    }
}
