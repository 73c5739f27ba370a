//! What needs a process of its own: its standard output, and its environment.

#![cfg(feature = "otlp")]

mod support;

use std::{
    process::{Command, Output},
    time::Duration,
};

use gate_telemetry::{Settings, Telemetry, settings::Credentials, spans::Spans};
use support::{credentials, exporters, send, settings};
use testkit::otlp::OtlpReceiver;
use tracing_subscriber::layer::SubscriberExt as _;

/// Credentials that look like none, in pieces.
const KEY: &str = concat!("not-a-", "real-key-4711");
const SECRET: &str = concat!("hunter", "2-but-longer");

/// Says that this is the other process.
const ROLE: &str = "GATE_TELEMETRY_TEST_ROLE";

/// Runs the test of this name in a process of its own; None, if this is that process.
fn elsewhere(test: &str, environment: &[(&str, &str)]) -> Option<Output> {
    if std::env::var_os(ROLE).is_some() {
        return None;
    }
    let mut command = Command::new(std::env::current_exe().expect("this test's file"));
    command.args(["--exact", test, "--nocapture"]).env(ROLE, "child").envs(environment.iter().copied());
    let output = command.output().expect("to run");
    assert!(output.status.success(), "{output:?}");
    Some(output)
}

/// One span, with a secret in it, by these settings.
async fn one_span(settings: Settings) {
    let (layer, handle) = Spans::new().layer().expect("a layer");
    let telemetry = Telemetry::builder().spans(handle).build();
    telemetry.apply(settings, Credentials::new()).await.expect("applied");
    let subscriber = tracing_subscriber::registry().with(layer);
    let work = || drop(tracing::info_span!("work in progress", password = SECRET, size = 3));
    tracing::subscriber::with_default(subscriber, work);
    assert!(telemetry.shutdown(Duration::from_secs(5)).await.is_nothing());
}

#[tokio::test]
async fn spans_on_standard_output_have_no_secrets() {
    let Some(output) = elsewhere("spans_on_standard_output_have_no_secrets", &[]) else {
        let mut settings = Settings::default();
        settings.provider = "stdout".to_owned();
        return one_span(settings).await;
    };
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("work in progress") && text.contains("size"), "{text}");
    assert!(text.contains("password") && !text.contains(SECRET), "{text}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains(SECRET));
}

#[tokio::test]
async fn the_environments_headers_and_endpoints_are_not_for_our_back_ends() {
    let environment = [
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-other-vendor=leaked,dd-api-key=leaked"),
        ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "x-other-vendor=leaked,dd-api-key=leaked"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
    ];
    let name = "the_environments_headers_and_endpoints_are_not_for_our_back_ends";
    if elsewhere(name, &environment).is_some() {
        return;
    }
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    // A value with a percent sign is a key like any other.
    let odd = format!("{KEY}%41");
    let known = credentials([("api_key", &odd)]);
    let datadog = settings("datadog", &receiver.endpoint());
    send(exporters(&datadog, &known).expect("exporters")).await.expect("to be taken");
    let known = credentials([("header.dd-api-key", &odd)]);
    let grpc = settings("otlp", &receiver.endpoint());
    send(exporters(&grpc, &known).expect("exporters")).await.expect("to be taken");
    let requests = receiver.requests();
    assert_eq!(requests.len(), 6);
    for request in requests {
        let keys: Vec<_> = request.headers.get_all("dd-api-key").iter().collect();
        assert_eq!(keys, [&*odd], "{request}");
    }
    assert!(receiver.grep("leaked", &[]).is_empty(), "{}", receiver.dump());
}

#[tokio::test]
async fn the_environments_attributes_are_in_the_resource_below_what_is_set() {
    let environment = [
        ("OTEL_SERVICE_NAME", "not ours to take"),
        ("OTEL_RESOURCE_ATTRIBUTES", "k8s.pod.name=pod-1,deployment.environment.name=wrong,api_token=leaked"),
    ];
    let name = "the_environments_attributes_are_in_the_resource_below_what_is_set";
    if elsewhere(name, &environment).is_some() {
        return;
    }
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let mut settings = settings("otlp", &receiver.endpoint());
    settings.service_name = "weather".to_owned();
    settings.resource.insert("deployment.environment.name".to_owned(), "test".to_owned());
    one_span(settings).await;
    let spans = receiver.spans();
    let of = |name: &str| spans[0].resource.get(name).and_then(|value| value.as_str());
    assert_eq!(of("service.name"), Some("weather"));
    assert_eq!(of("k8s.pod.name"), Some("pod-1"));
    assert_eq!(of("deployment.environment.name"), Some("test"));
    assert!(receiver.grep("leaked", &[]).is_empty() && receiver.grep(SECRET, &[]).is_empty());
}
