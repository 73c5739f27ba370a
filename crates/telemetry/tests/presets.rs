//! Each preset against a real OTLP receiver: paths, methods, headers, encodings, temporality, signatures.

#![cfg(all(feature = "aws", feature = "azure", feature = "google"))]

mod support;

use std::{sync::Arc, time::Duration};

use gate_telemetry::{
    Settings,
    provider::Destination,
    settings::{Compression, Credentials, Protocol},
};
use http::StatusCode;
use support::{credentials, exporters, send, server::Server, settings};
use testkit::otlp::{OtlpReceiver, Received, Temporality, Transport, Verdict, sigv4};

/// A credential that looks like none, in pieces.
const KEY: &str = concat!("not-a-", "real-key-4711");

/// Sends one of each kind, and returns what came.
async fn sent(receiver: &OtlpReceiver, settings: &Settings, credentials: &Credentials) -> Vec<Arc<Received>> {
    let exporters = exporters(settings, credentials).expect("exporters");
    send(exporters).await.expect("to be taken");
    let requests = receiver.requests();
    assert!(requests.iter().all(|request| request.verdict == Verdict::Accepted), "{}", receiver.dump());
    requests
}

fn paths(requests: &[Arc<Received>]) -> Vec<&str> {
    requests.iter().map(|request| request.path()).collect()
}

fn assert_each(requests: &[Arc<Received>], header: &str, value: &str) {
    assert!(!requests.is_empty());
    for request in requests {
        assert_eq!(request.header(header), Some(value), "{header} of {request}");
    }
}

fn temporality(receiver: &OtlpReceiver) -> Temporality {
    receiver.metrics().first().and_then(|point| point.temporality).expect("a sum")
}

const PATHS: [&str; 3] = ["/v1/traces", "/v1/metrics", "/v1/logs"];
const PROTOBUF: &str = "application/x-protobuf";

#[tokio::test]
async fn a_collector_takes_all_encodings() {
    for (protocol, content_type) in [
        (Protocol::Grpc, "application/grpc"),
        (Protocol::HttpProtobuf, PROTOBUF),
        (Protocol::HttpJson, "application/json"),
    ] {
        for compression in [Compression::None, Compression::Gzip] {
            let receiver = OtlpReceiver::start().await.expect("a receiver");
            let mut settings = settings("otlp", &receiver.endpoint());
            settings.protocol = Some(protocol);
            settings.compression = Some(compression);
            let requests = sent(&receiver, &settings, &credentials([("header.x-team", KEY)])).await;
            assert_eq!(requests.len(), 3);
            assert_each(&requests, "x-team", KEY);
            assert_each(&requests, "content-type", content_type);
            let gzip = (compression == Compression::Gzip).then_some("gzip");
            assert!(requests.iter().all(|request| request.encoding() == gzip), "{}", receiver.dump());
            let grpc = if protocol == Protocol::Grpc { Transport::Grpc } else { Transport::Http };
            assert!(requests.iter().all(|request| request.transport == grpc && request.method == "POST"));
            if protocol != Protocol::Grpc {
                assert_eq!(paths(&requests), PATHS);
            }
            assert_eq!(receiver.spans()[0].name, "tools/call add");
            assert_eq!(receiver.logs().len(), 1);
            assert_eq!(temporality(&receiver), Temporality::Cumulative);
        }
    }
}

