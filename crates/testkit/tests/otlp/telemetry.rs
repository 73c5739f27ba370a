//! Telemetry made by the SDK, and kept in memory until an exporter is to send it.

use opentelemetry::{
    InstrumentationScope, KeyValue, SpanId, TraceFlags, TraceId,
    logs::{AnyValue, LogRecord, Logger, LoggerProvider, Severity},
    metrics::MeterProvider,
    trace::{
        Link, Span, SpanBuilder, SpanContext, SpanKind, Status, TraceContextExt, TraceState, Tracer,
        TracerProvider,
    },
};
use opentelemetry_sdk::{
    Resource,
    logs::{InMemoryLogExporter, SdkLogRecord, SdkLogger, SdkLoggerProvider},
    metrics::{
        InMemoryMetricExporter, InMemoryMetricExporterBuilder, SdkMeterProvider, Temporality,
        data::ResourceMetrics,
    },
    trace::{InMemorySpanExporter, SdkTracerProvider, SpanData},
};

pub(crate) const REMOTE_TRACE: u128 = 0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c;

pub(crate) fn resource() -> Resource {
    Resource::builder_empty().with_attribute(KeyValue::new("service.name", "the-service")).build()
}

/// A request with a tool call in it that fails, and the query that the call makes.
pub(crate) fn spans() -> anyhow::Result<Vec<SpanData>> {
    let kept = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(kept.clone()).build();
    let tracer = provider.tracer("the-scope");
    let remote = SpanContext::new(
        TraceId::from(REMOTE_TRACE),
        SpanId::from(0xb7ad_6b71_6920_3331),
        TraceFlags::SAMPLED,
        true,
        TraceState::default(),
    );
    let elsewhere =
        SpanContext::new(TraceId::from(1), SpanId::from(2), TraceFlags::SAMPLED, true, TraceState::default());

    let client = opentelemetry::Context::new().with_remote_span_context(remote);
    let http = SpanBuilder::from_name("POST /mcp").with_kind(SpanKind::Server).with_attributes([
        KeyValue::new("http.request.method", "POST"),
        KeyValue::new("server.port", 4318),
        KeyValue::new("ratio", 0.5),
        KeyValue::new("cached", false),
    ]);
    let http = client.with_span(tracer.build_with_context(http, &client));
    http.span().add_event("first byte", vec![KeyValue::new("bytes", 17)]);
    let request = http.span().span_context().clone();

    let call = SpanBuilder::from_name("tools/call echo")
        .with_kind(SpanKind::Server)
        .with_attributes([KeyValue::new("mcp.method.name", "tools/call")])
        .with_links(vec![
            Link::new(request, vec![KeyValue::new("why", "ambient")], 0),
            Link::new(elsewhere, Vec::new(), 0),
        ]);
    let call = http.with_span(tracer.build_with_context(call, &http));
    call.span().set_status(Status::error("it broke"));
    let mut query =
        tracer.build_with_context(SpanBuilder::from_name("SELECT").with_kind(SpanKind::Client), &call);
    query.set_status(Status::Ok);
    query.end();
    call.span().end();
    http.span().end();
    Ok(kept.get_finished_spans()?)
}

/// So many spans with nothing in them.
pub(crate) fn plain_spans(count: usize) -> anyhow::Result<Vec<SpanData>> {
    let kept = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(kept.clone()).build();
    for _ in 0..count {
        provider.tracer("the-scope").start("plain").end();
    }
    Ok(kept.get_finished_spans()?)
}

/// Two log records, one of them inside of a span.
pub(crate) fn logs() -> anyhow::Result<Vec<(SdkLogRecord, InstrumentationScope)>> {
    let kept = InMemoryLogExporter::default();
    let provider = SdkLoggerProvider::builder().with_simple_exporter(kept.clone()).build();
    let logger = provider.logger("the-scope");
    log(&logger, "started", |_| {});
    log(&logger, "called", |record| {
        record.set_trace_context(TraceId::from(REMOTE_TRACE), SpanId::from(7), None);
        record.add_attribute("tool", "echo");
        record.add_attribute("tries", 3);
        record.add_attribute("list", AnyValue::ListAny(Box::new(vec!["a".into(), 1.into()])));
    });
    // Now: the provider's end empties what was kept.
    let logs = kept.get_emitted_logs()?.into_iter();
    Ok(logs.map(|log| (log.record, log.instrumentation)).collect())
}

fn log(logger: &SdkLogger, body: &'static str, with: impl Fn(&mut <SdkLogger as Logger>::LogRecord)) {
    let mut record = logger.create_log_record();
    record.set_severity_number(Severity::Info);
    record.set_severity_text("INFO");
    record.set_body(body.into());
    with(&mut record);
    logger.emit(record);
}

/// A counter, a gauge and a histogram.
pub(crate) fn metrics(temporality: Temporality) -> anyhow::Result<Vec<ResourceMetrics>> {
    let kept: InMemoryMetricExporter =
        InMemoryMetricExporterBuilder::default().with_temporality(temporality).build();
    let provider =
        SdkMeterProvider::builder().with_resource(resource()).with_periodic_exporter(kept.clone()).build();
    let meter = provider.meter("the-scope");
    let tool = [KeyValue::new("tool", "echo")];
    meter.u64_counter("calls").with_unit("{call}").build().add(3, &tool);
    meter.f64_gauge("load").build().record(0.25, &[]);
    let histogram = meter.f64_histogram("duration").with_unit("s").with_boundaries(vec![0.1, 1.0]).build();
    histogram.record(0.05, &tool);
    histogram.record(0.5, &tool);
    provider.force_flush()?;
    Ok(kept.get_finished_metrics()?)
}
