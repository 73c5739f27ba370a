//! Google Cloud, with a service account whose tokens come from a server of the test's.

#![cfg(feature = "google")]

mod support;

use std::collections::BTreeMap;

use base64::{
    Engine as _,
    engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD},
};
use gate_telemetry::{Settings, Telemetry, provider::Destination, settings::Credentials, spans::Spans};
use http::StatusCode;
use num_bigint::BigUint;
use support::{
    credentials, exporters, preset,
    rsa::{self, Key},
    send,
    server::Server,
    settings,
};
use testkit::otlp::{OtlpReceiver, sigv4};
use tracing_subscriber::layer::SubscriberExt as _;

const TOKEN: &str = concat!("ya", "29.not-a-real-token");

fn account(key: &Key, token_uri: &str) -> String {
    serde_json::json!({
        "type": "service_account",
        "project_id": "a-project",
        "private_key_id": "1",
        "private_key": key.pem,
        "client_email": "gate@a-project.iam.gserviceaccount.com",
        "client_id": "1",
        "auth_uri": token_uri,
        "token_uri": token_uri,
    })
    .to_string()
}

/// Gives tokens.
async fn tokens() -> Server {
    let answer = serde_json::json!({ "access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer" });
    Server::start(move |_| (StatusCode::OK, answer.to_string())).await
}

fn decoded(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).or_else(|_| URL_SAFE.decode(part)).expect("base 64")
}

/// Looks at what the account says of itself, and at its signature, as Google would.
fn assert_signed(assertion: &str, key: &Key, audience: &str) {
    let (signed, signature) = assertion.rsplit_once('.').expect("a signature");
    let (_, claims) = signed.split_once('.').expect("claims");
    let claims: serde_json::Value = serde_json::from_slice(&decoded(claims)).expect("JSON");
    assert_eq!(claims["iss"], "gate@a-project.iam.gserviceaccount.com");
    assert_eq!(claims["aud"], audience);
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/cloud-platform");
    // PKCS #1: the padding, and the hash at its end.
    let signature = BigUint::from_bytes_be(&decoded(signature));
    let opened = signature.modpow(&rsa::EXPONENT.into(), &key.modulus).to_str_radix(16);
    assert!(opened.starts_with("1ffff") && opened.ends_with(&sigv4::hash(signed.as_bytes())), "{opened}");
}

#[tokio::test]
async fn a_service_account() {
    let (tokens, receiver) = (tokens().await, OtlpReceiver::start().await.expect("a receiver"));
    let key = &*rsa::KEY;
    let known = credentials([("service_account", &account(key, &tokens.endpoint))]);
    let settings = settings("google", &receiver.endpoint());
    send(exporters(&settings, &known).expect("exporters")).await.expect("to be taken");

    let asked = tokens.asked();
    assert_eq!(asked.len(), 1, "one token for three signals");
    let form: BTreeMap<_, _> = form_urlencoded::parse(&asked[0].body).into_owned().collect();
    assert_eq!(form["grant_type"], "urn:ietf:params:oauth:grant-type:jwt-bearer");
    assert_signed(&form["assertion"], key, &tokens.endpoint);

    let requests = receiver.requests();
    let paths: Vec<_> = requests.iter().map(|request| request.path()).collect();
    assert_eq!(paths, ["/v1/traces", "/v1/metrics", "/v1/logs"]);
    for request in &requests {
        assert_eq!(request.header("authorization"), Some(&*format!("Bearer {TOKEN}")), "{request}");
        assert_eq!(request.content_type(), Some("application/x-protobuf"));
    }

    // The project is known from the key, and can be set.
    let of = |settings: &Settings| preset("google").resource(&Destination::new(settings, &known, false));
    assert_eq!(of(&settings), [("gcp.project_id", "a-project".to_owned())]);
    let mut another = settings;
    another.options.insert("project".to_owned(), "another".to_owned());
    assert_eq!(of(&another), [("gcp.project_id", "another".to_owned())]);
}

#[tokio::test]
async fn the_project_is_in_the_resource_of_what_is_sent() {
    let (tokens, receiver) = (tokens().await, OtlpReceiver::start().await.expect("a receiver"));
    let known = credentials([("service_account", &account(&rsa::KEY, &tokens.endpoint))]);
    let (layer, handle) = Spans::new().layer().expect("a layer");
    let telemetry = Telemetry::builder().spans(handle).build();
    telemetry.apply(settings("google", &receiver.endpoint()), known).await.expect("applied");
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, || drop(tracing::info_span!("work")));
    assert!(telemetry.shutdown(std::time::Duration::from_secs(5)).await.is_nothing());
    let spans = receiver.spans();
    assert_eq!(spans.len(), 1);
    assert_eq!(spans[0].resource["gcp.project_id"].as_str(), Some("a-project"));
}

#[tokio::test]
async fn a_refusal_of_a_token_shows_no_key() {
    let tokens = Server::start(|_| (StatusCode::FORBIDDEN, TOKEN.to_owned())).await;
    let receiver = OtlpReceiver::start().await.expect("a receiver");
    let key = &*rsa::KEY;
    let known: Credentials = credentials([("service_account", &account(key, &tokens.endpoint))]);
    let refused =
        send(exporters(&settings("google", &receiver.endpoint()), &known).expect("exporters")).await;
    let text = refused.expect_err("a refusal").to_string();
    assert!(text.contains("token request failed"), "{text}");
    assert!(!text.contains(TOKEN) && !text.contains("PRIVATE"), "{text}");
    assert!(receiver.requests().is_empty(), "nothing goes out without a token");
}
