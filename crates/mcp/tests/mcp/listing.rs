//! The gateway's own listing of a server's tools.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use gate_demo::DemoConfig;
use gate_mcp::{Catalog, list_tools};
use http::{Method, Request, Response, Uri};
use http_body_util::Full;
use rmcp::serde_json::Value;
use tower::service_fn;

use crate::support::{Asked, Frames, JSON, SSE, Scripted, event, open, say, whole};

async fn list(server: Scripted) -> (Result<usize, String>, Catalog) {
    let catalog = Catalog::default();
    let listed = list_tools(server, &Uri::from_static("/mcp"), "s", &catalog).await;
    (listed.map_err(|error| error.to_string()), catalog)
}

fn header<'a>(asked: &'a Asked, name: &str) -> &'a str {
    asked.parts.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

fn method_of(asked: &Asked) -> String {
    let message: Value = rmcp::serde_json::from_slice(&asked.body).unwrap_or_default();
    message["method"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_demo_server_lists_in_the_stateless_era() {
    let (catalog, asked) = (Catalog::default(), Arc::new(Mutex::new(Vec::new())));
    let (demo, note) = (gate_demo::service(DemoConfig::default()), Arc::clone(&asked));
    let noting = service_fn(move |request: Request<Full<Bytes>>| {
        note.lock().unwrap().push(request.headers()["mcp-method"].to_str().unwrap().to_owned());
        tower::ServiceExt::oneshot(demo.clone(), request)
    });
    let listed = list_tools(noting, &Uri::from_static("/mcp"), "demo", &catalog).await;
    assert_eq!(listed.unwrap(), 8);
    assert!(catalog.knows("demo", "echo"));
    assert_eq!(*asked.lock().unwrap(), ["tools/list"]);
}

#[tokio::test]
async fn the_demo_server_lists_in_a_session_where_there_is_no_other_era() {
    let (catalog, asked) = (Catalog::default(), Arc::new(Mutex::new(Vec::new())));
    let (demo, note) = (gate_demo::service(DemoConfig::default()), Arc::clone(&asked));
    // In front of it, what a server does that knows only sessions.
    let session_only = service_fn(move |request: Request<Full<Bytes>>| {
        let (demo, note) = (demo.clone(), Arc::clone(&note));
        async move {
            let text = |name| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            note.lock().unwrap().push((request.method().clone(), text("mcp-protocol-version")));
            if text("mcp-protocol-version").as_deref() == Some("2026-07-28") {
                let error = r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"no session"}}"#;
                let body = http_body_util::combinators::BoxBody::new(Full::<Bytes>::from(error));
                return Ok(Response::builder().status(400).body(body).unwrap());
            }
            tower::ServiceExt::oneshot(demo, request).await
        }
    });
    let listed = list_tools(session_only, &Uri::from_static("/mcp"), "demo", &catalog).await;
    assert_eq!(listed.unwrap(), 8);
    let agreed = || Some("2025-11-25".to_owned());
    let expected = [
        (Method::POST, Some("2026-07-28".to_owned())),
        (Method::POST, None),
        (Method::POST, agreed()),
        (Method::POST, agreed()),
        (Method::DELETE, agreed()),
    ];
    assert_eq!(*asked.lock().unwrap(), expected);
}

