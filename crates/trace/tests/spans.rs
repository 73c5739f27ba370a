//! Which spans there are, and how they end.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{convert::Infallible, time::Duration};

use axum::{Extension, Router, body::Body, extract::MatchedPath, response::IntoResponse, routing::get};
use bytes::Bytes;
use common::{Kept, ask, keep, send, serve};
use gate_call::{Call, Direction, End, Exchange, Kind, Outcome, RemoteContext, observe::ObserveLayer};
use gate_trace::{LINE_TARGET, TraceContext, TraceLayer, semconv as name};
use http::{Request, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;
use tokio::io::AsyncReadExt;
use tower::ServiceExt;
use tracing_subscriber::{Layer as _, filter::filter_fn, layer::SubscriberExt};

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const OTHER: &str = "00-11111111111111111111111111111111-2222222222222222-00";

fn layer() -> TraceLayer {
    TraceLayer::builder().route(|ext| ext.get::<MatchedPath>().map(MatchedPath::as_str)).build()
}

/// A service that knows MCP: one tool call, with a line logged inside it.
async fn tool(Extension(exchange): Extension<Exchange>) -> &'static str {
    let call = exchange.start_call(state_facts).unwrap();
    call.enter(|| tracing::info!("upstream works"));
    call.end(Outcome::ToolError);
    "done"
}

fn state_facts(call: &Call) {
    call.set_kind(Kind::Tool);
    call.set_method("tools/call");
    call.set_name("echo");
    call.set_server("demo");
    call.set_session("session-1");
    call.set_protocol_version("2025-11-25");
    call.set_rpc_id("\"seven\"");
    call.set_direction(Direction::ToServer);
    let traceparent = Some(OTHER.into());
    call.set_remote_context(RemoteContext { traceparent, ..RemoteContext::default() });
}

#[tokio::test]
async fn a_plain_exchange_has_one_span_by_the_conventions() {
    let (kept, _guard) = keep();
    let app = Router::new().route("/users/{id}", get(|| async { "Ada" })).layer(layer());
    let addr = serve(app).await;
    let answer = ask(addr, &format!("GET /users/7?token=planted HTTP/1.1\r\ntraceparent: {PARENT}")).await;
    assert!(answer.ends_with("Ada"));

    let spans = kept.closed(1).await;
    let [span] = &spans[..] else { panic!("one span, not {spans:#?}") };
    assert_eq!((span.name, span.parent), ("HTTP request", None));
    let expected = [
        (name::OTEL_NAME, "GET /users/{id}"),
        (name::OTEL_KIND, "server"),
        (name::HTTP_REQUEST_METHOD, "GET"),
        (name::HTTP_ROUTE, "/users/{id}"),
        (name::HTTP_RESPONSE_STATUS_CODE, "200"),
        (name::URL_PATH, "/users/7"),
        (name::URL_SCHEME, "http"),
        (name::SERVER_ADDRESS, "test"),
        (name::NETWORK_PROTOCOL_VERSION, "1.1"),
        (name::NETWORK_TRANSPORT, "tcp"),
        (name::TRACE_ID, "0af7651916cd43dd8448eb211c80319c"),
        (name::PARENT_SPAN_ID, "b7ad6b7169203331"),
        (name::SAMPLED, "true"),
    ];
    for (field, value) in expected {
        assert_eq!(span.field(field), value, "{field}");
    }
    assert_ne!(span.field(name::SPAN_ID), "b7ad6b7169203331", "the span is a new one");
    assert!(span.field(name::FIRST_BYTE).parse::<f64>().unwrap() > 0.0);
    assert_eq!(span.fields.len(), expected.len() + 2, "nothing else: {:?}", span.fields);
}

