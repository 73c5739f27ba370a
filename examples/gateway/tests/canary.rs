//! Secrets are planted wherever a call can carry one; then everything that is kept or told is searched for them:
//! the database with its log, the index, the journal, exports, what the process printed, what its API answers.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::Command;

use common::{Gateway, contains, files_below};
use serde_json::{Value, json};
use testkit::{
    Postgres, Recorded, Recorder, Reply,
    otlp::{OtlpReceiver, Signal},
};

/// Where one is planted: each place has a secret of its own.
const PLACES: [&str; 19] = [
    "argument",
    "argument by its name",
    "argument in a long text",
    "response",
    "error of the protocol",
    "error of the tool",
    "event with progress",
    "event with the result",
    "authorization",
    "key in a header",
    "request id",
    "baggage",
    "tracestate",
    "session",
    "client's name",
    "tool's name",
    "resource's url",
    "query",
    "upstream's url",
];

/// The token that is planted at a place. Made here, so that no scanner takes this file for a leak.
fn token(place: &str) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut state = place
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(ALPHABET[(state >> 33) as usize % ALPHABET.len()])
    };
    ["ghp", "_"].concat() + &(0..36).map(|_| next()).collect::<String>()
}

fn event(message: &Value) -> String {
    format!("data: {message}\n\n")
}

/// Answers with secrets, in the way that the arguments ask for.
fn script(request: &Recorded) -> Reply {
    let asked: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let answer = |mut message: Value| {
        (message["jsonrpc"], message["id"]) = (json!("2.0"), asked["id"].clone());
        message
    };
    let result = |place: &str, is_error: bool| {
        let text = format!("it is {} for now", token(place));
        let content = json!([{ "type": "text", "text": text }]);
        let structured = json!({ "password": token(place), "plain": "to be seen" });
        answer(
            json!({ "result": { "content": content, "isError": is_error, "structuredContent": structured } }),
        )
    };
    let reply = Reply::new(200);
    let whole =
        |message: Value| Reply::new(200).header("content-type", "application/json").body(message.to_string());
    match asked["params"]["arguments"]["how"].as_str() {
        Some("error") => {
            let message = format!("no access with {}", token("error of the protocol"));
            whole(answer(json!({ "error": { "code": -32000, "message": message } })))
        }
        Some("fail") => whole(result("error of the tool", true)),
        Some("events") => {
            let text = format!("trying {}", token("event with progress"));
            let params = json!({ "progressToken": 1, "progress": 1, "message": text });
            let progress = json!({ "jsonrpc": "2.0", "method": "notifications/progress", "params": params });
            let frames = [event(&progress), event(&result("event with the result", false))];
            let pause = std::time::Duration::from_millis(20);
            reply.header("content-type", "text/event-stream").frames(frames, pause)
        }
        _ => whole(result("response", false)),
    }
}

/// Calls of every kind, with a secret at every place.
async fn call(gateway: &Gateway) {
    let client = reqwest::Client::new();
    let url = gateway.url(&format!("/mcp/u?api_key={}", token("query")));
    let send = async |body: Value| {
        let request = client.post(&url).header("accept", "application/json, text/event-stream");
        let request = request.header("authorization", format!("Bearer {}", token("authorization")));
        let request = request.header("x-api-key", token("key in a header"));
        let request = request.header("x-request-id", token("request id"));
        let request = request.header("traceparent", format!("00-{}-00f067aa0ba902b7-01", "7".repeat(32)));
        let request = request.header("tracestate", format!("vendor={}", token("tracestate")));
        let request = request.header("baggage", format!("user.key={}", token("baggage")));
        let request = request.header("mcp-session-id", token("session")).json(&body);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let tool = |name: &str, arguments: Value| {
        let params = json!({ "name": name, "arguments": arguments });
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params })
    };
    let info = json!({ "name": token("client's name"), "version": "1" });
    let params = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info });
    send(json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params })).await;
    let arguments = json!({
        "text": format!("use {} here", token("argument")),
        "password": token("argument by its name"),
        "plain": "to be seen",
    });
    let (status, text) = send(tool("publish", arguments)).await;
    assert!(status == 200 && text.contains(&token("response")), "it passes as it is: {text}");
    let mut long = "words ".repeat(11_600);
    long.truncate(65_500);
    let long = json!({ "long": format!("{long} {} and more", token("argument in a long text")) });
    send(tool("publish", long)).await;
    for how in ["error", "fail", "events"] {
        send(tool("publish", json!({ "how": how }))).await;
    }
    send(tool(&token("tool's name"), json!({}))).await;
    let uri = format!("https://user:{0}@example.com/?token={0}", token("resource's url"));
    let read = json!({ "jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": { "uri": uri } });
    send(read).await;
    // One that nobody answers, and one that nobody reads: what went wrong is told, without the address.
    let nowhere = gateway.url(&format!("/mcp/none?token={}", token("query")));
    client.post(nowhere).body(token("argument")).send().await.unwrap();
    let down = gateway.url("/mcp/down");
    client.post(down).json(&tool("publish", json!({ "text": token("argument") }))).send().await.unwrap();
}

