//! Whole trails as files.

mod support;

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use gate_audit::{AuditSink, MemoryStore};
use http::Method;
use serde_json::Value;

use support::{Api, Counting, record, text};

const PATH: &str = "/api/v1/audit/export";

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_of_a_huge_file_holds_up_the_reading_of_the_store() {
    const ROWS: u64 = 100_000;
    let memory = MemoryStore::new(ROWS as usize);
    let padding = "words ".repeat(60);
    for batch in (0..ROWS).collect::<Vec<_>>().chunks(10_000) {
        let with_words = |age: &u64| {
            let mut record = record(*age, "echo");
            record.arguments.text = text(&padding);
            record
        };
        memory.append(&batch.iter().map(with_words).collect::<Vec<_>>()).await.unwrap();
    }
    let store = Arc::new(Counting::new(memory));
    let api = Api::of(Arc::clone(&store) as _).await;

    let mut answer = api.send(Method::GET, &format!("{PATH}?format=jsonl&entry=all"), "").await;
    let mut file = answer.chunk().await.unwrap().unwrap().to_vec();
    let mut queries = 0;
    // Until the sockets' buffers are full.
    while queries != store.queries.load(SeqCst) {
        queries = store.queries.load(SeqCst);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert!(queries < 50, "{queries} pages for a reader that does not read");
    while let Some(chunk) = answer.chunk().await.unwrap() {
        file.extend_from_slice(&chunk);
    }
    assert!(store.queries.load(SeqCst) >= 200, "page by page");
    let lines = str::from_utf8(&file).unwrap().lines();
    let id = |line: &str| line.split('"').nth(3).unwrap().to_owned();
    let ids: Vec<_> = lines.map(id).collect();
    assert_eq!(ids.len() as u64, ROWS);
    assert_eq!(ids.into_iter().collect::<HashSet<_>>().len() as u64, ROWS);
}

/// The fields of each line, by RFC 4180.
fn fields(file: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = file.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.next() == Some('\n') => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            char => field.push(char),
        }
    }
    assert!(row.is_empty() && field.is_empty() && !quoted, "it ends with a line");
    rows
}

#[tokio::test]
async fn a_spreadsheet_reads_every_field_and_runs_none() {
    let formulas = [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1",
        "x\",=1,\"",
        "two\r\nlines",
    ];
    let store = Arc::new(MemoryStore::new(100));
    let rows: Vec<_> = formulas
        .iter()
        .enumerate()
        .map(|(age, formula)| {
            let mut record = record(age as u64, formula);
            record.principal = text(formula);
            record.arguments.text = text(formula);
            record.error = text(formula);
            record.error_code = Some(-32_601);
            record
        })
        .collect();
    store.append(&rows).await.unwrap();
    let api = Api::of(store).await;

    let answer = api.send(Method::GET, PATH, "").await;
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8; header=present");
    let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(disposition.starts_with("attachment; filename=\"audit-2") && disposition.ends_with("Z.csv\""));
    let file = fields(&answer.text().await.unwrap());
    let (header, rows) = file.split_first().unwrap();
    assert_eq!(rows.len(), formulas.len());
    assert!(rows.iter().all(|row| row.len() == header.len()));
    for (row, formula) in rows.iter().zip(formulas) {
        let cell = |name: &str| row[header.iter().position(|column| column == name).unwrap()].as_str();
        for name in ["tool", "user", "arguments", "error"] {
            assert_eq!(cell(name).strip_prefix('\'').unwrap_or(cell(name)), formula);
            let first = cell(name).trim_start_matches(' ').chars().next().unwrap();
            assert!(!"=+-@\t\r\n＝".contains(first), "{:?}", cell(name));
        }
        assert_eq!(cell("error_code"), "-32601");
        assert_eq!(cell("server"), "demo");
    }
}

#[tokio::test]
async fn what_passes_a_filter_is_what_is_listed() {
    let store = Arc::new(MemoryStore::new(1_000));
    let tools = ["echo", "read", "write"].into_iter().cycle();
    let rows: Vec<_> = tools.zip(0..300).map(|(tool, age)| record(age, tool)).collect();
    store.append(&rows).await.unwrap();
    let api = Api::of(store).await;
    let listed = api.items("tool=read&limit=500").await;
    assert_eq!(listed.len(), 100);
    let lines = api.text(&format!("{PATH}?format=jsonl&tool=read")).await;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, listed);
    assert_eq!(fields(&api.text(&format!("{PATH}?tool=read")).await).len(), 101);
    assert_eq!(fields(&api.text(&format!("{PATH}?tool=none")).await).len(), 1);
    assert_eq!(api.text(&format!("{PATH}?tool=none&format=jsonl")).await, "");
    assert!(api.refused(&format!("{PATH}?format=xlsx")).await.contains("csv or jsonl"));
    assert!(api.refused(&format!("{PATH}?limit=3")).await.contains("`limit`"));
}
