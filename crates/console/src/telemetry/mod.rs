//! Telemetry: what is exported, where to, and how that fares.

mod body;
mod control;
mod view;

use std::{fmt, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State, rejection::BytesRejection},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use gate_audit::AuditLayer;
use gate_mask::Masker;
use http::StatusCode;
use serde_json::json;

pub use self::control::{
    TelemetryAnswer, TelemetryChange, TelemetryControl, TelemetryOrigin, TelemetryRefusal,
};
use crate::{AdminToken, error::ApiError, guard::Guard};

/// The largest body that is read.
const MAX_BODY: usize = 64 << 10;

/// The part of the admin API that shows and changes what telemetry exports.
///
/// | request | what it does |
/// |---|---|
/// | `GET /api/v1/telemetry` | the settings in use, and how each signal fares |
/// | `PUT /api/v1/telemetry` | applies others, if their back end answers, and keeps them |
/// | `DELETE /api/v1/telemetry` | returns to the configuration's |
/// | `POST /api/v1/telemetry/test` | tells whether settings could be applied; without any, those in use |
/// | `GET /api/v1/telemetry/providers` | the back ends that settings can name |
///
/// No answer has a credential or the value of a header in it.
#[derive(Clone)]
#[must_use]
pub struct TelemetryApi {
    guard: Guard,
    masker: Masker,
    control: Arc<dyn TelemetryControl>,
}

impl TelemetryApi {
    /// An API for whoever brings `token`.
    pub fn new(token: AdminToken, control: Arc<dyn TelemetryControl>) -> Self {
        Self { guard: Guard::new(token), masker: Masker::default(), control }
    }

    /// Records who asks for what, as [`Console::recorded`](crate::Console::recorded) does; no body is
    /// recorded.
    pub fn recorded(mut self, audit: AuditLayer) -> Self {
        self.guard.audit = Some(audit);
        self
    }

    /// Tells of each request whether it brought the token. It must be quick.
    pub fn on_authentication(mut self, told: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.guard.told = Some(Arc::new(told));
        self
    }

    /// What masks the settings that are shown; the default masker, if not set.
    pub fn masker(mut self, masker: Masker) -> Self {
        self.masker = masker;
        self
    }

    /// The routes, with absolute paths.
    pub fn into_router(self) -> Router {
        let routes = Router::new()
            .route("/api/v1/telemetry", get(show).put(apply).delete(reset))
            .route("/api/v1/telemetry/test", post(test))
            .route("/api/v1/telemetry/providers", get(providers))
            .layer(DefaultBodyLimit::max(MAX_BODY));
        self.guard.check_and_record(routes).with_state(self)
    }

    fn shown(&self) -> Response {
        Json(view::state(&*self.control, &self.masker)).into_response()
    }
}

async fn show(State(api): State<TelemetryApi>) -> Response {
    api.shown()
}

async fn providers(State(api): State<TelemetryApi>) -> Response {
    Json(view::providers(&*api.control)).into_response()
}

async fn apply(
    State(api): State<TelemetryApi>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let change = body::change(&read(body)?)?;
    Arc::clone(&api.control).apply(change).await?;
    Ok(api.shown())
}

async fn test(
    State(api): State<TelemetryApi>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let body = read(body)?;
    let change = if body.is_empty() { None } else { Some(body::change(&body)?) };
    Arc::clone(&api.control).check(change).await?;
    Ok(Json(json!({ "ok": true })).into_response())
}

async fn reset(State(api): State<TelemetryApi>) -> Result<Response, Refused> {
    Arc::clone(&api.control).reset().await?;
    Ok(api.shown())
}

fn read(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refused> {
    body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::TooLarge,
        _ => ApiError::BadRequest("the body could not be read".to_owned()).into(),
    })
}

/// An answer that says why there is none.
enum Refused {
    Api(ApiError),
    Telemetry(TelemetryRefusal),
    TooLarge,
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<TelemetryRefusal> for Refused {
    fn from(refusal: TelemetryRefusal) -> Self {
        Self::Telemetry(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, why) = match self {
            Self::Api(error) => return error.into_response(),
            Self::Telemetry(TelemetryRefusal::Settings(error)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, view::refusal(&error))
            }
            Self::Telemetry(refusal @ TelemetryRefusal::NotKept(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": refusal.to_string() }))
            }
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, json!({ "error": "the body is larger than 64 KiB" }))
            }
        };
        (status, Json(why)).into_response()
    }
}

impl fmt::Debug for TelemetryApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelemetryApi")
            .field("token", &self.guard.token)
            .field("recorded", &self.guard.audit.is_some())
            .finish_non_exhaustive()
    }
}
