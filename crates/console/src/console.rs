use std::{fmt, sync::Arc};

use axum::{
    Router,
    routing::{delete, get, post},
};
use gate_audit::{
    AuditLayer, AuditStore, Retention, Stats,
    chain::{ChainKey, KeyRing},
};
use gate_mask::Masker;
use gate_metrics::window::Windows;
use tokio::sync::Semaphore;

use crate::{
    AdminToken,
    audit::{calls, export, holds, retention, stats, usage, verify},
    guard::Guard,
    windows,
};

/// The admin API.
#[derive(Clone)]
#[must_use]
pub struct Console {
    guard: Guard,
    pub(crate) store: Arc<dyn AuditStore>,
    pub(crate) masker: Option<Masker>,
    pub(crate) retention: Retention,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) signing: Option<ChainKey>,
    pub(crate) windows: Option<Windows>,
    /// One at a time: each reads, or changes, all of the trail.
    pub(crate) verifying: Arc<Semaphore>,
    pub(crate) pruning: Arc<Semaphore>,
}

impl Console {
    /// An API that shows what is in `store` to whoever brings `token`.
    pub fn new(token: AdminToken, store: Arc<dyn AuditStore>) -> Self {
        Self {
            guard: Guard::new(token),
            store,
            masker: None,
            retention: Retention::default(),
            keys: Arc::default(),
            signing: None,
            windows: None,
            verifying: Arc::new(Semaphore::new(1)),
            pruning: Arc::new(Semaphore::new(1)),
        }
    }

    /// Records whoever reads the trail, in the trail: the route, who asked (`admin`), what came of it, and
    /// no payload. Who has no token is recorded as well, as often as the layer's pipeline
    /// [lets](gate_audit::PipelineOptions::failed_authentications). None is, without this.
    pub fn recorded(mut self, audit: AuditLayer) -> Self {
        self.guard.audit = Some(audit);
        self
    }

    /// Tells of each request that needs the token whether it brought it. It must be quick.
    pub fn on_authentication(mut self, told: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.guard.told = Some(Arc::new(told));
        self
    }

    /// What masks the texts of holds, before they are kept.
    pub fn masker(mut self, masker: Masker) -> Self {
        self.masker = Some(masker);
        self
    }

    /// What the trail keeps; everything, if this is not said.
    pub fn retention(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }

    /// The keys that the trail was sealed with, and the one that signs for what is taken out of it.
    pub fn keys(mut self, keys: KeyRing, signing: Option<ChainKey>) -> Self {
        self.keys = Arc::new(keys);
        self.signing = signing;
        self
    }

    /// Where calls are counted; there are no statistics, if this is not said.
    pub fn statistics(mut self, windows: Windows) -> Self {
        self.windows = Some(windows);
        self
    }

    /// What the pipeline has done, if there is one.
    pub(crate) fn pipeline(&self) -> Option<Stats> {
        self.guard.audit.as_ref().map(AuditLayer::stats)
    }

    /// The routes, with absolute paths.
    pub fn into_router(self) -> Router {
        // It shows no record, and tells why nothing else answers when there is no room for one.
        let unrecorded = Router::new().route("/api/v1/audit/stats", get(stats::show));
        let reading = Router::new()
            .route("/api/v1/audit/tool-calls", get(calls::list))
            .route("/api/v1/audit/tool-calls/{id}", get(calls::show))
            .route("/api/v1/audit/export", get(export::export))
            .route("/api/v1/audit/retention", get(retention::show))
            .route("/api/v1/audit/retention/run", post(retention::run))
            .route("/api/v1/audit/holds", get(holds::list).post(holds::place))
            .route("/api/v1/audit/holds/{name}", delete(holds::release))
            .route("/api/v1/audit/verify", get(verify::verify).post(verify::verify))
            .route("/api/v1/usage/tokens", get(usage::tokens))
            .route("/api/v1/stats", get(windows::show))
            // As other gateways call the first.
            .route("/api/v1/observability/logs", get(calls::list))
            .route("/api/logs", get(calls::bare));
        let reading = self.guard.check_and_record(reading);
        let unrecorded = self.guard.check(unrecorded);
        reading.merge(unrecorded).with_state(self)
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { guard, retention, signing, .. } = self;
        f.debug_struct("Console")
            .field("token", &guard.token)
            .field("recorded", &guard.audit.is_some())
            .field("retention", retention)
            .field("signing", signing)
            .finish_non_exhaustive()
    }
}
