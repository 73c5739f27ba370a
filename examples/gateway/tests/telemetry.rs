//! What the gateway exports, seen by a collector: one trace from the client to the tool, the audit row and the
//! log line; back ends that are changed while it serves; and settings that outlive it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    time::Duration,
};

use common::{Gateway, TOKEN, contains, files_below};
use gate_trace::semconv;
use serde_json::{Value, json};
use testkit::otlp::{Behaviour, OtlpReceiver, ReceivedSpan, Signal, Verdict, assert_catalogued};

const PATIENCE: Duration = Duration::from_secs(20);
const ACCEPT: (&str, &str) = ("accept", "application/json, text/event-stream");

/// One that exports all three signals.
fn config(receiver: &OtlpReceiver) -> String {
    let endpoint = receiver.endpoint();
    format!(
        "[upstreams.demo]\nbuiltin = \"demo\"\n[audit]\nanchor_every = 0.2\n[telemetry]\nprovider = \"otlp\"\n\
         endpoint = {endpoint:?}\nlogs = true\nmetrics = true\nmetrics_interval = 0.2\nbatch.delay = 0.05\n\
         resource = {{ \"deployment.environment.name\" = \"test\" }}\n"
    )
}

async fn send(gateway: &Gateway, method: &str, path: &str, body: Option<Value>) -> (u16, String) {
    let request = reqwest::Client::new().request(method.parse().unwrap(), gateway.url(path));
    let request = request.bearer_auth(TOKEN);
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Calls `echo` as a part of this trace, in the one era or the other.
async fn echo(gateway: &Gateway, is_stateless: bool, trace_id: &str, request_id: &str) {
    let client = reqwest::Client::new();
    let post = |body: &Value| client.post(gateway.url("/mcp/demo")).header(ACCEPT.0, ACCEPT.1).json(body);
    let mut call = json!({ "jsonrpc": "2.0", "id": 7, "method": "tools/call",
        "params": { "name": "echo", "arguments": { "message": "hello" } } });
    let call = if is_stateless {
        call["params"]["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let stateless = post(&call).header("mcp-protocol-version", "2026-07-28");
        stateless.header("mcp-method", "tools/call").header("mcp-name", "echo")
    } else {
        let info = json!({ "name": "c", "version": "1" });
        let params = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info });
        let open = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params });
        let opened = post(&open).send().await.unwrap();
        let session = opened.headers()["mcp-session-id"].clone();
        opened.bytes().await.unwrap();
        let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
        post(&ready).header("mcp-session-id", session.clone()).send().await.unwrap();
        post(&call).header("mcp-session-id", session)
    };
    let call = call.header("traceparent", format!("00-{trace_id}-00f067aa0ba902b7-01"));
    let answer = call.header("x-request-id", request_id).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.unwrap().contains("hello"));
}

/// What differs from run to run.
const VARYING: &[&str] =
    &["after_ms", "client.address", "jsonrpc.request.id", "mcp.session.id", "server.port", "request_id"];

const SESSION: &str = r#"- POST [server] (parent is elsewhere)
    client.address = <any>
    http.request.method = "POST"
    http.response.status_code = 200
    network.protocol.version = "1.1"
    network.transport = "tcp"
    request_id = <any>
    server.address = "127.0.0.1"
    server.port = <any>
    url.path = "/mcp/demo"
    url.scheme = "http"
    ! first byte {after_ms = <any>}
  - tools/call echo [server]
      client.address = <any>
      gen_ai.operation.name = "execute_tool"
      gen_ai.tool.name = "echo"
      jsonrpc.request.id = <any>
      mcp.method.name = "tools/call"
      mcp.protocol.version = "2025-11-25"
      mcp.server = "demo"
      mcp.session.id = <any>
      mcp.status = "ok"
      mcp.tool = "echo"
      network.transport = "tcp"
    - tools/call echo [client]
        gen_ai.operation.name = "execute_tool"
        gen_ai.tool.name = "echo"
        http.request.method = "POST"
        http.response.status_code = 200
        jsonrpc.request.id = <any>
        mcp.method.name = "tools/call"
        mcp.protocol.version = "2025-11-25"
        mcp.server = "demo"
        mcp.session.id = <any>
        network.protocol.version = "1.1"
"#;

