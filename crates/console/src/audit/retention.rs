//! What is kept, and for how long.

use std::{sync::Arc, time::SystemTime};

use axum::{Json, extract::State, response::Response};
use gate_audit::{Preview, Pruned, Retention};
use serde_json::{Value, json};

use super::progress::{self, Unwatched};
use crate::{Console, error::ApiError, report};

/// What is set, and what a run would take out now.
pub(crate) async fn show(State(console): State<Console>) -> Result<Json<Value>, ApiError> {
    let preview = console.retention.preview(&*console.store, SystemTime::now()).await?;
    Ok(Json(json!({ "settings": settings(console.retention), "preview": report::preview(&preview) })))
}

/// Runs it, and says how far it is. It goes on if the client goes: each step stands by itself.
pub(crate) async fn run(State(console): State<Console>) -> Result<Response, ApiError> {
    let permit = Arc::clone(&console.pruning).try_acquire_owned();
    let permit = permit.map_err(|_| ApiError::Busy("a run of the retention is under way"))?;
    let preview = console.retention.preview(&*console.store, SystemTime::now()).await?;
    Ok(progress::answer(Unwatched::GoesOn, |sender| async move {
        let _permit = permit;
        let tell = |pruned| _ = sender.send_replace(of_pruned(pruned, &preview, false));
        tell(Pruned::default());
        let pruned = Retention::run(&*console.store, &preview, console.signing.as_ref(), tell).await;
        let pruned = pruned
            .inspect_err(|error| tracing::warn!(error = error.with_causes(), "the retention failed"))?;
        tracing::info!(rows = pruned.rows, held = pruned.held, "the retention was run by the API");
        Ok(of_pruned(pruned, &preview, true))
    }))
}

fn settings(retention: Retention) -> Value {
    let Retention { max_age, max_rows, max_bytes, .. } = retention;
    let days = max_age.map(|age| age.as_secs_f64() / 86_400.0);
    json!({ "days": days, "max_rows": max_rows, "max_bytes": max_bytes })
}

fn of_pruned(pruned: Pruned, preview: &Preview, done: bool) -> Value {
    json!({ "done": done, "rows": pruned.rows, "held": pruned.held, "of": preview.rows() })
}
