//! What is written, and what never is.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::HashSet,
    io,
    sync::{Arc, Mutex},
};

use axum::{Extension, Router, routing::get};
use gate_call::{Exchange, Kind, Outcome};
use gate_correlation::RequestIdLayer;
use gate_telemetry::{Format, LogHandle, Logs};
use gate_trace::TraceLayer;
use proptest::prelude::*;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tracing::subscriber::DefaultGuard;

/// Keeps each write by itself.
#[derive(Clone, Default)]
struct Writes(Arc<Mutex<Vec<String>>>);

impl io::Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push(String::from_utf8(bytes.to_vec()).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Writes {
    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn json(&self) -> Vec<Value> {
        self.all().iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn line(&self, message: &str) -> Value {
        let line = self.json().into_iter().find(|line| line["message"] == message);
        line.unwrap_or_else(|| panic!("no {message:?} in {:#?}", self.all()))
    }
}

fn logs(filter: &str, format: Format) -> (Writes, LogHandle, DefaultGuard) {
    let writes = Writes::default();
    let to = writes.clone();
    let logs = Logs::new().filter(filter).format(format).writer(move || to.clone());
    let (subscriber, handle) = logs.subscriber().unwrap();
    (writes, handle, tracing::subscriber::set_default(subscriber))
}

async fn tool(Extension(exchange): Extension<Exchange>) -> &'static str {
    tracing::warn!("before the call");
    let call = exchange.start_call(|call| {
        call.set_kind(Kind::Tool);
        call.set_method("tools/call");
        call.set_name("echo");
    });
    let call = call.unwrap();
    call.enter(|| tracing::warn!(api_key = "planted-1", url = "http://ada:planted-2@host/", "in the call"));
    call.end(Outcome::ToolError);
    "done"
}

async fn ask(app: Router, head: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let request = format!("{head}\r\nHost: test\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("done"), "{answer}");
}

fn app() -> Router {
    Router::new().route("/", get(tool)).layer(TraceLayer::new()).layer(RequestIdLayer::new())
}

const HEAD: &str = "GET /?secret=planted-3 HTTP/1.1\r\nx-request-id: request-7\r\n\
    traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

async fn every_line_has_its_ids(filter: &str) {
    let (writes, _, _guard) = logs(filter, Format::Json);
    ask(app(), HEAD).await;
    let (outer, inner) = (writes.line("before the call"), writes.line("in the call"));
    let end = writes.line("tools/call echo: tool_error");
    for line in [&outer, &inner, &end] {
        assert_eq!(line["request_id"], "request-7");
        assert_eq!(line["trace_id"], "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(line["level"], "WARN");
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
    }
    assert_ne!(inner["span_id"], outer["span_id"], "inside the call its own span wins");
    assert_eq!(inner["span_id"], end["span_id"]);
    assert_eq!(inner["target"], "lines");
    assert_eq!((&inner["api_key"], &inner["url"]), (&"***".into(), &"http://ada:***@host/".into()));
    let all = writes.all();
    assert!(all.iter().all(|line| !line.contains("planted")), "{all:#?}");
    assert!(all.iter().all(|line| line.ends_with('\n') && line.matches('\n').count() == 1), "{all:#?}");
}

#[tokio::test]
async fn every_line_inside_a_call_has_its_ids_and_no_secret() {
    every_line_has_its_ids("debug").await;
}

#[tokio::test]
async fn the_ids_stay_when_the_level_is_above_that_of_the_spans() {
    every_line_has_its_ids("warn").await;
}

#[tokio::test]
async fn the_level_changes_at_run_time() {
    let (writes, handle, _guard) = logs("warn", Format::Json);
    tracing::info!("one");
    handle.set_filter("info").unwrap();
    tracing::info!("two");
    assert!(handle.set_filter("nonsense=nonsense=nonsense").is_err());
    tracing::info!("three");
    handle.set_filter("error").unwrap();
    tracing::info!("four");
    handle.flush();
    let messages: Vec<_> = writes.json().iter().map(|line| line["message"].clone()).collect();
    assert_eq!(messages, ["two", "three"]);
}

#[test]
fn two_subscribers_write_apart_in_one_process() {
    let (a, _, first) = logs("info", Format::Json);
    tracing::info!("a");
    let (b, _, second) = logs("info", Format::Json);
    tracing::info!("b");
    drop((second, first));
    assert_eq!((a.json().len(), b.json().len()), (1, 1));
    assert_eq!((&a.json()[0]["message"], &b.json()[0]["message"]), (&"a".into(), &"b".into()));
}

#[test]
fn a_writer_that_fails_is_counted() {
    struct Broken;
    impl io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (subscriber, handle) = Logs::new().writer(|| Broken).subscriber().unwrap();
    tracing::subscriber::with_default(subscriber, || tracing::info!("lost"));
    handle.flush();
    assert_eq!(handle.lost(), 1);
}

#[test]
fn kinds_of_values_keep_their_kind() {
    let (writes, _, _guard) = logs("info", Format::Json);
    tracing::info!(
        count = 7,
        ratio = 0.5,
        yes = true,
        nan = f64::NAN,
        quoted = "say \"hi\"",
        pin = 1234,
        level = "mine",
        "values"
    );
    let line = writes.line("values");
    assert_eq!((&line["count"], &line["ratio"], &line["yes"]), (&7.into(), &0.5.into(), &true.into()));
    assert_eq!((&line["nan"], &line["quoted"]), (&"NaN".into(), &"say \"hi\"".into()));
    assert_eq!(line["pin"], "***", "a number is no less a secret");
    assert_eq!((&line["level"], &line["field.level"]), (&"INFO".into(), &"mine".into()));
}

#[test]
fn a_value_is_cut_after_it_was_masked() {
    let (writes, _, _guard) = logs("info", Format::Json);
    // The secret lies across the place where the value is cut.
    let secret = format!("gh{}_{}", "p", "A1b2C3d4E5f6G7h8I9j0".repeat(2).split_at(36).0);
    for before in [8150, 8170, 8190, 9000] {
        tracing::info!(
            text = format!("{} {secret} {}", "x ".repeat(before / 2), "y".repeat(100_000)),
            "long"
        );
    }
    for line in writes.json() {
        let text = line["text"].as_str().unwrap();
        assert!(text.len() <= 8 * 1024 + 4, "{}", text.len());
        assert!(!text.contains(&secret[..12]), "{}", &text[8100..]);
    }
    assert_eq!(writes.all().len(), 4);
}

#[test]
fn the_readable_form_is_one_line_and_commands_no_terminal() {
    let (writes, _, _guard) = logs("info", Format::Pretty);
    tracing::info!(password = "planted", who = "a\nb", "x\u{1b}[31m\r\nforged");
    let all = writes.all();
    let [line] = &all[..] else { panic!("one write: {all:#?}") };
    assert!(line.contains("INFO lines: x\\u{1b}[31m\\r\\nforged password=*** who=a\\nb"), "{line:?}");
    assert!(!line.trim_end_matches('\n').contains(char::is_control), "{line:?}");
}

#[test]
fn lines_of_many_threads_never_mix() {
    let writes = Writes::default();
    let to = writes.clone();
    let (subscriber, _) = Logs::new().writer(move || to.clone()).subscriber().unwrap();
    let dispatch = tracing::Dispatch::new(subscriber);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let dispatch = dispatch.clone();
            scope.spawn(move || {
                tracing::dispatcher::with_default(&dispatch, || {
                    (0..100).for_each(|n| tracing::info!(thread, n, "line"));
                });
            });
        }
    });
    let seen: HashSet<_> =
        writes.json().iter().map(|line| (line["thread"].to_string(), line["n"].to_string())).collect();
    assert_eq!((writes.all().len(), seen.len()), (400, 400));
}

