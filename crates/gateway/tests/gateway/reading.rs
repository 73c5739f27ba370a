//! Who reads the trail is in the trail.

use crate::common::Running;

#[tokio::test(flavor = "multi_thread")]
async fn a_look_at_the_trail_adds_a_row_and_a_look_at_the_metrics_none() {
    let gateway = Running::start("").await;
    assert_eq!(gateway.get("/api/v1/audit/tool-calls/none").await.0, 404);
    let route = "/api/v1/audit/tool-calls/{id}";
    gateway.metric("http_requests_total", &[&format!("endpoint=\"{route}\"")], 1.0).await;
    let row = gateway.row(&format!("source_type=http&tool={route}")).await;
    assert_eq!((row["user"].as_str(), row["method"].as_str()), (Some("admin"), Some("GET")));
    assert!(
        row["arguments"].is_null() && row["response"].is_null() && row["request_id"].is_string(),
        "{row}"
    );

    let refused = reqwest::get(gateway.url("/api/v1/audit/export?user=x")).await.unwrap();
    assert_eq!(refused.status(), 401);
    let row = gateway.row("tool=/api/v1/audit/export").await;
    assert_eq!((row["status"].as_str(), row["http_status"].as_u64()), (Some("denied"), Some(401)));
    assert!(row["user"].is_null());

    for page in ["/metrics", "/healthz", "/readyz", "/api/v1/audit/stats"] {
        gateway.get(page).await;
    }
    let rows = gateway.rows_now("source_type=http").await;
    let reads = |row: &serde_json::Value| row["tool"].as_str().unwrap().starts_with("/api/");
    assert!(
        rows.iter().all(reads) && rows.iter().all(|row| row["tool"] != "/api/v1/audit/stats"),
        "{rows:#?}"
    );
}
