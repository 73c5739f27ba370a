//! Who is let in, and the rows that say who was.
//!
//! Reading the trail is recorded in the trail. Nothing comes of a row but the row, so that is no loop; and
//! as room for it is reserved before a handler runs, no page is shown whose reading could not be recorded.

use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use gate_audit::AuditLayer;
use gate_call::Exchange;
use http::{HeaderValue, header};
use tower::{ServiceExt, service_fn};
use tower_layer::Layer;

use crate::{AdminToken, error::ApiError};

/// Asks for the token.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) token: AdminToken,
    /// What records, and how often who is refused may make it.
    pub(crate) recorded: Option<(AuditLayer, Arc<Budget>)>,
}

/// The one who has the token, as rows name whoever asked.
const PRINCIPAL: &str = "admin";

/// Lets in who has the token.
pub(crate) async fn authorize(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    state_route(&request);
    let mut response = match guard.token.is_in(request.headers()) {
        true => next.run(request).await,
        false => guard.refuse(request).await,
    };
    // What is shown is for the one who asked, now.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Tells the record who reads what. Only [`authorize`] leads here, and before that there may be no record.
pub(crate) async fn describe(request: Request, next: Next) -> Response {
    if let Some(exchange) = Exchange::of(request.extensions()) {
        exchange.set_principal(PRINCIPAL);
        state_route(&request);
    }
    next.run(request).await
}

/// The route, not the path: a row names what was done, and no value.
fn state_route(request: &Request) {
    let route = request.extensions().get::<MatchedPath>();
    if let (Some(exchange), Some(route)) = (Exchange::of(request.extensions()), route)
        && exchange.route().is_none()
    {
        exchange.set_route(route.as_str());
    }
}

impl Guard {
    /// Recorded, too, but not as often as somebody without a token likes.
    async fn refuse(self, request: Request) -> Response {
        let Some((layer, budget)) = self.recorded else { return ApiError::Unauthorized.into_response() };
        if !budget.take() {
            return ApiError::Unauthorized.into_response();
        }
        let refusal = layer.layer(service_fn(|request: Request| async move {
            state_route(&request);
            Ok::<_, Infallible>(ApiError::Unauthorized.into_response())
        }));
        match refusal.oneshot(request).await {
            Ok(response) => response.into_response(),
            Err(never) => match never {},
        }
    }
}

/// How many rows who is refused may make.
pub(crate) struct Budget {
    left: Mutex<(f64, Instant)>,
    unrecorded: AtomicU64,
}

/// So many at once,
const BURST: f64 = 20.0;
/// and so many a second from then on.
const RATE: f64 = 1.0;

impl Budget {
    pub(crate) fn new() -> Self {
        Self { left: Mutex::new((BURST, Instant::now())), unrecorded: AtomicU64::new(0) }
    }

    /// How many were refused without a row.
    pub(crate) fn unrecorded(&self) -> u64 {
        self.unrecorded.load(Relaxed)
    }

    fn take(&self) -> bool {
        self.take_at(Instant::now())
    }

    fn take_at(&self, now: Instant) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, since) = *left;
        let tokens = (tokens + now.saturating_duration_since(since).as_secs_f64() * RATE).min(BURST);
        let is_there = tokens >= 1.0;
        *left = (if is_there { tokens - 1.0 } else { tokens }, now);
        if !is_there {
            self.unrecorded.fetch_add(1, Relaxed);
        }
        is_there
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn rows_of_the_refused_are_bounded_and_the_rest_is_counted() {
        let budget = Budget::new();
        let start = Instant::now();
        let recorded = (0..1_000).filter(|_| budget.take_at(start)).count();
        assert_eq!((recorded, budget.unrecorded()), (20, 980));
        let later = start + Duration::from_secs(5);
        assert_eq!((0..1_000).filter(|_| budget.take_at(later)).count(), 5);
    }
}
