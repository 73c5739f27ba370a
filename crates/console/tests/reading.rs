//! Who reads the trail is in the trail.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{sync::Arc, time::Duration};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Kind, MemoryStore, Page, Pipeline, PipelineOptions, Status,
};
use gate_console::{AdminToken, Console};
use gate_mask::Masker;
use http::{Method, StatusCode};

use support::{Api, TOKEN, record};

async fn recorded() -> (Arc<MemoryStore>, Api, Pipeline) {
    let store = Arc::new(MemoryStore::new(10_000));
    let options = PipelineOptions::default().linger(Duration::ZERO).failed_authentications(20);
    let (audit, pipeline) = Pipeline::start(Arc::clone(&store) as _, Masker::default(), options).unwrap();
    let console = Console::new(AdminToken::of(TOKEN), Arc::clone(&store) as _).recorded(audit);
    (store, Api::serve(console).await, pipeline)
}

async fn written(store: &MemoryStore) -> Vec<AuditRecord> {
    let mut rows = store.query(&Filter::default().kind(Kind::Http), &Page::first(500)).await.unwrap().items;
    rows.reverse();
    rows
}

fn shown(row: &AuditRecord) -> [Option<&str>; 3] {
    [&row.method, &row.name, &row.principal].map(|text| text.as_ref().map(|text| text.get().as_str()))
}

#[tokio::test]
async fn each_reading_is_one_row_and_that_row_makes_none() {
    let (store, api, pipeline) = recorded().await;
    let seen = record(5, "echo");
    store.append(std::slice::from_ref(&seen)).await.unwrap();
    api.found("/api/v1/audit/tool-calls?user=hunter2").await;
    api.found(&format!("/api/v1/audit/tool-calls/{}", seen.id)).await;
    api.text("/api/v1/audit/export").await;
    api.found("/api/logs").await;
    api.last_line(Method::POST, "/api/v1/audit/retention/run").await;
    api.refused("/api/v1/audit/tool-calls?status=x").await;
    api.found("/api/v1/audit/stats").await;
    pipeline.shutdown(Duration::from_secs(10)).await;

    let rows = written(&store).await;
    let shown: Vec<_> = rows.iter().map(shown).collect();
    let row = |method, route| [Some(method), Some(route), Some("admin")];
    assert_eq!(
        shown,
        [
            row("GET", "/api/v1/audit/tool-calls"),
            row("GET", "/api/v1/audit/tool-calls/{id}"),
            row("GET", "/api/v1/audit/export"),
            row("GET", "/api/logs"),
            row("POST", "/api/v1/audit/retention/run"),
            row("GET", "/api/v1/audit/tool-calls"),
        ]
    );
    assert!(rows.iter().all(|row| row.arguments.text.is_none() && row.response.text.is_none()));
    assert!(rows[0].response_bytes > 0);
    let (ended, refused) = (rows[0].status, (rows[5].http_status, rows[5].status));
    assert_eq!((ended, refused.0), (Status::Ok, Some(400)));
    assert_ne!(refused.1, Status::Ok);
}

#[tokio::test]
async fn who_has_no_token_makes_few_rows_and_is_named_in_none() {
    let (store, api, pipeline) = recorded().await;
    for _ in 0..200 {
        let answer = api.without_token("/api/v1/audit/tool-calls?user=x").await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert!(answer.headers().contains_key("www-authenticate"));
    }
    let stats = api.found("/api/v1/audit/stats").await;
    let unrecorded = stats["pipeline"]["unrecorded_authentications"].as_u64().unwrap();
    assert_eq!(stats["store"]["ok"], true);
    pipeline.shutdown(Duration::from_secs(10)).await;
    let rows = written(&store).await;
    assert_eq!(rows.len() as u64 + unrecorded, 200);
    assert!((20..40).contains(&rows.len()), "{}", rows.len());
    let refused = |row: &AuditRecord| row.status == Status::Denied && row.http_status == Some(401);
    assert!(rows.iter().all(refused));
    assert_eq!(shown(&rows[0]), [Some("GET"), Some("/api/v1/audit/tool-calls"), None]);
}