#[tokio::test]
async fn tls_with_an_authority_and_a_certificate_of_ones_own() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = |name: &str, pem: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, pem).expect("written");
        path
    };
    for protocol in [Protocol::Grpc, Protocol::HttpProtobuf] {
        let receiver = OtlpReceiver::builder().mutual_tls().start().await.expect("a receiver");
        let certificates = receiver.certificates().expect("certificates").clone();
        let mut settings = settings("otlp", &receiver.endpoint());
        settings.protocol = Some(protocol);
        settings.tls.ca_file = Some(file("ca.pem", &certificates.ca));
        let refused = send(exporters(&settings, &Credentials::new()).expect("exporters")).await;
        assert!(refused.is_err(), "without a certificate of ours");
        settings.tls.cert_file = Some(file("cert.pem", &certificates.client_certificate));
        settings.tls.key_file = Some(file("key.pem", &certificates.client_key));
        let requests = sent(&receiver, &settings, &Credentials::new()).await;
        assert!(requests.iter().all(|request| request.tls && request.client_certificate));

        settings.tls.ca_file = None;
        let refused = send(exporters(&settings, &Credentials::new()).expect("exporters")).await;
        let why = refused.expect_err("an authority that the system does not know").to_string();
        assert!(why.contains("127.0.0.1"), "{why}");
    }
}

#[tokio::test]
async fn datadog() {
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let requests =
        sent(&receiver, &settings("datadog", &receiver.endpoint()), &credentials([("api_key", KEY)])).await;
    assert_eq!(paths(&requests), PATHS);
    assert_each(&requests, "dd-api-key", KEY);
    assert_each(&requests, "content-type", PROTOBUF);
    let stats: Vec<_> = requests.iter().map(|request| request.header("compute_stats")).collect();
    assert_eq!(stats, [Some("true"), None, None]);
    assert_eq!(temporality(&receiver), Temporality::Delta);
}

