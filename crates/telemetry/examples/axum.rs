//! A service of axum's, traced: `cargo run -p gate-telemetry --features otlp --example axum`, then
//! `curl localhost:3000/hello/you?password=hunter2`. Spans go to standard output, log lines to standard error;
//! neither has the password.

use axum::{Router, extract::Path, routing::get};
use gate_telemetry::{Settings, Setup, settings::Credentials};
use gate_trace::TraceLayer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let observed = Setup::new().service_version(env!("CARGO_PKG_VERSION")).init()?;
    let telemetry = &observed.telemetry;

    let mut settings = Settings::default();
    settings.service_name = "hello".to_owned();
    // Or "otlp", "datadog", …, from wherever a service has its settings.
    settings.provider = "stdout".to_owned();
    telemetry.apply(settings, Credentials::new()).await?;

    let mut traced = TraceLayer::builder();
    if let Some(sampler) = telemetry.sampler() {
        traced = traced.sampler(sampler.clone());
    }
    let app = Router::new().route("/hello/{name}", get(hello)).layer(traced.build());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    let stop = async { _ = tokio::signal::ctrl_c().await };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;

    let left = telemetry.shutdown(std::time::Duration::from_secs(5)).await;
    if !left.is_nothing() {
        tracing::warn!(spans = left.spans, "not all spans have left");
    }
    Ok(())
}

async fn hello(Path(name): Path<String>) -> String {
    tracing::info!(name, "somebody is greeted");
    format!("Hello, {name}!\n")
}
