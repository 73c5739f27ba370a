//! rmcp's client in both eras, the demo server behind the layer.

use std::time::Duration;

use gate_call::{Direction, Kind, Outcome, TokenUsage};
use gate_demo::DemoConfig;
use http::StatusCode;
use rmcp::model::{GetPromptRequestParams, ReadResourceRequestParams};
use testkit::{Lifecycle, McpClient, Server};

use crate::support::{Book, Seen, layer, serve};

async fn demo(book: &Book) -> Server {
    serve(&layer().build(), book, gate_demo::service(DemoConfig::default())).await
}

async fn connected(book: &Book, lifecycle: Lifecycle) -> (Server, McpClient) {
    let server = demo(book).await;
    let client = McpClient::connect(&server.url("/mcp"), lifecycle, &[]).await.unwrap();
    (server, client)
}

fn json(text: &str) -> rmcp::serde_json::Value {
    rmcp::serde_json::from_str(text).unwrap()
}

/// What holds for every call of a client to the demo server.
fn assert_common(seen: &Seen, lifecycle: Lifecycle) {
    let call = &seen.call;
    assert_eq!(call.server().map(|s| &**s), Some("s"));
    assert_eq!(call.direction(), Some(&Direction::ToServer));
    assert_eq!(call.client().map(|client| &*client.name), Some("rmcp"), "{:?}", call.method());
    assert!(call.client().unwrap().version.is_some());
    let stateless = lifecycle == Lifecycle::Stateless;
    assert_eq!(call.protocol_version().unwrap().as_ref() >= "2026-07-28", stateless);
    assert_eq!(call.session().is_none(), stateless, "{:?}", call.method());
    assert_eq!(seen.method_at_start, call.method().cloned());
}

