//! `mcp-gateway audit verify` and `prune`, on the trail that a gateway has left.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, SystemTime},
};

use common::Gateway;
use gate_audit::{
    AuditRecord, AuditSink, Kind, RecordId, Status,
    chain::{Chain, ChainKey},
};
use gate_store::SqliteStore;
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{Lifecycle, McpClient};

const KEY: &str = "no secret at all, only for this test";
const DAY: u64 = 86_400;

fn run(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-gateway"));
    command.arg("audit").args(arguments).arg("--data-dir").arg(dir).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8([&output.stdout[..], &output.stderr].concat()).unwrap()
}

/// A trail of a hundred days, one call a day, sealed; and its anchor.
async fn sealed() -> (TempDir, PathBuf, String, Vec<AuditRecord>) {
    let dir = tempfile::tempdir().unwrap();
    let key_file = dir.path().join("the.key");
    fs::write(&key_file, format!("{KEY}\n")).unwrap();
    let store = SqliteStore::open(dir.path().join("audit.db")).await.unwrap();
    let mut chain = Chain::start(ChainKey::new(KEY.as_bytes()).unwrap(), "here", None);
    store.begin_chain(chain.beginning()).await.unwrap();
    let record = |age: u64| {
        let ended = SystemTime::now() - Duration::from_secs(age * DAY + 60);
        AuditRecord::new(RecordId::at(ended), Kind::Tool, Status::Ok)
    };
    let mut rows: Vec<_> = (0..100).rev().map(record).collect();
    rows.iter_mut().for_each(|row| chain.seal(row));
    store.append(&rows).await.unwrap();
    store.close().await.unwrap();
    (dir, key_file, chain.head().to_string(), rows)
}

