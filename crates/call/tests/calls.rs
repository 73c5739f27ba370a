//! How calls end, what comes late, and who hears of it.

mod common;

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Waker},
};

use common::{BoxError, DEPTHS, Event, Log, Script, Step, observed, probe::boxed, probe::probe};
use gate_call::{
    Call, CallWatch, End, Exchange, Failure, Interest, LateError, Observer, Outcome, ResponseHead, Watch,
    Watches, observe::ObserveLayer,
};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use tower::{Layer, Service, ServiceExt, service_fn};

/// How the client behaves.
#[derive(Clone, Copy, PartialEq)]
enum Client {
    Reads,
    Leaves,
}

/// One exchange in which a call is started and `act` happens to it; gives the calls' outcomes.
async fn outcomes(
    depth: usize,
    client: Client,
    status: StatusCode,
    act: fn(&Call),
) -> (Log, Vec<Option<Outcome>>, Call) {
    let log = Log::default();
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let handler = service_fn(move |request: Request<()>| {
        let exchange = Exchange::of(request.extensions()).expect("an exchange");
        let call = exchange.start_call(|call| assert!(call.set_name("echo"))).expect("an open exchange");
        act(&call);
        sender.send(call).expect("the test waits");
        let mut response = Response::new(Script::new([Step::Data("x".into()), Step::Pending]));
        *response.status_mut() = status;
        std::future::ready(Ok::<_, BoxError>(response))
    });
    let response = observed(depth, &log, handler).oneshot(Request::new(())).await.expect("an answer");
    match client {
        Client::Reads => drop(response.into_body().collect().await.expect("a body")),
        Client::Leaves => drop(response),
    }
    let end = if client == Client::Reads { End::Complete } else { End::Disconnected };
    assert_eq!(log.one_end(depth).await.0, end);
    let ends = log.call_ends().into_iter().map(|end| end.outcome).collect();
    (log, ends, receiver.recv().await.expect("a call"))
}

