//! Whatever the frames: the observed body is the inner one, and ends once.

mod common;

use std::{
    pin::Pin,
    sync::{Arc, atomic::Ordering::SeqCst},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use common::{BoxError, Log, Script, Step, probe::probe, script};
use gate_call::{End, Failure};
use http::{Request, Response};
use http_body::Body;
use proptest::prelude::*;
use tower::{Layer, Service, service_fn};

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => prop::collection::vec(any::<u8>(), 0..6).prop_map(|data| Step::Data(data.into())),
        3 => Just(Step::Pending),
        1 => Just(Step::Trailers),
        1 => Just(Step::Error),
    ]
}

/// What an outer body shows at one step.
#[derive(Debug, PartialEq)]
enum Seen {
    Pending,
    Data(Bytes),
    Trailers(http::HeaderMap),
    Error,
    End,
}

fn poll<B: Body<Data = Bytes, Error = BoxError> + Unpin>(body: &mut B) -> Seen {
    match Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => Seen::Pending,
        Poll::Ready(None) => Seen::End,
        Poll::Ready(Some(Err(_))) => Seen::Error,
        Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
            Ok(data) => Seen::Data(data),
            Err(frame) => Seen::Trailers(frame.into_trailers().expect("data or trailers")),
        },
    }
}

/// Passes `script` through a service under `depth` probes and gives the body that comes out.
fn through(depth: usize, log: &Log, script: Script) -> impl Body<Data = Bytes, Error = BoxError> + Unpin {
    let handler = service_fn(move |_: Request<()>| {
        let body = script.clone();
        std::future::ready(Ok::<_, BoxError>(Response::new(body)))
    });
    let answer = |mut service: common::probe::Observed<()>| {
        let mut future = service.call(Request::new(()));
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => response.into_body(),
            _ => unreachable!("the handler answers at once"),
        }
    };
    answer(common::observed(depth, log, handler))
}

/// How an exchange with this body should end, if it is polled `polls` times and then dropped.
fn expected(steps: &[Step], polls: usize, sized: bool, tells_end: bool) -> End {
    let due: usize = steps.iter().map(|step| if let Step::Data(data) = step { data.len() } else { 0 }).sum();
    let mut given = 0;
    if (tells_end && steps.is_empty()) || (sized && due == 0) {
        return End::Complete;
    }
    for (index, step) in steps.iter().take(polls).enumerate() {
        match step {
            Step::Error => return End::Failed(Failure::Body),
            Step::Data(data) => given += data.len(),
            _ => {}
        }
        if sized && *step == Step::Trailers && given < due {
            // Nothing comes after trailers, so the rest is missing.
            return End::Failed(Failure::Body);
        }
        let told = tells_end && index + 1 == steps.len() && !matches!(step, Step::Pending);
        if told || *step == Step::Trailers || (sized && given == due && !matches!(step, Step::Pending)) {
            return End::Complete;
        }
    }
    if polls > steps.len() { End::Complete } else { End::Disconnected }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_observed_body_is_its_inner_one(
        steps in prop::collection::vec(step(), 0..10),
        polls in 0..13_usize,
        sized: bool,
        tells_end: bool,
        depth in prop::sample::select(vec![1_usize, 4]),
    ) {
        let script = Script::new(steps.clone()).sized(sized).tells_end(tells_end);
        let mut bare = script.twin();
        let log = Log::default();
        let mut observed = through(depth, &log, script.clone());

        let mut bytes = Vec::new();
        for polled in 1..=polls {
            prop_assert_eq!(observed.is_end_stream(), bare.is_end_stream());
            prop_assert_eq!(observed.size_hint().lower(), bare.size_hint().lower());
            prop_assert_eq!(observed.size_hint().upper(), bare.size_hint().upper());
            let seen = poll(&mut observed);
            prop_assert_eq!(&seen, &poll(&mut bare));
            prop_assert_eq!(script.polls.load(SeqCst), polled, "the inner is polled as the outer is");
            if let Seen::Data(data) = &seen {
                bytes.extend_from_slice(data);
            }
            if matches!(seen, Seen::End | Seen::Error) {
                break;
            }
        }
        drop(observed);

        let end = expected(&steps, polls, sized, tells_end);
        let finishes = log.finishes();
        prop_assert_eq!(finishes.len(), depth, "one finish a layer");
        for (_, ended, exchange) in &finishes {
            prop_assert_eq!(*ended, end);
            prop_assert_eq!(exchange.late(), 0);
            prop_assert_eq!(exchange.response_bytes(), log.heard(0).len() as u64);
            prop_assert_eq!(exchange.first_byte().is_some(), exchange.response_bytes() > 0);
        }
        let legal = steps.iter().rev().skip(1).all(|step| *step != Step::Trailers);
        for layer in (0..depth).filter(|_| legal) {
            prop_assert_eq!(log.heard(layer), bytes.clone());
        }
    }
}