#[tokio::test]
async fn a_call_is_a_span_below_its_exchange() {
    let (kept, _guard) = keep();
    let addr = serve(Router::new().route("/mcp", get(tool)).layer(layer())).await;
    ask(addr, &format!("GET /mcp HTTP/1.1\r\ntraceparent: {PARENT}")).await;

    let spans = kept.closed(2).await;
    let [http, mcp] = &spans[..] else { panic!("two spans, not {spans:#?}") };
    assert_eq!((http.parent, mcp.parent), (None, Some(0)));
    let expected = [
        (name::OTEL_NAME, "tools/call echo"),
        (name::OTEL_KIND, "server"),
        (name::OTEL_STATUS_CODE, "ERROR"),
        (name::MCP_METHOD_NAME, "tools/call"),
        (name::GEN_AI_TOOL_NAME, "echo"),
        (name::GEN_AI_OPERATION_NAME, "execute_tool"),
        (name::MCP_SESSION_ID, "session-1"),
        (name::MCP_PROTOCOL_VERSION, "2025-11-25"),
        (name::JSONRPC_REQUEST_ID, "seven"),
        (name::ERROR_TYPE, "tool_error"),
        (name::MCP_SERVER, "demo"),
        (name::MCP_TOOL, "echo"),
        (name::MCP_STATUS, "tool_error"),
        (name::TRACE_ID, "11111111111111111111111111111111"),
        (name::PARENT_SPAN_ID, "2222222222222222"),
        (name::SAMPLED, "false"),
        (name::NETWORK_TRANSPORT, "tcp"),
    ];
    for (field, value) in expected {
        assert_eq!(mcp.field(field), value, "{field}");
    }
    assert_eq!(mcp.fields.len(), expected.len() + 1, "nothing else: {:?}", mcp.fields);
    assert_eq!(http.field(name::ERROR_TYPE), "", "the exchange itself went well");
    assert_eq!(mcp.follows, [0], "the message names the parent; how it came is linked");

    let events = kept.events();
    let inside = events.iter().find(|event| event.field("message") == "upstream works").unwrap();
    assert_eq!(inside.parent, Some(1), "a line of the upstream's is inside the call's span");
    let lines: Vec<_> = events.iter().filter(|event| event.target == LINE_TARGET).collect();
    assert_eq!(lines.len(), 1, "one line for one call: {lines:#?}");
    assert_eq!(lines[0].field("message"), "tools/call echo: tool_error");
    assert_eq!((lines[0].level, lines[0].parent), (tracing::Level::WARN, Some(1)));
}

