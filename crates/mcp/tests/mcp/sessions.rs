//! Results that arrive on another stream, and what ends the calls that wait for them.

use std::time::Duration;

use gate_call::{Failure, Outcome};
use gate_mcp::{McpLayer, Sessions};
use http::{HeaderValue, Method};
use testkit::Server;

use crate::support::{
    Asked, Book, JSON, SSE, Scripted, event, layer, open, post, say, serve, tool_call, whole,
};

/// A server whose POST streams close before the result; a GET with `Last-Event-ID` gives it.
fn resuming(asked: Asked) -> http::Response<crate::support::Frames> {
    match asked.parts.method {
        Method::GET => {
            assert_eq!(asked.parts.headers["last-event-id"], "7");
            whole(200, SSE, event(r#"{"id":1,"result":{"isError":true,"content":"late"}}"#))
        }
        Method::DELETE => whole(200, JSON, ""),
        _ if asked.body.windows(10).any(|window| window == b"initialize") => {
            let answer = r#"{"id":0,"result":{"protocolVersion":"2025-06-18"}}"#;
            let mut response = whole(200, JSON, answer);
            response.headers_mut().insert("mcp-session-id", HeaderValue::from_static("opened"));
            response
        }
        _ => whole(200, SSE, "id: 7\nretry: 10\ndata:\n\n"),
    }
}

struct Waiting {
    book: Book,
    layer: McpLayer,
    server: Server,
}

impl Waiting {
    async fn with(sessions: Sessions) -> Self {
        let (book, layer) = (Book::capturing(64), layer().sessions(sessions).build());
        let server = serve(&layer, &book, Scripted::new(resuming)).await;
        Self { book, layer, server }
    }

    /// Makes a call whose stream closes before its result.
    async fn call(&self, session: &str, id: &str) {
        let request = post(&self.server, tool_call(id, "t")).header("mcp-session-id", session);
        assert_eq!(request.send().await.unwrap().bytes().await.unwrap(), "id: 7\nretry: 10\ndata:\n\n");
        let seen = self.book.until(|book| book.of("tools/call").pop()).await;
        let exchange = seen.call.exchange();
        self.book.until(|_| exchange.end()).await;
        assert!(!seen.call.is_ended(), "it waits");
    }

    fn ask(&self, method: Method, session: &str) -> reqwest::RequestBuilder {
        let client = reqwest::Client::new();
        client.request(method, self.server.url("/mcp")).header("mcp-session-id", session)
    }

    async fn outcome(&self) -> Outcome {
        let seen = self.book.ended("tools/call", 1).await;
        self.book.assert_all_ended_once();
        seen.outcome()
    }
}

#[tokio::test]
async fn a_resumed_stream_gives_the_result() {
    let waiting = Waiting::with(Sessions::new()).await;
    waiting.call("s-1", "1").await;
    waiting.ask(Method::GET, "s-2").header("last-event-id", "7").send().await.unwrap().bytes().await.unwrap();
    assert!(waiting.book.of("tools/call")[0].ends() == 0, "another session's result");
    waiting.ask(Method::GET, "s-1").header("last-event-id", "7").send().await.unwrap().bytes().await.unwrap();
    assert_eq!(waiting.outcome().await, Outcome::ToolError);
    let seen = waiting.book.ended("tools/call", 1).await;
    assert_eq!(seen.result(), r#"{"isError":true,"content":"late"}"#);
    assert!(waiting.layer.sessions().is_empty(), "sessions that nobody opened leave nothing");
}

#[tokio::test]
async fn deleting_the_session_ends_what_waits_in_it() {
    let waiting = Waiting::with(Sessions::new()).await;
    waiting.call("s-1", "1").await;
    waiting.ask(Method::DELETE, "s-2").send().await.unwrap();
    assert!(waiting.book.of("tools/call")[0].ends() == 0);
    waiting.ask(Method::DELETE, "s-1").send().await.unwrap();
    assert_eq!(waiting.outcome().await, Outcome::Failed(Failure::Session));
}

#[tokio::test]
async fn what_carries_no_message_is_of_its_session_too() {
    let waiting = Waiting::with(Sessions::new()).await;
    let initialize = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{
        "clientInfo":{"name":"c","version":"1"}}}"#;
    post(&waiting.server, initialize).send().await.unwrap().bytes().await.unwrap();
    let get = waiting.ask(Method::GET, "opened").header("last-event-id", "7");
    get.send().await.unwrap().bytes().await.unwrap();
    post(&waiting.server, "unreadable").header("mcp-session-id", "opened").send().await.unwrap();
    waiting.ask(Method::DELETE, "opened").send().await.unwrap();

    let without_method = || waiting.book.all().into_iter().filter(|seen| seen.call.method().is_none());
    waiting
        .book
        .until(|_| (without_method().filter(|seen| seen.ends() == 1).count() == 3).then_some(()))
        .await;
    for seen in without_method() {
        let client = seen.call.client().map(|client| &*client.name);
        let version = seen.call.protocol_version().map(|version| &**version);
        assert_eq!((client, version), (Some("c"), Some("2025-06-18")));
        assert_eq!(seen.call.session().map(|session| &**session), Some("opened"));
    }
}

#[tokio::test]
async fn a_waiting_call_can_be_cancelled() {
    let waiting = Waiting::with(Sessions::new()).await;
    waiting.call("s-1", "1").await;
    let cancel = r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1.0}}"#;
    post(&waiting.server, cancel).header("mcp-session-id", "s-1").send().await.unwrap();
    assert_eq!(waiting.book.ended("tools/call", 1).await.outcome(), Outcome::Cancelled);
}

