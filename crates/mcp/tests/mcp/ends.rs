//! How calls end that get no answer, and that nothing of them is left.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use bytes::Bytes;
use gate_call::{Exchange, Failure, Observer, Outcome, Watches, observe::ObserveLayer};
use gate_mcp::Sessions;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use testkit::Server;
use tower::Layer;

use crate::support::{
    Book, Frames, JSON, Recording, SSE, Scripted, event, layer, open, post, say, serve, tool_call, whole,
};

const STATELESS: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t",
    "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}"#;

/// A server that sends the beginning of a stream and never ends it.
fn endless() -> Scripted {
    Scripted::new(|_| {
        let (response, body) = open(200, SSE);
        say(&body, ": hello\n\n");
        tokio::spawn(async move { body.closed().await });
        response
    })
}

#[tokio::test]
async fn a_client_that_leaves_means_what_its_era_says() {
    for (body, expected) in
        [(tool_call("1", "t"), Outcome::Disconnected), (STATELESS.to_owned(), Outcome::Cancelled)]
    {
        let book = Book::default();
        let server = serve(&layer().build(), &book, endless()).await;
        let mut response = post(&server, body).header("mcp-session-id", "s-1").send().await.unwrap();
        response.chunk().await.unwrap();
        assert!(book.of("tools/call")[0].ends() == 0);
        drop(response);
        assert_eq!(book.ended("tools/call", 1).await.outcome(), expected);
        book.assert_all_ended_once();
    }
}

#[tokio::test]
async fn the_version_header_tells_the_era_too() {
    let book = Book::default();
    let server = serve(&layer().build(), &book, endless()).await;
    let request = post(&server, tool_call("1", "t")).header("mcp-protocol-version", "2026-07-28");
    let mut response = request.send().await.unwrap();
    response.chunk().await.unwrap();
    drop(response);
    let seen = book.ended("tools/call", 1).await;
    assert_eq!(seen.outcome(), Outcome::Cancelled);
    assert_eq!(seen.call.protocol_version().map(|version| &**version), Some("2026-07-28"));
}

#[tokio::test]
async fn a_client_that_leaves_before_the_head() {
    let book = Book::default();
    let never = tower::service_fn(|_| std::future::pending::<Result<Response<Frames>, Infallible>>());
    let server = serve(&layer().build(), &book, never).await;
    let asking = tokio::spawn(post(&server, tool_call("1", "t")).send());
    book.until(|book| book.of("tools/call").pop()).await;
    asking.abort();
    assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::Disconnected);
}

