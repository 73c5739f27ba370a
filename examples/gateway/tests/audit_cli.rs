//! `mcp-gateway audit` on a real file, beside a gateway and without one.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, SystemTime},
};

use common::{Gateway, TOKEN};
use gate_audit::{AuditRecord, AuditSink, Kind, RecordId, Status};
use gate_mask::Masked;
use gate_store::SqliteStore;
use serde_json::Value;
use tempfile::TempDir;

fn text(text: &str) -> Option<Masked<String>> {
    Some(Masked::assume_masked_from_store(text.to_owned()))
}

fn record(age: u64, tool: &str, status: Status) -> AuditRecord {
    let id = RecordId::at(SystemTime::now() - Duration::from_secs(age));
    let mut record = AuditRecord::new(id, Kind::Tool, status);
    record.server = text("demo");
    record.name = text(tool);
    record.arguments.text = text(r#"{"message":"hi"}"#);
    record
}

/// A data directory with these rows in its trail.
async fn trail(rows: &[AuditRecord]) -> (TempDir, SqliteStore) {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path().join("audit.db")).await.unwrap();
    store.append(rows).await.unwrap();
    (dir, store)
}

async fn some() -> (TempDir, SqliteStore) {
    let calls = (0..30).map(|age| record(60 + age, "echo", Status::Ok));
    let failed = (0..3).map(|age| record(30 + age, "read", Status::ToolError));
    trail(&calls.chain(failed).collect::<Vec<_>>()).await
}

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-gateway"));
    command.arg("audit").args(arguments).arg("--data-dir").arg(dir);
    command
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    command(dir, arguments).output().unwrap()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

fn rows(output: &Output) -> Vec<Value> {
    let (out, err) = said(output);
    assert!(output.status.success(), "{err}");
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filters_are_those_of_the_api() {
    let (dir, _store) = some().await;
    let search = |arguments: &[&str]| rows(&run(dir.path(), &[&["search"], arguments].concat()));
    assert_eq!(search(&[]).len(), 33);
    assert_eq!(search(&["-n", "7"]).len(), 7);
    assert_eq!(search(&["--status", "error", "--tool", "read"]).len(), 3);
    assert_eq!(search(&["--tool", "echo", "--from", "2999-01-01T00:00:00Z"]).len(), 0);
    assert!(search(&["--entry", "all"])[0]["arguments"]["message"] == "hi");
    let newest_first = search(&[]);
    assert!(newest_first.windows(2).all(|pair| pair[0]["id"].as_str() > pair[1]["id"].as_str()));

    let help = said(&run(dir.path(), &["search", "--help"])).0;
    for key in gate_audit::Filter::KEYS {
        assert!(help.contains(&format!("--{} ", key.replace('_', "-"))), "{key}: {help}");
    }
    let refused = run(dir.path(), &["search", "--status", "hunter2"]);
    assert_eq!(refused.status.code(), Some(2));
    let why = said(&refused).1;
    assert!(why.contains("`status` must be") && !why.contains("hunter2"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_a_table() {
    let (dir, _store) = some().await;
    let output = run(dir.path(), &["tail", "-n", "5", "--output", "table"]);
    let (table, _) = said(&output);
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 6, "{table}");
    assert!(lines[0].starts_with("TIME (UTC)"));
    assert!(lines[1].contains(" ok ") && lines[1].contains(" echo "), "{table}");
    assert!(
        lines[5].contains(" tool_error ") && lines[5].contains(" read "),
        "the newest is the last: {table}"
    );
    assert!(!table.contains('\u{1b}'), "no colours where no terminal is");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_whole_and_overwrites_nothing() {
    let (dir, _store) = some().await;
    let file = dir.path().join("calls.csv");
    let export = ["export", "--tool", "echo", "--output", file.to_str().unwrap()];
    let output = run(dir.path(), &export);
    assert!(output.status.success(), "{}", said(&output).1);
    let csv = fs::read_to_string(&file).unwrap();
    assert_eq!(csv.matches("\r\n").count(), 31);
    assert!(csv.starts_with("id,created_at,"));
    let again = run(dir.path(), &export);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).1.contains("calls.csv"));
    assert_eq!(rows(&run(dir.path(), &["export", "--format", "jsonl"])).len(), 33);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_is_no_error() {
    let many: Vec<_> = (0..20_000).map(|age| record(age, "echo", Status::Ok)).collect();
    let (dir, _store) = trail(&many).await;
    let mut child =
        command(dir.path(), &["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 64];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), said(&output).1.as_str()), (Some(0), ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_followed_even_if_it_is_written_late() {
    let (dir, store) = some().await;
    let mut child = command(dir.path(), &["tail", "-n", "1", "-f"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["tool"], "read");
    store.append(&[record(0, "now", Status::Ok)]).await.unwrap();
    assert_eq!(next()["tool"], "now");
    store.append(&[record(3, "late", Status::Ok), record(0, "last", Status::Ok)]).await.unwrap();
    assert_eq!((next()["tool"].clone(), next()["tool"].clone()), ("late".into(), "last".into()));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_trail_that_is_not_there_is_not_made() {
    let dir = tempfile::tempdir().unwrap();
    for arguments in [&["tail"][..], &["search"], &["export"], &["verify"], &["prune", "--yes"]] {
        let output = run(dir.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).1.contains("there is no audit trail at"), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_gateway_is_read_beside_it() {
    let gateway = Gateway::start("[upstreams.demo]\nbuiltin = \"demo\"\n").await;
    let answer = reqwest::Client::new().get(gateway.url("/api/v1/audit/tool-calls?q=x")).bearer_auth(TOKEN);
    assert_eq!(answer.send().await.unwrap().status(), 200);
    let reading = gateway.rows("source_type=http&user=admin", 1).await;
    assert_eq!(reading.last().unwrap()["tool"], "/api/v1/audit/tool-calls");
    let data = gateway.data_dir().join("data");
    let found = rows(&run(&data, &["search", "--source-type", "http", "--user", "admin"]));
    assert!(found.iter().any(|row| row["id"] == reading.last().unwrap()["id"]));
    let (status, _, output) = gateway.stop();
    assert!(status.success(), "{output}");
}
