use std::{fmt, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
    routing::get,
};
use gate_audit::AuditStore;

use crate::{AdminToken, audit, error::ApiError};

/// The admin API.
#[derive(Clone)]
pub struct Console {
    token: AdminToken,
    pub(crate) store: Arc<dyn AuditStore>,
}

impl Console {
    /// An API that shows what is in `store` to whoever brings `token`.
    #[must_use]
    pub fn new(token: AdminToken, store: Arc<dyn AuditStore>) -> Self {
        Self { token, store }
    }

    /// The routes, with absolute paths.
    pub fn into_router(self) -> Router {
        Router::new()
            .route("/api/v1/audit/tool-calls", get(audit::list))
            .route("/api/v1/audit/tool-calls/{id}", get(audit::show))
            .route_layer(middleware::from_fn_with_state(self.token.clone(), authorize))
            .with_state(self)
    }
}

async fn authorize(
    State(token): State<AdminToken>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if token.is_in(request.headers()) { Ok(next.run(request).await) } else { Err(ApiError::Unauthorized) }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").field("token", &self.token).finish_non_exhaustive()
    }
}
