//! What clients send: what is refused, what passes untouched, and that all bytes do.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use gate_call::{Exchange, Kind, Observer, Outcome, Watches, observe::ObserveLayer};
use gate_mcp::McpLayer;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full};
use proptest::prelude::*;
use rmcp::serde_json::Value;
use testkit::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::{Layer, ServiceExt, service_fn};

use crate::support::{Book, JSON, Recording, Scripted, layer, open, post, say, serve, tool_call, whole};

/// A server that must not be asked, behind the layer and below one that states a request id.
async fn refusing(book: &Book, layer: McpLayer) -> Server {
    let unasked = Scripted::new(|_| panic!("the server was asked"));
    let stack = ObserveLayer::new((Recording(book.clone()), RequestId)).layer(layer.layer(unasked));
    Server::serve(stack).await.unwrap()
}

struct RequestId;

impl Observer for RequestId {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, _: &mut Watches) {
        exchange.set_request_id(HeaderValue::from_static("req-1"));
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

async fn assert_refused(book: &Book, response: reqwest::Response, status: u16, code: i64, says: &str) {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], JSON);
    let body: Value = rmcp::serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(body["jsonrpc"], "2.0");
    assert_eq!(body["id"], Value::Null);
    assert_eq!(body["error"]["code"], code);
    assert_eq!(body["error"]["data"]["requestId"], "req-1");
    let message = body["error"]["message"].as_str().unwrap();
    assert!(message.contains(says), "{message}");

    let seen = book.until(|book| book.all().pop().filter(|seen| seen.ends() > 0)).await;
    assert_eq!(seen.outcome(), Outcome::RpcError(code));
    assert_eq!(seen.call.kind(), Some(&Kind::Mcp));
    assert_eq!(seen.call.server().map(|s| &**s), Some("s"));
    assert_eq!(&*seen.call.fault().unwrap().message, message);
    book.assert_all_ended_once();
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let nested = format!("{}{}", r#"{"id":1,"method":"m","params":"#, "[".repeat(10_000));
    let closed = format!("{nested}{}}}", "]".repeat(10_000));
    let batch = format!("[{}]", vec![tool_call("1", "t"); 300].join(","));
    let cases = [
        ("{\"jsonrpc\":", -32700, "incomplete JSON"),
        ("{nope}", -32700, "invalid JSON"),
        ("\x16\x03\x01", -32700, "invalid JSON"),
        ("{\"id\":1,\"method\":\"m\"}}", -32700, "unexpected data"),
        ("", -32700, "incomplete JSON"),
        ("{} {}", -32600, "not a JSON-RPC message"),
        ("[]", -32600, "empty batch"),
        ("7", -32600, "not a JSON-RPC message"),
        (r#"{"id":1,"method":"a","method":"b"}"#, -32600, "more than one method"),
        (r#"{"id":1,"method":"tools/call","params":{"name":"a","name":"b"}}"#, -32600, "more than one"),
        (r#"{"id":1,"method":"tools/call","params":{"name":"a","Name":"b"}}"#, -32600, "more than one"),
        (&closed, -32600, "nested too deeply"),
        (&batch, -32600, "too many messages"),
    ];
    for (body, code, says) in cases {
        let book = Book::default();
        let server = refusing(&book, layer().build()).await;
        let response = post(&server, body.to_owned()).send().await.unwrap();
        assert_refused(&book, response, 400, code, says).await;
    }
}

#[tokio::test]
async fn a_compressed_request_is_refused() {
    let book = Book::default();
    let server = refusing(&book, layer().build()).await;
    let response = post(&server, "\x1f").header("content-encoding", "gzip").send().await.unwrap();
    assert_refused(&book, response, 415, -32600, "compressed").await;
}

#[tokio::test]
async fn a_large_request_is_refused_before_it_is_read() {
    let book = Book::default();
    let server = refusing(&book, layer().build()).await;
    let mut stream = tokio::net::TcpStream::connect(server.addr()).await.unwrap();
    let head =
        "POST /mcp HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n";
    stream.write_all(format!("{head}\r\n{{").as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer)).await;
    let answer = String::from_utf8_lossy(&answer[..read.unwrap().unwrap()]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("larger than 4194304 bytes") && answer.contains("-32600"), "{answer}");
    assert!(answer.contains("req-1"));
    let seen = book.until(|book| book.all().pop()).await;
    assert_eq!(seen.call.exchange().request_bytes(), 0);
}

#[tokio::test]
async fn a_large_chunked_request_is_refused_as_soon_as_it_is_too_large() {
    let book = Book::default();
    let server = refusing(&book, layer().max_body(1 << 20).build()).await;
    let mut stream = tokio::net::TcpStream::connect(server.addr()).await.unwrap();
    let head =
        "POST /mcp HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n";
    stream.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    for _ in 0..17 {
        stream.write_all(chunk.as_bytes()).await.unwrap();
    }
    // No end of the body is sent.
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer)).await;
    let answer = String::from_utf8_lossy(&answer[..read.unwrap().unwrap()]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("larger than 1048576 bytes"));
}

