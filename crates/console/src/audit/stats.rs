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
    }))
}

fn of_pipeline(stats: &Stats) -> Value {
    json!({
        "queued": stats.queued,
        "reserved": stats.reserved,
        "bytes": stats.bytes,
        "written": stats.written,
        "batches": stats.batches,
        "last_batch": stats.last_batch,
        "largest_batch": stats.largest_batch,
        "last_write_seconds": seconds(stats.last_write),
        "slowest_write_seconds": seconds(stats.slowest_write),
        "write_seconds": stats.write_time.as_secs_f64(),
        "journalled": stats.journalled,
        "backlog": stats.backlog,
        "journal_bytes": stats.journal_bytes,
        "journal_corrupt": stats.journal_corrupt,
        "journal_discarded": stats.journal_discarded,
        "replayed": stats.replayed,
        "dropped": stats.dropped,
        "skipped": stats.skipped,
        "unrecorded_authentications": stats.unrecorded_authentications,
        "refused": stats.refused,
        "waited": stats.waited,
        "shed": stats.shed,
        "withheld": stats.withheld,
        "released": stats.released,
        "retries": stats.retries,
        "panics": stats.panics,
        "dead": stats.dead,
        "oldest_seconds": seconds(stats.oldest),
        // What they say is the operator's to read, in the log.
        "store_failing": stats.store_error.is_some(),
        "journal_failing": stats.journal_error.is_some(),
    })
}

fn seconds(time: Option<Duration>) -> Option<f64> {
    time.map(|time| time.as_secs_f64())
}
