//! The service on a real socket, and what it leaves in a real file.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{sync::Arc, time::Duration};

use gate_audit::{AuditRecord, AuditStore, Filter, Kind, Page, Pipeline, PipelineOptions, Status};
use gate_mask::{Masked, Masker};
use gate_store::SqliteStore;
use serde_json::{Value, json};

fn text(text: &Option<Masked<String>>) -> &str {
    text.as_ref().unwrap().get()
}

async fn only(store: &SqliteStore, kind: Kind) -> AuditRecord {
    let mut rows = store.query(&Filter::default().kind(kind), &Page::default()).await.unwrap().items;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn skills_and_sandboxes_are_in_the_trail_and_no_secret_is() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(dir.path().join("audit.db")).await.unwrap());
    let sink = Arc::clone(&store);
    let (audit, pipeline) = Pipeline::start(sink, Masker::default(), PipelineOptions::default()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum_one_layer::app().layer(audit)).await });

    let post = |path: &str, body: Value| {
        let request = reqwest::Client::new().post(format!("{base}{path}")).json(&body);
        async move { request.send().await.unwrap().error_for_status().unwrap().json::<Value>().await.unwrap() }
    };
    let task = json!({ "text": "the password=hunter2 is in here", "workflow": "nightly" });
    let answer = post("/skills/summarise", task).await;
    assert!(answer["summary"].as_str().unwrap().contains("hunter2"), "what passes is not changed");
    assert_eq!(post("/sandbox", json!({ "program": "fail" })).await["exit"], 1);
    assert_eq!(pipeline.shutdown(Duration::from_secs(10)).await.left, 0);

    let skill = only(&store, Kind::Skill).await;
    assert_eq!(
        (text(&skill.name), text(&skill.workflow), skill.status),
        ("summarise", "nightly", Status::Ok)
    );
    assert_eq!((skill.input_tokens, skill.output_tokens, skill.http_status), (Some(5), Some(5), Some(200)));
    assert!(text(&skill.arguments.text).contains("password=***"), "{}", text(&skill.arguments.text));
    assert!(!format!("{}{}", text(&skill.arguments.text), text(&skill.response.text)).contains("hunter2"));
    let sandbox = only(&store, Kind::Sandbox).await;
    assert_eq!((sandbox.status, sandbox.error_code), (Status::ToolError, Some(1)));
    assert_eq!((text(&sandbox.name), text(&sandbox.error)), ("python", "the program exited with 1"));
}