/// Everything that the API tells.
async fn answers(gateway: &Gateway) -> Vec<(String, Vec<u8>)> {
    let mut seen = Vec::new();
    let secret = token("argument");
    let mut paths: Vec<_> = [
        "/metrics",
        "/readyz",
        "/api/v1/audit/tool-calls?limit=200&entry=all",
        "/api/v1/audit/tool-calls?q=to+be+seen&limit=200",
        "/api/v1/audit/export?format=csv&entry=all",
        "/api/v1/audit/export?format=jsonl&entry=all",
        "/api/v1/audit/stats",
        "/api/v1/audit/verify",
        "/api/v1/usage/tokens?by=tool",
        "/api/v1/stats",
        "/api/v1/telemetry",
        "/api/v1/telemetry/providers",
        "/api/v1/observability/logs",
        "/api/logs",
    ]
    .map(str::to_owned)
    .into();
    let page: Value = serde_json::from_str(&gateway.get(&paths[2]).await.1).unwrap();
    let rows = page["items"].as_array().unwrap();
    assert!(rows.len() >= 10, "{page:#}");
    paths.extend(rows.iter().map(|row| format!("/api/v1/audit/tool-calls/{}", row["id"].as_str().unwrap())));
    let masked = rows.iter().filter(|row| row.to_string().contains("***")).count();
    assert!(masked >= 8, "{page:#}");
    for path in paths {
        let (status, body) = gateway.get(&path).await;
        assert!(status < 500, "{path}: {body}");
        seen.push((path, body.into_bytes()));
    }
    // What is asked for is not told again.
    for path in ["q", "request_id", "nothing"] {
        let (_, body) = gateway.get(&format!("/api/v1/audit/tool-calls?{path}={secret}")).await;
        seen.push((path.to_owned(), body.into_bytes()));
    }
    seen
}

/// What the command line tells.
fn told(gateway: &Gateway) -> Vec<(String, Vec<u8>)> {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-gateway"));
        command.arg("audit").args(arguments);
        command.arg("--config").arg(gateway.data_dir().join("gateway.toml"));
        command.arg("--data-dir").arg(gateway.data_dir().join("data"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{arguments:?}");
        (arguments.join(" "), [output.stdout, output.stderr].concat())
    };
    vec![
        run(&["search"]),
        run(&["export", "--format", "csv"]),
        run(&["export", "--format", "jsonl"]),
        run(&["verify"]),
    ]
}

/// The place whose secret, or half of it, is in there.
fn found(bytes: &[u8]) -> Option<&'static str> {
    let halves = PLACES.map(|place| (place, token(place)[4..20].to_owned()));
    // There is much to be searched: few places begin as one of them does.
    let mut begins = vec![false; 1 << 16];
    let pair = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    halves.iter().for_each(|(_, half)| begins[pair(half.as_bytes())] = true);
    let candidates = bytes.windows(2).enumerate().filter(|(_, two)| begins[pair(two)]);
    let is_at = |at: usize| halves.iter().find(|(_, half)| bytes[at..].starts_with(half.as_bytes()));
    candidates.map(|(at, _)| at).find_map(is_at).map(|(place, _)| *place)
}

