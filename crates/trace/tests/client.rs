//! Requests to servers: their spans, and what goes along.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Extension, Router, body::Body, routing::any};
use bytes::Bytes;
use common::{Seen, ask, keep, serve};
use gate_call::{Call, Exchange, Kind, Outcome, RemoteContext};
use gate_trace::{ClientTraceLayer, TraceContext, TraceLayer, current, semconv as name};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use tower::{Layer, ServiceExt, service_fn};

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const OTHER: &str = "00-11111111111111111111111111111111-2222222222222222-00";
const INBOUND: &str = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\
    tracestate: rojo=1, congo=2\r\nbaggage: user=ada";

/// A server that keeps the headers of what it was asked.
#[derive(Clone, Default)]
struct Upstream(Arc<Mutex<Vec<HeaderMap>>>);

impl Upstream {
    async fn serve(&self) -> SocketAddr {
        let Self(seen) = self.clone();
        let answer = move |headers: HeaderMap| async move {
            seen.lock().unwrap().push(headers);
            "hello"
        };
        let endless = || async {
            let first = Ok::<_, Infallible>(http_body::Frame::data(Bytes::from_static(b"first")));
            let frames = futures_util::StreamExt::chain(
                futures_util::stream::iter([first]),
                futures_util::stream::pending(),
            );
            Body::new(http_body_util::StreamBody::new(frames))
        };
        let app = Router::new()
            .route("/mcp", any(answer))
            .route("/503", any(|| async { StatusCode::SERVICE_UNAVAILABLE }))
            .route("/endless", any(endless));
        serve(app).await
    }

    fn header(&self, at: usize, name: &str) -> String {
        let seen = self.0.lock().unwrap();
        seen[at].get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }
}

/// Asks a server as a handler would, with these extensions.
async fn request(
    layer: ClientTraceLayer,
    url: String,
    extensions: http::Extensions,
) -> Option<Response<Vec<u8>>> {
    let client = layer.layer(Client::builder(TokioExecutor::new()).build_http());
    let mut request = Request::post(url).body(Empty::<Bytes>::new()).unwrap();
    // As a proxy does, which sends on what it got.
    for (name, value) in [("traceparent", OTHER), ("tracestate", "stale=1"), ("baggage", "stale=1")] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    *request.extensions_mut() = extensions;
    let (head, body) = client.oneshot(request).await.ok()?.into_parts();
    Some(Response::from_parts(head, body.collect().await.ok()?.to_bytes().into()))
}

fn with(exchange: &Exchange) -> http::Extensions {
    let mut extensions = http::Extensions::new();
    extensions.insert(exchange.clone());
    extensions
}

fn state_facts(call: &Call) {
    call.set_kind(Kind::Tool);
    call.set_method("tools/call");
    call.set_name("echo");
    call.set_rpc_id("7");
    call.set_remote_context(RemoteContext {
        traceparent: Some(OTHER.into()),
        tracestate: Some("mine=1".into()),
        baggage: None,
    });
}

fn ids(traceparent: &str) -> [String; 3] {
    let ids = traceparent.parse::<TraceContext>().unwrap().ids();
    [ids.trace_id_hex().to_string(), ids.span_id_hex().to_string(), ids.sampled.to_string()]
}

fn ids_of(span: &Seen) -> [String; 3] {
    [name::TRACE_ID, name::SPAN_ID, name::SAMPLED].map(|field| span.field(field).to_owned())
}

fn assert_in_catalogue(spans: &[Seen]) {
    for field in spans.iter().flat_map(|span| span.fields.keys()) {
        assert!(name::ATTRIBUTES.contains(field) || name::MARKS.contains(field), "{field}");
    }
}

