//! One export, whatever the exporter does: it may fail, panic, or never end.

use std::{
    fmt,
    future::{Future, poll_fn},
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
    time::Duration,
};

use opentelemetry::Context;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use tokio::{
    task::spawn_blocking,
    time::{Instant, timeout, timeout_at},
};
use tracing::{Dispatch, dispatcher};

use super::taken::{Taken, listen};

/// Why an export has failed.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The exporter says so.
    Said(OTelSdkError),
    /// It did not end in time.
    TimedOut,
    Panicked,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // What the SDK adds to the exporter's own words says nothing.
            Self::Said(OTelSdkError::InternalFailure(reason)) => f.write_str(reason),
            Self::Said(error) => error.fmt(f),
            Self::TimedOut => f.write_str("no answer in time"),
            Self::Panicked => f.write_str("the exporter panicked"),
        }
    }
}

/// Waits for an export, until the deadline.
pub(crate) async fn attempt(
    exporting: impl Future<Output = OTelSdkResult>,
    deadline: Instant,
) -> Result<Taken, Failed> {
    timeout_at(deadline, quietly(exporting)).await.unwrap_or(Err(Failed::TimedOut))
}

/// What an export does must not make spans and records to be exported in turn.
///
/// What the exporter says of it besides is heard.
pub(crate) async fn quietly(exporting: impl Future<Output = OTelSdkResult>) -> Result<Taken, Failed> {
    let mut exporting = pin!(exporting);
    let mut taken = Taken::default();
    poll_fn(|context| {
        let _suppressed = Context::enter_telemetry_suppressed_scope();
        let poll = || listen(&mut taken, || exporting.as_mut().poll(context));
        // An exporter that has panicked is not polled again.
        match catch_unwind(AssertUnwindSafe(poll)) {
            Ok(poll) => poll.map(|result| result.map(|()| mem::take(&mut taken)).map_err(Failed::Said)),
            Err(_) => Poll::Ready(Err(Failed::Panicked)),
        }
    })
    .await
}

/// Closes an exporter on a thread where it may block, and waits for that, but not for ever.
pub(crate) async fn close(shutdown: impl FnOnce(Duration) + Send + 'static, patience: Duration) {
    let closing = spawn_blocking(move || {
        let _suppressed = Context::enter_telemetry_suppressed_scope();
        dispatcher::with_default(&Dispatch::none(), || shutdown(patience));
    });
    // Nothing depends on how it ends: all that was sent has been answered, or given up.
    let _ = timeout(patience, closing).await;
}
