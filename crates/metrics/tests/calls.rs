//! Call metrics: handlers that start calls through the API that gate-mcp uses, over real sockets.

#![expect(clippy::unwrap_used, reason = "what fails in a handler fails its test")]

mod support;

use std::sync::Arc;

use axum::{Extension, Router, extract::Path, routing::get};
use gate_call::{Call, Exchange, Failure, Kind, Outcome};
use gate_metrics::{KnownNames, MetricsLayer, catalogue};
use http::StatusCode;
use hyper_util::service::TowerToHyperService;
use support::{metrics, open, request, requests, serve};

/// What one server lists.
struct Catalog;

impl KnownNames for Catalog {
    fn knows_tool(&self, server: &str, tool: &str) -> bool {
        server == "files" && matches!(tool, "read" | "list")
    }

    fn knows_server(&self, server: &str) -> bool {
        server == "files"
    }
}

fn tool(exchange: &Exchange, server: &str, name: &str) -> Call {
    let state = |call: &Call| {
        call.set_kind(Kind::Tool);
        call.set_method("tools/call");
        call.set_server(server);
        call.set_name(name);
        call.set_session("session-secret");
    };
    exchange.start_call(state).unwrap()
}

fn outcome(name: &str) -> Outcome {
    match name {
        "tool_error" => Outcome::ToolError,
        "rpc_error" => Outcome::RpcError(-32603),
        "denied" => Outcome::Denied,
        "blocked" => Outcome::Blocked,
        "cancelled" => Outcome::Cancelled,
        "upstream_error" => Outcome::Failed(Failure::NoResult),
        _ => Outcome::Ok,
    }
}

type Called = (String, String, String);

fn app() -> Router {
    let call = |Path((server, name, end)): Path<Called>, Extension(exchange): Extension<Exchange>| async move {
        tool(&exchange, &server, &name).end(outcome(&end));
    };
    let mcp = |Path(method): Path<String>, Extension(exchange): Extension<Exchange>| async move {
        let state = |call: &Call| {
            call.set_kind(Kind::Mcp);
            call.set_server("files");
            call.set_method(method.as_str());
        };
        exchange.start_call(state).unwrap().end(Outcome::Ok);
    };
    let hang = |Extension(exchange): Extension<Exchange>| async move {
        let _call = tool(&exchange, "files", "read");
        std::future::pending::<()>().await;
    };
    let panics = |Extension(exchange): Extension<Exchange>| async move {
        let call = tool(&exchange, "files", "read");
        assert!(call.is_ended(), "a handler's bug, wanted here");
    };
    Router::new()
        .route("/tool/{server}/{name}/{outcome}", get(call))
        .route("/mcp/{*method}", get(mcp))
        .route("/hang", get(hang))
        .route("/panic", get(panics))
        .route("/plain", get(|| async { StatusCode::OK }))
}

#[tokio::test]
async fn each_outcome_moves_its_own_series() {
    let (builder, scrape) = metrics();
    let app = app().layer(builder.known_names(Arc::new(Catalog)).build());
    let address = serve(TowerToHyperService::new(app)).await;
    let outcomes = ["ok", "tool_error", "rpc_error", "denied", "blocked", "cancelled", "upstream_error"];
    requests(address, outcomes.map(|outcome| format!("/tool/files/read/{outcome}"))).await;
    for outcome in outcomes {
        let labels = format!("{{server=\"files\",tool=\"read\",status=\"{outcome}\"}}");
        scrape.wait(&format!("tool_calls_total{labels}"), 1.0).await;
        assert_eq!(scrape.value(&format!("tool_latency_seconds_count{labels}")), Some(1.0));
    }
    assert_eq!(scrape.series("tool_calls_total").len(), outcomes.len());
    assert!(!scrape.text().contains("session-secret"));
}

#[tokio::test]
async fn calls_that_never_answer_are_told_too() {
    let (builder, scrape) = metrics();
    let app = app().layer(builder.known_names(Arc::new(Catalog)).build());
    let address = serve(TowerToHyperService::new(app)).await;
    let calls = "tool_calls_in_flight{server=\"files\"}";
    request(address, "GET /panic").await;
    scrape.wait("tool_calls_total{server=\"files\",tool=\"read\",status=\"upstream_error\"}", 1.0).await;
    scrape.wait(calls, 0.0).await;
    let hanging = open(address, "GET /hang").await;
    scrape.wait("http_requests_in_flight", 1.0).await;
    scrape.wait(calls, 1.0).await;
    drop(hanging);
    scrape.wait(calls, 0.0).await;
    scrape.wait("tool_calls_total{server=\"files\",tool=\"read\",status=\"disconnected\"}", 1.0).await;
    scrape.wait("http_requests_in_flight", 0.0).await;
}

