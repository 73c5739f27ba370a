//! Batches that a back end would not take in one piece, and back ends that take a part.

#![cfg(feature = "otlp")]

mod support;

use std::{collections::HashSet, time::Duration};

use gate_telemetry::{Settings, Telemetry, settings::Protocol, spans::Spans};
use opentelemetry::{KeyValue, SpanId};
use opentelemetry_sdk::trace::SpanData;
use support::{credentials, exporters, settings, span};
use testkit::otlp::{Behaviour, OtlpReceiver, Signal};
use tracing_subscriber::layer::SubscriberExt as _;

const KEY: &str = concat!("not-a-", "real-key-4711");

/// Spans with so many bytes of text in each, which are hard on JSON.
fn spans(count: u64, bytes: usize) -> Vec<SpanData> {
    let text: String =
        ["plain", "\"quoted\"", "new\nline", "ä"].concat().chars().cycle().take(bytes).collect();
    let one = |number| {
        let mut span = span();
        let context = &span.span_context;
        span.span_context = opentelemetry::trace::SpanContext::new(
            context.trace_id(),
            SpanId::from(number + 1),
            context.trace_flags(),
            false,
            context.trace_state().clone(),
        );
        span.attributes.push(KeyValue::new("text", text.clone()));
        span
    };
    (0..count).map(one).collect()
}

fn ids(receiver: &OtlpReceiver) -> HashSet<String> {
    receiver.spans().into_iter().map(|span| span.span_id).collect()
}

async fn whole(settings: &Settings, receiver: &OtlpReceiver, batch: Vec<SpanData>, most: usize) {
    let count = batch.len();
    let traces = exporters(settings, &credentials([("api_key", KEY)])).expect("exporters").traces;
    traces.expect("an exporter").export(batch).await.expect("to be taken");
    assert_eq!((receiver.count(Signal::Traces), ids(receiver).len()), (count, count), "each, and once");
    let bodies: Vec<_> =
        receiver.requests().iter().map(|request| request.plain().expect("a body").len()).collect();
    assert!(bodies.len() > 1 && bodies.iter().all(|body| *body <= most), "{bodies:?}");
}

#[tokio::test]
async fn what_is_too_large_for_a_request_is_sent_in_parts() {
    for (provider, protocol, most) in [
        ("datadog", None, 3_200_000),
        ("newrelic", None, 1_000_000),
        ("newrelic", Some(Protocol::HttpJson), 1_000_000),
        ("newrelic", Some(Protocol::Grpc), 1_000_000),
        ("otlp", Some(Protocol::Grpc), 4 << 20),
    ] {
        let receiver = OtlpReceiver::start().await.expect("a receiver");
        let mut settings = settings(provider, &receiver.endpoint());
        settings.protocol = protocol;
        settings.timeout = Duration::from_secs(30);
        whole(&settings, &receiver, spans(10_000, 500), most).await;
    }
}

#[tokio::test]
async fn one_that_is_too_large_by_itself_costs_no_other() {
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let mut settings = settings("newrelic", &receiver.endpoint());
    settings.compression = Some(gate_telemetry::settings::Compression::None);
    let mut batch = spans(20, 10);
    batch[7].attributes.push(KeyValue::new("huge", "x".repeat(1_100_000)));
    let traces = exporters(&settings, &credentials([("api_key", KEY)])).expect("exporters").traces;
    traces.expect("an exporter").export(batch).await.expect("most of it to be taken");
    let ids = ids(&receiver);
    assert!(ids.len() == 19 && !ids.contains("0000000000000008"), "{ids:?}");
}

#[tokio::test]
async fn a_part_that_was_not_taken_counts_as_failed() {
    let secret = concat!("hunter", "2-but-longer");
    for protocol in [Protocol::Grpc, Protocol::HttpProtobuf, Protocol::HttpJson] {
        let receiver = OtlpReceiver::start().await.expect("a receiver");
        let (layer, handle) = Spans::new().layer().expect("a layer");
        let telemetry = Telemetry::builder().spans(handle).build();
        let mut settings = settings("otlp", &receiver.endpoint());
        settings.protocol = Some(protocol);
        (settings.metrics, settings.logs) = (false, false);
        telemetry.apply(settings, credentials([])).await.expect("applied");
        let message = format!("spans too old; password={secret}");
        receiver.behave(Behaviour::Partial { rejected: 2, message }).await.expect("told");
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::with_default(subscriber, || {
            (0..5).for_each(|number| drop(tracing::info_span!("work", number)));
        });
        telemetry.shutdown(Duration::from_secs(5)).await;
        let status = telemetry.status().traces;
        assert_eq!((status.exported, status.failed, status.failures), (3, 2, 1), "{protocol:?}");
        let reason = status.last_error.expect("an error").reason;
        assert!(reason.starts_with("2 of 5 were not taken: spans too old"), "{reason}");
        assert!(!reason.contains(secret), "{reason}");
    }
}
