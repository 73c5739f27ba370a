//! Which spans are exported, what of them, and what never is.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::HashSet,
    fmt, io,
    sync::{Arc, Mutex, mpsc},
    time::{Duration, SystemTime},
};

use axum::{Extension, Router, body::Body, routing::get};
use gate_call::{Exchange, Kind, Outcome};
use gate_correlation::RequestIdLayer;
use gate_telemetry::{
    LogHandle, Logs,
    spans::{Limits, Sampler, SpanHandle, Spans},
};
use gate_trace::TraceLayer;
use http::Request;
use opentelemetry::{Context, SpanId, TraceId, trace::SpanKind, trace::Status};
use opentelemetry_sdk::trace::SpanData;
use proptest::prelude::*;
use tower::ServiceExt as _;
use tracing::{field::Empty, info_span, subscriber::DefaultGuard};
use tracing_subscriber::prelude::*;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const OTHER: &str = "11111111111111111111111111111111";

/// Follows spans on this thread.
fn follow(spans: Spans) -> (SpanHandle, DefaultGuard) {
    let (layer, handle) = spans.layer().unwrap();
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    handle.open(4096, 512);
    (handle, guard)
}

fn unsampled() -> Spans {
    Spans::new().sampler(Arc::new(Sampler::new(0.0)))
}

/// The spans so far, by the order of their ends.
fn taken(handle: &SpanHandle) -> Vec<SpanData> {
    handle.take(usize::MAX)
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("no {name:?} in {spans:#?}"))
}

fn attribute(span: &SpanData, name: &str) -> Option<String> {
    let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == name);
    found.map(|attribute| attribute.value.to_string())
}

/// Keeps log lines.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn line(&self, message: &str) -> serde_json::Value {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        lines.rfind(|line| line["message"] == message).unwrap()
    }
}

fn with_lines(spans: Spans, filter: &str) -> (SpanHandle, Lines, LogHandle, DefaultGuard) {
    let (layer, handle) = spans.layer().unwrap();
    let lines = Lines::default();
    let to = lines.clone();
    let (log, log_handle) = Logs::new().filter(filter).writer(move || to.clone()).layer().unwrap();
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log).with(layer));
    (handle, lines, log_handle, guard)
}

async fn tool(Extension(exchange): Extension<Exchange>) -> &'static str {
    let call = exchange.start_call(|call| {
        call.set_kind(Kind::Tool);
        call.set_method("tools/call");
        call.set_name("echo");
    });
    let call = call.unwrap();
    call.enter(|| {
        let _own = info_span!("look up", rows = 3).entered();
        tracing::info!(cache = "cold", "half done");
        tracing::debug!("too much");
    });
    call.end(Outcome::ToolError);
    "done"
}

async fn call() {
    let app = Router::new().route("/", get(tool)).layer(TraceLayer::new()).layer(RequestIdLayer::new());
    let request = Request::get("/").header("traceparent", format!("00-{TRACE}-b7ad6b7169203331-01"));
    let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    axum::body::to_bytes(response.into_body(), 100).await.unwrap();
}

