//! Every metric of the catalogue moves, and there is no other: each feature of the gateway is driven once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use gate_metrics::catalogue;
use gate_telemetry::Setup;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use testkit::{
    Recorded, Reply,
    otlp::{Behaviour, Failure, OtlpReceiver},
};

use crate::{
    common::{PATIENCE, Running, Scripted, tool_call},
    lifetime::{full, second, slow},
    wire::Ask,
};

const RESULT: &str = r#"{"jsonrpc":"2.0","id":7,"result":{"content":[]}}"#;
const TOKEN: &str = "admin-token-of-this-test";

/// The greatest value that each metric had in any scrape, over its series; of histograms, their counts.
#[derive(Default)]
struct Seen(BTreeMap<String, f64>);

impl Seen {
    async fn look(&mut self, gateway: &Running) -> String {
        let (status, text) = gateway.get("/metrics").await;
        assert_eq!(status, 200, "{text}");
        self.read(&text);
        text
    }

    fn read(&mut self, text: &str) {
        let mut name = "";
        let mut counted = String::new();
        for line in text.lines() {
            if let Some(metric) = line.strip_prefix("# TYPE ") {
                let (metric, kind) = metric.split_once(' ').unwrap();
                name = metric;
                counted = if kind == "histogram" { format!("{metric}_count") } else { metric.to_owned() };
                self.0.entry(name.to_owned()).or_default();
            } else if let Some(rest) = line.strip_prefix(&counted)
                && rest.starts_with(['{', ' '])
                && !line.starts_with('#')
            {
                let value = rest.rsplit(' ').next().unwrap().parse::<f64>().unwrap();
                let seen = self.0.get_mut(name).unwrap();
                *seen = seen.max(value);
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| *value > 0.0)
    }

    /// Looks until these have moved, and does something before each look.
    async fn until(&mut self, gateway: &Running, names: &[&str], mut step: impl AsyncFnMut()) {
        let deadline = Instant::now() + 2 * PATIENCE;
        loop {
            step().await;
            let text = self.look(gateway).await;
            let Some(flat) = names.iter().find(|name| !self.has(name)) else { return };
            assert!(Instant::now() < deadline, "{flat} does not move:\n{text}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_moves_and_there_is_no_other() {
    let mut seen = Seen::default();
    let text = everyday(&mut seen).await;
    check_with_promtool(&text);
    small(&mut seen).await;
    without_room(&mut seen).await;
    held(&mut seen).await;
    failing(&mut seen).await;
    in_memory(&mut seen).await;
    exported(&mut seen).await;

    let listed: BTreeSet<_> = catalogue::all().map(|metric| metric.name).collect();
    let shown: BTreeSet<_> = seen.0.keys().map(String::as_str).collect();
    let strangers: Vec<_> = shown.difference(&listed).collect();
    assert!(strangers.is_empty(), "in no catalogue: {strangers:?}");
    let flat: Vec<_> = listed.into_iter().filter(|name| !seen.has(name)).collect();
    assert!(flat.is_empty(), "these do not move: {flat:?}");
}

/// Calls of every outcome, a session with a stream, pages, tokens, secrets.
async fn everyday(seen: &mut Seen) -> String {
    let upstream = Scripted::start(answer).await;
    let config = format!(
        "[metrics]\ntoken = \"{TOKEN}\"\n[masking]\npii = true\n\
         [audit]\nskip_methods = [\"ping\"]\nfailed_authentications = 1\n\
         [upstreams.demo]\nbuiltin = \"demo\"\n[upstreams.gone]\nurl = \"http://127.0.0.1:1/mcp\""
    );
    let gateway = Running::before(&upstream, &config).await;
    let (client, url) = (reqwest::Client::new(), gateway.url("/mcp/demo"));

    let session = initialize(&client, &url).await;
    let accept = ("accept", "application/json, text/event-stream");
    let stream = client.get(&url).header(accept.0, accept.1).header("mcp-session-id", &session).send();
    let stream = stream.await.unwrap();
    assert_eq!(stream.status(), 200);
    let arguments = [
        ("echo", json!({ "message": "write to erika.mustermann@example.com, password=hunter2" })),
        ("summarize", json!({ "text": "One sentence. And one more." })),
        ("leak", json!({})),
        ("fail", json!({})),
        ("boom", json!({})),
        ("invented", json!({})),
    ];
    for (name, arguments) in arguments {
        let call = json!({ "jsonrpc": "2.0", "id": name, "method": "tools/call",
            "params": { "name": name, "arguments": arguments } });
        post(&client, &url, &session, &call).await;
    }
    post(&client, &url, &session, &json!({ "jsonrpc": "2.0", "id": 9, "method": "ping" })).await;
    Ask::call("gone", "to-nobody", &tool_call("echo")).send(gateway.addr).await;

    let waiting = slow("under-way", 60.0).open(gateway.addr).await;
    let under_way = ["tool_calls_in_flight", "active_connections", "audit_reserved_records"];
    seen.until(&gateway, &under_way, async || {}).await;
    drop(waiting);
    seen.until(&gateway, &["http_requests_incomplete_total", "active_sessions"], async || {}).await;
    // Nobody can index what is locked.
    let index = SqliteConnectOptions::new().filename(gateway.database().with_extension("index.db"));
    let mut index = SqliteConnection::connect_with(&index).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut index).await.unwrap();
    let call = async || {
        Ask::call("u", "unindexed", &tool_call("echo")).send(gateway.addr).await;
    };
    seen.until(&gateway, &["audit_unindexed_records"], call).await;
    sqlx::query("ROLLBACK").execute(&mut index).await.unwrap();

    let nobody = async || {
        for path in ["/api/v1/audit/tool-calls", "/metrics", "/nowhere"] {
            Ask::new("GET", path).send(gateway.addr).await;
        }
    };
    seen.until(&gateway, &["audit_unrecorded_authentications_total"], nobody).await;
    drop(stream);
    let ended = ["http_streams_total", "http_stream_duration_seconds", "process_cpu_seconds_total"];
    let text_of = async || _ = work();
    seen.until(&gateway, &ended, text_of).await;
    let idle = [
        "http_streams_active 0",
        "active_connections{server=\"demo\"} 0",
        "tool_calls_in_flight{server=\"demo\"} 0",
        "http_requests_in_flight 1",
    ];
    for line in idle {
        shows(&gateway, line).await;
    }
    gateway.metric("server_status", &["server=\"demo\"", "type=\"builtin\""], 1.0).await;
    gateway.metric("server_status", &["server=\"gone\"", "type=\"http\""], 0.0).await;
    gateway.metric("redactions_total", &["rule=\"key-name\"", "family=\"secret\""], 4.0).await;
    seen.look(&gateway).await
}

/// Waits for a line, which a gauge's name and value are.
async fn shows(gateway: &Running, line: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (_, text) = gateway.get("/metrics").await;
        if text.contains(&format!("\n{line}\n")) {
            return;
        }
        assert!(Instant::now() < deadline, "{line} is not shown:\n{text}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The scripted server: a body of some size, at once.
fn answer(_: &Recorded) -> Reply {
    Reply::new(200).header("content-type", "application/json").body(RESULT)
}

async fn initialize(client: &reqwest::Client, url: &str) -> String {
    let info = json!({ "name": "c", "version": "1" });
    let params = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info });
    let initialize = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params });
    let opened = post(client, url, "", &initialize).await;
    let session = opened["mcp-session-id"].to_str().unwrap().to_owned();
    post(client, url, &session, &json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
    session
}

async fn post(client: &reqwest::Client, url: &str, session: &str, body: &Value) -> http::HeaderMap {
    let request = client.post(url).header("accept", "application/json, text/event-stream").json(body);
    let request = if session.is_empty() { request } else { request.header("mcp-session-id", session) };
    let answer = request.send().await.unwrap();
    let headers = answer.headers().clone();
    answer.bytes().await.unwrap();
    headers
}

/// Takes some processor time.
fn work() -> u64 {
    (0..2_000_000_u64).fold(0, |sum, n| std::hint::black_box(sum ^ n.wrapping_mul(n)))
}

/// A budget that is spent, and series that go idle.
async fn small(seen: &mut Seen) {
    let config = "[metrics]\nseries_budget = 9\nidle_timeout = 0.6";
    let gateway = Running::start(config).await;
    let pages = async || {
        for path in ["/healthz", "/readyz"] {
            gateway.get(path).await;
        }
    };
    seen.until(&gateway, &["metric_samples_folded_total"], pages).await;
    // The client error is not seen again.
    gateway.get("/nowhere").await;
    seen.until(&gateway, &["metric_series_evicted_total"], async || {}).await;
    check_with_promtool(&seen.look(&gateway).await);
    let deadline = Instant::now() + PATIENCE;
    while seen.look(&gateway).await.contains("errors_total{category=\"client_error\"}") {
        assert!(Instant::now() < deadline, "it is still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    gateway.get("/nowhere").await;
    gateway.metric("errors_total", &["client_error"], 1.0).await;
}

/// No room for a record: each of the three ways to meet that.
async fn without_room(seen: &mut Seen) {
    for (on_full, moves) in [
        ("on_full = \"wait\"\nwait = 5", "audit_requests_waited_total"),
        ("on_full = \"refuse\"", "audit_requests_refused_total"),
        ("on_full = \"drop\"", "audit_calls_dropped_total"),
    ] {
        let (_upstream, gateway, first) = full(on_full).await;
        second().send(gateway.addr).await;
        first.await.unwrap();
        seen.until(&gateway, &[moves], async || {}).await;
    }
}

/// Results that wait for their records, and no longer than not at all.
async fn held(seen: &mut Seen) {
    for (fail_open, moves) in
        [("false", "audit_responses_withheld_total"), ("true", "audit_responses_released_total")]
    {
        let upstream = Scripted::start(answer).await;
        let audit =
            format!("[audit]\ndurability = \"before-response\"\ndurable_within = 0\nfail_open = {fail_open}");
        let gateway = Running::before(&upstream, &audit).await;
        let call = async || {
            Ask::call("u", "held", &tool_call("echo")).send(gateway.addr).await;
        };
        seen.until(&gateway, &[moves], call).await;
    }
}

/// A store that takes nothing, a journal that cannot go on, and what the next run finds.
async fn failing(seen: &mut Seen) {
    let upstream = Scripted::start(answer).await;
    let audit = "[audit]\njournal_max_bytes = 1048576";
    let gateway = Running::before(&upstream, audit).await;
    let mut store = without_table(&gateway).await;
    let big = tool_call(&"x".repeat(20_000));
    let call = async || {
        Ask::call("u", "journalled", &tool_call("echo")).send(gateway.addr).await;
    };
    for _ in 0..20 {
        call().await;
    }
    let failing = [
        "audit_store_failing",
        "audit_write_retries_total",
        "audit_backlog_records",
        "audit_journal_bytes",
        "audit_oldest_record_age_seconds",
    ];
    seen.until(&gateway, &failing, async || {}).await;
    after_a_crash(seen, &upstream, &gateway).await;

    // A segment that is full is followed by one that has no place to be.
    fs::remove_dir_all(gateway.data_dir().join("journal")).unwrap();
    let call = async || {
        let _ = Ask::call("u", "lost", &big.replace("{}", &format!("{{\"a\":\"{}\"}}", "y".repeat(60_000))))
            .open(gateway.addr)
            .await;
    };
    seen.until(&gateway, &["audit_journal_failing"], call).await;
    sqlx::query("ALTER TABLE away RENAME TO calls").execute(&mut store).await.unwrap();
}

/// Another gateway that begins with the journal as it is, but for a byte.
async fn after_a_crash(seen: &mut Seen, upstream: &Scripted, crashed: &Running) {
    let data = tempfile::tempdir().unwrap();
    let (from, to) = (crashed.data_dir().join("journal"), data.path().join("data/journal"));
    fs::create_dir_all(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        if path.extension().is_some_and(|kind| kind == "journal") {
            let place = bytes.len() / 4 * 3;
            bytes[place] ^= 1;
        }
        fs::write(to.join(path.file_name().unwrap()), bytes).unwrap();
    }
    let toml = format!("[upstreams.u]\nurl = \"{}\"", upstream.0.url("/mcp"));
    let gateway = Running::start_in(data, &toml).await;
    let found = ["audit_records_replayed_total", "audit_journal_corrupt_segments"];
    seen.until(&gateway, &found, async || {}).await;
}

/// Records that wait in memory, and more of them than there is room for.
async fn in_memory(seen: &mut Seen) {
    let upstream = Scripted::start(|_| {
        Reply::default().wait(Duration::from_millis(500)).send(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{RESULT}",
            RESULT.len()
        ))
    })
    .await;
    let audit = "[audit]\ndurability = \"async\"\nmax_pending_bytes = 20000\non_full = \"drop\"";
    let gateway = Running::before(&upstream, audit).await;
    let mut store = without_table(&gateway).await;
    let body = tool_call("echo").replace("{}", &format!("{{\"a\":\"{}\"}}", "y".repeat(9_000)));
    let calls: Vec<_> = (0..10)
        .map(|n| {
            let (ask, addr) = (Ask::call("u", &format!("shed-{n}"), &body), gateway.addr);
            tokio::spawn(async move { ask.send(addr).await.status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    let waiting = ["audit_queue_records", "audit_queue_bytes", "audit_records_shed_total"];
    seen.until(&gateway, &waiting, async || {}).await;
    sqlx::query("ALTER TABLE away RENAME TO calls").execute(&mut store).await.unwrap();
}

/// A back end that takes what it is sent, one that does not, and one that says nothing.
async fn exported(seen: &mut Seen) {
    let receiver = OtlpReceiver::start().await.unwrap();
    let (subscriber, observed) = Setup::new().writer(std::io::sink).subscriber().unwrap();
    let config = format!(
        "[telemetry]\nprovider = \"otlp\"\nendpoint = {:?}\nmetrics = true\nmetrics_interval = 0.05\n\
         timeout = 1\nbatch = {{ queue = 2, size = 1, delay = 0.01 }}",
        receiver.endpoint()
    );
    let dispatch = tracing::Dispatch::new(subscriber);
    let gateway = Running::exporting(&config, observed.telemetry.clone()).await;
    let taken = ["telemetry_on", "telemetry_exported_total", "telemetry_last_success_age_seconds"];
    seen.until(&gateway, &taken, async || {}).await;
    // The gateway's own numbers are exported, too, as they are scraped.
    let is_there = |it: &OtlpReceiver| it.metrics().iter().any(|point| point.name == "build_info");
    receiver.wait_for(is_there, PATIENCE).await;

    receiver.behave(Behaviour::Fail(Failure::BadRequest)).await.unwrap();
    let refused = ["telemetry_failed_total", "telemetry_export_failures_total"];
    seen.until(&gateway, &refused, async || {}).await;
    receiver.behave(Behaviour::Hang).await.unwrap();
    let spans = async || {
        tracing::dispatcher::with_default(&dispatch, || {
            (0..10).for_each(|_| drop(tracing::info_span!("work")));
        });
    };
    seen.until(&gateway, &["telemetry_queue_items", "telemetry_dropped_total"], spans).await;
}

/// Takes the table away that records are written to.
async fn without_table(gateway: &Running) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(gateway.database());
    let mut store = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("ALTER TABLE calls RENAME TO away").execute(&mut store).await.unwrap();
    store
}

/// Names, types and help are as Prometheus's own linter wants them, where that is installed.
#[expect(clippy::print_stdout, reason = "what was not checked must not go unsaid")]
fn check_with_promtool(text: &str) {
    let promtool = Command::new("promtool").args(["check", "metrics"]).stdin(Stdio::piped()).spawn();
    let Ok(mut promtool) = promtool else {
        println!("promtool is not installed, and has checked nothing");
        return;
    };
    promtool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(promtool.wait().unwrap().success(), "promtool has something to say");
}