#[tokio::test]
async fn the_record_has_the_ids_and_strangers_are_not_believed() {
    let (kept, _guard) = keep();
    let tell = |Extension(exchange): Extension<Exchange>| async move {
        let call = exchange.start_call(state_facts).unwrap();
        format!("{} {}", exchange.trace().unwrap(), call.trace().unwrap())
    };
    let layer = TraceLayer::builder().trust_inbound(false).build();
    let addr = serve(Router::new().route("/", get(tell)).layer(layer)).await;
    let answer = ask(addr, &format!("GET / HTTP/1.1\r\ntraceparent: {PARENT}")).await;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let told: Vec<_> = body.split(' ').map(|text| text.parse::<TraceContext>().unwrap().ids()).collect();

    assert_ne!(told[0].trace_id_hex().to_string(), "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(told[0].trace_id, told[1].trace_id, "the call is in its exchange's trace");
    assert_ne!(told[0].span_id, told[1].span_id);
    let spans = kept.closed(2).await;
    assert_eq!(spans[0].field(name::PARENT_SPAN_ID), "", "the root of a trace");
    assert_eq!(spans[1].field(name::PARENT_SPAN_ID), told[0].span_id_hex().to_string());
    assert_eq!(spans[0].field(name::OTEL_LINK), PARENT, "a stranger's context is worth a link");
    assert_eq!(spans[1].field(name::OTEL_LINK), OTHER);
    assert!(spans[1].follows.is_empty(), "below the exchange, which need not be linked");
    assert_eq!(spans[0].field(name::SPAN_ID), told[0].span_id_hex().to_string());
    assert_eq!(spans[1].field(name::SPAN_ID), told[1].span_id_hex().to_string());
}

#[tokio::test]
async fn who_asks_is_an_attribute_whenever_it_is_known() {
    let (kept, _guard) = keep();
    let authenticates = |Extension(exchange): Extension<Exchange>| async move {
        exchange.set_peer(std::net::SocketAddr::from(([192, 0, 2, 7], 1)));
        exchange.set_principal("ada");
        exchange.start_call(state_facts).unwrap().end(Outcome::Ok);
    };
    let addr = serve(Router::new().route("/", get(authenticates)).layer(layer())).await;
    ask(addr, "GET / HTTP/1.1").await;
    for span in kept.closed(2).await {
        assert_eq!((span.field(name::CLIENT_ADDRESS), span.field(name::ENDUSER_ID)), ("192.0.2.7", "ada"));
        let known = |field: &&str| name::ATTRIBUTES.contains(field) || name::MARKS.contains(field);
        assert!(span.fields.keys().all(known), "{:?}", span.fields);
    }
}

#[tokio::test]
async fn a_malformed_or_doubled_traceparent_is_ignored() {
    let (kept, _guard) = keep();
    let addr = serve(Router::new().route("/", get(|| async {})).layer(layer())).await;
    let malformed = PARENT.to_uppercase();
    ask(addr, &format!("GET / HTTP/1.1\r\ntraceparent: {malformed}")).await;
    ask(addr, &format!("GET / HTTP/1.1\r\ntraceparent: {PARENT}\r\ntraceparent: {OTHER}")).await;
    let spans = kept.closed(2).await;
    let traces: Vec<_> = spans.iter().map(|span| span.field(name::TRACE_ID)).collect();
    assert!(
        traces.iter().all(|id| id.len() == 32 && !PARENT.contains(id) && !OTHER.contains(id)),
        "{traces:?}"
    );
    assert_ne!(traces[0], traces[1]);
}

#[tokio::test]
async fn a_client_that_leaves_ends_its_spans_as_cancelled() {
    let (kept, _guard) = keep();
    let hang = |Extension(exchange): Extension<Exchange>| async move {
        exchange.start_call(state_facts).unwrap();
        std::future::pending::<()>().await;
    };
    let addr = serve(Router::new().route("/", get(hang)).layer(layer())).await;
    let stream = send(addr, "GET / HTTP/1.1").await;
    while kept.spans().len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(stream);
    for span in kept.closed(2).await {
        assert_eq!(span.field(name::ERROR_TYPE), "cancelled");
        assert_eq!(span.field(name::OTEL_STATUS_CODE), "");
    }
}

#[tokio::test]
async fn a_client_that_leaves_in_the_middle_of_the_body_ends_it_as_cancelled() {
    let (kept, _guard) = keep();
    let endless = || async {
        let (tx, rx) = tokio::sync::mpsc::channel::<Result<Frame<Bytes>, Infallible>>(1);
        tx.send(Ok(Frame::data(Bytes::from_static(b"first")))).await.unwrap();
        Body::new(StreamBody::new(stream(rx, tx)))
    };
    let addr = serve(Router::new().route("/", get(endless)).layer(layer())).await;
    let mut connection = send(addr, "GET / HTTP/1.1").await;
    let mut some = [0; 1024];
    let mut seen = String::new();
    while !seen.contains("first") {
        let count = connection.read(&mut some).await.unwrap();
        seen.push_str(std::str::from_utf8(&some[..count]).unwrap());
    }
    assert!(!kept.spans()[0].closed, "the span lasts as long as the body");
    drop(connection);
    let spans = kept.closed(1).await;
    assert_eq!(spans[0].field(name::ERROR_TYPE), "cancelled");
    assert_eq!(spans[0].field(name::HTTP_RESPONSE_STATUS_CODE), "200");
    let first = kept.events().into_iter().filter(|event| event.field("message") == "first byte").count();
    assert_eq!(first, 1);
}

type Frames = tokio::sync::mpsc::Receiver<Result<Frame<Bytes>, Infallible>>;

/// What comes through the channel; `keep` keeps it from ending.
fn stream<K>(
    mut rx: Frames,
    keep: K,
) -> impl futures_core::Stream<Item = Result<Frame<Bytes>, Infallible>> + use<K> {
    let mut keep = Some(keep);
    futures_util::stream::poll_fn(move |cx| {
        let _ = keep.as_mut();
        rx.poll_recv(cx)
    })
}

#[tokio::test]
async fn a_panic_and_a_failure_are_errors() {
    let (kept, _guard) = keep();
    let panics = || async {
        if true {
            panic!("as planned");
        }
    };
    let app = Router::new()
        .route("/panic", get(panics))
        .route("/503", get(|| async { StatusCode::SERVICE_UNAVAILABLE.into_response() }))
        .route("/404", get(|| async { StatusCode::NOT_FOUND.into_response() }));
    let addr = serve(app.layer(layer())).await;
    for path in ["panic", "503", "404"] {
        ask(addr, &format!("GET /{path} HTTP/1.1")).await;
    }
    let spans = kept.closed(3).await;
    let ends: Vec<_> =
        spans.iter().map(|span| (span.field(name::ERROR_TYPE), span.field(name::OTEL_STATUS_CODE))).collect();
    assert_eq!(ends, [("panic", "ERROR"), ("503", "ERROR"), ("", "")]);
}

#[tokio::test]
async fn a_handle_that_outlives_its_call_does_not_keep_the_span_open() {
    let (kept, _guard) = keep();
    let (tx, mut rx) = tokio::sync::mpsc::unbounded_channel();
    let keep_handle = move |Extension(exchange): Extension<Exchange>| async move {
        let call = exchange.start_call(state_facts).unwrap();
        tx.send(call).unwrap();
    };
    let addr = serve(Router::new().route("/", get(keep_handle)).layer(layer())).await;
    ask(addr, "GET / HTTP/1.1").await;
    kept.closed(2).await;
    let call = rx.recv().await.unwrap();
    assert_eq!(call.enter(|| 7), 7, "and its scope still lets pass");
}

#[tokio::test]
async fn two_layers_in_one_stack_and_nested_routers_make_one_span_each() {
    let (kept, _guard) = keep();
    let once = layer();
    let inner = Router::new().route("/in", get(|| async {})).layer(once.clone());
    let addr = serve(Router::new().nest("/out", inner).layer(once)).await;
    ask(addr, "GET /out/in HTTP/1.1").await;
    let spans = kept.closed(1).await;
    assert_eq!(spans.len(), 1, "{spans:#?}");
}

#[test]
fn two_subscribers_share_a_process_without_a_global() {
    let threads: Vec<_> = ["/a", "/b"]
        .into_iter()
        .map(|path| {
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let (kept, _guard) = keep();
                runtime.block_on(async {
                    let addr = serve(Router::new().route(path, get(|| async {})).layer(layer())).await;
                    ask(addr, &format!("GET {path} HTTP/1.1")).await;
                    let spans = kept.closed(1).await;
                    assert_eq!((spans.len(), spans[0].field(name::URL_PATH)), (1, path));
                });
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[tokio::test]
async fn without_a_subscriber_there_are_ids_all_the_same() {
    let tell = |Extension(exchange): Extension<Exchange>| async move {
        let call = exchange.start_call(state_facts).unwrap();
        let current = gate_trace::current();
        assert_eq!(current.as_ref(), exchange.trace());
        format!("{} {}", exchange.trace().unwrap(), call.trace().unwrap())
    };
    let addr = serve(Router::new().route("/", get(tell)).layer(layer())).await;
    let answer = ask(addr, &format!("GET / HTTP/1.1\r\ntraceparent: {PARENT}")).await;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let (exchange, call) = body.split_once(' ').unwrap();
    assert!(exchange.starts_with(&PARENT[..36]) && exchange != PARENT, "{exchange}");
    assert!(call.starts_with(&OTHER[..36]) && call.ends_with("-00"), "{call}");
}

/// Tries everything twice.
#[derive(Clone)]
struct Twice(bool);

impl<T, E> tower::retry::Policy<Request<String>, T, E> for Twice {
    type Future = std::future::Ready<()>;

    fn retry(&mut self, _: &mut Request<String>, _: &mut Result<T, E>) -> Option<Self::Future> {
        std::mem::take(&mut self.0).then(|| std::future::ready(()))
    }

    fn clone_request(&mut self, request: &Request<String>) -> Option<Request<String>> {
        Some(request.clone())
    }
}

#[tokio::test]
async fn every_attempt_of_a_retry_is_inside_the_one_span() {
    let (kept, _guard) = keep();
    let service = tower::ServiceBuilder::new()
        // Makes the record above the retry.
        .layer(ObserveLayer::new(()))
        .layer(tower::retry::RetryLayer::new(Twice(true)))
        .layer(TraceLayer::new())
        .service_fn(|_: Request<String>| async {
            tracing::info!("attempt");
            Ok::<_, Infallible>(http::Response::new(String::new()))
        });
    service.oneshot(Request::new(String::new())).await.unwrap();
    assert_eq!(kept.closed(1).await.len(), 1);
    let attempts = kept.events().into_iter().filter(|event| event.field("message") == "attempt");
    assert_eq!(attempts.map(|event| event.parent).collect::<Vec<_>>(), [Some(0), Some(0)]);
}

#[tokio::test]
async fn an_exchange_whose_calls_end_before_it_is_no_call_besides() {
    let (kept, _guard) = keep();
    // As a layer has it that must know what came of the exchange before the response's end passes.
    let ends = |Extension(exchange): Extension<Exchange>| async move {
        exchange.end_calls(End::Complete, Some(StatusCode::OK));
        assert_eq!(exchange.end(), None);
        "done"
    };
    let addr = serve(Router::new().route("/", get(ends)).layer(layer())).await;
    assert!(ask(addr, "GET / HTTP/1.1").await.ends_with("done"));

    assert_eq!(kept.closed(1).await.len(), 1, "{:#?}", kept.spans());
    let lines: Vec<_> = kept.events().into_iter().filter(|event| event.target == LINE_TARGET).collect();
    let [line] = &lines[..] else { panic!("one line, not {lines:#?}") };
    assert_eq!((line.parent, line.field("message")), (Some(0), "GET /: ok"));
}

#[tokio::test]
async fn a_filter_by_fields_is_heard() {
    let kept = Kept::default();
    let has_route = filter_fn(|metadata| metadata.fields().field(name::HTTP_ROUTE).is_some());
    let subscriber = tracing_subscriber::registry().with(kept.clone().with_filter(has_route));
    let _guard = tracing::subscriber::set_default(subscriber);
    let addr = serve(Router::new().route("/", get(tool)).layer(layer())).await;
    assert!(ask(addr, "GET / HTTP/1.1").await.ends_with("done"));
    let names: Vec<_> = kept.closed(1).await.iter().map(|span| span.name).collect();
    assert_eq!(names, ["HTTP request"]);
}