#[tokio::test]
async fn accepted_is_as_good_as_ok() {
    // As Datadog answers.
    let server = Server::start(|_| (StatusCode::ACCEPTED, String::new())).await;
    let exporters = exporters(&settings("datadog", &server.endpoint), &credentials([("api_key", KEY)]));
    send(exporters.expect("exporters")).await.expect("to be taken");
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn grafana() {
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let mut settings = settings("grafana", &receiver.url("/otlp"));
    settings.options.insert("instance_id".to_owned(), "4711".to_owned());
    let requests = sent(&receiver, &settings, &credentials([("token", "glc_x")])).await;
    assert_eq!(paths(&requests), ["/otlp/v1/traces", "/otlp/v1/metrics", "/otlp/v1/logs"]);
    // `printf 4711:glc_x | base64`
    assert_each(&requests, "authorization", concat!("Basic ", "NDcxMTpnbGNfeA=="));
    assert_each(&requests, "content-encoding", "gzip");
    assert_eq!(temporality(&receiver), Temporality::Cumulative);
}

#[tokio::test]
async fn new_relic() {
    for (protocol, content_type) in [(None, PROTOBUF), (Some(Protocol::Grpc), "application/grpc")] {
        let receiver = OtlpReceiver::start().await.expect("a receiver");
        let mut settings = settings("newrelic", &receiver.endpoint());
        settings.protocol = protocol;
        let requests = sent(&receiver, &settings, &credentials([("api_key", KEY)])).await;
        assert_each(&requests, "api-key", KEY);
        assert_each(&requests, "content-type", content_type);
        assert!(requests.iter().all(|request| request.encoding() == Some("gzip")));
        assert_eq!(temporality(&receiver), Temporality::Delta);
    }
}

#[tokio::test]
async fn splunk() {
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let mut settings = settings("splunk", &receiver.endpoint());
    settings.options.insert("realm".to_owned(), "us1".to_owned());
    let requests = sent(&receiver, &settings, &credentials([("token", KEY)])).await;
    // Log records are not taken.
    assert_eq!(paths(&requests), ["/v2/trace/otlp", "/v2/datapoint/otlp"]);
    assert_each(&requests, "x-sf-token", KEY);
}

#[tokio::test]
async fn aws_signs_each_request() {
    let (key, secret) = (concat!("AKID", "EXAMPLE"), concat!("wJalrXUtnFEMI/", "not/a/secret/key"));
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let mut settings = settings("aws", &receiver.endpoint());
    for (name, value) in [("region", "eu-central-1"), ("log_group", "gate"), ("log_stream", "one")] {
        settings.options.insert(name.to_owned(), value.to_owned());
    }
    let known =
        credentials([("access_key_id", key), ("secret_access_key", secret), ("session_token", "a-token")]);
    let requests = sent(&receiver, &settings, &known).await;
    assert_eq!(paths(&requests), PATHS);
    assert_each(&requests, "content-encoding", "gzip");
    assert_each(&requests, "x-amz-security-token", "a-token");
    for (request, service) in requests.iter().zip(["xray", "monitoring", "logs"]) {
        let hash = sigv4::hash(&request.body);
        sigv4::verify(request, key, secret, "eu-central-1", service, &hash)
            .expect("a signature that is right");
        assert!(sigv4::verify(request, key, "another", "eu-central-1", service, &hash).is_err());
    }
    assert_eq!(requests[2].header("x-aws-log-group"), Some("gate"));
    assert_eq!(requests[2].header("x-aws-log-stream"), Some("one"));
    assert_eq!(requests[0].header("x-aws-log-group"), None);
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let missing = |provider: &str, credentials: &Credentials| {
        let settings = settings(provider, "http://127.0.0.1:9");
        exporters(&settings, credentials).expect_err(provider).to_string()
    };
    let none = Credentials::new();
    assert_eq!(missing("datadog", &none), "the credential `api_key` is missing");
    assert_eq!(missing("newrelic", &none), "the credential `api_key` is missing");
    assert_eq!(missing("grafana", &none), "the option `instance_id` is missing");
    assert_eq!(missing("splunk", &none), "the option `realm` is missing");
    assert_eq!(missing("azure", &none), "the option `tenant_id` is missing");
    let wrong = credentials([("service_account", KEY), ("connection_string", KEY)]);
    for provider in ["google", "azure"] {
        let why = missing(provider, &wrong);
        assert!(why.contains("cannot be used") && !why.contains(KEY), "{why}");
    }
}

#[tokio::test]
async fn a_failure_says_where_and_why_and_shows_no_credential() {
    use testkit::otlp::{Behaviour, Failure};

    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let refused = |protocol| {
        let mut settings = settings("otlp", &receiver.url("/?key=hunter22"));
        settings.protocol = Some(protocol);
        settings.timeout = Duration::from_millis(500);
        async move {
            let exporters = exporters(&settings, &credentials([("header.x-key", KEY)])).expect("exporters");
            let why = send(exporters).await.expect_err("a failure").to_string();
            assert!(!why.contains(KEY) && !why.contains("hunter22"), "{why}");
            assert!(why.contains("http://127.0.0.1:"), "{why}");
            why
        }
    };
    for (behaviour, grpc, http) in [
        (Behaviour::Fail(Failure::Unauthorized), "nauthenticated", "401"),
        (Behaviour::Fail(Failure::Unavailable { retry_after: None }), "navailable", "503"),
        (Behaviour::Refuse, "refused", "refused"),
    ] {
        receiver.behave(behaviour.clone()).await.expect("told");
        let why = refused(Protocol::Grpc).await;
        assert!(why.to_lowercase().contains(&grpc.to_lowercase()), "{behaviour:?}: {why}");
        let why = refused(Protocol::HttpProtobuf).await;
        assert!(why.contains(http), "{behaviour:?}: {why}");
    }
}

#[test]
fn presets_have_names_of_their_own_and_say_what_they_know() {
    let presets = gate_telemetry::provider::presets();
    let names: std::collections::BTreeSet<_> = presets.iter().map(|preset| preset.name()).collect();
    assert_eq!(names.len(), presets.len());
    for known in ["otlp", "stdout", "datadog", "azure", "aws", "google", "grafana", "newrelic", "splunk"] {
        assert!(names.contains(known), "{known}");
    }
    let settings = Settings::default();
    let none = Credentials::new();
    for preset in presets {
        // Nothing is asked of a provider for signals that are off.
        let destination = Destination::new(&settings, &none, false);
        assert!(preset.resource(&destination).is_empty());
        for field in preset.options().iter().chain(preset.credentials()) {
            assert!(!field.about.is_empty(), "{}: {}", preset.name(), field.name);
        }
    }
}