#[tokio::test]
async fn a_request_of_the_servers_without_a_session_ends_with_its_stream() {
    let book = Book::default();
    let server = Scripted::new(|_| {
        let ask = event(r#"{"id":"q","method":"elicitation/create","params":{}}"#);
        whole(200, SSE, ask + &event(r#"{"id":1,"result":{}}"#))
    });
    let server = serve(&layer().build(), &book, server).await;
    post(&server, tool_call("1", "t")).send().await.unwrap().bytes().await.unwrap();
    let asked = book.ended("elicitation/create", 1).await;
    assert_eq!(asked.outcome(), Outcome::Failed(Failure::NoResult));
    assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::Ok);
    book.assert_all_ended_once();
}

#[tokio::test]
async fn a_flood_of_requests_by_the_server_is_bounded_and_counted() {
    let book = Book::default();
    let flood: String = (0..5_000).map(|n| event(&format!(r#"{{"id":"q{n}","method":"ping"}}"#))).collect();
    let layer = layer().build();
    let server = serve(&layer, &book, Scripted::new(move |_| whole(200, SSE, flood.clone()))).await;
    let request = post(&server, tool_call("1", "t")).header("mcp-session-id", "s-1");
    request.send().await.unwrap().bytes().await.unwrap();
    book.ended("tools/call", 1).await;
    assert!(book.all().len() <= 1_025, "{}", book.all().len());
    assert!(layer.sessions().untracked() >= 5_000 - 1_024);
    layer.sessions().end_all();
    book.assert_all_ended_once();
}

/// States a principal whose copies can be counted: as many as there are exchanges alive.
struct Counting(Arc<str>);

impl Observer for Counting {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, _: &mut Watches) {
        exchange.set_principal(Arc::clone(&self.0));
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

#[tokio::test]
async fn nothing_is_left_of_what_has_ended() {
    let (exchanges, contexts) = (Arc::<str>::from("somebody"), Arc::new(()));
    let (held, sessions) = (Arc::clone(&contexts), Sessions::new());
    let hook = move |_: &[u8]| {
        let _ = &held;
        None
    };
    let layer = layer().sessions(sessions.clone()).usage_of(hook).build();
    // A request of the server's, a priming event that lets the call outlive its stream, an answer to one
    // of two calls; then all kinds of ends.
    let scripted = Scripted::new(|asked| match asked.parts.headers.get("x-end").map(|end| end.as_bytes()) {
        Some(b"whole") => whole(200, JSON, r#"{"id":1,"result":{}}"#),
        Some(b"cut") => whole(200, JSON, r#"{"id":1,"#),
        Some(b"asks") => whole(200, SSE, event(r#"{"id":"q","method":"ping"}"#)),
        Some(b"later") => whole(200, SSE, "id: 7\ndata:\n\n"),
        _ => {
            let (response, body) = open(200, SSE);
            say(&body, event(r#"{"id":"q2","method":"ping"}"#));
            tokio::spawn(async move { body.closed().await });
            response
        }
    });
    let counted = ObserveLayer::new(Counting(Arc::clone(&exchanges))).layer(layer.layer(scripted));
    let server = Server::serve(counted).await.unwrap();

    for session in [None, Some("s-1"), Some("s-2")] {
        for end in ["whole", "cut", "asks", "later", "hang"] {
            let request = post(&server, tool_call("1", "t")).header("x-end", end);
            let request = session.into_iter().fold(request, |it, id| it.header("mcp-session-id", id));
            let mut response = request.send().await.unwrap();
            while end != "hang" && response.chunk().await.unwrap().is_some() {}
            response.chunk().await.unwrap();
        }
    }
    // What waits in the sessions: for each, the answer to `q` and the result of the call that came later.
    let alive = || Arc::strong_count(&exchanges) - 2;
    let given_up = tokio::time::Instant::now() + Duration::from_secs(5);
    while alive() > 4 && tokio::time::Instant::now() < given_up {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(alive(), 4);
    sessions.end_all();
    assert_eq!(alive(), 0);

    server.shutdown().await;
    drop(layer);
    assert_eq!(Arc::strong_count(&contexts), 1, "the layer's own state is gone");
    assert_eq!(Arc::strong_count(&exchanges), 1);
    assert!(sessions.is_empty());
}

#[tokio::test]
async fn a_recording_below_the_layer_hears_of_the_same_calls() {
    let (outer, inner) = (Book::default(), Book::default());
    let scripted = Scripted::new(|_| whole(200, JSON, r#"{"id":1,"result":{}}"#));
    let below = ObserveLayer::new(Recording(inner.clone())).layer(scripted);
    let server = serve(&layer().build(), &outer, below).await;
    post(&server, tool_call("1", "t")).send().await.unwrap().bytes().await.unwrap();
    outer.ended("tools/call", 1).await;
    outer.assert_all_ended_once();
    // It registered too late to hear of the start, and calls it nothing else.
    assert!(inner.all().is_empty());
}

#[tokio::test]
async fn the_same_layer_twice_reads_once() {
    let book = Book::default();
    let layer = layer().build();
    let scripted = Scripted::new(|_| {
        let (response, body) = open(200, JSON);
        r#"{"id":1,"result":{"isError":true}}"#.chars().for_each(|char| say(&body, char));
        response
    });
    let server = serve(&layer, &book, layer.layer(scripted)).await;
    post(&server, tool_call("1", "t")).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(book.ended("tools/call", 1).await.outcome(), Outcome::ToolError);
    assert_eq!(book.all().len(), 1);
    book.assert_all_ended_once();
}

/// Tries again, twice, what was answered with 503.
#[derive(Clone)]
struct Again(u32);

impl<R> tower::retry::Policy<Request<Full<Bytes>>, Response<R>, Infallible> for Again {
    type Future = std::future::Ready<()>;

    fn retry(
        &mut self,
        _: &mut Request<Full<Bytes>>,
        result: &mut Result<Response<R>, Infallible>,
    ) -> Option<Self::Future> {
        let failed = result.as_ref().is_ok_and(|response| response.status() == 503);
        self.0 = self.0.checked_sub(1)?;
        failed.then(|| std::future::ready(()))
    }

    fn clone_request(&mut self, request: &Request<Full<Bytes>>) -> Option<Request<Full<Bytes>>> {
        Some(request.clone())
    }
}

#[tokio::test]
async fn the_attempts_of_a_retry_above_are_one_call() {
    for (failures, expected) in [(1, Outcome::Ok), (9, Outcome::Status(StatusCode::SERVICE_UNAVAILABLE))] {
        let (book, left) = (Book::default(), AtomicU32::new(failures));
        let scripted = Scripted::new(move |asked| {
            assert_eq!(asked.body, tool_call("1", "t"));
            match left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)) {
                Ok(_) => whole(503, JSON, "{}"),
                Err(_) => whole(200, JSON, r#"{"id":1,"result":{}}"#),
            }
        });
        let retrying = tower::retry::Retry::new(Again(2), layer().build().layer(scripted));
        let stack = ObserveLayer::new(Recording(book.clone())).layer(retrying);
        let body = Full::<Bytes>::from(tool_call("1", "t"));
        let request = Request::post("/").header("content-type", JSON).body(body).unwrap();
        let response = tower::ServiceExt::oneshot(stack, request).await.unwrap();
        response.into_body().collect().await.unwrap();
        assert_eq!(book.ended("tools/call", 1).await.outcome(), expected);
        assert_eq!(book.all().len(), 1);
        book.assert_all_ended_once();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_clients_do_each_call_ends_once() {
    let (book, layer) = (Book::capturing(64), layer().build());
    // Slow, so that some clients leave before the head, some within the body, and some stay.
    let scripted = Scripted::new(|asked| {
        let (response, body) = open(200, SSE);
        let id = asked.parts.headers["x-id"].to_str().unwrap().to_owned();
        tokio::spawn(async move {
            say(&body, "id: 1\ndata:\n\n");
            for part in
                [event(r#"{"id":"q","method":"ping"}"#), event(&format!(r#"{{"id":{id},"result":{{}}}}"#))]
            {
                tokio::time::sleep(Duration::from_millis(3)).await;
                let _ = body.send(Ok(part.into()));
            }
        });
        response
    });
    let server = serve(&layer, &book, scripted).await;
    let client = reqwest::Client::new();
    let asking = (0..300_u64).map(|n| {
        let (id, session) = (n.to_string(), format!("s-{}", n % 7));
        let request = client.post(server.url("/mcp")).header("content-type", JSON);
        let request = request.body(tool_call(&id, "t")).header("mcp-session-id", session);
        tokio::spawn(async move {
            let answer = async { request.header("x-id", id).send().await.unwrap() };
            match n % 3 {
                0 => _ = answer.await.bytes().await,
                1 => _ = answer.await.chunk().await,
                _ => _ = tokio::time::timeout(Duration::from_millis(n % 40), answer).await,
            }
        })
    });
    for asked in asking.collect::<Vec<_>>() {
        asked.await.unwrap();
    }
    book.until(|book| book.all().iter().all(|seen| seen.call.exchange().end().is_some()).then_some(())).await;
    layer.sessions().end_all();
    book.until(|book| book.all().iter().all(|seen| seen.ends() == 1).then_some(())).await;
    assert!(book.of("tools/call").iter().any(|seen| seen.outcome() == Outcome::Ok));
    assert!(book.of("tools/call").iter().any(|seen| seen.outcome() == Outcome::Disconnected));
}
