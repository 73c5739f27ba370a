//! Legal holds: what outlives every retention.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::{
    Json,
    body::Bytes,
    extract::{
        Path, State,
        rejection::{BytesRejection, PathRejection},
    },
};
use gate_audit::{Filter, Hold};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::shown;
use crate::{Console, error::ApiError};

/// A hold as it is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    filter: Map<String, Value>,
}

pub(crate) async fn list(State(console): State<Console>) -> Result<Json<Value>, ApiError> {
    let holds = console.store.holds().await?;
    Ok(Json(json!({ "items": holds.iter().map(of_hold).collect::<Vec<_>>() })))
}

/// Places a hold, in the stead of one of the same name.
pub(crate) async fn place(
    State(console): State<Console>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let unreadable = || bad(r#"the body must be like {"name": "case-7", "filter": {"user": "ann"}}"#);
    let Asked { name, filter } =
        body.ok().and_then(|body| serde_json::from_slice(&body).ok()).ok_or_else(unreadable)?;
    if !is_name(&name) {
        return Err(bad("`name` must be 1 to 64 letters, digits, `-`, `_` or `.`"));
    }
    let hold = Hold::new(name, console.filter(&filter)?, now());
    console.store.hold(&hold).await?;
    Ok((StatusCode::CREATED, Json(of_hold(&hold))))
}

/// Releases a hold, and what only it has kept.
pub(crate) async fn release(
    State(console): State<Console>,
    name: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let missing = ApiError::NotFound("there is no such hold");
    let Ok(Path(name)) = name else { return Err(missing) };
    let released = console.store.release(&name, console.signing.as_ref()).await?;
    released.then_some(StatusCode::NO_CONTENT).ok_or(missing)
}

impl Console {
    /// A hold is kept as it is asked for, so what it says is masked like all that is kept. That is also
    /// what it is compared with.
    fn filter(&self, pairs: &Map<String, Value>) -> Result<Filter, ApiError> {
        let mut filter = Filter::default();
        for (key, value) in pairs {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                _ => return Err(bad("a condition of `filter` must be a text, a number, true or false")),
            };
            let text = match &self.masker {
                Some(masker) => masker.mask_str(&text).into_owned().into_inner(),
                None => text,
            };
            filter.set(key, &text).map_err(|error| ApiError::BadRequest(error.to_string()))?;
        }
        Ok(filter)
    }
}

fn of_hold(hold: &Hold) -> Value {
    let filter: Map<_, _> =
        hold.filter.pairs().into_iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect();
    json!({ "name": hold.name, "since": shown(hold.since), "filter": filter })
}

/// As stores keep it: to the millisecond.
fn now() -> SystemTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UNIX_EPOCH + Duration::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

fn is_name(name: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=64).contains(&name.len()) && name.bytes().all(safe)
}

fn bad(why: &str) -> ApiError {
    ApiError::BadRequest(why.to_owned())
}
