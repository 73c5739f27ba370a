//! Azure Monitor, by both ways in, against real servers.

#![cfg(feature = "azure")]

mod support;

use std::{collections::BTreeMap, io::Read as _};

use flate2::read::GzDecoder;
use gate_telemetry::{
    Settings,
    settings::{Credentials, Protocol},
};
use http::StatusCode;
use support::{credentials, exporters, send, server::Server, settings};
use tempfile::NamedTempFile;
use testkit::otlp::{OtlpReceiver, Temporality};

/// Credentials that look like none, in pieces.
const SECRET: &str = concat!("not-a-", "real-secret-4711");
const TOKEN: &str = concat!("not.a.", "real.token");

/// Entra, for so long: the token that it gives, and what a token is good for.
async fn entra(expires_in: u64) -> Server {
    Server::start(move |before| {
        let answer = serde_json::json!({
            "token_type": "Bearer",
            "expires_in": expires_in,
            "access_token": format!("{TOKEN}-{before}"),
        });
        (StatusCode::OK, answer.to_string())
    })
    .await
}

fn native(entra: &Server, receiver: &OtlpReceiver) -> (Settings, Credentials) {
    let mut settings = settings("azure", "");
    settings.endpoint = None;
    let rule = |stream: &str| receiver.url(&format!("/datacollectionRules/dcr-1/streams/{stream}/otlp/v1"));
    for (name, value) in [
        ("tenant_id", "a-tenant".to_owned()),
        ("client_id", "a client".to_owned()),
        ("authority", entra.endpoint.clone()),
        ("traces_endpoint", rule("Microsoft-OTLP-Traces") + "/traces"),
        ("metrics_endpoint", rule("microsoft-otelmetrics") + "/metrics"),
        ("logs_endpoint", rule("Microsoft-OTLP-Logs") + "/logs"),
    ] {
        settings.options.insert(name.to_owned(), value);
    }
    (settings, credentials([("client_secret", SECRET)]))
}

