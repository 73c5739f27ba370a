//! Pages, and the paths that other gateways' users know.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{collections::HashSet, sync::Arc};

use gate_audit::{AuditSink, EntryKind, MemoryStore};
use http::{Method, StatusCode};
use serde_json::Value;

use support::{Api, record, text};

async fn of(count: u64) -> (Arc<MemoryStore>, Api) {
    let store = Arc::new(MemoryStore::new(100_000));
    let rows: Vec<_> = (0..count).map(|age| record(age + 1, "echo")).collect();
    store.append(&rows).await.unwrap();
    let api = Api::of(Arc::clone(&store) as _).await;
    (store, api)
}

#[tokio::test]
async fn a_cursor_passes_every_row_once_while_others_write() {
    let (store, api) = of(1_000).await;
    let (mut seen, mut cursor, mut appended) = (Vec::new(), String::new(), 0);
    loop {
        let page = api.found(&format!("/api/v1/audit/tool-calls?limit=37{cursor}")).await;
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
        let newer: Vec<_> = (0..50).map(|_| record(0, "newer")).collect();
        appended += newer.len();
        store.append(&newer).await.unwrap();
    }
    assert!(appended > 1_000);
    assert_eq!(seen.len(), 1_000, "none missed, and nothing that came later");
    assert_eq!(seen.iter().map(|id| id.as_str().unwrap()).collect::<HashSet<_>>().len(), 1_000);
}

#[tokio::test]
async fn pages_can_be_counted_too() {
    let (_, api) = of(25).await;
    let all = api.items("limit=25").await;
    assert_eq!(api.items("limit=10&page=1").await, all[..10]);
    assert_eq!(api.items("limit=10&page=3").await, all[20..]);
    assert_eq!(api.items("limit=10&offset=7").await, all[7..17]);
    assert_eq!(api.items("page=99999999999999").await, [Value::Null; 0]);
    for query in ["page=1&offset=0", "page=0", "limit=ten", "offset=-1", "limit=1&limit=2"] {
        api.refused(&format!("/api/v1/audit/tool-calls?{query}")).await;
    }
}

#[tokio::test]
async fn other_gateways_paths_lead_to_the_same_rows() {
    let (_, api) = of(25).await;
    let page = api.found("/api/v1/audit/tool-calls?limit=5&offset=5").await;
    assert_eq!(api.found("/api/v1/observability/logs?limit=5&offset=5").await, page);
    let answer = api.send(Method::GET, "/api/logs?limit=5&offset=5", "").await;
    assert_eq!(answer.headers()["x-total-count"], "25");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.json::<Value>().await.unwrap(), page["items"]);
    for name in ["id", "tool", "server", "status", "latency_ms", "arguments", "response", "error", "user"] {
        assert!(page["items"][0].get(name).is_some(), "{name}");
    }
    for name in ["request_id", "session_id", "source_type", "created_at"] {
        assert!(page["items"][0].get(name).is_some(), "{name}");
    }
}

#[tokio::test]
async fn what_is_not_a_call_is_shown_when_asked_for() {
    let (store, api) = of(1).await;
    let mut event = record(0, "echo");
    event.entry = EntryKind::Event;
    event.arguments.text = text("late words");
    store.append(&[event.clone()]).await.unwrap();
    assert_eq!(api.items("").await.len(), 1);
    assert_eq!(api.items("entry=all").await.len(), 2);
    let items = api.items("entry=event").await;
    assert_eq!((items.len(), &items[0]["id"]), (1, &Value::from(event.id.to_string())));
    assert_eq!(items[0]["payload_policy"]["arguments"], "masked");
    assert_eq!(items[0]["chain"], Value::Null);
    assert_eq!(api.items("entry=all&q=LATE+wor*").await.len(), 1);
    assert_eq!(api.items("entry=all&q=late+lost").await.len(), 0);
}

#[tokio::test]
async fn what_is_refused_is_not_quoted() {
    let (_, api) = of(0).await;
    for query in [
        "status=hunter2",
        "cursor=hunter2",
        "limit=hunter2",
        "HUNTER2=1",
        "min_latency_ms=hunter2",
        "%E2%28=hunter2",
    ] {
        let why = api.refused(&format!("/api/v1/audit/tool-calls?{query}")).await;
        assert!(!why.to_lowercase().contains("hunter2"), "{why}");
    }
    assert!(api.refused("/api/v1/audit/tool-calls?server=a&server=b").await.contains("twice"));
    assert!(api.refused("/api/logs?sevrer=a").await.contains("`sevrer`"));
}

/// Whatever is asked, the answer is one of ours.
#[tokio::test]
async fn every_refusal_is_a_sentence_in_json() {
    let (_, api) = of(1).await;
    for (method, path, body, expected) in [
        (Method::DELETE, "/api/v1/audit/tool-calls", "", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/api/v1/audit/retention/run", "", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/api/v1/audit/tool-calls/%ff", "", StatusCode::NOT_FOUND),
        (Method::DELETE, "/api/v1/audit/holds/%ff", "", StatusCode::NOT_FOUND),
        (Method::POST, "/api/v1/audit/holds", &*"x".repeat(3 << 20), StatusCode::BAD_REQUEST),
    ] {
        let answer = api.send(method, path, body).await;
        assert_eq!(answer.status(), expected, "{path}");
        let value: serde_json::Value = answer.json().await.expect("JSON");
        assert!(value["error"].is_string(), "{path}: {value}");
    }
}

#[tokio::test]
async fn times_and_lengths_beyond_all_calendars_are_answered() {
    let (_, api) = of(1).await;
    for query in
        ["bucket=4294967295d", "to=9999-12-31T23:59:59Z&from=9999-12-31T00:00:00Z", "bucket=4294967295h"]
    {
        let sums = api.found(&format!("/api/v1/usage/tokens?{query}")).await;
        assert!(sums["to"].as_str().is_some_and(|to| to.starts_with("9999-12-31T")), "{query}: {sums}");
    }
}