#[tokio::test]
async fn every_method_is_told_with_its_facts() {
    for lifecycle in Lifecycle::BOTH {
        let book = Book::capturing(1 << 20);
        let (server, client) = connected(&book, lifecycle).await;
        let peer = client.peer();
        peer.list_all_tools().await.unwrap();
        client.call("echo", json(r#"{"message":"hi"}"#)).await.unwrap();
        let greet = json(r#"{"name":"Ada"}"#).as_object().cloned().unwrap();
        peer.get_prompt(GetPromptRequestParams::new("greeting").with_arguments(greet)).await.unwrap();
        peer.read_resource(ReadResourceRequestParams::new("demo://about")).await.unwrap();

        let named = [
            ("tools/list", Kind::Mcp, None),
            ("tools/call", Kind::Tool, Some("echo")),
            ("prompts/get", Kind::Prompt, Some("greeting")),
            ("resources/read", Kind::Resource, Some("demo://about")),
        ];
        for (method, kind, name) in named {
            let seen = book.ended(method, 1).await;
            assert_common(&seen, lifecycle);
            assert_eq!(seen.call.kind(), Some(&kind));
            assert_eq!(seen.call.name().map(|name| &**name), name);
            assert!(seen.call.rpc_id().unwrap().parse::<u64>().is_ok());
            assert_eq!(seen.outcome(), Outcome::Ok, "{method}");
            assert_eq!(seen.call.exchange().status(), Some(StatusCode::OK));
            assert!(seen.result().starts_with('{') && seen.result().ends_with('}'));
        }
        let echo = book.ended("tools/call", 1).await;
        assert_eq!(json(echo.arguments()), json(r#"{"message":"hi"}"#));
        assert_eq!(json(echo.result())["content"][0]["text"], "hi");
        assert!(!echo.call.result().unwrap().is_truncated());

        client.close().await.unwrap();
        server.shutdown().await;
        book.assert_all_ended_once();
    }
}

#[tokio::test]
async fn a_session_begins_with_initialize() {
    let book = Book::default();
    let (_server, client) = connected(&book, Lifecycle::Session).await;
    client.call("whoami", json("{}")).await.unwrap();

    let initialize = book.ended("initialize", 1).await;
    assert_common(&initialize, Lifecycle::Session);
    assert_eq!(initialize.outcome(), Outcome::Ok);
    assert_eq!(initialize.session_at_start, None, "the response opens it");
    assert_eq!(initialize.call.protocol_version().unwrap().as_ref(), "2025-11-25");

    let initialized = book.ended("notifications/initialized", 1).await;
    assert_common(&initialized, Lifecycle::Session);
    assert_eq!(initialized.outcome(), Outcome::Status(StatusCode::ACCEPTED));
    assert_eq!(initialized.call.rpc_id(), None);

    let whoami = book.ended("tools/call", 1).await;
    assert_eq!(whoami.session_at_start, whoami.call.session().cloned());
    assert_eq!(whoami.call.session(), initialize.call.session());
}

#[tokio::test]
async fn failures_of_both_kinds() {
    for lifecycle in Lifecycle::BOTH {
        let book = Book::capturing(64);
        let (_server, client) = connected(&book, lifecycle).await;
        client.call("fail", json("{}")).await.unwrap();
        let failed = book.ended("tools/call", 1).await;
        assert_common(&failed, lifecycle);
        assert_eq!(failed.outcome(), Outcome::ToolError);

        client.call("boom", json("{}")).await.unwrap_err();
        let boom = book.ended("tools/call", 2).await;
        assert_common(&boom, lifecycle);
        assert_eq!(boom.outcome(), Outcome::RpcError(-32603));
        let fault = boom.call.fault().unwrap();
        assert_eq!(fault.code, Some(-32603));
        assert!(fault.message.contains("demo server failed"));
        assert!(boom.result().contains("-32603"), "the error is what came back");
        book.assert_all_ended_once();
    }
}

#[tokio::test]
async fn what_is_captured_is_cut_and_says_so() {
    let book = Book::capturing(24);
    let (_server, client) = connected(&book, Lifecycle::Stateless).await;
    let long = format!(r#"{{"message":"{}"}}"#, "x".repeat(10_000));
    client.call("echo", json(&long)).await.unwrap();
    let echo = book.ended("tools/call", 1).await;
    for kept in [echo.call.arguments().unwrap(), echo.call.result().unwrap()] {
        assert_eq!(kept.bytes().len(), 24);
        assert!(kept.total() > 10_000 && kept.is_truncated());
    }
    assert!(echo.arguments().starts_with(r#"{"message":"xxx"#));
}

#[tokio::test]
async fn nothing_is_captured_unasked() {
    let book = Book::default();
    let (_server, client) = connected(&book, Lifecycle::Session).await;
    client.call("echo", json(r#"{"message":"hi"}"#)).await.unwrap();
    let echo = book.ended("tools/call", 1).await;
    assert!(echo.call.arguments().is_none() && echo.call.result().is_none());
}

#[tokio::test]
async fn progress_and_tokens() {
    for lifecycle in Lifecycle::BOTH {
        let book = Book::default();
        let (_server, client) = connected(&book, lifecycle).await;
        let counting = client.start("countdown", json(r#"{"from":2,"interval_ms":10}"#)).await.unwrap();
        counting.result().await.unwrap();
        assert_eq!(client.progress().len(), 2);
        let countdown = book.ended("tools/call", 1).await;
        assert!(countdown.call.progress_token().is_some(), "{lifecycle:?}");

        client.call("summarize", json(r#"{"text":"One two three. Four."}"#)).await.unwrap();
        let summary = book.ended("tools/call", 2).await;
        assert_eq!(summary.call.tokens(), Some(&TokenUsage { input: Some(4), output: Some(3) }));
    }
}

#[tokio::test]
async fn cancelled_the_way_of_each_era() {
    for lifecycle in Lifecycle::BOTH {
        let book = Book::default();
        let (_server, client) = connected(&book, lifecycle).await;
        let slow = client.start("slow", json(r#"{"seconds":60}"#)).await.unwrap();
        book.until(|book| book.of("tools/call").pop()).await;
        // The server has to know of the call to be told that it is cancelled.
        tokio::time::sleep(Duration::from_millis(100)).await;
        slow.cancel().await.unwrap();
        let slow = book.ended("tools/call", 1).await;
        assert_eq!(slow.outcome(), Outcome::Cancelled, "{lifecycle:?}");
        assert_eq!(book.of("notifications/cancelled").len() == 1, lifecycle == Lifecycle::Session);
        client.close().await.unwrap();
    }
}

#[tokio::test]
async fn the_catalog_learns_from_what_passes() {
    let layer = layer().build();
    let book = Book::default();
    let server = serve(&layer, &book, gate_demo::service(DemoConfig::default())).await;
    assert!(layer.catalog().wants_listing("s"));
    let client = McpClient::connect(&server.url("/mcp"), Lifecycle::Session, &[]).await.unwrap();
    client.peer().list_all_tools().await.unwrap();
    book.ended("tools/list", 1).await;
    assert!(layer.catalog().knows("s", "echo"));
    assert_eq!(layer.catalog().tools("s").len(), 8);
    assert!(!layer.catalog().wants_listing("s"));
}
