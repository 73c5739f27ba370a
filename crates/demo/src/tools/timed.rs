//! Tools that take time, and stop when nobody waits for them any more.

use std::time::Duration;

use rmcp::{
    ErrorData, Peer, RoleServer,
    handler::server::wrapper::Parameters,
    model::{CallToolResult, ContentBlock, ProgressNotificationParam, RequestMetaObject},
    schemars::{self, JsonSchema},
    tool, tool_router,
};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use crate::server::DemoServer;

/// The longest a call may take: a demo is no place to park tasks for days.
const LONGEST: Duration = Duration::from_secs(600);

#[derive(Deserialize, JsonSchema)]
struct Slow {
    /// How long to take, up to 600.
    #[serde(default = "five_seconds")]
    seconds: f64,
}

#[derive(Deserialize, JsonSchema)]
struct Countdown {
    /// The number to count down from.
    #[serde(default = "five_steps")]
    from: u16,
    /// Milliseconds between two steps; all steps together may take 600 seconds.
    #[serde(default = "tenth_of_a_second")]
    interval_ms: u16,
}

#[tool_router(router = timed, vis = "pub(super)")]
impl DemoServer {
    #[tool(description = "Takes the given seconds; stops early when cancelled")]
    async fn slow(
        &self,
        Parameters(Slow { seconds }): Parameters<Slow>,
        cancelled: CancellationToken,
    ) -> Result<CallToolResult, ErrorData> {
        let pause = Duration::try_from_secs_f64(seconds)
            .ok()
            .filter(|pause| *pause <= LONGEST)
            .ok_or_else(|| ErrorData::invalid_params("`seconds` must be within 0 and 600", None))?;
        let _running = self.running.enter();
        rest(pause, &cancelled).await?;
        let said = format!("done after {seconds} s");
        Ok(CallToolResult::success(vec![ContentBlock::text(said)]))
    }

    #[tool(description = "Counts down to zero, with a progress notification at each step")]
    async fn countdown(
        &self,
        Parameters(Countdown { from, interval_ms }): Parameters<Countdown>,
        meta: RequestMetaObject,
        client: Peer<RoleServer>,
        cancelled: CancellationToken,
    ) -> Result<CallToolResult, ErrorData> {
        let interval = Duration::from_millis(interval_ms.into());
        if interval * u32::from(from) > LONGEST {
            return Err(ErrorData::invalid_params("that would take longer than 600 s", None));
        }
        let _running = self.running.enter();
        let token = meta.get_progress_token();
        for step in 1..=from {
            rest(interval, &cancelled).await?;
            let Some(token) = token.clone() else { continue };
            let progress = ProgressNotificationParam::new(token, step.into())
                .with_total(from.into())
                .with_message(format!("{} to go", from - step));
            // Nobody to tell is no reason to fail: the result is still owed.
            let _ = client.notify_progress(progress).await;
        }
        Ok(CallToolResult::success(vec![ContentBlock::text("lift-off")]))
    }
}

/// Sleeps, or fails as soon as the call is cancelled. The transport drops the error, since a
/// cancelled request gets no answer.
async fn rest(pause: Duration, cancelled: &CancellationToken) -> Result<(), ErrorData> {
    tokio::time::timeout(pause, cancelled.cancelled())
        .await
        .map_or(Ok(()), |()| Err(ErrorData::internal_error("cancelled", None)))
}

fn five_seconds() -> f64 {
    5.0
}

fn five_steps() -> u16 {
    5
}

fn tenth_of_a_second() -> u16 {
    100
}
