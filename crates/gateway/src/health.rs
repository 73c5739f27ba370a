//! Whether the gateway runs, and whether it can do its work.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State, response::IntoResponse};
use gate_audit::AuditStore;
use http::StatusCode;
use serde_json::json;

/// How long a store may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

pub(crate) async fn readyz(State(store): State<Option<Arc<dyn AuditStore>>>) -> impl IntoResponse {
    let audit = match &store {
        None => "off",
        Some(store) => match tokio::time::timeout(PATIENCE, store.ping()).await {
            Ok(Ok(())) => "ok",
            Ok(Err(_)) => "failing",
            Err(_) => "slow",
        },
    };
    let ready = matches!(audit, "off" | "ok");
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": ready, "checks": { "audit_store": audit } })))
}
