//! The example of a back end of one's own, against a real receiver.

#![cfg(feature = "otlp")]

#[allow(dead_code, reason = "its main asks for a key")]
#[path = "../examples/provider.rs"]
mod provider;

use std::{sync::Arc, time::Duration};

use gate_telemetry::{
    Secret, Settings, Telemetry,
    settings::{Credentials, Protocol},
    spans::Spans,
};
use testkit::otlp::OtlpReceiver;
use tracing_subscriber::layer::SubscriberExt as _;

#[tokio::test]
async fn thirty_lines_make_a_provider() {
    const KEY: &str = concat!("not-a-", "real-key-4711");
    for protocol in [Protocol::HttpProtobuf, Protocol::Grpc] {
        let receiver = OtlpReceiver::start().await.expect("a receiver");
        let (layer, handle) = Spans::new().layer().expect("a layer");
        let telemetry = Telemetry::builder().spans(handle).provider(Arc::new(provider::Honeycomb)).build();
        let mut settings = Settings::default();
        settings.provider = "honeycomb".to_owned();
        settings.endpoint = Some(receiver.endpoint());
        settings.protocol = Some(protocol);
        let refused = telemetry.apply(settings.clone(), Credentials::new()).await.expect_err("no key");
        assert!(refused.to_string().contains("api_key"), "{refused}");
        let key = Secret::new(KEY.to_owned());
        telemetry.apply(settings, Credentials::new().with("api_key", key)).await.expect("applied");
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::with_default(subscriber, || drop(tracing::info_span!("work")));
        assert!(telemetry.shutdown(Duration::from_secs(5)).await.is_nothing());
        assert_eq!(receiver.spans()[0].name, "work");
        assert!(receiver.requests().iter().all(|request| request.header("x-honeycomb-team") == Some(KEY)));
    }
}