fn has_none(seen: &[(String, Vec<u8>)]) {
    for planted in PLACES {
        assert_eq!(found(format!("..{}..", token(planted)).as_bytes()), Some(planted));
    }
    for (place, bytes) in seen {
        assert_eq!(found(bytes), None, "it is in {place}");
    }
}

fn config(upstream: &Recorder, more: &str) -> String {
    let secret = token("upstream's url");
    let url = upstream.url(&format!("/mcp?key={secret}"));
    let down = format!("http://127.0.0.1:9/mcp?key={secret}");
    format!(
        "[audit]\nanchor_every = 0.2\n{more}\n[upstreams.u]\nurl = {url:?}\n[upstreams.down]\nurl = {down:?}\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_kept_or_told() {
    let (upstream, receiver) = (Recorder::start(script).await.unwrap(), OtlpReceiver::start().await.unwrap());
    let telemetry = format!(
        "[telemetry]\nprovider = \"otlp\"\nendpoint = {:?}\nlogs = true\nmetrics = true\nbatch.delay = 0.05",
        receiver.endpoint()
    );
    let config = config(&upstream, &telemetry);
    let gateway = Gateway::start(&config).await;
    call(&gateway).await;
    gateway.rows("tool=publish", 6).await;
    let mut seen = answers(&gateway).await;
    seen.extend(told(&gateway));
    // As it runs: the log of the database, its index, the journal.
    let files = files_below(&gateway.data_dir().join("data"));
    for part in ["audit.db", "audit.db-wal", "index", "journal"] {
        assert!(files.iter().any(|(name, bytes)| name.contains(part) && !bytes.is_empty()), "no {part}");
    }
    for part in ["audit.db", ".journal"] {
        let has_text = files.iter().any(|(name, bytes)| name.contains(part) && contains(bytes, "to be seen"));
        assert!(has_text, "{part} has the payloads");
    }
    seen.extend(files);
    // As a crash leaves it, and as a stop does.
    let gateway = Gateway::start_in(gateway.kill(), &config).await;
    seen.extend(files_below(&gateway.data_dir().join("data")));
    call(&gateway).await;
    let (status, data, output) = gateway.stop();
    assert!(status.success() && output.contains("the audit chain has come to here"), "{output}");
    seen.push(("what it printed".to_owned(), output.into_bytes()));
    seen.extend(files_below(&data.path().join("data")));
    for signal in [Signal::Traces, Signal::Metrics, Signal::Logs] {
        assert!(receiver.count(signal) > 5, "{signal} were exported: {}", receiver.dump());
    }
    for request in receiver.requests() {
        let head = format!("{} {:?}", request.uri, request.headers);
        seen.push((format!("the head of {request}"), head.into_bytes()));
        seen.push((format!("the body of {request}"), request.plain().unwrap().to_vec()));
    }
    has_none(&seen);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_files_of_a_server() {
    let (server, upstream) = (Postgres::start().unwrap(), Recorder::start(script).await.unwrap());
    let gateway = Gateway::start(&config(&upstream, &format!("store = {:?}", server.url()))).await;
    call(&gateway).await;
    gateway.rows("tool=publish", 6).await;
    let mut seen = answers(&gateway).await;
    seen.extend(told(&gateway));
    seen.extend(files_below(&gateway.data_dir().join("data")));
    let (status, _, output) = gateway.stop();
    assert!(status.success(), "{output}");
    seen.push(("what it printed".to_owned(), output.into_bytes()));
    let mut psql = server.psql().expect("its psql is beside it");
    let checkpoint = psql.arg(server.url()).args(["-Atc", "CHECKPOINT", "-c", "SHOW data_directory"]);
    let directory = String::from_utf8(checkpoint.output().unwrap().stdout).unwrap();
    let directory = directory.lines().rfind(|line| line.starts_with('/')).unwrap().to_owned();
    let files = files_below(directory.as_ref());
    assert!(files.iter().any(|(_, bytes)| contains(bytes, "publish")), "the rows are there");
    seen.extend(files);
    has_none(&seen);
}