#[tokio::test]
async fn a_call_ends_as_the_table_says() {
    use Client::{Leaves, Reads};
    type Row = (&'static str, Client, u16, fn(&Call), Outcome);
    let rows: [Row; 16] = [
        ("result", Reads, 200, |call| call.end(Outcome::Ok), Outcome::Ok),
        ("result, then the client leaves", Leaves, 200, |call| call.end(Outcome::Ok), Outcome::Ok),
        ("tool error", Leaves, 200, |call| call.end(Outcome::ToolError), Outcome::ToolError),
        ("rpc error", Reads, 200, |call| call.end(Outcome::RpcError(-32601)), Outcome::RpcError(-32601)),
        ("stated denied", Reads, 200, |call| assert!(call.set_outcome(Outcome::Denied)), Outcome::Denied),
        (
            "denied, then left",
            Leaves,
            200,
            |call| assert!(call.set_outcome(Outcome::Denied)),
            Outcome::Denied,
        ),
        ("blocked before the result", Reads, 200, blocked_then_ok, Outcome::Blocked),
        ("nothing due", Reads, 202, |_| {}, Outcome::Status(StatusCode::ACCEPTED)),
        ("due and none", Reads, 200, Call::expect_result, Outcome::Failed(Failure::NoResult)),
        ("due and refused", Reads, 401, Call::expect_result, Outcome::Status(StatusCode::UNAUTHORIZED)),
        ("due and bad gateway", Reads, 502, Call::expect_result, Outcome::Status(StatusCode::BAD_GATEWAY)),
        ("due and left", Leaves, 200, Call::expect_result, Outcome::Disconnected),
        ("left, which cancels", Leaves, 200, Call::disconnect_cancels, Outcome::Cancelled),
        (
            "read, though leaving cancels",
            Reads,
            200,
            Call::disconnect_cancels,
            Outcome::Status(StatusCode::OK),
        ),
        ("cancelled by message", Reads, 200, |call| call.end(Outcome::Cancelled), Outcome::Cancelled),
        ("may outlive, but left", Leaves, 200, Call::outlive_exchange, Outcome::Disconnected),
    ];
    for depth in DEPTHS {
        for (what, client, status, act, outcome) in rows {
            let status = StatusCode::from_u16(status).expect("a status");
            let (log, ends, call) = outcomes(depth, client, status, act).await;
            assert_eq!(ends, vec![Some(outcome); depth], "{what} under {depth}");
            assert_eq!(
                log.count(|event| matches!(event, Event::CallBegins(_))),
                depth,
                "{what}: no root call"
            );
            assert!(call.is_ended() && call.exchange().open_calls().is_empty(), "{what}");
        }
    }
}

fn blocked_then_ok(call: &Call) {
    assert!(call.set_outcome(Outcome::Blocked));
    call.end(Outcome::Ok);
    call.end(Outcome::ToolError);
}

#[tokio::test]
async fn a_call_may_outlive_its_exchange() {
    let act = |call: &Call| {
        call.expect_result();
        call.outlive_exchange();
        call.capture(8);
    };
    let (log, ends, call) = outcomes(4, Client::Reads, StatusCode::OK, act).await;
    assert_eq!((ends, call.is_ended()), (vec![], false));
    call.result_data(b"result of ");
    call.end(Outcome::Ok);
    assert_eq!(log.call_ends().len(), 4);
    let result = call.result().expect("a captured result");
    assert_eq!((&result.bytes()[..], result.total()), (&b"result o"[..], 10));

    assert!(!call.set_name("late") && !call.exchange().set_route("late"));
    assert_eq!((call.late(), call.exchange().late()), (1, 1), "late facts are counted");
    assert!(matches!(call.exchange().start_call(|_| ()), Err(LateError)));
    let own = call.exchange().call();
    assert!(own.is_ended() && !own.set_name("late"));
    assert_eq!((own.late(), call.exchange().late()), (1, 3), "so are late calls");
    assert_eq!(log.finishes().len() + log.call_ends().len(), 8, "and nobody hears of them");
}

#[tokio::test]
async fn very_many_calls_end_in_any_order() {
    let log = Log::default();
    let handler = service_fn(|request: Request<()>| {
        let exchange = Exchange::of(request.extensions()).expect("an exchange");
        let calls: Vec<_> =
            (0..20_000).map(|_| exchange.start_call(|_| ()).expect("an open exchange")).collect();
        calls.iter().step_by(3).for_each(|call| call.end(Outcome::Ok));
        calls.iter().skip(1).step_by(3).rev().for_each(|call| call.end(Outcome::ToolError));
        assert_eq!(exchange.open_calls().len(), 20_000 / 3);
        assert!(exchange.open_calls().iter().all(|call| !call.is_ended()));
        std::future::ready(Ok::<_, BoxError>(Response::new(Script::default().tells_end(true))))
    });
    probe(0, &log).layer(handler).oneshot(Request::new(())).await.expect("an answer");
    assert_eq!(log.call_ends().len(), 20_000);
}

/// Panics wherever an observer is called.
#[derive(Clone)]
struct Bad(Arc<AtomicUsize>, &'static str);

impl Bad {
    fn at(&self, place: &str) {
        if self.1 == place {
            self.0.fetch_add(1, SeqCst);
            panic!("an observer panics in `{place}`, as told");
        }
    }
}

impl Observer for Bad {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        watches.push(BadWatch(self.clone()));
        self.at("begin");
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

struct BadWatch(Bad);

impl Watch for BadWatch {
    fn wants(&self) -> Interest {
        Interest::RESPONSE | Interest::RESPONSE_DATA | Interest::CALLS
    }

    fn response(&self, _: &Exchange, head: ResponseHead<'_>) {
        head.extensions.insert(42_u8);
        self.0.at("response");
    }

    fn response_data(&self, _: &Exchange, _: &[u8]) {
        self.0.at("response_data");
    }

    fn call(&self, _: &Call) -> Option<Box<dyn CallWatch>> {
        self.0.at("call");
        Some(Box::new(BadWatch(self.0.clone())))
    }

    fn finish(&self, _: &Exchange) {
        self.0.at("finish");
    }
}

impl CallWatch for BadWatch {
    fn finish(self: Box<Self>, _: &Call) {
        self.0.at("call finish");
    }
}

#[tokio::test]
async fn an_observer_that_panics_disturbs_nobody() {
    for place in ["begin", "response", "response_data", "call", "finish", "call finish"] {
        for bad_is_outermost in [true, false] {
            let (log, panics) = (Log::default(), Arc::new(AtomicUsize::new(0)));
            let bad = ObserveLayer::new(Bad(Arc::clone(&panics), place));
            let handler = service_fn(|_: Request<()>| {
                std::future::ready(Ok::<_, BoxError>(Response::new(Script::ten_bytes())))
            });
            let (first, second) = (probe(0, &log), probe(1, &log));
            let stack = if bad_is_outermost {
                boxed(bad.layer(first.layer(second.layer(handler))))
            } else {
                boxed(first.layer(bad.layer(second.layer(handler))))
            };
            let response = stack.oneshot(Request::new(())).await.expect("an answer");
            assert_eq!(response.extensions().get::<u8>(), Some(&42), "what it did before stands");
            assert_eq!(response.into_body().collect().await.expect("a body").to_bytes(), "1234512345");
            assert_eq!(log.one_end(2).await.0, End::Complete, "{place}");
            assert_eq!(
                (log.heard(0).len(), log.heard(1).len(), log.call_ends().len()),
                (10, 10, 2),
                "{place}"
            );
            assert!(panics.load(SeqCst) > 0, "{place} has panicked");
        }
    }
}

/// Counts its drops.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

impl Watch for Counted {
    fn wants(&self) -> Interest {
        Interest::CALLS
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        Some(Box::new(KeepsCall { call: call.clone(), counted: Counted(Arc::clone(&self.0)) }))
    }
}

/// The worst that a watch can do: it holds what holds it.
struct KeepsCall {
    call: Call,
    counted: Counted,
}

impl CallWatch for KeepsCall {
    fn finish(self: Box<Self>, call: &Call) {
        assert!(self.call.is(call) && self.counted.0.load(SeqCst) < 8);
    }
}

struct Counting(Arc<AtomicUsize>);

impl Observer for Counting {
    type Scope = ();

    fn begin<B>(&self, exchange: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        watches.push(Counted(Arc::clone(&self.0)));
        watches.push(KeepsExchange { _exchange: exchange.clone(), _counted: Counted(Arc::clone(&self.0)) });
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

struct KeepsExchange {
    _exchange: Exchange,
    _counted: Counted,
}

impl Watch for KeepsExchange {}

/// What happens to the exchange before it is dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Read,
    DropBody,
    DropFuture,
    Panic,
}

#[tokio::test]
async fn nothing_is_left_of_an_exchange() {
    for fate in [Fate::Read, Fate::DropBody, Fate::DropFuture, Fate::Panic] {
        for started in [0, 3] {
            let dropped = Arc::new(AtomicUsize::new(0));
            live_and_die(fate, started, &dropped).await;
            // A watch of the exchange's, one that keeps it, and one for each call.
            assert_eq!(dropped.load(SeqCst), 2 + started.max(1), "{fate:?} with {started} calls");
        }
    }
}

async fn live_and_die(fate: Fate, started: usize, dropped: &Arc<AtomicUsize>) {
    let handler = service_fn(move |request: Request<()>| async move {
        let exchange = Exchange::of(request.extensions()).expect("an exchange");
        exchange.call().set_name("root");
        (0..started).for_each(|_| drop(exchange.start_call(|_| ()).expect("an open exchange")));
        match fate {
            Fate::DropFuture => std::future::pending().await,
            Fate::Panic => panic!("the handler panics, as told"),
            Fate::Read | Fate::DropBody => Ok::<_, BoxError>(Response::new(Script::ten_bytes())),
        }
    });
    let mut stack = ObserveLayer::new(Counting(Arc::clone(dropped))).layer(handler);
    let mut future = Box::pin(stack.call(Request::new(())));
    match fate {
        Fate::Read => drop(future.await.expect("an answer").into_body().collect().await.expect("a body")),
        Fate::DropBody => drop(future.await.expect("an answer")),
        Fate::DropFuture => {
            assert!(pin!(&mut future).poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        Fate::Panic => assert!(tokio::spawn(future).await.is_err()),
    }
}
