use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// How the demo server runs.
///
/// ```
/// use std::time::Duration;
/// use tokio_util::sync::CancellationToken;
///
/// let shutdown = CancellationToken::new();
/// let config = gate_demo::DemoConfig::default()
///     .shutdown(shutdown.child_token())
///     .keep_alive(Duration::from_secs(5))
///     .session_idle(Duration::from_secs(60));
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct DemoConfig {
    pub(crate) shutdown: CancellationToken,
    pub(crate) keep_alive: Duration,
    pub(crate) session_idle: Duration,
}

impl DemoConfig {
    /// Ends all sessions and streams when `token` is cancelled.
    ///
    /// An open event stream has no end of its own, so a graceful shutdown that waits for responses
    /// would otherwise wait for ever.
    pub fn shutdown(mut self, token: CancellationToken) -> Self {
        self.shutdown = token;
        self
    }

    /// The time between two keep-alive comments on an idle event stream (15 s by default).
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.keep_alive = interval;
        self
    }

    /// How long a session that nobody uses is kept (5 minutes by default).
    pub fn session_idle(mut self, idle: Duration) -> Self {
        self.session_idle = idle;
        self
    }
}

impl Default for DemoConfig {
    fn default() -> Self {
        Self {
            shutdown: CancellationToken::new(),
            keep_alive: Duration::from_secs(15),
            session_idle: Duration::from_secs(300),
        }
    }
}