#[tokio::test]
async fn invented_names_are_one_series() {
    let (builder, scrape) = metrics();
    let app = app().layer(builder.known_names(Arc::new(Catalog)).build());
    let address = serve(TowerToHyperService::new(app)).await;
    let tools = (0..10_000).map(|name| format!("/tool/files/tool{name}/ok"));
    let servers = (0..100).map(|name| format!("/tool/server{name}/read/ok"));
    let methods = (0..100).map(|name| format!("/mcp/invented/{name}"));
    requests(address, tools.chain(servers).chain(methods).chain(["/mcp/tools/list".into()])).await;
    scrape.wait("mcp_requests_total{server=\"files\",method=\"tools/list\",status=\"ok\"}", 1.0).await;
    scrape.wait("tool_calls_total{server=\"files\",tool=\"other\",status=\"ok\"}", 10_000.0).await;
    scrape.wait("tool_calls_total{server=\"other\",tool=\"other\",status=\"ok\"}", 100.0).await;
    scrape.wait("mcp_requests_total{server=\"files\",method=\"other\",status=\"ok\"}", 100.0).await;
    assert_eq!(scrape.series("tool_calls_total").len(), 2);
    assert_eq!(scrape.series("mcp_requests_total").len(), 2);
}

#[tokio::test]
async fn without_a_catalog_every_tool_is_other() {
    let (builder, scrape) = metrics();
    let address = serve(TowerToHyperService::new(app().layer(builder.build()))).await;
    request(address, "GET /tool/files/read/ok").await;
    scrape.wait("tool_calls_total{server=\"files\",tool=\"other\",status=\"ok\"}", 1.0).await;
}

#[tokio::test]
async fn plain_http_is_no_call() {
    let (builder, scrape) = metrics();
    let address = serve(TowerToHyperService::new(app().layer(builder.build()))).await;
    request(address, "GET /plain").await;
    scrape.wait("http_requests_total{endpoint=\"other\",method=\"GET\",status=\"200\"}", 1.0).await;
    assert!(scrape.series("tool_calls_total").is_empty());
    assert!(scrape.series("mcp_requests_total").is_empty());
}

#[tokio::test]
async fn everything_emitted_is_in_the_catalogue_and_described() {
    let (builder, scrape) = metrics();
    let app = app().layer(builder.known_names(Arc::new(Catalog)).build());
    let address = serve(TowerToHyperService::new(app)).await;
    requests(address, ["/tool/files/read/ok".into(), "/mcp/ping".into()]).await;
    scrape.wait("mcp_requests_total{server=\"files\",method=\"ping\",status=\"ok\"}", 1.0).await;
    let text = scrape.text();
    let types: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
    assert!(types.len() >= 7, "{text}");
    for line in types {
        let name = line.split(' ').next().unwrap();
        let listed = catalogue::all().find(|metric| metric.name == name);
        let listed = listed.unwrap_or_else(|| panic!("{name} is in no catalogue"));
        assert!(text.contains(&format!("# HELP {name} {}", listed.help)), "{name} has no help");
    }
}

#[tokio::test]
async fn the_global_recorder_serves_where_none_is_given() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder().unwrap();
    let layer = MetricsLayer::new();
    request(serve(TowerToHyperService::new(app().layer(layer))).await, "GET /plain").await;
    let series = "http_requests_total{endpoint=\"other\",method=\"GET\",status=\"200\"} 1";
    for _ in 0..500 {
        if recorder.render().contains(series) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{}", recorder.render());
}

#[test]
fn public_types_are_send_sync_and_finite_in_debug() {
    fn check<T: Send + Sync + std::fmt::Debug>(value: &T) {
        assert!(format!("{value:?}").len() < 600, "{value:?}");
    }
    check(&MetricsLayer::new());
    check(&MetricsLayer::builder());
    check(&MetricsLayer::builder().observer());
}
