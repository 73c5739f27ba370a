//! Errors as their clients see them.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use gate_audit::StoreError;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

/// An answer that says why there is none. No refused value is ever in it: it may be anything.
#[derive(Debug)]
pub(crate) enum ApiError {
    Unauthorized,
    NotFound(&'static str),
    NoMethod,
    BadRequest(String),
    Busy(&'static str),
    Stopping,
    Store(StoreError),
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "the admin token is missing or wrong".to_owned())
            }
            Self::NotFound(what) => (StatusCode::NOT_FOUND, what.to_owned()),
            Self::NoMethod => {
                (StatusCode::METHOD_NOT_ALLOWED, "this path has no such method: see `Allow`".to_owned())
            }
            Self::BadRequest(why) => (StatusCode::BAD_REQUEST, why),
            Self::Busy(why) => (StatusCode::CONFLICT, why.to_owned()),
            Self::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "the gateway is stopping".to_owned()),
            // Without its causes, which are the operator's to read.
            Self::Store(error) => {
                tracing::warn!(error = error.with_causes(), "the audit store did not answer the API");
                (StatusCode::SERVICE_UNAVAILABLE, error.to_string())
            }
        };
        let mut response = (status, Json(json!({ "error": message }))).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static(r#"Bearer realm="mcp-gateway""#);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}