#[tokio::test]
async fn a_token_is_fetched_once_and_used_for_all() {
    let (entra, receiver) = (entra(3600).await, OtlpReceiver::start().await.expect("a receiver"));
    let (settings, credentials) = native(&entra, &receiver);
    send(exporters(&settings, &credentials).expect("exporters")).await.expect("to be taken");

    let asked = entra.asked();
    assert_eq!(asked.len(), 1, "one token for three signals: {asked:?}");
    assert_eq!(asked[0].uri, "/a-tenant/oauth2/v2.0/token");
    assert_eq!(asked[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    let form: BTreeMap<_, _> = form_urlencoded::parse(&asked[0].body).into_owned().collect();
    let form: Vec<_> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        form,
        [
            ("client_id", "a client"),
            ("client_secret", SECRET),
            ("grant_type", "client_credentials"),
            ("scope", "https://monitor.azure.com/.default"),
        ]
    );

    let requests = receiver.requests();
    let paths: Vec<_> = requests.iter().map(|request| request.path()).collect();
    let rule = "/datacollectionRules/dcr-1/streams";
    assert_eq!(
        paths,
        [
            format!("{rule}/Microsoft-OTLP-Traces/otlp/v1/traces"),
            format!("{rule}/microsoft-otelmetrics/otlp/v1/metrics"),
            format!("{rule}/Microsoft-OTLP-Logs/otlp/v1/logs"),
        ]
    );
    for request in &requests {
        assert_eq!(request.header("authorization"), Some(&*format!("Bearer {TOKEN}-0")), "{request}");
        assert_eq!(request.content_type(), Some("application/x-protobuf"));
    }
    let sums = receiver.metrics();
    assert_eq!(sums[0].temporality, Some(Temporality::Delta));
    assert!(receiver.grep(SECRET, &[]).is_empty(), "the secret is for Entra alone");
}

#[tokio::test]
async fn a_token_that_runs_out_is_fetched_anew() {
    // That is shorter than the time before its end at which a token counts as old.
    let (entra, receiver) = (entra(60).await, OtlpReceiver::start().await.expect("a receiver"));
    let (settings, credentials) = native(&entra, &receiver);
    send(exporters(&settings, &credentials).expect("exporters")).await.expect("to be taken");
    assert_eq!(entra.asked().len(), 3);
    for (number, request) in receiver.requests().iter().enumerate() {
        assert_eq!(request.header("authorization"), Some(&*format!("Bearer {TOKEN}-{number}")));
    }
}

#[tokio::test]
async fn a_token_that_is_said_to_be_good_for_ever_is_used() {
    let (entra, receiver) = (entra(u64::MAX).await, OtlpReceiver::start().await.expect("a receiver"));
    let (settings, credentials) = native(&entra, &receiver);
    send(exporters(&settings, &credentials).expect("exporters")).await.expect("to be taken");
    assert_eq!((entra.asked().len(), receiver.requests().len()), (1, 3));
}

#[tokio::test]
async fn a_refusal_of_a_token_shows_no_secret() {
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    // What is no token, and what is no header.
    for (status, answer, why) in [
        (StatusCode::UNAUTHORIZED, format!("{{\"error_description\":\"{SECRET}\"}}"), "401"),
        (StatusCode::OK, format!("<html>{SECRET}</html>"), "no token in it"),
        (StatusCode::OK, "{\"access_token\":\"a\\nb\",\"expires_in\":1}".to_owned(), "cannot be a header"),
    ] {
        let entra = Server::start(move |_| (status, answer.clone())).await;
        let (settings, credentials) = native(&entra, &receiver);
        let refused = send(exporters(&settings, &credentials).expect("exporters")).await;
        let text = refused.expect_err("a refusal").to_string();
        assert!(text.contains(why) && !text.contains(SECRET), "{text}");
    }
    assert!(receiver.requests().is_empty(), "nothing goes out without a token");
}

#[tokio::test]
async fn what_azure_does_not_speak_is_refused() {
    let (entra, receiver) = (entra(3600).await, OtlpReceiver::start().await.expect("a receiver"));
    let (mut settings, credentials) = native(&entra, &receiver);
    settings.protocol = Some(Protocol::Grpc);
    let refused = exporters(&settings, &credentials).expect_err("a refusal").to_string();
    assert!(refused.contains("http/protobuf"), "{refused}");
    settings.protocol = None;
    settings.options.remove("logs_endpoint");
    let refused = exporters(&settings, &credentials).expect_err("a refusal").to_string();
    assert_eq!(refused, "the option `logs_endpoint` is missing");
}

/// Application Insights is spoken to over TLS whatever the string says, so the authority is part of it.
fn by_connection_string(key: &str, insights: &Server, ca: &str) -> (Settings, Credentials, NamedTempFile) {
    let file = NamedTempFile::new().expect("a file");
    std::fs::write(&file, ca).expect("written");
    let mut settings = settings("azure", "");
    settings.tls.ca_file = Some(file.path().to_owned());
    let connection = format!("InstrumentationKey={key};IngestionEndpoint={}/", insights.endpoint);
    (settings, credentials([("connection_string", &connection)]), file)
}

#[tokio::test]
async fn a_connection_string_leads_to_application_insights() {
    const KEY: &str = "00000000-1111-2222-3333-444444444444";
    let taken = "{\"itemsReceived\":1,\"itemsAccepted\":1,\"errors\":[]}";
    let (insights, ca) = Server::start_tls(|_| (StatusCode::OK, taken.to_owned())).await;
    let (settings, known, _ca) = by_connection_string(KEY, &insights, &ca);
    send(exporters(&settings, &known).expect("exporters")).await.expect("to be taken");

    let asked = insights.asked();
    assert_eq!(asked.len(), 3, "spans, metrics, log records");
    let mut kinds = Vec::new();
    for request in asked {
        assert_eq!(request.uri, "/v2/track");
        assert_eq!(request.header("content-encoding"), Some("gzip"));
        assert_eq!(request.header("content-type"), Some("application/json"));
        let headers = request.headers.values().filter_map(|value| value.to_str().ok());
        assert!(headers.into_iter().all(|value| !value.contains(KEY)));
        let mut text = String::new();
        GzDecoder::new(&*request.body).read_to_string(&mut text).expect("gzip");
        let items: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let items = items.as_array().expect("a list");
        assert!(items.iter().all(|item| item["iKey"] == KEY), "{text}");
        assert_eq!(text.matches(KEY).count(), items.len(), "the key is nowhere else: {text}");
        kinds.push(items[0]["data"]["baseType"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(kinds, ["RequestData", "MetricData", "MessageData"]);
}

#[tokio::test]
async fn application_insights_that_refuses_is_quoted_without_the_connection_string() {
    let (insights, ca) = Server::start_tls(|_| (StatusCode::BAD_REQUEST, SECRET.to_owned())).await;
    let (settings, known, _ca) = by_connection_string(SECRET, &insights, &ca);
    let refused = send(exporters(&settings, &known).expect("exporters")).await;
    let text = refused.expect_err("a refusal").to_string();
    assert!(text.contains("400") && text.contains("127.0.0.1") && !text.contains(SECRET), "{text}");
}
