//! From `tracing` spans to OpenTelemetry's.
