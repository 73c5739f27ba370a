//! How calls went lately.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use gate_audit::MemoryStore;
use gate_console::{AdminToken, Console};
use gate_metrics::window::{Sample, Windows};
use http::StatusCode;
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use support::{Api, TOKEN};

fn console() -> Console {
    Console::new(AdminToken::of(TOKEN), Arc::new(MemoryStore::new(10)))
}

/// Three calls of one tool, one of another, and a listing.
async fn api() -> Api {
    let windows = Windows::new();
    let call = |method, tool, ok, millis| {
        let (took, ended) = (Duration::from_millis(millis), Instant::now());
        windows.record(Sample { server: "files", method, tool, ok, took, ended });
    };
    for millis in [10, 20, 200] {
        call("tools/call", "read", millis < 100, millis);
    }
    call("tools/call", "write", true, 5);
    call("tools/list", "", true, 1);
    Api::serve(console().statistics(windows)).await
}

fn counts(answer: &Value, name: &str) -> Vec<(String, u64, u64)> {
    let count = |item: &Value, name: &str| item[name].as_u64().unwrap();
    let of_item = |item: &Value| {
        (item[name].as_str().unwrap_or("none").to_owned(), count(item, "calls"), count(item, "errors"))
    };
    answer["items"].as_array().unwrap().iter().map(of_item).collect()
}

#[tokio::test]
async fn tools_have_rates_errors_and_percentiles() {
    let api = api().await;
    let answer = api.found("/api/v1/stats").await;
    assert_eq!(counts(&answer, "tool"), [("read".to_owned(), 3, 1), ("write".to_owned(), 1, 0)]);
    let (read, total) = (&answer["items"][0], &answer["total"]);
    assert_eq!((&read["server"], &answer["window_seconds"]), (&json!("files"), &json!(300)));
    for (name, exact) in [("p50_ms", 20.0), ("p90_ms", 200.0), ("p95_ms", 200.0), ("p99_ms", 200.0)] {
        let off = (read[name].as_f64().unwrap() - exact).abs() / exact;
        assert!(off <= read["relative_error"].as_f64().unwrap(), "{name}: {read}");
    }
    assert_eq!((&read["max_ms"], &read["relative_error"]), (&json!(200.0), &json!(1.0 / 64.0)));
    assert_eq!(total["error_rate"], json!(0.25));
    let (rate, seconds) = (total["rate"].as_f64().unwrap(), total["seconds"].as_f64().unwrap());
    let told = rate * seconds.max(1.0);
    assert!((told - 4.0).abs() < 1e-6 && seconds < 300.0, "of the time it has been there: {total}");
    assert_eq!((&answer["points"], &answer["folded"]), (&json!([]), &json!(0)));
    // As times: as texts, one without a last digit comes after those that go on.
    let at = |name: &str| OffsetDateTime::parse(answer[name].as_str().unwrap(), &Rfc3339).unwrap();
    assert!(at("from") < at("to"), "{answer}");
}

#[tokio::test]
async fn what_counts_can_be_chosen() {
    let api = api().await;
    let files = |calls, errors| [("files".to_owned(), calls, errors)];
    assert_eq!(counts(&api.found("/api/v1/stats?by=server&window=24h").await, "server"), files(4, 1));
    assert_eq!(counts(&api.found("/api/v1/stats?by=server&method=all").await, "server"), files(5, 1));
    assert_eq!(
        counts(&api.found("/api/v1/stats?by=server&tool=write&server=files").await, "server"),
        files(1, 0)
    );
    let methods = api.found("/api/v1/stats?by=method").await;
    assert_eq!(
        counts(&methods, "method"),
        [("tools/call".to_owned(), 4, 1), ("tools/list".to_owned(), 1, 0)]
    );
    let none = api.found("/api/v1/stats?server=none").await;
    assert_eq!((&none["items"], &none["total"]["p50_ms"]), (&json!([]), &Value::Null));

    let charted = api.found("/api/v1/stats?window=1h&bucket=5m").await;
    let points = charted["points"].as_array().unwrap();
    assert_eq!(points.iter().map(|point| point["calls"].as_u64().unwrap()).sum::<u64>(), 4);
    assert_eq!(points[0]["start"], charted["from"]);
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused() {
    let api = api().await;
    for query in ["window=5s", "window=25h", "window=x", "window=5m&window=5m", "by=user"] {
        let (parameter, _) = query.split_once('=').unwrap();
        assert!(api.refused(&format!("/api/v1/stats?{query}")).await.contains(parameter), "{query}");
    }
    assert!(api.refused("/api/v1/stats?window=5m&bucket=10m").await.contains("no longer than the window"));
    assert!(api.refused("/api/v1/stats?servers=x").await.contains("no such parameter `servers`"));
    assert_eq!(api.without_token("/api/v1/stats").await.status(), StatusCode::UNAUTHORIZED);
    let without = Api::serve(console()).await;
    assert_eq!(without.get("/api/v1/stats").await.0, StatusCode::NOT_FOUND);
}