#[test]
fn a_full_body_that_is_never_polled_is_delivered_to_its_last_byte() {
    for depth in common::DEPTHS {
        let log = Log::default();
        let body = through(depth, &log, Script::default().sized(true));
        assert_eq!(log.finishes().len(), depth, "an empty body is complete with its head");
        drop(body);
        assert_eq!(log.finishes().len(), depth);
    }
}

#[test]
fn a_spent_body_lets_its_scope_go() {
    struct Held {
        _kept: Arc<()>,
    }
    impl gate_call::Scope for Held {
        fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
            f()
        }
    }
    struct Holding(Arc<()>);
    impl gate_call::Observer for Holding {
        type Scope = Held;
        fn begin<B>(&self, _: &gate_call::Exchange, _: &mut Request<B>, _: &mut gate_call::Watches) -> Held {
            Held { _kept: Arc::clone(&self.0) }
        }
        fn again<B>(&self, _: &gate_call::Exchange, _: &mut Request<B>) -> Held {
            Held { _kept: Arc::clone(&self.0) }
        }
    }
    let ends = [
        (Some(Step::Trailers), false, Seen::Trailers(script::trailers())),
        (Some(Step::Data("y".into())), true, Seen::Data("y".into())),
        (None, false, Seen::End),
    ];
    for (step, tells_end, last) in ends {
        let held = Arc::new(());
        let layer = gate_call::observe::ObserveLayer::new(Holding(Arc::clone(&held)));
        let body = Script::new([Step::Data("x".into())].into_iter().chain(step)).tells_end(tells_end);
        let mut service = layer.layer(service_fn(move |_: Request<()>| {
            std::future::ready(Ok::<_, BoxError>(Response::new(body.clone())))
        }));
        let future = std::pin::pin!(service.call(Request::new(())));
        let Poll::Ready(Ok(response)) = future.poll(&mut Context::from_waker(Waker::noop())) else {
            unreachable!("the handler answers at once")
        };
        let mut body = response.into_body();
        assert_eq!(poll(&mut body), Seen::Data("x".into()));
        assert_eq!(Arc::strong_count(&held), 3);
        assert_eq!(poll(&mut body), last);
        assert_eq!(Arc::strong_count(&held), 2, "the body lives, its scope does not");
    }
}

#[test]
fn a_layer_hears_what_passes_its_own_position() {
    let log = Log::default();
    let handler = service_fn(|_: Request<()>| {
        std::future::ready(Ok::<_, BoxError>(Response::new(Script::new([Step::Data("quiet".into())]))))
    });
    let mut outer =
        probe(0, &log).layer(tower::ServiceExt::map_response(probe(1, &log).layer(handler), |response| {
            response.map(|body| {
                http_body_util::BodyExt::map_frame(body, |frame: http_body::Frame<Bytes>| {
                    frame.map_data(|data| Bytes::from(data.to_ascii_uppercase()))
                })
            })
        }));
    let future = std::pin::pin!(outer.call(Request::new(())));
    let Poll::Ready(Ok(response)) = future.poll(&mut Context::from_waker(Waker::noop())) else {
        unreachable!("the handler answers at once")
    };
    let mut body = response.into_body();
    while poll(&mut body) != Seen::End {}
    assert_eq!((log.heard(0), log.heard(1)), (b"QUIET".to_vec(), b"quiet".to_vec()));
}
