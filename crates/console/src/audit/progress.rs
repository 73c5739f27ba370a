//! Answers that take long: a line of JSON now and then, and one at the end.

use std::time::Duration;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use gate_audit::StoreError;
use http::header;
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinHandle};

/// How often a line says how far it is.
const EVERY: Duration = Duration::from_millis(500);

/// What becomes of work whose client has gone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unwatched {
    /// It goes on.
    GoesOn,
    /// It ends.
    Ends,
}

struct Lines {
    work: JoinHandle<Result<Value, StoreError>>,
    progress: watch::Receiver<Value>,
    unwatched: Unwatched,
    is_done: bool,
}

/// Runs `work` beside the answer, so that a slow reader does not hold up what it holds. It says how far it
/// is by what it sends; what it returns is the last line.
pub(super) fn answer<F>(unwatched: Unwatched, work: impl FnOnce(watch::Sender<Value>) -> F) -> Response
where
    F: Future<Output = Result<Value, StoreError>> + Send + 'static,
{
    let (sender, progress) = watch::channel(json!({ "done": false }));
    let lines = Lines { work: tokio::spawn(work(sender)), progress, unwatched, is_done: false };
    let body = Body::from_stream(stream::unfold(lines, |mut lines| async move {
        let line = lines.next().await?;
        Some((Ok::<_, std::convert::Infallible>(line), lines))
    }));
    ([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

impl Lines {
    async fn next(&mut self) -> Option<Bytes> {
        if self.is_done {
            return None;
        }
        let value = tokio::select! {
            ended = &mut self.work => {
                self.is_done = true;
                match ended {
                    Ok(Ok(value)) => value,
                    // Without its source, which is the operator's to read.
                    Ok(Err(error)) => json!({ "done": true, "error": error.to_string() }),
                    Err(_) => json!({ "done": true, "error": "it broke off" }),
                }
            }
            () = tokio::time::sleep(EVERY) => self.progress.borrow().clone(),
        };
        Some(Bytes::from(format!("{value}\n")))
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        if self.unwatched == Unwatched::Ends {
            self.work.abort();
        }
    }
}