#[tokio::test]
async fn a_request_of_just_the_limit_passes() {
    let book = Book::default();
    let scripted = Scripted::new(|asked| whole(200, "text/plain", asked.body.len().to_string()));
    let server = serve(&layer().max_body(4096).build(), &book, scripted).await;
    let mut body = tool_call("1", "t");
    body.push_str(&" ".repeat(4096 - body.len()));
    assert_eq!(post(&server, body.clone()).send().await.unwrap().text().await.unwrap(), "4096");
    body.push(' ');
    assert_eq!(post(&server, body).send().await.unwrap().status(), 413);
}

#[tokio::test]
async fn long_texts_of_a_client_are_cut_and_long_tokens_dropped() {
    let book = Book::default();
    let server = serve(&layer().build(), &book, Scripted::new(|_| whole(200, JSON, ""))).await;
    let long = "n".repeat(100_000);
    let body = format!(
        r#"{{"id":1,"method":"tools/call","params":{{"name":"{long}","_meta":{{
            "progressToken":"{long}","traceparent":"{long}","baggage":"a=b"}}}}}}"#
    );
    post(&server, body).send().await.unwrap();
    let call = book.ended("tools/call", 1).await.call;
    assert_eq!(call.name().unwrap().len(), 1024);
    assert_eq!(call.progress_token(), None);
    let context = call.remote_context().unwrap();
    assert_eq!((context.traceparent.as_deref(), context.baggage.as_deref()), (None, Some("a=b")));
}

/// Gives the request body back as it comes.
async fn echo<B: Body>(request: Request<B>) -> Result<Response<B>, Infallible> {
    Ok(Response::new(request.into_body()))
}

#[tokio::test]
async fn what_is_no_json_post_is_a_duplex_stream() {
    let book = Book::default();
    let server = serve(&layer().build(), &book, service_fn(echo)).await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    for (method, kind) in [("POST", "application/octet-stream"), ("GET", JSON), ("PUT", JSON)] {
        let (stream, sender) = open(200, "");
        let upload = reqwest::Body::wrap(stream.into_body());
        let request =
            client.request(method.parse().unwrap(), server.url("/mcp")).header("content-type", kind);
        let mut response = request.body(upload).send().await.unwrap();
        for piece in ["one", "two", "three"] {
            // Each comes back while the upload is open: nothing waits for its end.
            say(&sender, piece);
            assert_eq!(response.chunk().await.unwrap().unwrap(), piece, "{method}");
        }
        drop(sender);
        while let Some(rest) = response.chunk().await.unwrap() {
            assert!(rest.is_empty());
        }
    }
    book.until(|book| (book.all().len() == 3).then_some(())).await;
}

/// A frame of a body, or its error.
type Piece = Result<Frame<Bytes>, &'static str>;

/// A body of given frames, each of which is waited for.
struct Pieces {
    left: std::vec::IntoIter<Piece>,
    ready: bool,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.ready = !self.ready;
        if self.ready {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.left.next())
    }
}

type Got = (Vec<u8>, Option<HeaderMap>, Option<&'static str>);

/// What the server behind the layer gets of a body.
fn passed(layer: &McpLayer, kind: &str, pieces: Vec<Piece>) -> Option<Got> {
    let got = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&got);
    let server = service_fn(move |request: Request<gate_mcp::PeekBody<Pieces>>| {
        let keep = Arc::clone(&keep);
        async move {
            let (mut body, mut all) = (request.into_body(), Got::default());
            while let Some(frame) = body.frame().await {
                match frame.map(Frame::into_data) {
                    Ok(Ok(data)) => all.0.extend(data),
                    Ok(Err(frame)) => all.1 = frame.into_trailers().ok(),
                    Err(error) => all.2 = Some(error),
                }
            }
            *keep.lock().unwrap() = Some(all);
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
        }
    });
    let body = Pieces { left: pieces.into_iter(), ready: false };
    let request = Request::post("/").header("content-type", kind).body(body).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(layer.layer(server).oneshot(request)).unwrap();
    got.lock().unwrap().take()
}

fn cut(body: &[u8], sizes: &[usize]) -> Vec<Piece> {
    let (mut rest, mut pieces) = (body, Vec::new());
    for size in sizes {
        let (piece, after) = rest.split_at(rest.len().min(*size));
        pieces.push(Ok(Frame::data(Bytes::copy_from_slice(piece))));
        rest = after;
    }
    pieces.push(Ok(Frame::data(Bytes::copy_from_slice(rest))));
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_server_gets_the_very_bytes(
        text in "[ -~äß\"\\\\]{0,60}",
        sizes in prop::collection::vec(0..40_usize, 0..12),
        trailers: bool,
        breaks in prop::option::of(0..12_usize),
        json: bool,
    ) {
        let text = rmcp::serde_json::to_string(&text).unwrap();
        let body = format!(
            " {{\"id\":1, \"method\":\"tools/call\",\n\"params\":{{\"name\":\"t\",\"arguments\":{text},\"x\":1e5}}}} "
        );
        let mut pieces = cut(body.as_bytes(), &sizes);
        let mut expected = (body.into_bytes(), None, None);
        if trailers {
            let map = HeaderMap::from_iter([("x-sum".parse().unwrap(), HeaderValue::from_static("1"))]);
            pieces.push(Ok(Frame::trailers(map.clone())));
            expected.1 = Some(map);
        }
        if let Some(at) = breaks {
            pieces.truncate(at.min(sizes.len() + 1));
            let sent = pieces.iter().map(|piece| piece.as_ref().unwrap().data_ref().unwrap().len()).sum();
            expected.0.truncate(sent);
            expected.1 = None;
            pieces.push(Err("it broke"));
            expected.2 = Some("it broke");
        }
        let kind = if json { "Application/JSON; charset=utf-8" } else { "text/plain" };
        prop_assert_eq!(passed(&McpLayer::new(), kind, pieces), Some(expected));
    }
}

