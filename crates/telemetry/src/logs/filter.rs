//! What is logged.

use tracing_subscriber::EnvFilter;

use super::LogError;

/// The spans that hold the ids. Without them lines would lose their ids as soon as the level is above
/// `info`. More than the ids is not wanted of them. It stands first, so that what is asked for can overrule it.
const ALWAYS: &str = "gate_trace::span=info,gate_trace::span::unsampled=off";

/// Reads directives such as `info` or `warn,my_crate=debug`.
pub(crate) fn parse(directives: &str) -> Result<EnvFilter, LogError> {
    let directives = format!("{ALWAYS},{directives}");
    EnvFilter::builder().parse(directives).map_err(LogError::filter)
}