#[tokio::test]
async fn a_call_is_a_tree_whose_ids_are_those_of_its_lines() {
    let (handle, lines, log, _guard) = with_lines(Spans::new(), "info");
    handle.open(100, 100);
    call().await;
    log.flush();
    let spans = taken(&handle);
    assert_eq!(spans.len(), 3, "{spans:#?}");
    let (http, mcp, own) = (named(&spans, "GET"), named(&spans, "tools/call echo"), named(&spans, "look up"));

    for span in &spans {
        assert_eq!(span.span_context.trace_id(), TraceId::from_hex(TRACE).unwrap());
        assert!(span.span_context.is_sampled() && span.end_time >= span.start_time);
        assert!(span.start_time.elapsed().unwrap() < Duration::from_secs(60));
    }
    assert_eq!(
        (mcp.parent_span_id, own.parent_span_id),
        (http.span_context.span_id(), mcp.span_context.span_id())
    );
    assert!(!mcp.parent_span_is_remote && !own.parent_span_is_remote);
    assert_eq!((&http.span_kind, &own.span_kind), (&SpanKind::Server, &SpanKind::Internal));
    assert_eq!((&http.status, &mcp.status), (&Status::Unset, &Status::error("")));
    assert_eq!(attribute(mcp, "error.type").unwrap(), "tool_error");
    assert_eq!(attribute(http, "http.response.status_code").unwrap(), "200");
    assert_eq!(mcp.instrumentation_scope.name(), "gate_trace::span");
    let marks =
        ["otel.name", "otel.kind", "otel.status_code", "trace_id", "span_id", "parent_span_id", "sampled"];
    assert!(spans.iter().all(|span| marks.iter().all(|mark| attribute(span, mark).is_none())), "{spans:#?}");

    let events: Vec<_> = own.events.iter().map(|event| &*event.name).collect();
    assert_eq!(events, ["half done"]);
    assert_eq!(own.events[0].attributes[0].key.as_str(), "cache");
    assert!(mcp.events.is_empty(), "the call's line says what its span says: {:#?}", mcp.events);
    let [first] = &http.events[..] else { panic!("one event, not {:#?}", http.events) };
    assert_eq!((&*first.name, first.attributes[0].key.as_str()), ("first byte", "after_ms"));
    assert!(first.timestamp >= http.start_time && attribute(http, "gate.first_byte_ms").is_none());

    let line = lines.line("tools/call echo: tool_error");
    assert_eq!(line["trace_id"], TRACE);
    assert_eq!(line["span_id"], mcp.span_context.span_id().to_string());
}

#[tokio::test]
async fn off_or_on_lines_have_the_same_ids() {
    let (handle, lines, log, _guard) = with_lines(Spans::new(), "warn");
    for open in [false, true, false] {
        if open {
            handle.open(100, 100);
        } else {
            handle.close();
        }
        call().await;
        log.flush();
        let line = lines.line("tools/call echo: tool_error");
        assert_eq!(line["trace_id"], TRACE);
        assert_eq!(line["span_id"].as_str().unwrap().len(), 16);
        assert_eq!(taken(&handle).len(), if open { 3 } else { 0 });
    }
    assert_eq!(handle.dropped(), 0);
}

#[test]
fn a_span_that_ends_after_the_end_is_not_sent_and_not_counted() {
    let (handle, _guard) = follow(Spans::new());
    let span = info_span!("long");
    handle.close();
    drop(span);
    handle.open(10, 10);
    assert!(taken(&handle).is_empty());
    assert_eq!(handle.dropped(), 0);
}

#[test]
fn a_full_outbox_drops_and_counts() {
    let (handle, _guard) = follow(Spans::new());
    handle.open(2, 2);
    (0..5).for_each(|_| drop(info_span!("one of many")));
    assert_eq!((taken(&handle).len(), handle.dropped()), (2, 3));
}

#[test]
fn every_span_is_sent_once_on_whichever_thread_it_ends() {
    let (layer, handle) = Spans::new().layer().unwrap();
    let dispatch = tracing::Dispatch::new(tracing_subscriber::registry().with(layer));
    handle.open(100_000, 512);
    let work = |hand_over: mpsc::Sender<tracing::Span>| {
        for n in 0..500 {
            let outer = info_span!("outer", n, late = Empty);
            let inner = outer.in_scope(|| info_span!("inner"));
            hand_over.send(inner.clone()).unwrap();
            outer.record("late", 1);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (hand_over, handed) = mpsc::channel();
            scope.spawn(|| tracing::dispatcher::with_default(&dispatch, || work(hand_over)));
            scope
                .spawn(|| tracing::dispatcher::with_default(&dispatch, || handed.into_iter().for_each(drop)));
        }
    });
    let spans = taken(&handle);
    let ids: HashSet<_> = spans.iter().map(|span| span.span_context.span_id()).collect();
    assert_eq!((spans.len(), ids.len()), (4000, 4000));
    for inner in spans.iter().filter(|span| span.name == "inner") {
        let outer = spans.iter().find(|span| span.span_context.span_id() == inner.parent_span_id).unwrap();
        assert_eq!(outer.span_context.trace_id(), inner.span_context.trace_id());
    }
}

