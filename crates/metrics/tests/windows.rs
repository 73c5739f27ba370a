//! Calls that pass the layer are in the windows, under the names that labels have.

#![expect(clippy::unwrap_used, reason = "what fails in a handler fails its test")]

mod support;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Extension, Router, extract::Path, routing::get};
use gate_call::{Exchange, Kind, Outcome};
use gate_metrics::{
    OTHER,
    window::{By, WindowQuery, Windows},
};
use hyper_util::service::TowerToHyperService;
use support::{metrics, requests, serve};

fn app() -> Router {
    let call = |Path((server, name)): Path<(String, String)>, Extension(exchange): Extension<Exchange>| async move {
        let call = exchange.start_call(|call| {
            call.set_kind(Kind::Tool);
            call.set_method("tools/call");
            call.set_server(server);
            call.set_name(name.as_str());
        });
        tokio::time::sleep(Duration::from_millis(20)).await;
        call.unwrap().end(if name == "list" { Outcome::ToolError } else { Outcome::Ok });
    };
    let mcp = |Path(method): Path<String>, Extension(exchange): Extension<Exchange>| async move {
        let call = exchange.start_call(|call| {
            call.set_kind(Kind::Mcp);
            call.set_server("files");
            call.set_method(method.as_str());
        });
        call.unwrap().end(Outcome::Ok);
    };
    Router::new().route("/tool/{server}/{name}", get(call)).route("/mcp/{*method}", get(mcp))
}

#[tokio::test]
async fn each_call_is_there_once_under_a_bounded_name() {
    let windows = Windows::new();
    let (builder, scrape) = metrics();
    let known = Arc::new(|server: &str, tool: &str| server == "files" && ["read", "list"].contains(&tool));
    let layer = builder.known_names(known).windows(windows.clone()).build();
    let address = serve(TowerToHyperService::new(app().layer(layer))).await;
    let paths =
        ["/tool/files/read", "/tool/files/read", "/tool/files/list", "/tool/files/invented", "/plain"];
    let mcp = ["/mcp/tools/list", "/mcp/subscriptions/listen", "/mcp/invented"];
    requests(address, paths.into_iter().chain(mcp).map(str::to_owned)).await;
    scrape.wait("mcp_requests_total{server=\"files\",method=\"other\",status=\"ok\"}", 1.0).await;

    let report = |by| windows.stats(&WindowQuery::last(Duration::from_secs(60)).by(by), Instant::now());
    let of = |group: &gate_metrics::window::Group| {
        (group.server.to_string(), group.tool.clone().or(group.method.clone()).map(String::from))
    };
    let counts = |by| -> Vec<_> {
        report(by).items.iter().map(|(group, stats)| (of(group), stats.calls, stats.errors)).collect()
    };
    let row = |name: &str, calls, errors| (("files".to_owned(), Some(name.to_owned())), calls, errors);
    let no_tool = (("files".to_owned(), None), 2, 0);
    let tools = [no_tool, row("list", 1, 1), row(OTHER, 1, 0), row("read", 2, 0)];
    assert_eq!(counts(By::Tool), tools);
    assert_eq!(counts(By::Method), [row(OTHER, 1, 0), row("tools/call", 4, 1), row("tools/list", 1, 0)]);

    let tools = report(By::Tool);
    assert!(tools.items[3].1.p50.unwrap() >= Duration::from_millis(19), "{tools:?}");
    assert_eq!((tools.total.calls, tools.folded), (6, 0));
}
