//! What is kept, what is held, what is proven, what is summed up.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{sync::Arc, time::Duration};

use gate_audit::{
    AuditSink, AuditStore, MemoryStore, Retention,
    chain::{Chain, ChainKey},
};
use gate_console::{AdminToken, Console};
use gate_mask::Masker;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use support::{Api, TOKEN, record, text};

const DAY: u64 = 86_400;

fn key() -> ChainKey {
    ChainKey::new(&[7; 32]).unwrap()
}

/// Three thousand sealed calls, half of them older than a week.
async fn kept(store: &Arc<MemoryStore>) -> (Api, Chain) {
    let mut chain = Chain::start(key(), "here", None);
    store.begin_chain(chain.beginning()).await.unwrap();
    let mut rows: Vec<_> = (0..3_000).map(|n| record(14 * DAY - n * DAY / 215, "echo")).collect();
    rows.iter_mut().for_each(|row| chain.seal(row));
    store.append(&rows).await.unwrap();
    let console = Console::new(AdminToken::of(TOKEN), Arc::clone(store) as _)
        .retention(Retention::default().max_age(Duration::from_secs(7 * DAY)))
        .masker(Masker::default())
        .keys(key().into(), Some(key()));
    (Api::serve(console).await, chain)
}

#[tokio::test]
async fn a_run_takes_out_what_the_preview_says_and_the_rest_verifies() {
    let store = Arc::new(MemoryStore::new(10_000));
    let (api, chain) = kept(&store).await;
    let body = json!({ "name": "case-7", "filter": { "request_id": "request-1209600" } }).to_string();
    let placed = api.send(Method::POST, "/api/v1/audit/holds", &body).await;
    assert_eq!(placed.status(), StatusCode::CREATED);

    let before = api.found("/api/v1/audit/retention").await;
    assert_eq!(before["settings"], json!({ "days": 7.0, "max_rows": null, "max_bytes": null }));
    let rows = before["preview"]["rows"].as_u64().unwrap();
    assert!((1_000..2_000).contains(&rows), "{before}");
    assert_eq!(before["preview"]["tables"][0]["held"], 1);
    assert_eq!(before["preview"]["total"]["rows"], 3_000);

    let run = api.last_line(Method::POST, "/api/v1/audit/retention/run").await;
    assert_eq!(run, json!({ "done": true, "rows": rows, "held": 1, "of": rows }));
    let after = api.found("/api/v1/audit/retention").await;
    assert_eq!(
        (&after["preview"]["rows"], &after["preview"]["total"]["rows"]),
        (&json!(0), &json!(3_000 - rows))
    );

    let anchor = chain.head().to_string();
    let verdict = api.last_line(Method::GET, &format!("/api/v1/audit/verify?anchor={anchor}")).await;
    assert_eq!((&verdict["intact"], &verdict["pruned"]), (&json!(true), &json!(rows - 1)), "{verdict}");
    assert_eq!(verdict["heads"], json!([anchor]));

    let released = api.send(Method::DELETE, "/api/v1/audit/holds/case-7", "").await;
    assert_eq!(released.status(), StatusCode::NO_CONTENT);
    let verdict = api.last_line(Method::POST, "/api/v1/audit/verify").await;
    assert_eq!((&verdict["intact"], &verdict["pruned"]), (&json!(true), &json!(rows)), "{verdict}");
}

