//! Who is let in.
//!
//! Reading the trail is recorded in the trail. Nothing comes of a row but the row, so that is no loop; and
//! as room for it is reserved before a handler runs, no page is shown whose reading could not be recorded.

use std::sync::Arc;

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use gate_audit::AuditLayer;
use gate_call::Exchange;
use http::{HeaderValue, header};

use crate::{AdminToken, error::ApiError};

/// The one who has the token, as rows name whoever asked.
const PRINCIPAL: &str = "admin";

/// Who is let in, who is told of it, and where it is recorded.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) token: AdminToken,
    pub(crate) told: Option<Arc<Told>>,
    pub(crate) audit: Option<AuditLayer>,
}

/// Hears whether a request brought the token.
type Told = dyn Fn(bool) + Send + Sync;

impl Guard {
    pub(crate) fn new(token: AdminToken) -> Self {
        Self { token, told: None, audit: None }
    }

    /// Routes for those who have the token.
    pub(crate) fn check<S: Clone + Send + Sync + 'static>(&self, routes: Router<S>) -> Router<S> {
        let authorize = middleware::from_fn_with_state(self.clone(), authorize);
        routes.method_not_allowed_fallback(async || ApiError::NoMethod).route_layer(authorize)
    }

    /// Routes for those who have the token, on record: outside of the check, so that who fails it is, too.
    pub(crate) fn check_and_record<S: Clone + Send + Sync + 'static>(&self, routes: Router<S>) -> Router<S> {
        let checked = self.check(routes);
        match self.audit.clone() {
            Some(audit) => checked.route_layer(audit),
            None => checked,
        }
    }
}

/// Lets in who has the token, and tells the record who asks for what. Without one, who asked stays unsaid.
async fn authorize(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let is_admin = guard.token.is_in(request.headers());
    if let Some(told) = &guard.told {
        told(is_admin);
    }
    if let Some(exchange) = Exchange::of(request.extensions()) {
        describe(exchange, &request);
        if is_admin {
            exchange.set_principal(PRINCIPAL);
        }
    }
    let mut response = match is_admin {
        true => next.run(request).await,
        false => ApiError::Unauthorized.into_response(),
    };
    // What is shown is for the one who asked, now.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The route, not the path: a row names what was done, and no value.
fn describe(exchange: &Exchange, request: &Request) {
    let route = request.extensions().get::<MatchedPath>();
    if let Some(route) = route.filter(|_| exchange.route().is_none()) {
        exchange.set_route(route.as_str());
    }
}
