use std::{fmt, sync::Arc};

use axum::{
    Router, middleware,
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
    error::ApiError,
    guard::{self, Guard, Told},
    windows,
};

/// The admin API.
#[derive(Clone)]
#[must_use]
pub struct Console {
    token: AdminToken,
    told: Option<Arc<Told>>,
    audit: Option<AuditLayer>,
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
            token,
            told: None,
            audit: None,
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
        self.audit = Some(audit);
        self
    }

    /// Tells of each request that needs the token whether it brought it. It must be quick.
    pub fn on_authentication(mut self, told: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.told = Some(Arc::new(told));
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

    fn guard(&self) -> Guard {
        Guard { token: self.token.clone(), told: self.told.clone() }
    }

    /// Where calls are counted; there are no statistics, if this is not said.
    pub fn statistics(mut self, windows: Windows) -> Self {
        self.windows = Some(windows);
        self
    }

    /// What the pipeline has done, if there is one.
    pub(crate) fn pipeline(&self) -> Option<Stats> {
        self.audit.as_ref().map(AuditLayer::stats)
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
        let authorize = middleware::from_fn_with_state(self.guard(), guard::authorize);
        let [reading, unrecorded] = [reading, unrecorded].map(|routes| {
            let no_method = async || ApiError::NoMethod;
            routes.method_not_allowed_fallback(no_method).route_layer(authorize.clone())
        });
        // Outside of the check, so that who fails it is on record.
        let reading = match self.audit.clone() {
            Some(audit) => reading.route_layer(audit),
            None => reading,
        };
        reading.merge(unrecorded).with_state(self)
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recorded = self.audit.is_some();
        let Self { token, retention, signing, .. } = self;
        f.debug_struct("Console")
            .field("token", token)
            .field("recorded", &recorded)
            .field("retention", retention)
            .field("signing", signing)
            .finish_non_exhaustive()
    }
}
