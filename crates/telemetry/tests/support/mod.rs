//! One of each kind of telemetry, and what sends it.

#![allow(dead_code, reason = "each test uses a part of it")]

#[cfg(feature = "google")]
pub(crate) mod rsa;
#[cfg(feature = "otlp")]
pub(crate) mod server;

use std::{
    borrow::Cow,
    sync::Arc,
    time::{Duration, SystemTime},
};

use gate_telemetry::{
    Secret, Settings,
    provider::{Destination, Exporters, Provider, ProviderError, presets},
    settings::Credentials,
};
use opentelemetry::{
    InstrumentationScope, KeyValue, SpanId, TraceFlags, TraceId,
    logs::{AnyValue, LogRecord, Logger, LoggerProvider, Severity},
    metrics::MeterProvider,
    trace::{SpanContext, SpanKind, Status, TraceState},
};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    logs::{LogBatch, SdkLoggerProvider},
    metrics::{InMemoryMetricExporterBuilder, SdkMeterProvider, Temporality, data::ResourceMetrics},
    trace::{SpanData, SpanEvents, SpanLinks},
};

/// The preset of this name.
pub(crate) fn preset(name: &str) -> Arc<dyn Provider> {
    presets().into_iter().find(|preset| preset.name() == name).expect("a preset")
}

/// Settings that export all signals with `provider` to `endpoint`.
pub(crate) fn settings(provider: &str, endpoint: &str) -> Settings {
    let mut settings = Settings::default();
    settings.provider = provider.to_owned();
    settings.endpoint = Some(endpoint.to_owned());
    settings.timeout = Duration::from_secs(5);
    (settings.traces, settings.metrics, settings.logs) = (true, true, true);
    settings
}

pub(crate) fn credentials<const N: usize>(known: [(&str, &str); N]) -> Credentials {
    known
        .into_iter()
        .fold(Credentials::new(), |all, (name, text)| all.with(name, Secret::new(text.to_owned())))
}

/// What the preset that the settings name makes of them.
pub(crate) fn exporters(settings: &Settings, credentials: &Credentials) -> Result<Exporters, ProviderError> {
    preset(&settings.provider).exporters(&Destination::new(settings, credentials, false))
}

/// Sends one of each kind that there is an exporter for.
pub(crate) async fn send(mut exporters: Exporters) -> OTelSdkResult {
    let resource = Resource::builder_empty().with_service_name("presets").build();
    if let Some(traces) = &mut exporters.traces {
        traces.set_resource(&resource);
        traces.export(vec![span()]).await?;
        traces.shutdown(Duration::from_secs(1))?;
    }
    if let Some(metrics) = &exporters.metrics {
        metrics.export(&measured(&resource, metrics.temporality())).await?;
        metrics.shutdown(Duration::from_secs(1))?;
    }
    if let Some(logs) = &mut exporters.logs {
        logs.set_resource(&resource);
        let (record, scope) = (record(), InstrumentationScope::builder("test").build());
        logs.export(LogBatch::new(&[(&record, &scope)])).await?;
        logs.shutdown(Duration::from_secs(1))?;
    }
    Ok(())
}

pub(crate) fn span() -> SpanData {
    let now = SystemTime::now();
    SpanData {
        span_context: SpanContext::new(
            TraceId::from(0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c_u128),
            SpanId::from(0xb7ad_6b71_6920_3331_u64),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        ),
        parent_span_id: SpanId::INVALID,
        parent_span_is_remote: false,
        span_kind: SpanKind::Server,
        name: Cow::Borrowed("tools/call add"),
        start_time: now - Duration::from_millis(3),
        end_time: now,
        attributes: vec![KeyValue::new("mcp.method.name", "tools/call")],
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::builder("test").build(),
    }
}

fn record() -> opentelemetry_sdk::logs::SdkLogRecord {
    let logger = SdkLoggerProvider::builder().build().logger("test");
    let mut record = logger.create_log_record();
    record.set_timestamp(SystemTime::now());
    record.set_observed_timestamp(SystemTime::now());
    record.set_severity_number(Severity::Info);
    record.set_body(AnyValue::from("a line"));
    record
}

fn measured(resource: &Resource, temporality: Temporality) -> ResourceMetrics {
    let kept = InMemoryMetricExporterBuilder::new().with_temporality(temporality).build();
    let builder = SdkMeterProvider::builder().with_resource(resource.clone());
    let provider = builder.with_periodic_exporter(kept.clone()).build();
    provider.meter("test").u64_counter("calls").build().add(3, &[KeyValue::new("server", "demo")]);
    provider.force_flush().expect("metrics");
    kept.get_finished_metrics().expect("metrics").remove(0)
}