#[tokio::test]
async fn an_idle_session_lets_go_of_its_calls() {
    let waiting = Waiting::with(Sessions::bounded(10, Duration::from_millis(50))).await;
    waiting.call("s-1", "1").await;
    waiting.layer.sessions().sweep();
    assert!(waiting.book.of("tools/call")[0].ends() == 0, "too early");
    tokio::time::sleep(Duration::from_millis(60)).await;
    waiting.layer.sessions().sweep();
    assert_eq!(waiting.outcome().await, Outcome::Failed(Failure::Session));
    assert!(waiting.layer.sessions().is_empty());
}

#[tokio::test]
async fn a_call_whose_stream_is_open_is_never_idle() {
    let (book, sessions) = (Book::default(), Sessions::bounded(10, Duration::from_millis(1)));
    let layer = layer().sessions(sessions.clone()).build();
    let scripted = Scripted::new(|_| {
        let (response, body) = open(200, SSE);
        say(&body, "id: 1\ndata:\n\n");
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            say(&body, event(r#"{"id":1,"result":{}}"#));
        });
        response
    });
    let server = serve(&layer, &book, scripted).await;
    let request = post(&server, tool_call("1", "t")).header("mcp-session-id", "s-1");
    let mut response = request.send().await.unwrap();
    response.chunk().await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    sessions.sweep();
    response.bytes().await.unwrap();
    assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::Ok);
}

#[tokio::test]
async fn there_are_never_more_sessions_than_allowed() {
    let waiting = Waiting::with(Sessions::bounded(2, Duration::from_secs(60))).await;
    let initialize = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{
        "clientInfo":{"name":"c","version":"1"}}}"#;
    post(&waiting.server, initialize).send().await.unwrap().bytes().await.unwrap();
    waiting.book.ended("initialize", 1).await;
    for (session, id) in [("s-1", "1"), ("s-2", "2"), ("s-3", "3")] {
        waiting.call(session, id).await;
        assert!(waiting.layer.sessions().len() <= 2);
    }
    let outcome = async |id| waiting.book.ended_id(id).await.outcome();
    assert_eq!(outcome("1").await, Outcome::Failed(Failure::Session));
    assert_eq!(outcome("2").await, Outcome::Failed(Failure::Session));

    // The one that `initialize` opened is still known, and says who asks.
    waiting.call("opened", "4").await;
    let seen = waiting.book.of("tools/call").pop().unwrap();
    assert_eq!(seen.call.client().map(|client| &*client.name), Some("c"));
    assert_eq!(seen.call.protocol_version().map(|version| &**version), Some("2025-06-18"));
    waiting.layer.sessions().end_all();
    waiting.book.assert_all_ended_once();
}

#[tokio::test]
async fn an_id_in_use_is_not_taken_over() {
    let waiting = Waiting::with(Sessions::new()).await;
    waiting.call("s-1", "1").await;
    // The second cannot be told from the first, so it ends with its stream.
    post(&waiting.server, tool_call("1", "u")).header("mcp-session-id", "s-1").send().await.unwrap();
    let second = waiting.book.ended("tools/call", 1).await;
    assert_eq!(second.call.name().map(|name| &**name), Some("u"));
    assert_eq!(second.outcome(), Outcome::Failed(Failure::NoResult));
    assert_eq!(waiting.layer.sessions().untracked(), 1);
    waiting.layer.sessions().end_all();
    waiting.book.assert_all_ended_once();
}

#[tokio::test]
async fn an_answer_elsewhere_than_the_open_stream_counts() {
    let book = Book::default();
    let scripted = Scripted::new(|asked| {
        if asked.parts.method == Method::GET {
            return whole(200, SSE, event(r#"{"id":1,"result":{}}"#));
        }
        whole(202, JSON, "")
    });
    let server = serve(&layer().build(), &book, scripted).await;
    let accepted = post(&server, tool_call("1", "t")).header("mcp-session-id", "s-1").send().await.unwrap();
    assert_eq!(accepted.status(), 202);
    let stream = reqwest::Client::new().get(server.url("/mcp")).header("mcp-session-id", "s-1");
    stream.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::Ok);
}
