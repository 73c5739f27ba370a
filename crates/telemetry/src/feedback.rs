//! What is not followed: exporting would make more of it, and that more again.

use opentelemetry::Context;
use tracing::Metadata;

/// Whether the code in question is what exporters are made of. Its tasks need not be the exporter's own.
pub(crate) fn is_feedback(metadata: &Metadata<'_>) -> bool {
    is_made_of(metadata.target())
}

fn is_made_of(target: &str) -> bool {
    // It may be asked about every event: most names are told by their first letter.
    let names: &[&str] = match target.as_bytes().first() {
        Some(b'g') => &["gate_telemetry"],
        Some(b'h') => &["h2", "hyper"],
        Some(b'o') => &["opentelemetry"],
        Some(b'r') => &["reqwest", "rustls"],
        Some(b't') => &["tonic"],
        _ => &[],
    };
    names.iter().any(|name| target.strip_prefix(name).is_some_and(is_end_of_name))
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
        for target in ["h2", "hyper::proto", "hyper_util::client", "opentelemetry-otlp", "rustls", "tonic"] {
            assert!(is_made_of(target), "{target}");
        }
        for target in ["h2o", "hyperion", "gate_trace::span", "", "reqwestion"] {
            assert!(!is_made_of(target), "{target}");
        }
    }
}
