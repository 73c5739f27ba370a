//! How recording goes.

use std::time::Duration;

use axum::{Json, extract::State};
use gate_audit::Stats;
use serde_json::{Value, json};

use crate::Console;

/// What the pipeline has done and holds, and how the store is.
pub(crate) async fn show(State(console): State<Console>) -> Json<Value> {
    let store = match console.store.health().await {
        Ok(health) => json!({ "ok": true, "unindexed": health.unindexed }),
        // Without its source, which is the operator's to read.
        Err(error) => json!({ "ok": false, "error": error.to_string() }),
    };
    Json(json!({
        "pipeline": console.pipeline().as_ref().map(of_pipeline),
        "store": store,
        "refusals_unrecorded": console.budget.unrecorded(),
    }))
}

fn of_pipeline(stats: &Stats) -> Value {
    json!({
        "queued": stats.queued,
        "reserved": stats.reserved,
        "bytes": stats.bytes,
        "written": stats.written,
        "batches": stats.batches,
        "dropped": stats.dropped,
        "refused": stats.refused,
        "waited": stats.waited,
        "shed": stats.shed,
        "retries": stats.retries,
        "oldest_seconds": stats.oldest.as_ref().map(Duration::as_secs_f64),
        "store_failing": stats.store_error.is_some(),
    })
}