#[tokio::test]
async fn requests_one_after_the_other_on_one_http2_connection() {
    let book = Book::default();
    let scripted = Scripted::new(|asked| {
        let value: Value = rmcp::serde_json::from_slice(&asked.body).unwrap();
        whole(200, JSON, format!(r#"{{"jsonrpc":"2.0","id":{},"result":{{}}}}"#, value["id"]))
    });
    let server = serve(&layer().build(), &book, scripted).await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let ask = async |id: u32| {
        let request = client.post(server.url("/mcp")).header("content-type", JSON);
        let response = request.body(tool_call(&id.to_string(), "t")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let body: Value = rmcp::serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert_eq!(body["id"], id);
    };
    for id in 0..50 {
        tokio::join!(ask(id), ask(1000 + id), ask(2000 + id));
    }
    book.until(|book| book.all().iter().all(|seen| seen.ends() == 1).then_some(())).await;
    assert_eq!(book.all().len(), 150);
    assert!(book.all().iter().all(|seen| seen.outcome() == Outcome::Ok));
}

#[tokio::test]
async fn a_get_is_an_http_call_of_its_session() {
    let book = Book::default();
    let scripted = Scripted::new(|_| whole(405, "text/plain", "no"));
    let server = serve(&layer().build(), &book, scripted).await;
    let get = reqwest::Client::new().get(server.url("/mcp")).header("mcp-session-id", "s-1");
    get.send().await.unwrap();
    let seen = book.until(|book| book.all().pop().filter(|seen| seen.ends() > 0)).await;
    assert_eq!(seen.call.kind(), Some(&Kind::Http));
    assert_eq!(seen.call.session().map(|id| &**id), Some("s-1"));
    assert_eq!(seen.call.server().map(|s| &**s), Some("s"));
    assert_eq!(seen.outcome(), Outcome::Status(StatusCode::METHOD_NOT_ALLOWED));
}

#[tokio::test]
async fn whoever_refuses_a_call_below_answers_it_by_its_id() {
    for (id, answered) in
        [("7", "7"), ("\"a\"", "\"a\""), ("12345678901234567890123", "12345678901234567890123")]
    {
        let book = Book::default();
        let refuse = service_fn(|request: Request<gate_mcp::PeekBody<hyper::body::Incoming>>| async move {
            let exchange = Exchange::of(request.extensions());
            let [call] = &exchange.unwrap().open_calls()[..] else { panic!("one call expected") };
            call.set_outcome(Outcome::Denied);
            Ok::<_, Infallible>(gate_mcp::error_reply(exchange, StatusCode::FORBIDDEN, -32001, "not you"))
        });
        let server = serve(&layer().build(), &book, refuse).await;
        let response = post(&server, tool_call(id, "t")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        let body = response.text().await.unwrap();
        assert!(body.contains(&format!(r#""id":{answered},"#)), "{body}");
        assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::Denied);
    }
}

#[tokio::test]
async fn what_a_request_says_of_itself() {
    let book = Book::default();
    let server = serve(&layer().build(), &book, Scripted::new(|_| whole(200, JSON, ""))).await;
    let body = r#"{"jsonrpc":"2.0","id":"x\u0031","method":"resources/subscribe","params":{"uri":"file:///a",
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
        "io.modelcontextprotocol/clientInfo":{"name":"c","version":"2"},"progressToken":"p",
        "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"a=b"}}}"#;
    // The body is the authority over headers.
    post(&server, body).header("mcp-protocol-version", "2025-06-18").send().await.unwrap();
    let call = book.ended("resources/subscribe", 1).await.call;
    assert_eq!(call.kind(), Some(&Kind::Resource));
    assert_eq!(call.name().map(|name| &**name), Some("file:///a"));
    assert_eq!(call.rpc_id().map(|id| &**id), Some(r#""x\u0031""#));
    assert_eq!(call.protocol_version().map(|version| &**version), Some("2026-07-28"));
    assert_eq!(call.progress_token().map(|token| &**token), Some("\"p\""));
    let client = call.client().unwrap();
    assert_eq!((&*client.name, client.version.as_deref()), ("c", Some("2")));
    let context = call.remote_context().unwrap();
    assert!(context.traceparent.as_deref().unwrap().starts_with("00-0af7651916cd43dd"));
    assert_eq!((context.tracestate.as_deref(), context.baggage.as_deref()), (Some("a=b"), None));
}
