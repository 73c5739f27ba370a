//! Which calls a watch hears of, by what it wants.

use std::{
    convert::Infallible,
    future::ready,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use gate_call::{Call, CallWatch, Exchange, Interest, Kind, Observer, Watch, Watches, observe::ObserveLayer};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use tower::{Layer, ServiceExt, service_fn};

/// The kinds of the calls that were heard of.
type Heard = Arc<Mutex<Vec<Option<Kind>>>>;

struct Listener(Interest, Heard);

impl Observer for Listener {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        watches.push(Listening(self.0, Arc::clone(&self.1)));
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

struct Listening(Interest, Heard);

impl Watch for Listening {
    fn wants(&self) -> Interest {
        self.0
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        self.1.lock().expect("nobody panics").push(call.kind().copied());
        None
    }
}

/// What is heard by who wants all calls, and by who wants those that were stated.
async fn heard(handler: fn(&Exchange)) -> [Vec<Option<Kind>>; 2] {
    let wants = [Interest::CALLS, Interest::STATED_CALLS];
    let heard: [Heard; 2] = Default::default();
    let [all, stated] = [0, 1].map(|at| ObserveLayer::new(Listener(wants[at], Arc::clone(&heard[at]))));
    let service = service_fn(move |request: Request<()>| {
        handler(Exchange::of(request.extensions()).expect("an exchange"));
        ready(Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("x"))))
    });
    let response = all.layer(stated.layer(service)).oneshot(Request::new(())).await.unwrap();
    response.into_body().collect().await.unwrap();
    heard.map(|heard| heard.lock().expect("nobody panics").clone())
}

#[tokio::test]
async fn a_call_that_nobody_has_stated_is_made_for_those_who_want_all() {
    assert_eq!(heard(|_| {}).await, [vec![None], vec![]]);
}

#[tokio::test]
async fn a_stated_call_is_heard_by_both() {
    let stated = |exchange: &Exchange| assert!(exchange.call().set_kind(Kind::Skill));
    assert_eq!(heard(stated).await, [vec![Some(Kind::Skill)], vec![Some(Kind::Skill)]]);
    let started =
        |exchange: &Exchange| drop(exchange.start_call(|call| assert!(call.set_kind(Kind::Tool))).unwrap());
    assert_eq!(heard(started).await, [vec![Some(Kind::Tool)], vec![Some(Kind::Tool)]]);
}
