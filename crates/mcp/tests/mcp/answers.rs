//! What a scripted server answers, and what is made of it.

use gate_call::{Direction, Failure, Outcome, TokenUsage};
use gate_mcp::McpLayerBuilder;
use http::{HeaderValue, Response, StatusCode, header};
use testkit::Server;

use crate::support::{
    Asked, Book, Frames, JSON, SSE, Scripted, Sender, event, layer, open, post, say, serve, tool_call, whole,
};

async fn scripted(
    book: &Book,
    layer: McpLayerBuilder,
    script: impl Fn(Asked) -> Response<Frames> + Send + Sync + 'static,
) -> Server {
    serve(&layer.build(), book, Scripted::new(script)).await
}

/// What becomes of `tools/call` with id 1 when it is answered so.
async fn outcome_of(answer: impl Fn() -> Response<Frames> + Send + Sync + 'static) -> Outcome {
    let book = Book::default();
    let server = scripted(&book, layer(), move |_| answer()).await;
    if let Ok(response) = post(&server, tool_call("1", "t")).send().await {
        let _ = response.bytes().await;
    }
    let seen = book.ended("tools/call", 1).await;
    book.assert_all_ended_once();
    seen.outcome()
}

fn in_order(count: usize, messages: &[&str]) -> Vec<String> {
    // Cut into pieces of `count` bytes, wherever those fall.
    let body = messages.concat();
    body.as_bytes().chunks(count).map(|piece| String::from_utf8(piece.to_vec()).unwrap()).collect()
}

