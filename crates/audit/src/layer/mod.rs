//! The layer: admission before the inner service, and an observer of calls.

mod body;
mod future;
mod hold;
mod intent;
mod observer;
mod service;

use std::{fmt, sync::Arc};

use gate_call::observe::ObserveLayer;
use gate_mask::Family;
use tower_layer::Layer;

use self::observer::AuditObserver;
pub use self::{
    body::AuditBody,
    future::AuditFuture,
    intent::{Intent, IntentFuture, IntentLayer},
    service::Audit,
};
use crate::{
    BeforeResponse, Stats,
    chain::Head,
    pipeline::{OnFull, Shared},
};

/// Notes every call that ends behind it, for the [`Pipeline`](crate::Pipeline) that it came from.
///
/// Clones are the same layer: an exchange that meets it twice is noted once.
#[derive(Clone)]
pub struct AuditLayer {
    shared: Arc<Shared>,
    observe: ObserveLayer<AuditObserver>,
}

impl AuditLayer {
    pub(crate) fn new(shared: &Arc<Shared>) -> Self {
        let observe = ObserveLayer::new(AuditObserver::new(Arc::clone(shared)));
        Self { shared: Arc::clone(shared), observe }
    }

    /// A layer that belongs right before what is called, and records the attempt first. The options say how
    /// long it waits for that, and whether the call is made if it is in vain.
    #[must_use]
    pub fn intents(&self, options: BeforeResponse) -> IntentLayer {
        IntentLayer::new(Arc::clone(&self.shared), options)
    }

    /// What the pipeline has done and holds.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// How many values each masking rule has masked in records, by the rule's id.
    #[must_use]
    pub fn redactions(&self) -> Vec<(String, Family, u64)> {
        self.shared.drafter.tally.all()
    }

    /// How far the chain has come, if there is one.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.shared.head()
    }

    /// What happens when there is no room.
    #[must_use]
    pub fn on_full(&self) -> OnFull {
        self.shared.admission.on_full
    }
}

impl<S> Layer<S> for AuditLayer {
    type Service = Audit<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Audit::new(Arc::clone(&self.shared), self.observe.layer(inner))
    }
}

impl fmt::Debug for AuditLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditLayer").field("on_full", &self.on_full()).finish_non_exhaustive()
    }
}
