use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use tower_layer::Layer;

use super::Observe;

/// Applies [`Observe`] with a given observer.
///
/// Clones are the same layer: where one exchange meets the same layer twice (nested routers, a retry
/// further out), it is registered once.
#[derive(Debug)]
pub struct ObserveLayer<O> {
    pub(crate) observer: Arc<O>,
    pub(crate) id: LayerId,
    pub(crate) nested: bool,
}

impl<O> Clone for ObserveLayer<O> {
    fn clone(&self) -> Self {
        Self { observer: Arc::clone(&self.observer), ..*self }
    }
}

impl<O> ObserveLayer<O> {
    /// A layer that lets `observer` see every exchange.
    #[must_use]
    pub fn new(observer: O) -> Self {
        Self { observer: Arc::new(observer), id: LayerId::next(), nested: false }
    }

    /// Always begins an exchange of its own, inside the one it finds: for layers around a *client*, whose
    /// requests may carry the extensions of the server request that caused them.
    #[must_use]
    pub fn nested(mut self) -> Self {
        self.nested = true;
        self
    }

    /// The observer.
    #[must_use]
    pub fn observer(&self) -> &O {
        &self.observer
    }
}

impl<S, O> Layer<S> for ObserveLayer<O> {
    type Service = Observe<S, O>;

    fn layer(&self, inner: S) -> Self::Service {
        Observe::new(inner, self)
    }
}

/// Tells layers apart, so that each registers once an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LayerId(u64);

impl LayerId {
    fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Relaxed))
    }
}