#[tokio::test]
async fn an_attempt_is_below_its_call_and_its_context_goes_along() {
    let (kept, _guard) = keep();
    let upstream = Upstream::default();
    let to = upstream.serve().await;
    let handler = move |Extension(exchange): Extension<Exchange>| async move {
        let call = exchange.start_call(state_facts).unwrap();
        let layer = ClientTraceLayer::builder().server("demo").build();
        let url = format!("http://{to}/mcp?key=planted");
        assert_eq!(request(layer, url, with(&exchange)).await.unwrap().body(), b"hello");
        call.end(Outcome::Ok);
    };
    let addr = serve(Router::new().route("/", any(handler)).layer(TraceLayer::new())).await;
    ask(addr, &format!("GET / HTTP/1.1\r\n{INBOUND}")).await;

    let spans = kept.closed(3).await;
    let [http, mcp, hop] = &spans[..] else { panic!("three spans, not {spans:#?}") };
    assert_in_catalogue(&spans);
    assert_eq!((http.parent, mcp.parent, hop.parent), (None, Some(0), Some(1)));
    assert_eq!(http.field(name::PARENT_SPAN_ID), &PARENT[36..52]);
    assert_eq!(mcp.field(name::PARENT_SPAN_ID), &OTHER[36..52]);
    assert_eq!(hop.field(name::PARENT_SPAN_ID), mcp.field(name::SPAN_ID));
    assert_eq!(hop.field(name::TRACE_ID), &OTHER[3..35], "one trace, from the message to the server");
    assert_eq!(ids(&upstream.header(0, "traceparent")), ids_of(hop));
    assert_eq!(upstream.header(0, "tracestate"), "mine=1", "that of the trace which is continued");
    assert_eq!(upstream.header(0, "baggage"), "", "no business of a third party");
    let port = to.port().to_string();
    let expected = [
        (name::OTEL_NAME, "tools/call echo"),
        (name::OTEL_KIND, "client"),
        (name::HTTP_REQUEST_METHOD, "POST"),
        (name::HTTP_RESPONSE_STATUS_CODE, "200"),
        (name::URL_FULL, &format!("http://{to}/mcp")),
        (name::SERVER_ADDRESS, "127.0.0.1"),
        (name::SERVER_PORT, &port),
        (name::NETWORK_TRANSPORT, "tcp"),
        (name::NETWORK_PROTOCOL_VERSION, "1.1"),
        (name::MCP_METHOD_NAME, "tools/call"),
        (name::GEN_AI_TOOL_NAME, "echo"),
        (name::GEN_AI_OPERATION_NAME, "execute_tool"),
        (name::JSONRPC_REQUEST_ID, "7"),
        (name::MCP_SERVER, "demo"),
    ];
    for (field, value) in expected {
        assert_eq!(hop.field(field), value, "{field}");
    }
    assert_eq!(hop.fields.len(), expected.len() + 4, "ids, and nothing else: {:?}", hop.fields);
}

#[tokio::test]
async fn without_a_call_it_is_below_the_exchange_and_baggage_is_asked_for() {
    let (kept, _guard) = keep();
    let upstream = Upstream::default();
    let to = upstream.serve().await;
    let handler = move |Extension(exchange): Extension<Exchange>| async move {
        let layer = ClientTraceLayer::builder().baggage(true).build();
        request(layer, format!("http://{to}/mcp"), with(&exchange)).await.unwrap();
    };
    let addr = serve(Router::new().route("/", any(handler)).layer(TraceLayer::new())).await;
    ask(addr, &format!("GET / HTTP/1.1\r\n{INBOUND}")).await;
    let spans = kept.closed(2).await;
    assert_eq!(spans[1].parent, Some(0));
    assert_eq!(spans[1].field(name::OTEL_NAME), "POST");
    assert_eq!(spans[1].field(name::PARENT_SPAN_ID), spans[0].field(name::SPAN_ID));
    assert_eq!(upstream.header(0, "tracestate"), "rojo=1,congo=2");
    assert_eq!(upstream.header(0, "baggage"), "user=ada");
}

#[tokio::test]
async fn what_strangers_send_goes_no_further() {
    let upstream = Upstream::default();
    let to = upstream.serve().await;
    let handler = move |Extension(exchange): Extension<Exchange>| async move {
        let layer = ClientTraceLayer::builder().baggage(true).build();
        request(layer, format!("http://{to}/mcp"), with(&exchange)).await.unwrap();
    };
    let trace = TraceLayer::builder().trust_inbound(false).build();
    let addr = serve(Router::new().route("/", any(handler)).layer(trace)).await;
    ask(addr, &format!("GET / HTTP/1.1\r\n{INBOUND}")).await;
    let [trace_id, ..] = ids(&upstream.header(0, "traceparent"));
    assert!(!PARENT.contains(&trace_id) && !OTHER.contains(&trace_id), "a trace of its own");
    assert_eq!((upstream.header(0, "tracestate"), upstream.header(0, "baggage")), Default::default());
}

#[tokio::test]
async fn a_request_without_a_record_is_below_what_the_thread_is_in() {
    let (kept, _guard) = keep();
    let upstream = Upstream::default();
    let to = upstream.serve().await;
    let handler = move || async move {
        let url = format!("http://{to}/mcp");
        request(ClientTraceLayer::new(), url.clone(), http::Extensions::new()).await.unwrap();
        // Another task is in no span.
        let elsewhere = request(ClientTraceLayer::new(), url, http::Extensions::new());
        tokio::spawn(elsewhere).await.unwrap().unwrap();
    };
    let addr = serve(Router::new().route("/", any(handler)).layer(TraceLayer::new())).await;
    ask(addr, &format!("GET / HTTP/1.1\r\ntraceparent: {PARENT}")).await;
    let spans = kept.closed(3).await;
    assert_eq!((spans[1].parent, spans[2].parent), (Some(0), None));
    assert_eq!(spans[1].field(name::PARENT_SPAN_ID), spans[0].field(name::SPAN_ID));
    assert_eq!(spans[2].field(name::PARENT_SPAN_ID), "");
    let [below, alone] = [0, 1].map(|at| ids(&upstream.header(at, "traceparent"))[0].clone());
    assert!(PARENT.contains(&below) && !PARENT.contains(&alone));
}