#[tokio::test]
async fn the_first_flaw_is_named() {
    let store = Arc::new(MemoryStore::new(10_000));
    let (api, mut chain) = kept(&store).await;
    let mut forged = record(1, "echo");
    chain.seal(&mut forged);
    let anchor = chain.head().to_string();
    let verdict = api.last_line(Method::GET, &format!("/api/v1/audit/verify?anchor={anchor}")).await;
    assert_eq!(verdict["intact"], false);
    assert_eq!(
        (&verdict["flaws"][0]["kind"], &verdict["flaws"][0]["number"]),
        (&json!("truncated"), &json!(3_001))
    );

    forged.error = text("what was not there");
    store.append(&[forged.clone()]).await.unwrap();
    let verdict = api.last_line(Method::GET, "/api/v1/audit/verify").await;
    assert_eq!(verdict["flaws"][0]["kind"], "altered");
    assert_eq!(verdict["flaws"][0]["record"], forged.id.to_string());
    assert!(api.refused("/api/v1/audit/verify?anchor=hunter2").await.starts_with("`anchor`"));
}

#[tokio::test]
async fn holds_are_placed_listed_and_released() {
    let store = Arc::new(MemoryStore::new(10));
    let (api, _) = kept(&store).await;
    let secret = ["ghp", "_", "Zq7Xw2Lk9Bv4Nt8Rc1Yd5Hs3Jm6Pf0Ag2Ke7"].concat();
    let holds = "/api/v1/audit/holds";
    let place = |body: Value| async move { body.to_string() };
    let body =
        place(json!({ "name": "a.b", "filter": { "q": "words", "redacted": true, "session_id": secret } }))
            .await;
    let placed = api.send(Method::POST, holds, &body).await;
    assert_eq!(placed.status(), StatusCode::CREATED);
    let placed: Value = placed.json().await.unwrap();
    assert_eq!((&placed["filter"]["q"], &placed["filter"]["redacted"]), (&json!("words"), &json!("true")));
    assert!(!placed.to_string().contains(&secret), "{placed}");
    assert!(!format!("{:?}", store.holds().await.unwrap()[0].filter.pairs()).contains(&secret));
    assert_eq!(api.found(holds).await, json!({ "items": [placed] }));

    for body in ["", "{}", r#"{"name": "x y", "filter": {}}"#, r#"{"name": "x", "filter": {"usr": "a"}}"#] {
        assert_eq!(api.send(Method::POST, holds, body).await.status(), StatusCode::BAD_REQUEST, "{body}");
    }
    let gone = api.send(Method::DELETE, "/api/v1/audit/holds/other", "").await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn tokens_are_summed_up() {
    let store = Arc::new(MemoryStore::new(1_000));
    let rows: Vec<_> = (0..100)
        .map(|n| {
            let mut row = record(n * 60, if n % 2 == 0 { "read" } else { "write" });
            row.principal = text("ann");
            (row.input_tokens, row.output_tokens) = (Some(n), Some(1));
            row
        })
        .collect();
    store.append(&rows).await.unwrap();
    let api = Api::of(store).await;
    let usage = "/api/v1/usage/tokens";
    let all = api.found(usage).await;
    assert_eq!(
        all["total"],
        json!({
            "calls": 100, "errors": 0, "input_tokens": 4_950, "output_tokens": 100, "total_tokens": 5_050,
        })
    );
    assert_eq!((&all["by"], all["items"].as_array().unwrap().len()), (&json!("server"), 1));
    let tools = api.found(&format!("{usage}?by=tool")).await;
    assert_eq!(tools["items"].as_array().unwrap().len(), 2);
    assert_eq!(tools["total"], all["total"]);
    let hours = api.found(&format!("{usage}?by=user&bucket=1h")).await;
    assert!((2..=3).contains(&hours["items"].as_array().unwrap().len()), "{hours}");
    assert_eq!((&hours["items"][0]["user"], &hours["bucket_seconds"]), (&json!("ann"), &json!(3_600)));
    assert_eq!(hours["total"], all["total"]);
    for query in [
        "bucket=1s",
        "bucket=0m",
        "by=planet",
        "from=x",
        "server=a",
        "bucket=1m&from=2000-01-01T00:00:00Z",
        "to=2000-01-01T00:00:00Z&from=2001-01-01T00:00:00Z",
    ] {
        api.refused(&format!("{usage}?{query}")).await;
    }
}
