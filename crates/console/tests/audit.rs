//! The audit endpoints, asked as a client asks them.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{Router, body::Body};
use gate_audit::{AuditRecord, AuditSink, Kind, MemoryStore, RecordId, Status};
use gate_console::{AdminToken, Console};
use gate_mask::Masker;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const TOKEN: &str = "the-token-of-this-test";

fn record(age: u64, server: &str, tool: &str, status: Status) -> AuditRecord {
    let masker = Masker::default();
    let text = |text: &str| Some(masker.mask_str(text).into_owned());
    let ended = SystemTime::now() - Duration::from_secs(age);
    let mut record = AuditRecord::new(RecordId::at(ended), Kind::Tool, status);
    record.server = text(server);
    record.name = text(tool);
    record.request_id = text(&format!("request-{age}"));
    record.trace_id = Some([age as u8; 16]);
    record.arguments.text = text(r#"{"message": "hi", "password": "hunter2"}"#);
    record.response.text = text("not JSON");
    record.input_tokens = Some(7);
    record
}

async fn api() -> Router {
    let store = MemoryStore::new(100);
    let rows: Vec<_> = (0..5)
        .map(|age| record(age, "demo", "echo", Status::Ok))
        .chain([record(10, "demo", "fail", Status::ToolError), record(20, "files", "read", Status::Denied)])
        .collect();
    store.append(&rows).await.expect("the rows are kept");
    Console::new(AdminToken::of(TOKEN), Arc::new(store)).into_router()
}

async fn get(api: &Router, path: &str, token: Option<&str>) -> (StatusCode, Value) {
    let mut request = Request::get(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.body(Body::empty()).expect("a request");
    let response = api.clone().oneshot(request).await.expect("the router always answers");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&body).expect("JSON"))
}

async fn items(api: &Router, query: &str) -> Vec<Value> {
    let (status, page) = get(api, &format!("/api/v1/audit/tool-calls?{query}"), Some(TOKEN)).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page["items"].as_array().expect("items").clone()
}

#[tokio::test]
async fn a_row_says_what_happened_and_no_secret() {
    let api = api().await;
    let rows = items(&api, "request_id=request-0").await;
    let row = &rows[0];
    assert_eq!((row["server"].as_str(), row["tool"].as_str()), (Some("demo"), Some("echo")));
    assert_eq!((row["status"].as_str(), row["source_type"].as_str()), (Some("ok"), Some("tool")));
    assert_eq!(row["arguments"]["message"], "hi");
    assert_eq!(row["arguments"]["password"], "***");
    assert_eq!(row["response"], "not JSON");
    assert_eq!(row["tokens"]["input"], 7);
    assert!(row["created_at"].as_str().unwrap().ends_with('Z'));

    let path = format!("/api/v1/audit/tool-calls/{}", row["id"].as_str().unwrap());
    assert_eq!(get(&api, &path, Some(TOKEN)).await, (StatusCode::OK, row.clone()));
}

#[tokio::test]
async fn filters_and_pages() {
    let api = api().await;
    assert_eq!(items(&api, "").await.len(), 7);
    assert_eq!(items(&api, "tool=echo").await.len(), 5);
    assert_eq!(items(&api, "server=files").await.len(), 1);
    assert_eq!(items(&api, "status=success").await.len(), 5);
    assert_eq!(items(&api, "status=error").await.len(), 2);
    assert_eq!(items(&api, "status=denied").await.len(), 1);
    assert_eq!(items(&api, "source_type=prompt").await.len(), 0);
    assert_eq!(items(&api, "trace_id=03030303030303030303030303030303").await.len(), 1);
    assert_eq!(items(&api, "from=2999-01-01T00:00:00Z").await.len(), 0);
    assert_eq!(items(&api, "to=2999-01-01T00:00:00Z").await.len(), 7);

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/audit/tool-calls?limit=3{cursor}");
        let (_, page) = get(&api, &path, Some(TOKEN)).await;
        assert_eq!((&page["total"], &page["total_is_estimate"]), (&Value::from(7), &Value::from(false)));
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), 7);
    assert!(seen.windows(2).all(|pair| pair[0].as_str() > pair[1].as_str()), "newest first: {seen:?}");
}

#[tokio::test]
async fn without_the_token_nothing_is_shown() {
    let api = api().await;
    for token in [None, Some("wrong"), Some("")] {
        let (status, body) = get(&api, "/api/v1/audit/tool-calls", token).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert!(body.get("items").is_none());
    }
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_by_name() {
    let api = api().await;
    for (query, named) in [
        ("status=nonsense", "`status`"),
        ("source_type=nonsense", "`source_type`"),
        ("trace_id=12", "`trace_id`"),
        ("from=yesterday", "`from`"),
        ("cursor=nonsense", "`cursor`"),
        ("sevrer=demo", "sevrer"),
        ("limit=-1", "limit"),
    ] {
        let (status, body) = get(&api, &format!("/api/v1/audit/tool-calls?{query}"), Some(TOKEN)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert!(body["error"].as_str().unwrap().contains(named), "{body}");
    }
    let missing = format!("/api/v1/audit/tool-calls/{}", RecordId::at(SystemTime::now()));
    assert_eq!(get(&api, &missing, Some(TOKEN)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&api, "/api/v1/audit/tool-calls/x", Some(TOKEN)).await.0, StatusCode::NOT_FOUND);
}