/// The same in the era without sessions.
fn stateless() -> String {
    let lines = SESSION.lines().filter(|line| !line.contains("mcp.session.id"));
    lines.map(|line| line.replace("2025-11-25", "2026-07-28") + "\n").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_trace_from_the_client_to_the_tool() {
    let receiver = OtlpReceiver::start().await.unwrap();
    let gateway = Gateway::start(&config(&receiver)).await;
    for (is_stateless, digit, expected) in [(false, "a", SESSION.to_owned()), (true, "b", stateless())] {
        let (trace_id, request_id) = (digit.repeat(32), format!("call-{digit}"));
        echo(&gateway, is_stateless, &trace_id, &request_id).await;
        let of_trace = |spans: &[ReceivedSpan]| spans.iter().filter(|span| span.trace_id == trace_id).count();
        receiver.wait_for(|it| of_trace(&it.spans()) == 3, PATIENCE).await;
        let tree = receiver.tree(&trace_id).any(VARYING);
        assert_eq!(tree.to_string(), expected, "{tree}");

        // The same ids wherever the call is told of.
        let rows = gateway.rows(&format!("request_id={request_id}&source_type=tool"), 1).await;
        assert_eq!(rows[0]["trace_id"], trace_id.as_str());
        let line = gateway.line(|line| line["request_id"] == request_id.as_str()).await;
        assert_eq!(line["trace_id"], trace_id.as_str());
        let is_it = |it: &OtlpReceiver| {
            it.logs().iter().any(|log| {
                log.trace_id.as_deref() == Some(&*trace_id)
                    && log.span_id.as_deref() == line["span_id"].as_str()
                    && log.attributes.get("request_id").is_some_and(|id| id == request_id.as_str())
            })
        };
        receiver.wait_for(is_it, PATIENCE).await;
    }
    let is_query = |span: &ReceivedSpan| span.attributes.contains_key("db.system.name");
    receiver.wait_for(|it| it.spans().iter().any(is_query), PATIENCE).await;
    let anchored = "the audit chain has come to here";
    receiver.wait_for(|it| it.logs().iter().any(|log| log.body == anchored), PATIENCE).await;
    let counted = ["mcp.server.operation.duration", "http.server.request.duration", "tool_calls_total"];
    for name in counted {
        receiver.wait_for(|it| it.metrics().iter().any(|point| point.name == name), PATIENCE).await;
    }
    // The one event says when the first byte passed.
    let catalogue: Vec<_> = semconv::ATTRIBUTES.iter().copied().chain(["after_ms"]).collect();
    assert_catalogued(&receiver.spans(), &catalogue);
    for span in receiver.spans() {
        assert_eq!(span.resource["service.name"], "mcp-gateway");
        assert_eq!(span.resource["deployment.environment.name"], "test");
    }
    let (status, _, output) = gateway.stop();
    assert!(status.success() && !output.contains("did not leave"), "{output}");
}

/// Settings for the API.
fn to(receiver: &OtlpReceiver, more: Value) -> Value {
    let mut settings = json!({
        "provider": "otlp", "endpoint": receiver.url(""), "protocol": "http/protobuf", "timeout": 5,
        "batch": { "delay": 0.05 },
    });
    settings.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    settings
}

/// As no scanner would like it in one piece.
fn planted(name: &str) -> String {
    ["Bearer", " planted-", name, "-4711-secret"].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn back_ends_are_changed_while_it_serves_and_settings_outlive_it() {
    let (a, b) = (OtlpReceiver::start().await.unwrap(), OtlpReceiver::start().await.unwrap());
    let gateway = Gateway::start("[upstreams.demo]\nbuiltin = \"demo\"\n[log]\nlevel = \"warn\"").await;
    let headers = json!({ "headers": { "authorization": planted("a") } });
    let (status, answer) = send(&gateway, "PUT", "/api/v1/telemetry", Some(to(&a, headers.clone()))).await;
    assert_eq!(status, 200, "{answer}");
    let shown: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(shown["origin"], "api");
    assert_eq!(shown["settings"]["headers"], json!({ "authorization": true }));
    let mut answers = vec![answer];

    // One trace for each call, of a number that tells which.
    let (stop, made) = (AtomicBool::new(false), AtomicU64::new(0));
    let load = async || {
        while !stop.load(SeqCst) {
            let n = made.fetch_add(1, SeqCst) + 1;
            echo(&gateway, true, &format!("{n:032x}"), &format!("load-{n}")).await;
        }
    };
    let change = async {
        for (receiver, next) in [(&a, &b), (&b, &a), (&a, &b)] {
            gets_more(receiver).await;
            let (status, answer) =
                send(&gateway, "PUT", "/api/v1/telemetry", Some(to(next, headers.clone()))).await;
            assert_eq!(status, 200, "{answer}");
            answers.push(answer);
        }
        // One that does not answer changes nothing, and says why.
        a.behave(Behaviour::Refuse).await.unwrap();
        for (method, path) in [("PUT", "/api/v1/telemetry"), ("POST", "/api/v1/telemetry/test")] {
            let (status, answer) = send(&gateway, method, path, Some(to(&a, json!({})))).await;
            assert_eq!(status, 422, "{answer}");
            let refused: Value = serde_json::from_str(&answer).unwrap();
            assert!(
                refused["signals"]["traces"].is_string() && refused["signals"]["logs"].is_null(),
                "{answer}"
            );
            answers.push(answer);
        }
        a.behave(Behaviour::Answer).await.unwrap();
        gets_more(&b).await;
        stop.store(true, SeqCst);
    };
    tokio::join!(load(), load(), change);
    let made = made.load(SeqCst);
    let of_calls = || {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for span in a.spans().into_iter().chain(b.spans()).filter(|span| span.name == "tools/call echo") {
            *seen.entry(format!("{} {} {}", span.trace_id, span.kind, span.span_id)).or_default() += 1;
        }
        seen
    };
    let server_spans = || of_calls().keys().filter(|key| key.contains(" server ")).count() as u64;
    b.wait_for(|_| server_spans() >= made, PATIENCE).await;
    let seen = of_calls();
    assert_eq!(server_spans(), made, "every call's span is at one of the two");
    assert!(seen.values().all(|times| *times == 1), "and none is there twice");
    assert!(a.count(Signal::Traces) > 0 && b.count(Signal::Traces) > 0);

    for receiver in [&a, &b] {
        let said = receiver.requests();
        let had = said.iter().filter(|it| it.header("authorization") == Some(planted("a").as_str()));
        // But for what was tried without, which was refused.
        assert_eq!(had.count(), said.iter().filter(|it| it.verdict == Verdict::Accepted).count());
    }
    let half = json!({ "sample_ratio": 0.5 });
    for (receiver, expected) in [(&b, Some(planted("a"))), (&a, None), (&b, None)] {
        receiver.clear();
        let (status, answer) =
            send(&gateway, "PUT", "/api/v1/telemetry", Some(to(receiver, half.clone()))).await;
        assert_eq!(status, 200, "{answer}");
        let said = receiver.requests();
        assert!(!said.is_empty());
        // A header that is not named stays, but goes to no other place.
        assert!(said.iter().all(|it| it.header("authorization") == expected.as_deref()));
        answers.push(answer);
    }
    let (status, answer) = send(&gateway, "PUT", "/api/v1/telemetry", Some(to(&b, headers))).await;
    assert_eq!(status, 200, "{answer}");
    answers.push(answer);
    let (_, data, output) = gateway.stop();
    nowhere(&planted("a"), &data.path().join("data"), &answers, &output);

    // Another process goes on where that one was.
    b.clear();
    let gateway = Gateway::start_in(data, "[upstreams.demo]\nbuiltin = \"demo\"\n").await;
    gateway.says("as was set through the API").await;
    echo(&gateway, true, &"c".repeat(32), "after").await;
    b.wait_for(|it| it.spans().iter().any(|span| span.trace_id == "c".repeat(32)), PATIENCE).await;
    assert!(b.requests().iter().all(|it| it.headers["authorization"] == planted("a").as_str()));

    // And returns to the configuration when it is told to.
    let (status, answer) = send(&gateway, "DELETE", "/api/v1/telemetry", None).await;
    let shown: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(
        (status, &shown["origin"], &shown["settings"]["provider"]),
        (200, &json!("configuration"), &json!("none"))
    );
    let data_dir = gateway.data_dir().join("data");
    assert!(!data_dir.join("telemetry.json").exists());
    assert!(!contains(&std::fs::read(data_dir.join("credentials.json")).unwrap(), "authorization"));
    let (_, data, output) = gateway.stop();
    nowhere(&planted("a"), &data.path().join("data"), &[answer], &output);
}

/// Waits until spans have come that were not there before.
async fn gets_more(receiver: &OtlpReceiver) {
    let had = receiver.count(Signal::Traces);
    receiver.wait_for(|it| it.count(Signal::Traces) > had, PATIENCE).await;
}

/// In no file, no answer, and nothing that was printed.
fn nowhere(secret: &str, data: &std::path::Path, answers: &[String], output: &str) {
    let secret = secret.strip_prefix("Bearer ").unwrap_or(secret);
    for (file, bytes) in files_below(data) {
        assert!(!contains(&bytes, secret), "it is in {file}");
    }
    assert!(answers.iter().all(|answer| !answer.contains(secret)), "{answers:?}");
    assert!(!output.contains(secret), "{output}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_api_refuses_it_says_why() {
    let receiver = OtlpReceiver::start().await.unwrap();
    let gateway = Gateway::start("").await;
    let put = async |body: Value| send(&gateway, "PUT", "/api/v1/telemetry", Some(body)).await;
    let (status, why) = put(json!({ "provider": "otpl" })).await;
    assert!(status == 422 && why.contains("there is no provider `otpl`; is it `otlp`?"), "{status} {why}");
    let (status, why) = put(json!({ "provider": "datadog" })).await;
    assert!(status == 422 && why.contains("api_key"), "{status} {why}");
    let (status, why) = put(json!({ "sample_ratio": "hunter2" })).await;
    assert!(status == 400 && why.contains("sample_ratio") && !why.contains("hunter2"), "{status} {why}");
    let (status, why) = put(json!({ "service_name": "x".repeat(100_000) })).await;
    assert!(status == 413, "{status} {why}");
    let answer = reqwest::get(gateway.url("/api/v1/telemetry")).await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(send(&gateway, "PATCH", "/api/v1/telemetry", None).await.0, 405);

    let (status, text) = gateway.get("/api/v1/telemetry/providers").await;
    let known: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(status, 200);
    let names: Vec<_> =
        known["items"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    for name in
        ["none", "stdout", "otlp", "datadog", "azure", "aws", "google", "grafana", "newrelic", "splunk"]
    {
        assert!(names.contains(&name), "{name} of {names:?}");
    }
    documented(known["items"].as_array().unwrap());
    let (status, tested) =
        send(&gateway, "POST", "/api/v1/telemetry/test", Some(to(&receiver, json!({})))).await;
    assert_eq!((status, tested.as_str()), (200, r#"{"ok":true}"#));
    let (_, text) = gateway.get("/api/v1/telemetry").await;
    let shown: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&shown["origin"], &shown["settings"]["provider"]), (&json!("configuration"), &json!("none")));
    assert_eq!(receiver.count(Signal::Traces), 0);
    let rows = gateway.rows("user=admin&entry=all", 3).await;
    assert!(rows.iter().any(|row| row.to_string().contains("/api/v1/telemetry")), "{rows:#?}");
}

/// Each provider has a row in the documentation, with all that it wants to know.
fn documented(providers: &[Value]) {
    let text = include_str!("../../../docs/telemetry.md");
    for provider in providers {
        let begin = format!("| `{}` |", provider["name"].as_str().unwrap());
        let row = text.lines().find(|line| line.starts_with(&begin));
        let row = row.unwrap_or_else(|| panic!("no row {begin}"));
        let fields = ["options", "credentials"].into_iter().flat_map(|of| provider[of].as_array().unwrap());
        for name in fields.map(|field| field["name"].as_str().unwrap()) {
            // Below the table, for all of them.
            let of_all = name.ends_with("_endpoint") && text.contains(name);
            assert!(of_all || row.contains(name), "{name} is missing in {row}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_opened_exports_nothing_and_the_rest_works() {
    let receiver = OtlpReceiver::start().await.unwrap();
    let gateway = Gateway::start("").await;
    let headers = json!({ "headers": { "authorization": planted("d") } });
    assert_eq!(send(&gateway, "PUT", "/api/v1/telemetry", Some(to(&receiver, headers))).await.0, 200);
    let (_, data, _) = gateway.stop();
    std::fs::remove_file(data.path().join("data/master.key")).unwrap();
    let gateway = Gateway::start_in(data, "[upstreams.demo]\nbuiltin = \"demo\"\n").await;
    receiver.clear();
    echo(&gateway, true, &"d".repeat(32), "unopened").await;
    gateway.rows("request_id=unopened", 1).await;
    gateway.says("sealed with key").await;
    let (_, text) = gateway.get("/api/v1/telemetry").await;
    let shown: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(shown["status"]["traces"]["on"], false);
    assert!(receiver.requests().is_empty(), "{}", receiver.dump());
    // Said again, it works again.
    let headers = json!({ "headers": { "authorization": planted("e") } });
    assert_eq!(send(&gateway, "PUT", "/api/v1/telemetry", Some(to(&receiver, headers))).await.0, 200);
    // And lives through another key.
    let (_, data, _) = gateway.stop();
    let before = std::fs::read(data.path().join("data/master.key")).unwrap();
    let rotated = std::process::Command::new(env!("CARGO_BIN_EXE_mcp-gateway"))
        .args(["rotate-key", "--data-dir"])
        .arg(data.path().join("data"))
        .output()
        .unwrap();
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    assert!(String::from_utf8_lossy(&rotated.stdout).starts_with("1 credentials are sealed"), "{rotated:?}");
    assert_ne!(std::fs::read(data.path().join("data/master.key")).unwrap(), before);
    let gateway = Gateway::start_in(data, "").await;
    let (_, text) = gateway.get("/api/v1/telemetry").await;
    let shown: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&shown["origin"], &shown["status"]["traces"]["on"]), (&json!("api"), &json!(true)), "{text}");
}
