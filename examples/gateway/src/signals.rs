//! When to stop.

use tokio::signal;

/// Ready at the first request to stop; a second one ends the process at once.
pub(crate) async fn stop() {
    asked().await;
    tracing::info!("stopping; once more to stop at once");
    tokio::spawn(async {
        asked().await;
        std::process::exit(130);
    });
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