#[test]
fn stated_ids_go_first_and_a_parent_from_elsewhere_is_remote() {
    let (handle, _guard) = follow(Spans::new());
    let around = info_span!("around", trace_id = TRACE, span_id = "00000000000000a1", parent_span_id = "");
    let _entered = around.enter();
    info_span!("here", trace_id = TRACE, span_id = "00000000000000a2", parent_span_id = "00000000000000a1");
    info_span!("there", trace_id = OTHER, span_id = "00000000000000a3", parent_span_id = "00000000000000b1");
    info_span!("root", trace_id = OTHER, span_id = "00000000000000a4");
    info_span!("wrong", trace_id = "no id", span_id = 7, parent_span_id = "00000000000000A1");
    drop(_entered);
    drop(around);
    let spans = taken(&handle);
    let of = |name| {
        let span = named(&spans, name);
        (
            span.span_context.trace_id().to_string(),
            span.parent_span_id.to_string(),
            span.parent_span_is_remote,
        )
    };
    let (none, around) = ("0000000000000000".to_owned(), "00000000000000a1".to_owned());
    assert_eq!(of("around"), (TRACE.to_owned(), none.clone(), false));
    assert_eq!(of("here"), (TRACE.to_owned(), around.clone(), false));
    assert_eq!(of("there"), (OTHER.to_owned(), "00000000000000b1".to_owned(), true));
    assert_eq!(of("root"), (OTHER.to_owned(), none, false));
    assert_eq!(of("wrong"), (TRACE.to_owned(), around, false), "it is a child like any other");
}

#[test]
fn links_are_what_a_span_follows_and_what_it_says() {
    let (handle, _guard) = follow(Spans::new());
    let first = info_span!("first", trace_id = OTHER, span_id = "00000000000000a1");
    let second = info_span!("second", otel.link = Empty);
    second.follows_from(&first);
    second.record("otel.link", format!("00-{TRACE}-00000000000000b1-00"));
    drop((first, second));
    let spans = taken(&handle);
    let links: Vec<_> = named(&spans, "second")
        .links
        .iter()
        .map(|link| (link.span_context.trace_id().to_string(), link.span_context.is_sampled()))
        .collect();
    assert_eq!(links, [(OTHER.to_owned(), true), (TRACE.to_owned(), false)]);
}

#[test]
fn name_kind_and_status_are_what_was_said_last() {
    let (handle, _guard) = follow(Spans::new());
    let status = |code: &str, message: Option<&str>| {
        let span = info_span!(
            "static",
            otel.name = "first",
            otel.kind = "CLIENT",
            otel.status_code = code,
            otel.status_message = message
        );
        span.record("otel.name", "last");
        drop(span);
        let span = taken(&handle).remove(0);
        assert_eq!((&*span.name, span.span_kind), ("last", SpanKind::Client));
        span.status
    };
    assert_eq!(status("", None), Status::Unset);
    assert_eq!(status("OK", Some("ignored")), Status::Ok);
    assert_eq!(status("ERROR", None), Status::error(""));
    assert_eq!(status("error", Some("why")), Status::error("why"));
    assert_eq!(status("", Some("why")), Status::error("why"));
}

#[test]
fn values_keep_their_kind_and_the_last_one_counts() {
    let (handle, _guard) = follow(Spans::new());
    let span =
        info_span!("span", count = 7, ratio = 0.5, yes = true, large = u64::MAX, text = ?"a", pin = 1234);
    span.record("count", 8);
    drop(span);
    let span = taken(&handle).remove(0);
    let value =
        |name: &str| span.attributes.iter().find(|value| value.key.as_str() == name).unwrap().value.clone();
    assert_eq!((value("count"), value("ratio"), value("yes")), (8.into(), 0.5.into(), true.into()));
    assert_eq!((value("large"), value("text")), ("18446744073709551615".into(), "\"a\"".into()));
    assert_eq!(value("pin"), "***".into(), "a number is no less a secret");
    assert_eq!(span.attributes.len(), 6);
}

