//! Configuration.

use gate_call::observe::{Observe, ObserveLayer};
use http::HeaderName;
use tower_layer::Layer;

use crate::{MakeUuidV7, RequestIdObserver};

/// Gives every request one id. See the [crate's documentation](crate).
///
/// Clones are the same layer: where a request meets it twice, it acts once.
#[derive(Debug)]
pub struct RequestIdLayer<M = MakeUuidV7> {
    layer: ObserveLayer<RequestIdObserver<M>>,
}

impl RequestIdLayer {
    /// Ids in `X-Request-ID`, of at most 128 characters; UUIDs of version 7 where there is none.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Another header, length or generator.
    ///
    /// ```
    /// use gate_correlation::{MakeRequestId, RequestId, RequestIdLayer};
    /// use http::{HeaderName, HeaderValue, Request};
    ///
    /// /// Ids that name the region.
    /// #[derive(Clone)]
    /// struct Region(&'static str);
    ///
    /// impl MakeRequestId for Region {
    ///     fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
    ///         let id = format!("{}-{}", self.0, uuid::Uuid::now_v7());
    ///         Some(RequestId::new(HeaderValue::from_str(&id).ok()?))
    ///     }
    /// }
    ///
    /// let layer = RequestIdLayer::builder()
    ///     .header(HeaderName::from_static("x-correlation-id"))
    ///     .max_length(64)
    ///     .generator(Region("eu"))
    ///     .build();
    /// # let _: axum::Router = axum::Router::new().layer(layer);
    /// ```
    pub fn builder() -> RequestIdBuilder {
        RequestIdBuilder::default()
    }
}

impl Default for RequestIdLayer {
    fn default() -> Self {
        Self::new()
    }
}

// Not derived: the generator is shared, and need not be `Clone` here.
impl<M> Clone for RequestIdLayer<M> {
    fn clone(&self) -> Self {
        Self { layer: self.layer.clone() }
    }
}

impl<S, M> Layer<S> for RequestIdLayer<M> {
    type Service = Observe<S, RequestIdObserver<M>>;

    fn layer(&self, inner: S) -> Self::Service {
        self.layer.layer(inner)
    }
}

/// Configures a [`RequestIdLayer`].
#[derive(Clone, Debug)]
#[must_use]
pub struct RequestIdBuilder<M = MakeUuidV7> {
    pub(crate) header: HeaderName,
    pub(crate) max_length: usize,
    pub(crate) generator: M,
}

impl Default for RequestIdBuilder {
    fn default() -> Self {
        Self { header: HeaderName::from_static("x-request-id"), max_length: 128, generator: MakeUuidV7 }
    }
}

impl<M> RequestIdBuilder<M> {
    /// The header that carries the id, both ways. `X-Request-ID` if not set.
    pub fn header(mut self, name: HeaderName) -> Self {
        self.header = name;
        self
    }

    /// The longest id that is accepted, in bytes; 128 if not set.
    pub fn max_length(mut self, bytes: usize) -> Self {
        self.max_length = bytes;
        self
    }

    /// What mints an id where a request brings none: any of `tower-http`'s generators. It is cloned for
    /// each id. Where it makes none, or one that would not be accepted, a UUID stands in.
    pub fn generator<N>(self, generator: N) -> RequestIdBuilder<N> {
        let Self { header, max_length, generator: _ } = self;
        RequestIdBuilder { header, max_length, generator }
    }

    /// The layer.
    #[must_use]
    pub fn build(self) -> RequestIdLayer<M> {
        RequestIdLayer { layer: ObserveLayer::new(self.observer()) }
    }

    /// The observer alone, to share a layer with others.
    #[must_use]
    pub fn observer(self) -> RequestIdObserver<M> {
        RequestIdObserver::new(self)
    }
}