/// A server that knows only sessions, speaks 2025-06-18, and lists in three pages.
fn old_and_paged(asked: &Asked) -> Response<Frames> {
    let page = |name: &str, next: &str| {
        event(r#"{"method":"notifications/message","params":{}}"#)
            + &event(&format!(r#"{{"id":1,"result":{{"tools":[{{"name":"{name}"}}]{next}}}}}"#))
    };
    match method_of(asked).as_str() {
        _ if asked.parts.method == Method::DELETE => whole(405, "text/plain", ""),
        "initialize" => {
            let result = r#"{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18"}}"#;
            let mut response = whole(200, JSON, result);
            response.headers_mut().insert("mcp-session-id", "s-1".parse().unwrap());
            response
        }
        _ if header(asked, "mcp-session-id") != "s-1" => whole(400, "text/plain", "no session"),
        _ if header(asked, "mcp-protocol-version") != "2025-06-18" => whole(400, "text/plain", "version"),
        "notifications/initialized" => whole(202, JSON, ""),
        _ if asked.body.windows(3).any(|at| at == b"\"2\"") => {
            whole(200, SSE, page("b", r#","nextCursor":"3""#))
        }
        _ if asked.body.windows(3).any(|at| at == b"\"3\"") => whole(200, SSE, page("c", "")),
        // The stream stays open after the page.
        _ => {
            let (response, body) = open(200, SSE);
            say(&body, page("a", r#","nextCursor":"2""#));
            tokio::spawn(async move { body.closed().await });
            response
        }
    }
}

#[tokio::test]
async fn all_pages_are_listed_in_the_version_agreed_on() {
    let (listed, catalog) = list(Scripted::new(|asked| old_and_paged(&asked))).await;
    assert_eq!(listed, Ok(3));
    assert_eq!(catalog.tools("s"), ["a", "b", "c"]);
    assert!(!catalog.wants_listing("s"));
}

#[tokio::test]
async fn pages_without_end_are_bounded() {
    let server = Scripted::new(|_| whole(200, JSON, r#"{"id":1,"result":{"tools":[],"nextCursor":"x"}}"#));
    assert_eq!(list(server).await.0, Ok(0));
}

#[tokio::test]
async fn why_there_is_no_list() {
    let cases = [
        (401, "text/plain", "who are you", "the server refused to list its tools (HTTP 401 Unauthorized)"),
        (200, JSON, r#"{"id":1,"error":{"code":-32601,"message":"?"}}"#, "(HTTP 200 OK)"),
        (200, "text/html", "<html>", "could not be read"),
        (200, JSON, r#"{"id":1,"result":{"tools":[{"#, "could not be read"),
        (200, SSE, "data: {\"id\":1,", "could not be read"),
    ];
    for (status, kind, body, says) in cases {
        let (listed, catalog) = list(Scripted::new(move |_| whole(status, kind, body))).await;
        let error = listed.unwrap_err();
        assert!(error.contains(says), "{error}");
        assert!(catalog.wants_listing("s"), "nothing was learnt");
    }

    let endless = Scripted::new(|_| {
        let (response, body) = open(200, JSON);
        tokio::spawn(async move {
            while body.send(Ok(vec![b' '; 1 << 16].into())).is_ok() {
                tokio::task::yield_now().await;
            }
        });
        response
    });
    assert!(list(endless).await.0.unwrap_err().contains("could not be read"));

    let unreachable = service_fn(|_: Request<Full<Bytes>>| async {
        Err::<Response<Full<Bytes>>, _>("connection refused by 10.0.0.1")
    });
    let catalog = Catalog::default();
    let error = list_tools(unreachable, &Uri::from_static("/mcp"), "s", &catalog).await.unwrap_err();
    assert_eq!(error.to_string(), "the server could not be reached");
}

#[tokio::test]
async fn how_long_to_wait_is_the_callers_choice() {
    let hanging = Scripted::new(|_| {
        let (response, body) = open(200, SSE);
        tokio::spawn(async move { body.closed().await });
        response
    });
    assert!(tokio::time::timeout(Duration::from_millis(50), list(hanging)).await.is_err());
}

#[tokio::test]
async fn a_changed_list_is_wanted_again() {
    let layer = crate::support::layer().build();
    let scripted = Scripted::new(|asked| match method_of(&asked).as_str() {
        "tools/list" if asked.body.windows(8).any(|at| at == b"\"cursor\"") => {
            whole(200, JSON, r#"{"id":1,"result":{"tools":[{"name":"b"}]}}"#)
        }
        "tools/list" => whole(200, JSON, r#"{"id":1,"result":{"tools":[{"name":"a"}],"nextCursor":"2"}}"#),
        _ => whole(200, SSE, event(r#"{"method":"notifications/tools/list_changed"}"#)),
    });
    let book = crate::support::Book::default();
    let server = crate::support::serve(&layer, &book, scripted).await;
    let send = async |body: &str| {
        let response = crate::support::post(&server, body.to_owned()).send().await.unwrap();
        response.bytes().await.unwrap();
    };
    send(r#"{"id":1,"method":"tools/list"}"#).await;
    book.ended("tools/list", 1).await;
    assert!(layer.catalog().wants_listing("s"), "there are more pages");
    send(r#"{"id":1,"method":"tools/list","params":{"cursor":"2"}}"#).await;
    book.ended("tools/list", 2).await;
    assert_eq!(layer.catalog().tools("s"), ["a", "b"]);
    assert!(!layer.catalog().wants_listing("s"));
    send(r#"{"id":1,"method":"ping"}"#).await;
    book.ended("ping", 1).await;
    assert!(layer.catalog().wants_listing("s"));
}
