//! Trace context in messages: where it is written, and that nothing else changes.

use bytes::Bytes;
use gate_call::{
    Call, CallWatch, Carried, Exchange, Interest, Observer, TraceIds, Watch, Watches, observe::ObserveLayer,
};
use gate_mcp::{McpLayer, PropagateLayer};
use http::{HeaderMap, Request, Response, header};
use http_body::Frame;
use http_body_util::{BodyExt, Full, StreamBody};
use proptest::prelude::*;
use serde_json::{Value, json};
use tower::{ServiceBuilder, ServiceExt};

use crate::support::JSON;

/// States the ids that a tracing layer would: each call's span has the id of its JSON-RPC id.
struct Ids;

const EXCHANGE: TraceIds = TraceIds { trace_id: [0xee; 16], span_id: [0xee; 8], sampled: true };

fn of_call(id: u8) -> TraceIds {
    TraceIds { trace_id: [id; 16], span_id: [id; 8], sampled: true }
}

impl Observer for Ids {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        exchange.set_trace(EXCHANGE);
        watches.push(Ids);
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

impl Watch for Ids {
    fn wants(&self) -> Interest {
        Interest::STATED_CALLS
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        call.set_trace(of_call(call.rpc_id().and_then(|id| id.parse().ok()).unwrap_or(0x77)));
        let tracestate = call.remote_context().and_then(|remote| remote.tracestate.clone());
        call.set_carried(Carried { tracestate, baggage: Some("user=\"ada\"".into()) });
        None
    }
}

/// What the inner service gets: the body, and its headers.
async fn sent(layer: PropagateLayer, nested: bool, request: Request<Full<Bytes>>) -> (HeaderMap, Bytes) {
    let read = |request: Request<gate_mcp::PropagateBody<_>>| async {
        let (head, body) = request.into_parts();
        let announced = http_body::Body::size_hint(&body).exact();
        let bytes = BodyExt::collect(body).await.unwrap().to_bytes();
        assert_eq!(announced, Some(bytes.len() as u64));
        Ok::<_, std::convert::Infallible>(Response::builder().body((head.headers, bytes)).unwrap())
    };
    // The response's body is of no interest: what was read goes round by its extensions.
    let read = tower::service_fn(move |request| async move {
        let (parts, seen) = read(request).await?.into_parts();
        let mut response = Response::from_parts(parts, Full::<Bytes>::default());
        response.extensions_mut().insert(seen);
        Ok::<_, std::convert::Infallible>(response)
    });
    let mcp = McpLayer::builder().keep_offsets(true).build();
    let service = ServiceBuilder::new().layer(ObserveLayer::new(Ids)).layer(mcp);
    let response = match nested {
        true => {
            let attempt = ObserveLayer::new(Attempt).nested();
            service.layer(attempt).layer(layer).service(read).oneshot(request).await.unwrap().into_parts().0
        }
        false => service.layer(layer).service(read).oneshot(request).await.unwrap().into_parts().0,
    };
    response.extensions.get::<(HeaderMap, Bytes)>().unwrap().clone()
}

/// A client-side layer: an exchange of its own, with ids of its own.
struct Attempt;

impl Observer for Attempt {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, _: &mut Watches) {
        exchange.set_trace(of_call(0xaa));
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

fn post(body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    let body = body.into();
    let request = Request::post("/mcp").header(header::CONTENT_TYPE, JSON);
    request.header(header::CONTENT_LENGTH, body.len()).body(Full::new(body)).unwrap()
}

async fn text(layer: PropagateLayer, body: &str) -> String {
    let (headers, bytes) = sent(layer, true, post(body.to_owned())).await;
    assert_eq!(headers[header::CONTENT_LENGTH], bytes.len().to_string());
    String::from_utf8(bytes.into()).unwrap()
}

const NEW: &str = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaa-01";

#[tokio::test]
async fn what_is_missing_is_made_and_what_is_there_is_replaced() {
    let cases = [
        (r#"{"id":1,"method":"ping"}"#, r#"{"params":{"_meta":{"traceparent":"@"}},"id":1,"method":"ping"}"#),
        (r#"{ "method":"a","params":{ }}"#, r#"{ "method":"a","params":{"_meta":{"traceparent":"@"} }}"#),
        (
            r#"{"method":"a","params":{"x":1}}"#,
            r#"{"method":"a","params":{"_meta":{"traceparent":"@"},"x":1}}"#,
        ),
        (r#"{"method":"a","params":null}"#, r#"{"method":"a","params":{"_meta":{"traceparent":"@"}}}"#),
        (
            r#"{"method":"a","params":{"_meta": {}}}"#,
            r#"{"method":"a","params":{"_meta": {"traceparent":"@"}}}"#,
        ),
        (
            r#"{"method":"a","params":{"_meta":{"tr\u0061ceparent" : "old", "x":1.50}}}"#,
            r#"{"method":"a","params":{"_meta":{"tr\u0061ceparent" : "@", "x":1.50}}}"#,
        ),
        (
            r#"{"method":"a","params":{"_meta":{"baggage":"b=1","x":1,"traceparent":7,"tracestate":"s=1"}}}"#,
            r#"{"method":"a","params":{"_meta":{"x":1,"traceparent":"@","tracestate":"s=1"}}}"#,
        ),
        // There is no place in these.
        (r#"{"method":"a","params":[1]}"#, r#"{"method":"a","params":[1]}"#),
        (r#"{"id":1,"result":{}}"#, r#"{"id":1,"result":{}}"#),
    ];
    for (came, expected) in cases {
        assert_eq!(text(PropagateLayer::new(), came).await, expected.replace('@', NEW));
        assert_eq!(text(PropagateLayer::new().write(false), came).await, came);
    }
    let with_baggage = text(PropagateLayer::new().baggage(true), r#"{"method":"a"}"#).await;
    let expected = r#"{"params":{"_meta":{"traceparent":"@","baggage":"user=\"ada\""}},"method":"a"}"#;
    assert_eq!(with_baggage, expected.replace('@', NEW));
}

#[tokio::test]
async fn each_message_of_a_batch_gets_the_ids_of_its_own_call() {
    let body = r#"[{"id":17,"method":"a"}, {"id":3,"result":{}}, {"id":34,"method":"b","params":{}}]"#;
    let sent = text(PropagateLayer::new(), body).await;
    let parsed: Value = serde_json::from_str(&sent).unwrap();
    let of = |at: usize| parsed[at]["params"]["_meta"]["traceparent"].as_str().unwrap().to_owned();
    assert_eq!([of(0), of(2)], [of_call(17).to_string(), of_call(34).to_string()]);
    assert_eq!(parsed[1], json!({"id": 3, "result": {}}));
}

#[tokio::test]
async fn without_a_layer_for_attempts_it_is_the_call_that_is_named() {
    let (_, body) = sent(PropagateLayer::new(), false, post(r#"{"id":17,"method":"a"}"#)).await;
    let parsed: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(parsed["params"]["_meta"]["traceparent"], of_call(17).to_string());
}

#[tokio::test]
async fn a_body_that_is_sealed_or_was_not_read_is_untouched() {
    let body = r#"{"id":1,"method":"a"}"#;
    for seal in ["content-digest", "signature", "x-amz-content-sha256"] {
        let mut request = post(body);
        request.headers_mut().insert(seal, "sha-256=:x:".parse().unwrap());
        assert_eq!(sent(PropagateLayer::new(), true, request).await.1, body);
    }
    let mut request = post(body);
    request.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    assert_eq!(sent(PropagateLayer::new(), true, request).await.1, body);
}

#[tokio::test]
async fn a_body_of_many_frames_is_replaced_once_and_keeps_its_trailers() {
    let frames = [r#"{"id":1,"#, r#""method""#, r#":"a"}"#].map(|part| Frame::data(Bytes::from(part)));
    let trailers = HeaderMap::from_iter([(header::ETAG, "x".parse().unwrap())]);
    let frames =
        frames.into_iter().chain([Frame::trailers(trailers.clone())]).map(Ok::<_, std::convert::Infallible>);
    let body = StreamBody::new(futures_util::stream::iter(frames));
    let request = Request::post("/mcp").header(header::CONTENT_TYPE, JSON).body(body).unwrap();
    let inner = tower::service_fn(move |request: Request<gate_mcp::PropagateBody<_>>| {
        let trailers = trailers.clone();
        async move {
            assert!(!request.headers().contains_key(header::CONTENT_LENGTH), "none is made up");
            let body = BodyExt::collect(request.into_body()).await.unwrap();
            assert_eq!(body.trailers(), Some(&trailers));
            let text = String::from_utf8(body.to_bytes().into()).unwrap();
            assert_eq!(text.matches("traceparent").count(), 1, "{text}");
            Ok::<_, std::convert::Infallible>(Response::new(Full::<Bytes>::default()))
        }
    });
    let mcp = McpLayer::builder().keep_offsets(true).build();
    let service = ServiceBuilder::new().layer(ObserveLayer::new(Ids)).layer(mcp).layer(PropagateLayer::new());
    service.service(inner).oneshot(request).await.unwrap();
}

/// A message with anything in it, and perhaps trace context.
fn message() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(Value::Null)
    ];
    let extra = prop::collection::btree_map("[a-z]{3,5}", leaf.clone(), 0..3);
    let names =
        prop::sample::subsequence(vec!["traceparent", "tracestate", "baggage", "progressToken"], 0..4);
    let meta = (names, leaf).prop_map(|(names, leaf)| {
        Value::Object(names.into_iter().map(|name| (name.to_owned(), leaf.clone())).collect())
    });
    (any::<u8>(), prop::option::of((extra, prop::option::of(meta)))).prop_map(|(id, params)| {
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call"});
        if let Some((extra, meta)) = params {
            message["params"] = serde_json::to_value(extra).unwrap();
            meta.into_iter().for_each(|meta| message["params"]["_meta"] = meta);
        }
        message
    })
}

/// What parsing and setting would have made of it.
fn set(message: &mut Value, ids: TraceIds) {
    let state = message.pointer("/params/_meta/tracestate").and_then(Value::as_str).map(str::to_owned);
    let meta = &mut message["params"]["_meta"];
    meta["traceparent"] = ids.to_string().into();
    let meta = meta.as_object_mut().unwrap();
    meta.remove("baggage");
    meta.remove("tracestate");
    state.into_iter().for_each(|state| _ = meta.insert("tracestate".into(), state.into()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_says_what_parsing_and_setting_would_say(messages in prop::collection::vec(message(), 1..4), is_batch in any::<bool>()) {
        let is_batch = is_batch || messages.len() > 1;
        let whole = if is_batch { Value::from(messages.clone()) } else { messages[0].clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let sent = runtime.block_on(text(PropagateLayer::new(), &whole.to_string()));
        let mut expected = messages;
        let is_sole = expected.len() == 1;
        for message in &mut expected {
            let id = message["id"].as_u64().unwrap() as u8;
            set(message, if is_sole { of_call(0xaa) } else { of_call(id) });
        }
        let expected = if is_batch { Value::from(expected) } else { expected.remove(0) };
        prop_assert_eq!(serde_json::from_str::<Value>(&sent).unwrap(), expected);
    }
}