fn verdict(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(output)))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pruned_is_what_was_shown_and_the_rest_verifies() {
    let (dir, key, anchor, _) = sealed().await;
    let key = ["--key-file", key.to_str().unwrap()];
    let verify = |more: &[&str]| run(dir.path(), &[&["verify"][..], &key, more].concat());
    let output = verify(&["--anchor", &anchor]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!((&verdict(&output)["checked"], &verdict(&output)["heads"]), (&json!(100), &json!([anchor])));

    let shown = run(dir.path(), &["prune", "--dry-run"]);
    let preview = verdict(&shown);
    assert_eq!((&preview["rows"], &preview["total"]["rows"]), (&json!(10), &json!(100)), "{preview}");
    let unsigned = run(dir.path(), &["prune", "--yes"]);
    assert_eq!(unsigned.status.code(), Some(2));
    assert!(said(&unsigned).contains("--key-file"), "{}", said(&unsigned));
    let unasked = run(dir.path(), &[&["prune"][..], &key].concat());
    assert_eq!(unasked.status.code(), Some(2));
    assert!(said(&unasked).contains("--yes"), "{}", said(&unasked));

    let pruned = run(dir.path(), &[&["prune", "--yes"][..], &key].concat());
    assert_eq!(verdict(&pruned), json!({ "rows": 10, "held": 0 }));
    let output = verify(&["--anchor", &anchor, "--output", "table"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).starts_with("90 records checked, 10 taken out"), "{}", said(&output));
    let again = run(dir.path(), &[&["prune", "--yes", "--max-rows", "50"][..], &key].concat());
    assert_eq!(verdict(&again)["rows"], 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_to_the_file_is_named() {
    let (dir, key, anchor, rows) = sealed().await;
    let key = ["--key-file", key.to_str().unwrap()];
    let verify = |more: &[&str]| run(dir.path(), &[&["verify"][..], &key, more].concat());

    // Behind the gateway's back: the newest is gone, and only the anchor knows.
    let database = dir.path().join("audit.db");
    let change = |sql: String| {
        let database = database.clone();
        async move {
            let url = format!("sqlite://{}", database.display());
            let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        }
    };
    let hex = |row: &AuditRecord| row.id.to_string().replace('-', "");
    change(format!("DELETE FROM calls WHERE id = x'{}'", hex(&rows[99]))).await;
    assert_eq!(verify(&[]).status.code(), Some(0), "{}", said(&verify(&[])));
    let output = verify(&["--anchor", &anchor]);
    assert_eq!((output.status.code(), &verdict(&output)["flaws"][0]["kind"]), (Some(1), &json!("truncated")));

    change(format!("UPDATE calls SET latency_us = 7 WHERE id = x'{}'", hex(&rows[70]))).await;
    let output = verify(&["--output", "table"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = format!("altered  record {}  (number 71 of chain", rows[70].id);
    assert!(said(&output).starts_with(&expected), "{}", said(&output));
    change(format!("DELETE FROM calls WHERE id = x'{}'", hex(&rows[40]))).await;
    let output = verify(&[]);
    let flaw = &verdict(&output)["flaws"][0];
    assert_eq!((&flaw["kind"], &flaw["number"]), (&json!("removed"), &json!(41)), "{flaw}");

    fs::write(dir.path().join("the.key"), "another key, as good as the first").unwrap();
    assert_eq!(verdict(&verify(&[]))["flaws"][0]["kind"], "unknown_key");
    assert_eq!(run(dir.path(), &["verify", "--anchor", "hunter2"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateways_own_trail_verifies_beside_it_and_after_it() {
    let gateway = Gateway::start("[upstreams.demo]\nbuiltin = \"demo\"\n").await;
    let client = McpClient::connect(&gateway.url("/mcp/demo"), Lifecycle::Stateless, &[]).await.unwrap();
    for n in 0..20 {
        client.call("echo", json!({ "message": format!("call {n}") })).await.unwrap();
    }
    client.close().await.unwrap();
    gateway.rows("tool=echo", 20).await;
    let (status, online) = gateway.get("/api/v1/audit/verify").await;
    let online: Value = serde_json::from_str(online.lines().last().unwrap()).unwrap();
    assert_eq!((status, &online["intact"]), (200, &json!(true)), "{online}");
    assert!(online["checked"].as_u64() >= Some(20), "{online}");
    let data = gateway.data_dir().join("data");
    let offline = run(&data, &["verify", "--anchor", online["heads"][0].as_str().unwrap()]);
    assert_eq!(offline.status.code(), Some(0), "{}", said(&offline));
    let (_, usage) = gateway.get("/api/v1/usage/tokens?by=tool&bucket=1m").await;
    assert!(usage.contains("\"tool\":\"echo\""), "{usage}");
    let (_, preview) = gateway.get("/api/v1/audit/retention").await;
    let preview: Value = serde_json::from_str(&preview).unwrap();
    assert_eq!((&preview["settings"]["days"], &preview["preview"]["rows"]), (&json!(90.0), &json!(0)));

    let (status, kept, output) = gateway.stop();
    assert!(status.success(), "{output}");
    let data = kept.path().join("data");
    let offline = run(&data, &["verify"]);
    assert_eq!(offline.status.code(), Some(0), "{}", said(&offline));
    let checked = verdict(&offline)["checked"].as_u64();
    assert!(checked > online["checked"].as_u64(), "that it was looked at is sealed, too");
    fs::remove_file(data.join("audit.key")).unwrap();
    assert_eq!(verdict(&run(&data, &["verify"]))["flaws"][0]["kind"], "unknown_key");
    assert!(!data.join("audit.key").exists(), "none is minted by looking");
}

/// 0 days is for ever in the settings: here it would be all that is there.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_pruned_for_a_zero() {
    let (dir, key, _, rows) = sealed().await;
    let key = key.display().to_string();
    for bound in ["--days", "--max-rows", "--max-bytes"] {
        let refused = run(dir.path(), &["prune", "--yes", "--key-file", &key, bound, "0"]);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    }
    let verified = run(dir.path(), &["verify", "--key-file", &key]);
    assert_eq!(verdict(&verified)["checked"], json!(rows.len()));
}

/// 1 is for a trail that was meddled with.
#[test]
fn settings_that_cannot_be_read_say_nothing_of_the_trail() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("gateway.toml");
    fs::write(&config, "[audit]\nstore = \"postgres://ann:hunter2@db/x").unwrap();
    let failed = run(dir.path(), &["verify", "--config", config.to_str().unwrap()]);
    assert_eq!(failed.status.code(), Some(2), "{}", said(&failed));
    assert!(!said(&failed).contains("hunter2"), "{}", said(&failed));
}