#[test]
fn lines_of_many_threads_are_whole_and_complete_when_the_handle_is_dropped() {
    let writes = Writes::default();
    let to = writes.clone();
    let (subscriber, handle) = Logs::new().writer(move || to.clone()).subscriber().unwrap();
    let dispatch = tracing::Dispatch::new(subscriber);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let dispatch = dispatch.clone();
            scope.spawn(move || {
                tracing::dispatcher::with_default(&dispatch, || {
                    (0..500).for_each(|n| tracing::info!(thread, n, "line"));
                });
            });
        }
    });
    drop(handle);
    let text = writes.all().concat();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2000);
    for thread in 0..4 {
        let own =
            lines.iter().filter(|line| line["thread"] == thread).map(|line| line["n"].as_u64().unwrap());
        assert!(own.eq(0..500), "in the order in which they were logged");
    }
    assert!(writes.all().iter().all(|write| write.ends_with('\n') && write.len() <= 4096));
    assert!(writes.all().len() < 2000, "several lines go in one write");
    tracing::dispatcher::with_default(&dispatch, || tracing::info!("afterwards"));
    assert!(writes.all().pop().unwrap().contains("afterwards"), "nobody is left to flush it");
}

/// Blocks until it is let go.
#[derive(Clone, Default)]
struct Stuck(Writes, Arc<Mutex<()>>);