#[test]
fn what_is_over_the_limits_is_dropped_and_counted() {
    let mut limits = Limits::default();
    (limits.attributes, limits.events, limits.event_attributes, limits.links, limits.text) = (2, 3, 1, 1, 10);
    let (handle, _guard) = follow(Spans::new().limits(limits));
    let other = info_span!("other");
    let span = info_span!("span", a = 1, b = "0123456789ü", c = 3, d = 4, e = Empty);
    span.record("e", 5);
    span.in_scope(|| (0..5).for_each(|n| tracing::info!(n, m = n, "event")));
    span.follows_from(&other);
    span.follows_from(&other);
    drop(span);
    let span = taken(&handle).remove(0);
    assert_eq!((span.attributes.len(), span.dropped_attributes_count), (2, 3));
    assert_eq!(attribute(&span, "b").unwrap(), "0123456789");
    assert_eq!((span.events.len(), span.events.dropped_count), (3, 2));
    assert_eq!((span.events[0].attributes.len(), span.events[0].dropped_attributes_count), (1, 1));
    assert_eq!((span.links.len(), span.links.dropped_count), (1, 1));
}

#[test]
fn what_one_span_says_is_bounded_in_all() {
    let (handle, _guard) = follow(Spans::new());
    let span = info_span!("span");
    let long = "x ".repeat(50_000);
    span.in_scope(|| (0..200).for_each(|_| tracing::info!(text = long, "event")));
    drop(span);
    let span = taken(&handle).remove(0);
    let texts = span.events.iter().flat_map(|event| &event.attributes);
    let bytes: usize = texts.map(|text| text.value.as_str().len()).sum();
    assert!((8 * 1024..=64 * 1024).contains(&bytes), "{bytes}");
    let dropped: u32 = span.events.iter().map(|event| event.dropped_attributes_count).sum();
    assert!(dropped > 0);
}

#[test]
fn one_long_text_takes_no_room_from_others() {
    let (handle, _guard) = follow(Spans::new());
    // More of these than there are spans that may have much to say, which they do not need.
    let long = "x ".repeat(10_000);
    let open: Vec<_> = (0..300).map(|_| info_span!("open", long)).collect();
    info_span!("much", a = long, b = long, c = long, d = long);
    let span = taken(&handle).remove(0);
    let texts: Vec<_> = span.attributes.iter().map(|text| text.value.as_str().len()).collect();
    assert_eq!((texts, span.dropped_attributes_count), (vec![4095; 4], 0));
    drop(open);
}

#[test]
fn a_value_is_cut_after_it_was_masked() {
    let (handle, _guard) = follow(Spans::new());
    let secret = format!("gh{}_{}", "p", "A1b2C3d4E5f6G7h8I9j0".repeat(2).split_at(36).0);
    for before in [4060, 4080, 4094, 6100, 6130, 6150, 9000] {
        let text = format!("{} {secret} {}", "x ".repeat(before / 2), "y".repeat(10_000));
        info_span!("span", text, otel.name = text);
    }
    let spans = taken(&handle);
    assert_eq!(spans.len(), 7);
    for span in spans {
        let text = attribute(&span, "text").unwrap();
        assert!(text.len() <= 4095 && text.len() > 3000 && span.name.len() <= 4095, "{}", text.len());
        assert!(!text.contains(&secret[..12]) && !span.name.contains(&secret[..12]), "{}", &text[4000..]);
    }
}