#[tokio::test]
async fn results_are_told_apart() {
    let cases = [
        (r#"{"id":1,"result":{"isError":true,"content":[]}}"#, Outcome::ToolError),
        (r#"{"id":1,"result":{"content":[{"isError":false}],"isError":true}}"#, Outcome::ToolError),
        (r#"{"id":1,"result":{"isError":false,"content":["isError"]}}"#, Outcome::Ok),
        (r#"{"result":{},"id":1.0}"#, Outcome::Ok),
        (r#"{"id":1,"result":null}"#, Outcome::Ok),
        (r#"{"id":1,"error":{"code":-32602,"message":"no"}}"#, Outcome::RpcError(-32602)),
        (r#"{"id":1,"error":{"message":"no code"}}"#, Outcome::RpcError(0)),
        (r#"{"id":null,"error":{"code":-32000,"message":"no"}}"#, Outcome::RpcError(-32000)),
        (r#"{"error":{"code":-32000,"message":"no"}}"#, Outcome::RpcError(-32000)),
        (r#"{"id":2,"result":{}}"#, Outcome::Failed(Failure::NoResult)),
        (r#"{"id":"1","result":{}}"#, Outcome::Failed(Failure::NoResult)),
        (r#"{"id":null,"result":{}}"#, Outcome::Failed(Failure::NoResult)),
    ];
    for (message, expected) in cases {
        assert_eq!(outcome_of(move || whole(200, JSON, message)).await, expected, "{message}");
        assert_eq!(outcome_of(move || whole(200, SSE, event(message))).await, expected, "{message} by SSE");
    }
}

#[tokio::test]
async fn what_is_no_answer() {
    let no_result = Outcome::Failed(Failure::NoResult);
    let status = |code| Outcome::Status(StatusCode::from_u16(code).unwrap());
    let cases = [
        (200, JSON, "not json at all", no_result),
        (200, JSON, r#"{"id":1,"result":{"content":["#, no_result),
        (200, JSON, "", no_result),
        (200, "text/html", "<html>200 says the proxy</html>", no_result),
        (200, SSE, ": nothing but a comment\n\n", no_result),
        (200, SSE, "data: {\"id\":1,\"result\":{}}", no_result),
        (200, SSE, "data: garbage\n\n", no_result),
        (202, JSON, "", no_result),
        (404, "text/plain", "404 page not found", status(404)),
        (401, JSON, r#"{"error":"invalid_token"}"#, status(401)),
        (500, JSON, "oops", status(500)),
        (400, JSON, r#"{"id":1,"error":{"code":-32020,"message":"m"}}"#, Outcome::RpcError(-32020)),
        (404, JSON, r#"{"id":1,"error":{"code":-32601,"message":"m"}}"#, Outcome::RpcError(-32601)),
    ];
    for (code, kind, body, expected) in cases {
        assert_eq!(outcome_of(move || whole(code, kind, body)).await, expected, "{code} {kind} {body}");
    }
}

#[tokio::test]
async fn a_compressed_answer_passes_unread() {
    let compressed = || {
        let mut response = whole(200, JSON, &b"\x1f\x8b whatever"[..]);
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        response
    };
    assert_eq!(outcome_of(compressed).await, Outcome::Status(StatusCode::OK));
}

#[tokio::test]
async fn a_body_that_breaks() {
    let broken = |text: &'static str| {
        move || {
            let (response, body) = open(200, JSON);
            say(&body, text);
            body.send(Err(std::io::Error::other("the server died"))).unwrap();
            response
        }
    };
    assert_eq!(outcome_of(broken(r#"{"id":1,"res"#)).await, Outcome::Failed(Failure::Body));
    // The result was there before.
    assert_eq!(outcome_of(broken(r#"{"id":1,"result":{}}"#)).await, Outcome::Ok);
}

#[tokio::test]
async fn a_huge_error_message_is_cut() {
    let book = Book::default();
    let message = "ä".repeat(1 << 20);
    let answer = format!(r#"{{"id":1,"error":{{"code":7,"message":"{message}"}}}}"#);
    let server = scripted(&book, layer(), move |_| whole(200, JSON, answer.clone())).await;
    let body = post(&server, tool_call("1", "t")).send().await.unwrap().bytes().await.unwrap();
    assert!(body.len() > 2 << 20, "the client gets all of it");
    let seen = book.ended("tools/call", 1).await;
    let fault = seen.call.fault().unwrap();
    assert!((1000..=1024).contains(&fault.message.len()), "{}", fault.message.len());
    assert!(fault.message.chars().all(|char| char == 'ä'));
}

#[tokio::test]
async fn a_batch_out_of_order_with_ids_of_all_kinds() {
    const BATCH: &str = r#"[
        {"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"one"}},
        {"jsonrpc":"2.0","id":1.5,"method":"tools/call","params":{"name":"two"}},
        {"jsonrpc":"2.0","id":{"k":[1]},"method":"tools/call","params":{"name":"three"}},
        {"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"four"}},
        {"jsonrpc":"2.0","id":"never","method":"tools/call","params":{"name":"five"}},
        {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p","progress":1}}
    ]"#;
    const ANSWERS: [&str; 4] = [
        r#"{"id":null,"result":{"isError":true}}"#,
        r#"{"id":{"k":[1.0]},"result":{"structuredContent":{"n":3}}}"#,
        r#"{"id":15e-1,"error":{"code":-1,"message":"two"}}"#,
        r#"{"id":"\u0061","result":{"content":[]}}"#,
    ];
    let json = format!("[{}]", ANSWERS.join(","));
    let sse = ANSWERS.map(event).concat();
    let batched_event = event(&json);
    for (kind, body) in [(JSON, json), (SSE, sse), (SSE, batched_event)] {
        for piece in [1, 7, 10_000] {
            let book = Book::capturing(100);
            let body = in_order(piece, &[&body]);
            let server = scripted(&book, layer(), move |_| {
                let (response, sender) = open(200, kind);
                body.iter().for_each(|piece| say(&sender, piece));
                response
            });
            let server = server.await;
            post(&server, BATCH).send().await.unwrap().bytes().await.unwrap();
            let outcome = async |id| book.ended_id(id).await.outcome();
            assert_eq!(outcome("\"a\"").await, Outcome::Ok);
            assert_eq!(outcome("1.5").await, Outcome::RpcError(-1));
            assert_eq!(outcome("{\"k\":[1]}").await, Outcome::Ok);
            assert_eq!(outcome("null").await, Outcome::ToolError);
            assert_eq!(outcome("\"never\"").await, Outcome::Failed(Failure::NoResult));
            assert_eq!(book.ended_id("{\"k\":[1]}").await.result(), r#"{"structuredContent":{"n":3}}"#);
            book.ended("notifications/progress", 1).await;
            assert_eq!(book.all().len(), 6);
            book.assert_all_ended_once();
        }
    }
}

#[tokio::test]
async fn a_result_ends_the_call_before_its_stream_ends() {
    let book = Book::default();
    let (sender, kept) = std::sync::mpsc::channel::<Sender>();
    let server = scripted(&book, layer(), move |_| {
        let (response, body) = open(200, SSE);
        say(&body, event(r#"{"id":1,"result":{}}"#));
        sender.send(body).unwrap();
        response
    });
    let server = server.await;
    let mut response = post(&server, tool_call("1", "t")).send().await.unwrap();
    response.chunk().await.unwrap().unwrap();
    let seen = book.ended("tools/call", 1).await;
    assert_eq!(seen.outcome(), Outcome::Ok);
    assert!(seen.call.exchange().end().is_none(), "the stream is open");
    drop(response);
    let exchange = seen.call.exchange().clone();
    book.until(|_| exchange.end()).await;
    assert_eq!(seen.outcome(), Outcome::Ok);
    book.assert_all_ended_once();
    drop(kept);
}

#[tokio::test]
async fn token_usage_in_all_its_shapes() {
    let cases = [
        r#""usage":{"input_tokens":3,"output_tokens":4}"#,
        r#""usage":{"prompt_tokens":3,"completion_tokens":4}"#,
        r#""usage":{"inputTokens":3,"outputTokens":4}"#,
        r#""_meta":{"usage":{"input_tokens":3,"output_tokens":4}}"#,
    ];
    for usage in cases {
        let book = Book::default();
        let answer = format!(r#"{{"id":1,"result":{{"content":[],{usage}}}}}"#);
        let server = scripted(&book, layer(), move |_| whole(200, JSON, answer.clone())).await;
        post(&server, tool_call("1", "t")).send().await.unwrap().bytes().await.unwrap();
        let seen = book.ended("tools/call", 1).await;
        assert_eq!(seen.call.tokens(), Some(&TokenUsage { input: Some(3), output: Some(4) }), "{usage}");
    }
}

#[tokio::test]
async fn a_hook_finds_other_usage_and_may_panic() {
    let hook = |result: &[u8]| {
        let text = std::str::from_utf8(result).unwrap();
        assert!(!text.contains("panic"), "as the test wants it");
        let spent = text.split_once(r#""spent":"#)?.1;
        Some(TokenUsage { input: spent.trim_end_matches('}').parse().ok(), output: None })
    };
    let long = format!(r#"{{"id":4,"result":{{"x":"{}","spent":4}}}}"#, "x".repeat(70_000));
    let answers = [
        (r#"{"id":1,"result":{"spent":12}}"#, Some(TokenUsage { input: Some(12), output: None })),
        (r#"{"id":2,"result":{"panic":1}}"#, None),
        (r#"{"id":3,"error":{"code":1,"spent":12}}"#, None),
        (&long, None),
    ];
    for (id, (answer, expected)) in (1..).zip(answers) {
        let (book, answer) = (Book::default(), answer.to_owned());
        let server = scripted(&book, layer().usage_of(hook), move |_| whole(200, JSON, answer.clone())).await;
        post(&server, tool_call(&id.to_string(), "t")).send().await.unwrap().bytes().await.unwrap();
        let seen = book.ended("tools/call", 1).await;
        assert_eq!(seen.call.tokens(), expected.as_ref(), "{id}");
        assert_eq!(seen.outcome() == Outcome::Ok, id != 3);
    }
}

#[tokio::test]
async fn a_request_of_the_servers_is_a_call_the_other_way() {
    for (answer, expected) in [
        (r#"{"jsonrpc":"2.0","id":"q-1","result":{"role":"assistant"}}"#, Outcome::Ok),
        (r#"{"jsonrpc":"2.0","id":"q-1","error":{"code":-1,"message":"no"}}"#, Outcome::RpcError(-1)),
    ] {
        let book = Book::capturing(1024);
        let (sender, streams) = tokio::sync::mpsc::unbounded_channel::<Sender>();
        let server = scripted(&book, layer(), move |asked| {
            if asked.body.windows(3).any(|window| window == b"q-1") {
                return whole(202, JSON, "");
            }
            let (response, body) = open(200, SSE);
            let ask = r#"{"id":"q-1","method":"sampling/createMessage","params":{"maxTokens":5}}"#;
            say(&body, event(ask));
            sender.send(body).unwrap();
            response
        });
        let (server, mut streams) = (server.await, streams);
        let session = |request: reqwest::RequestBuilder| request.header("mcp-session-id", "s-1");
        let mut stream = session(post(&server, tool_call("1", "t"))).send().await.unwrap();
        stream.chunk().await.unwrap().unwrap();
        let replied = session(post(&server, answer)).send().await.unwrap();
        assert_eq!(replied.status(), 202);

        let asked = book.ended("sampling/createMessage", 1).await;
        assert_eq!(asked.outcome(), expected);
        assert_eq!(asked.call.direction(), Some(&Direction::ToClient));
        assert_eq!(asked.call.session().map(|id| &**id), Some("s-1"));
        assert_eq!(asked.call.server().map(|s| &**s), Some("s"));
        assert_eq!(asked.call.rpc_id().map(|id| &**id), Some("\"q-1\""));
        assert_eq!(asked.arguments(), r#"{"maxTokens":5}"#);
        assert!(answer.contains(asked.result()) && !asked.result().is_empty());

        let body = streams.recv().await.unwrap();
        say(&body, event(r#"{"id":1,"result":{}}"#));
        drop(body);
        stream.bytes().await.unwrap();
        assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::Ok);
        book.until(|book| (book.all().len() == 3).then_some(())).await;
        book.until(|book| book.all().iter().all(|seen| seen.ends() == 1).then_some(())).await;
    }
}

#[tokio::test]
async fn a_request_that_the_server_withdraws_is_cancelled() {
    let book = Book::default();
    let server = scripted(&book, layer(), |_| {
        let ask = event(r#"{"id":9,"method":"elicitation/create","params":{}}"#);
        let cancel = event(r#"{"method":"notifications/cancelled","params":{"requestId":9}}"#);
        whole(200, SSE, ask + &cancel + &event(r#"{"id":1,"result":{}}"#))
    });
    let server = server.await;
    let request = post(&server, tool_call("1", "t")).header("mcp-session-id", "s-1");
    request.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(book.ended("elicitation/create", 1).await.outcome(), Outcome::Cancelled);
    assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::Ok);
}
