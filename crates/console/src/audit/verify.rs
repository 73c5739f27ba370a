//! Whether the trail is as it was written.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use gate_audit::chain::{self, Head};
use serde_json::{Value, json};

use super::progress::{self, Unwatched};
use crate::{
    Console,
    error::ApiError,
    query::{Pairs, Parameters},
    report,
};

/// Walks every chain, and says how far it is. It ends if the client goes.
pub(crate) async fn verify(State(console): State<Console>, pairs: Pairs) -> Result<Response, ApiError> {
    let asked = Parameters::of(pairs, &["anchor"])?;
    let wrong = |_| ApiError::BadRequest("`anchor` must be WRITER:NUMBER:HASH, as it was logged".to_owned());
    let anchors: Vec<Head> = asked.all("anchor").map(str::parse).collect::<Result<_, _>>().map_err(wrong)?;
    let permit = Arc::clone(&console.verifying).try_acquire_owned();
    let permit = permit.map_err(|_| ApiError::Busy("a verification is under way"))?;
    Ok(progress::answer(Unwatched::Ends, |sender| async move {
        let _permit = permit;
        let tell = |checked| _ = sender.send_replace(json!({ "done": false, "checked": checked }));
        tell(0);
        let verdict = chain::verify(&*console.store, &console.keys, &anchors, tell).await;
        let verdict = verdict
            .inspect_err(|error| tracing::warn!(error = error.with_causes(), "the verification failed"))?;
        let mut last = report::verdict(&verdict);
        last["done"] = Value::from(true);
        Ok(last)
    }))
}
