//! What is not followed: exporting would make more of it, and that more again.

use opentelemetry::Context;
use tracing::Metadata;

/// What exporters are made of.
const MADE_OF: [&str; 7] = ["gate_telemetry", "h2", "hyper", "opentelemetry", "reqwest", "rustls", "tonic"];

/// Whether the code in question is what exporters are made of. Its tasks need not be the exporter's own.
pub(crate) fn is_feedback(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    MADE_OF.iter().any(|name| target.strip_prefix(name).is_some_and(is_end_of_name))
}

/// Whether this is done by an exporter.
pub(crate) fn is_exporting() -> bool {
    Context::is_current_telemetry_suppressed()
}

/// What follows a crate's name in a target: nothing, a path, or the rest of the name of a sister.
fn is_end_of_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([':', '_', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sisters_are_of_the_family_and_namesakes_are_not() {
        assert!(is_end_of_name("") && is_end_of_name("::proto") && is_end_of_name("_util::client"));
        assert!(!is_end_of_name("o"), "h2o is not h2");
    }
}