#[test]
fn no_secret_is_in_anything_that_comes_out() {
    let token = format!("gh{}_{}", "p", "A1b2C3d4E5f6G7h8I9j0".repeat(2).split_at(36).0);
    let url = "postgres://ada:planted-1@host/";
    let (handle, _guard) = follow(Spans::new());
    let span = info_span!(
        "span",
        otel.name = format!("GET {url}"),
        otel.status_message = format!("cannot reach {url}"),
        password = "planted-2",
        url,
        header = %format!("authorization: Bearer {token}"),
        baggage = format!("user=ada,token={token}"),
        request_id = token,
        late = Empty,
        api_key = Empty,
    );
    span.record("late", &*token);
    span.record("api_key", 123_456);
    span.in_scope(
        || tracing::warn!(secret = "planted-3", error = ?url, list = ?[&token], "failed: {url} {token}"),
    );
    drop(span);
    let spans = taken(&handle);
    let all = format!("{spans:?}");
    assert_eq!((spans.len(), spans[0].events.len(), spans[0].attributes.len()), (1, 1, 7));
    for secret in ["planted", &token, "123456"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    assert_eq!(spans[0].status, Status::error("cannot reach postgres://ada:***@host/"));
    assert_eq!(spans[0].name, "GET postgres://ada:***@host/");
}

#[test]
fn a_part_of_the_traces_is_sampled_and_each_of_them_whole() {
    let sampler = Arc::new(Sampler::new(0.3));
    let (handle, _guard) = follow(Spans::new().sampler(Arc::clone(&sampler)));
    for _ in 0..1000 {
        info_span!("outer").in_scope(|| info_span!("inner"));
    }
    let spans = taken(&handle);
    let outer = spans.iter().filter(|span| span.name == "outer").count();
    assert!((200..400).contains(&outer), "{outer}");
    assert_eq!(spans.len(), 2 * outer);
    sampler.set_ratio(1.0);
    info_span!("all");
    assert_eq!(taken(&handle).len(), 1);
}

#[test]
fn what_a_span_says_of_being_sampled_counts() {
    let (handle, _guard) = follow(unsampled());
    info_span!("yes", trace_id = TRACE, span_id = "00000000000000a1", sampled = true)
        .in_scope(|| drop(info_span!("child")));
    info_span!("no", trace_id = TRACE, span_id = "00000000000000a2", sampled = false)
        .in_scope(|| drop(info_span!("child of no")));
    info_span!("without ids", sampled = true);
    let names: Vec<_> = taken(&handle).into_iter().map(|span| span.name).collect();
    assert_eq!(names, ["child", "yes"]);
}

#[test]
fn attributes_of_unsampled_spans_are_not_looked_at() {
    struct Unseen;
    impl fmt::Debug for Unseen {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("looked at")
        }
    }
    let (handle, _guard) = follow(unsampled());
    let span = info_span!("span", seen = ?Unseen, late = Empty);
    span.record("late", tracing::field::debug(Unseen));
    span.in_scope(|| tracing::info!(value = ?Unseen, "event"));
    drop(span);
    assert!(taken(&handle).is_empty());
}

#[test]
fn a_value_may_log_while_it_is_written() {
    struct Chatty;
    impl fmt::Debug for Chatty {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            tracing::info!("inner");
            f.write_str("chatty")
        }
    }
    let (handle, _guard) = follow(Spans::new());
    let span = info_span!("span", early = ?Chatty, late = Empty);
    span.in_scope(|| {
        span.record("late", tracing::field::debug(Chatty));
        tracing::info!(value = ?Chatty, "outer");
    });
    drop(span);
    let span = taken(&handle).remove(0);
    assert_eq!(
        (attribute(&span, "early"), attribute(&span, "late")),
        (Some("chatty".into()), Some("chatty".into()))
    );
    assert!(span.events.iter().any(|event| event.name == "outer"));
}

#[test]
fn what_exporters_do_is_not_followed() {
    let (handle, _guard) = follow(Spans::new().filter("debug"));
    let outer = info_span!("outer");
    outer.in_scope(|| {
        let exporting = Context::new().with_telemetry_suppressed().attach();
        info_span!("sending");
        tracing::info!("sent");
        drop(exporting);
        tracing::info_span!(target: "hyper::client", "request");
        tracing::info!(target: "h2::proto", "frame");
        tracing::info!(target: "opentelemetry_sdk", "exported");
        tracing::debug!("heard");
    });
    drop(outer);
    let spans = taken(&handle);
    assert_eq!(spans.len(), 1, "{spans:#?}");
    let events: Vec<_> = spans[0].events.iter().map(|event| &*event.name).collect();
    assert_eq!(events, ["heard"]);
}

#[test]
fn a_filter_that_cannot_be_read_is_an_error() {
    assert!(Spans::new().filter("a=b=c").layer::<tracing_subscriber::Registry>().is_err());
}

#[test]
fn unsampled_traces_that_fail_are_kept_whole() {
    let (handle, _guard) = follow(unsampled());
    handle.keep(true, None);
    let run = |code: &str| {
        info_span!("outer").in_scope(|| {
            info_span!("before").in_scope(|| drop(info_span!("deep")));
            info_span!("inner", otel.status_code = code);
            info_span!("after");
        });
        taken(&handle)
    };
    assert!(run("OK").is_empty());
    let spans = run("ERROR");
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["deep", "before", "inner", "after", "outer"]);
    assert!(spans.iter().all(|span| !span.span_context.is_sampled()), "as others were told");
    assert!(run("").is_empty(), "what one trace did is not held against the next");
    handle.keep(false, None);
    assert!(run("ERROR").is_empty());
    assert_eq!(handle.dropped(), 0, "what was not to be kept is not missed");
}

