//! When to stop.

use tokio::signal;
use tokio_util::sync::CancellationToken;

/// Ready at the first request to stop; a second one ends the process at once. `idle` is cancelled, so that
/// the idle streams of what runs inside do not hold the gateway up.
pub(crate) async fn stop(idle: CancellationToken) {
    asked().await;
    tracing::info!("stopping; once more to stop at once");
    tokio::spawn(async {
        asked().await;
        std::process::exit(130);
    });
    idle.cancel();
}

#[cfg(unix)]
async fn asked() {
    use signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            () = interrupted() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => interrupted().await,
    }
}

#[cfg(not(unix))]
async fn asked() {
    interrupted().await;
}

async fn interrupted() {
    if signal::ctrl_c().await.is_err() {
        // A system without signals stops processes by other means.
        std::future::pending::<()>().await;
    }
}