#[tokio::test]
async fn a_span_ends_with_the_body_and_says_how() {
    let (kept, _guard) = keep();
    let to = Upstream::default().serve().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let none = http::Extensions::new;
    request(ClientTraceLayer::new(), format!("http://{to}/503"), none()).await.unwrap();
    assert!(request(ClientTraceLayer::new(), format!("http://{nobody}/"), none()).await.is_none());

    let client = ClientTraceLayer::new().layer(Client::builder(TokioExecutor::new()).build_http());
    let asking = Request::get(format!("http://{to}/endless")).body(Empty::<Bytes>::new()).unwrap();
    let mut response = client.oneshot(asking).await.unwrap();
    response.body_mut().frame().await.unwrap().unwrap();
    assert!(!kept.spans()[2].closed, "it lasts as long as the body");
    drop(response);
    let spans = kept.closed(3).await;
    let ends =
        spans.iter().map(|span| [name::ERROR_TYPE, name::OTEL_STATUS_CODE].map(|field| span.field(field)));
    assert_eq!(ends.collect::<Vec<_>>(), [["503", "ERROR"], ["service", "ERROR"], ["cancelled", ""]]);
}

#[tokio::test]
async fn what_broke_is_named_by_whoever_knows() {
    let (kept, _guard) = keep();
    let fails = service_fn(|request: Request<Empty<Bytes>>| async move {
        assert!(Exchange::of(request.extensions()).unwrap().set_failed_by("timeout"));
        Err::<Response<Empty<Bytes>>, _>(std::io::Error::other("too late"))
    });
    let asking = Request::get("http://a/").body(Empty::<Bytes>::new()).unwrap();
    assert!(ClientTraceLayer::new().layer(fails).oneshot(asking).await.is_err());
    assert_eq!(kept.closed(1).await[0].field(name::ERROR_TYPE), "timeout");
}

#[tokio::test]
async fn what_is_decided_for_a_trace_goes_along_without_any_subscriber() {
    let upstream = Upstream::default();
    let to = upstream.serve().await;
    let handler = move |Extension(exchange): Extension<Exchange>| async move {
        request(ClientTraceLayer::new(), format!("http://{to}/mcp"), with(&exchange)).await.unwrap();
        let call = exchange.start_call(state_facts).unwrap();
        request(ClientTraceLayer::new(), format!("http://{to}/mcp"), with(&exchange)).await.unwrap();
        drop(call);
        let layer = ClientTraceLayer::builder().inject(false).build();
        request(layer, format!("http://{to}/mcp"), with(&exchange)).await.unwrap();
    };
    let never = |_: Option<TraceContext>, _: [u8; 16]| false;
    let trace = TraceLayer::builder().sampler(Arc::new(never)).build();
    let addr = serve(Router::new().route("/", any(handler)).layer(trace)).await;
    ask(addr, &format!("GET / HTTP/1.1\r\ntraceparent: {PARENT}")).await;
    let [trace_id, _, sampled] = ids(&upstream.header(0, "traceparent"));
    assert_eq!((&*trace_id, &*sampled), (&PARENT[3..35], "false"));
    assert_eq!(ids(&upstream.header(1, "traceparent"))[0], OTHER[3..35]);
    let untouched = ["traceparent", "tracestate", "baggage"].map(|name| upstream.header(2, name));
    assert_eq!(untouched, [OTHER, "stale=1", "stale=1"], "what is not injected passes as it came");
}

#[tokio::test]
async fn what_is_made_for_a_call_is_below_it_without_any_subscriber() {
    let handler = |Extension(exchange): Extension<Exchange>| async move {
        let call = exchange.start_call(state_facts).unwrap();
        assert_eq!(current(), exchange.trace().copied());
        assert_eq!(call.enter(current), call.trace().copied());
        call.trace().unwrap().to_string()
    };
    let addr = serve(Router::new().route("/", any(handler)).layer(TraceLayer::new())).await;
    let answer = ask(addr, &format!("GET / HTTP/1.1\r\ntraceparent: {PARENT}")).await;
    assert!(answer.contains(&OTHER[3..35]), "a call of a trace of its own: {answer}");
}

#[tokio::test]
async fn a_reqwest_client_has_spans_too() {
    let (kept, _guard) = keep();
    let upstream = Upstream::default();
    let to = upstream.serve().await;
    let client = reqwest::Client::new();
    let client = ClientTraceLayer::new().layer(service_fn(move |request: Request<reqwest::Body>| {
        let client = client.clone();
        async move { client.execute(request.try_into()?).await.map(Response::<reqwest::Body>::from) }
    }));
    let request = Request::get(format!("http://{to}/mcp")).body(reqwest::Body::default()).unwrap();
    let response = client.oneshot(request).await.unwrap();
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), "hello");
    let spans = kept.closed(1).await;
    assert_eq!(ids(&upstream.header(0, "traceparent")), ids_of(&spans[0]));
    assert_eq!(spans[0].field(name::OTEL_NAME), "GET");
}