#[test]
fn unsampled_traces_that_take_long_are_kept_whole() {
    let (handle, _guard) = follow(unsampled());
    for (slow, kept) in [(Duration::from_secs(3600), 0), (Duration::from_millis(30), 2)] {
        handle.keep(false, Some(slow));
        info_span!("outer").in_scope(|| {
            info_span!("inner", otel.status_code = "ERROR");
            std::thread::sleep(Duration::from_millis(40));
        });
        assert_eq!(taken(&handle).len(), kept);
    }
}

#[test]
fn what_waits_to_be_kept_is_bounded() {
    let (handle, _guard) = follow(unsampled());
    handle.keep(true, None);
    let outer = info_span!("outer", otel.status_code = Empty);
    outer.in_scope(|| (0..1000).for_each(|n| drop(info_span!("inner", n))));
    outer.record("otel.status_code", "ERROR");
    drop(outer);
    assert_eq!((taken(&handle).len(), handle.dropped()), (257, 744));

    // Many traces that never end, all with much to say.
    let long = "x".repeat(4000);
    let open: Vec<_> = (0..200)
        .map(|_| {
            let outer = info_span!("outer");
            outer.in_scope(|| (0..100).for_each(|_| drop(info_span!("inner", long, again = long))));
            outer
        })
        .collect();
    let dropped = handle.dropped();
    assert!(dropped > 10_000, "{dropped}");
    drop(open);
    info_span!("outer", otel.status_code = "ERROR").in_scope(|| drop(info_span!("inner")));
    assert_eq!((taken(&handle).len(), handle.dropped()), (2, dropped), "there is room again");
}

#[test]
fn a_trace_that_lasts_is_kept_whole_however_many_end_meanwhile() {
    let (handle, _guard) = follow(unsampled());
    handle.keep(true, None);
    let lasting = info_span!("lasting", otel.status_code = Empty);
    lasting.in_scope(|| drop(info_span!("early")));
    (0..10_000).for_each(|_| drop(info_span!("short")));
    lasting.record("otel.status_code", "ERROR");
    drop(lasting);
    let spans = taken(&handle);
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    assert_eq!((names, handle.dropped()), (vec!["early", "lasting"], 0));

    // Where as many last, some have to go.
    let begin = |_| {
        let outer = info_span!("outer");
        outer.in_scope(|| drop(info_span!("inner")));
        outer
    };
    let open: Vec<_> = (0..5_000).map(begin).collect();
    assert_eq!(handle.dropped(), 5_000 - 4_096);
    drop(open);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_values_come_out_masked_and_bounded(
        texts in prop::collection::vec("\\PC{0,300}", 4),
        repeat in 1usize..60,
        number in any::<i64>(),
        ratio in any::<f64>(),
    ) {
        let (handle, _guard) = follow(Spans::new());
        let texts: Vec<_> = texts.iter().map(|text| text.repeat(repeat)).collect();
        let span = info_span!(
            "span", otel.name = texts[0], a = texts[1], password = texts[2], number, ratio, late = Empty
        );
        span.record("late", tracing::field::debug(&texts));
        span.in_scope(|| tracing::info!(value = ?texts, token = texts[3], "{}", texts[2]));
        drop(span);
        let spans = taken(&handle);
        prop_assert_eq!(spans.len(), 1);
        let span = &spans[0];
        let masker = gate_mask::Masker::default();
        let attributes = span.attributes.iter().chain(&span.events[0].attributes);
        let texts = attributes.map(|value| (value.key.as_str(), value.value.to_string()));
        let names = [("", span.name.to_string()), ("", span.events[0].name.to_string())];
        for (name, text) in texts.chain(names) {
            prop_assert!(text.len() <= 4095);
            let again = masker.mask_value_of(name, &text);
            prop_assert_eq!(&**again.get(), &*text, "masking twice changes nothing: {}", name);
        }
        prop_assert_eq!(span.attributes.len(), 5);
        prop_assert!(span.start_time <= SystemTime::now() && span.span_context.span_id() != SpanId::INVALID);
    }
}