impl io::Write for Stuck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _free = self.1.lock().unwrap();
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_is_stuck_holds_nobody_up_and_what_is_lost_is_said() {
    let stuck = Stuck::default();
    let to = stuck.clone();
    let (subscriber, handle) = Logs::new().writer(move || to.clone()).subscriber().unwrap();
    let lock = stuck.1.lock().unwrap();
    let lines = 2000;
    tracing::subscriber::with_default(subscriber, || {
        (0..lines).for_each(|_| tracing::info!(text = "x".repeat(4000), "long"));
    });
    let lost = handle.lost();
    assert!(lost > 0 && lost < lines, "{lost}");
    drop(lock);
    drop(handle);
    let text = stuck.0.all().concat();
    assert!(text.len() < 5 * 1024 * 1024, "{}", text.len());
    assert_eq!(text.lines().filter(|line| line.contains("\"long\"")).count() as u64, lines - lost);
    let said = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let said: u64 = said.filter_map(|line| line["lost"].as_u64()).sum();
    assert_eq!(said, lost);
}

#[test]
fn a_writer_that_panics_takes_no_caller_with_it() {
    struct Ruined;
    impl io::Write for Ruined {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            panic!("planted")
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (subscriber, handle) = Logs::new().writer(|| Ruined).subscriber().unwrap();
    tracing::subscriber::with_default(subscriber, || tracing::info!("lost"));
    handle.flush();
    assert_eq!(handle.lost(), 1);
}

#[test]
fn a_value_may_log_while_it_is_written() {
    struct Chatty;
    impl std::fmt::Debug for Chatty {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            tracing::info!(api_key = "planted", "inner");
            f.write_str("chatty")
        }
    }
    let (writes, _, _guard) = logs("info", Format::Json);
    tracing::info!(before = 1, value = ?Chatty, "outer");
    let outer = writes.line("outer");
    assert_eq!((&outer["before"], &outer["value"]), (&1.into(), &"chatty".into()));
    // `tracing` may keep an event out of another's making, but if it is written then as a line of its own.
    assert!(writes.json().iter().all(|line| line["message"] == "outer" || line["api_key"] == "***"));
}

#[test]
fn times_are_in_utc_with_microseconds() {
    let (writes, _, _guard) = logs("info", Format::Json);
    tracing::info!("now");
    let text = writes.line("now")["timestamp"].as_str().unwrap().to_owned();
    let pattern: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(pattern, "0000-00-00T00:00:00.000000Z");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_number_alone_is_a_secret(whole in any::<i128>(), ratio in any::<f64>()) {
        let masker = gate_mask::Masker::default();
        for text in [whole.to_string(), whole.unsigned_abs().to_string(), ratio.to_string()] {
            prop_assert!(masker.mask_str(&text).findings().is_empty());
        }
    }

    #[test]
    fn any_text_is_one_line_of_json(message in any::<String>(), value in any::<String>()) {
        let (writes, _, _guard) = logs("info", Format::Json);
        tracing::info!(value, "{message}");
        let all = writes.all();
        prop_assert_eq!(all.len(), 1);
        prop_assert_eq!(all[0].find('\n'), Some(all[0].len() - 1));
        prop_assert!(serde_json::from_str::<Value>(&all[0]).unwrap()["value"].is_string());
    }
}
