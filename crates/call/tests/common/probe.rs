//! Observers that write down what they hear.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use gate_call::{
    Call, CallWatch, End, Exchange, Interest, Observer, Outcome, ResponseHead, Watch, Watches,
    observe::ObserveLayer,
};
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use tower::{Layer, Service, util::BoxCloneService};

use super::BoxError;

/// What a probe heard, and which layer heard it.
#[derive(Clone, Debug)]
pub enum Event {
    Begin(usize),
    Again(usize),
    Head(usize, StatusCode),
    Request(usize, Bytes),
    Data(usize, Bytes),
    CallBegins(usize),
    CallEnds(usize, CallEnd),
    Finish(usize, End, Exchange),
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq)]
pub struct CallEnd {
    pub name: Option<String>,
    pub outcome: Option<Outcome>,
}

/// The events of all probes, in the order in which they were heard.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Event>>>);

impl Log {
    fn push(&self, event: Event) {
        self.0.lock().expect("an unpoisoned lock").push(event);
    }

    pub fn events(&self) -> Vec<Event> {
        self.0.lock().expect("an unpoisoned lock").clone()
    }

    pub fn count(&self, wanted: impl Fn(&Event) -> bool) -> usize {
        self.events().iter().filter(|event| wanted(event)).count()
    }

    pub fn begins(&self) -> usize {
        self.count(|event| matches!(event, Event::Begin(_)))
    }

    /// `(layer, end, exchange)` of every finish so far.
    pub fn finishes(&self) -> Vec<(usize, End, Exchange)> {
        let finish = |event| if let Event::Finish(l, e, x) = event { Some((l, e, x)) } else { None };
        self.events().into_iter().filter_map(finish).collect()
    }

    pub fn call_ends(&self) -> Vec<CallEnd> {
        let end = |event| if let Event::CallEnds(_, end) = event { Some(end) } else { None };
        self.events().into_iter().filter_map(end).collect()
    }

    /// The response bytes that one layer heard.
    pub fn heard(&self, layer: usize) -> Vec<u8> {
        let piece =
            |event| if let Event::Data(l, data) = event { (l == layer).then_some(data) } else { None };
        self.events().into_iter().filter_map(piece).flatten().collect()
    }

    /// Waits until `wanted` holds of the log.
    pub async fn until(&self, what: &str, wanted: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !wanted(self) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), waiting).await;
        assert!(waited.is_ok(), "no {what}: {:#?}", self.events());
    }

    /// Waits for the one exchange to finish at `depth` layers, and sees that it does so once at each, in
    /// order, with one end.
    pub async fn one_end(&self, depth: usize) -> (End, Exchange) {
        self.until("finish", |log| log.finishes().len() >= depth).await;
        // Long enough for a second finish to show itself.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let finishes = self.finishes();
        let layers: Vec<_> = finishes.iter().map(|(layer, ..)| *layer).collect();
        assert_eq!(layers, (0..depth).collect::<Vec<_>>(), "one finish a layer, outermost first");
        let (_, end, exchange) = &finishes[0];
        for (_, other, same) in &finishes {
            assert!(end == other && exchange.is(same), "one end for all: {finishes:?}");
        }
        assert_eq!(exchange.end(), Some(*end));
        (*end, exchange.clone())
    }
}

/// Writes down everything, in the name of its layer.
pub struct Probe {
    pub layer: usize,
    pub log: Log,
}

impl Observer for Probe {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, watches: &mut Watches) {
        self.log.push(Event::Begin(self.layer));
        watches.push(Ear { layer: self.layer, log: self.log.clone() });
    }

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {
        self.log.push(Event::Again(self.layer));
    }
}

struct Ear {
    layer: usize,
    log: Log,
}

impl Watch for Ear {
    fn wants(&self) -> Interest {
        Interest::REQUEST_DATA | Interest::RESPONSE | Interest::RESPONSE_DATA | Interest::CALLS
    }

    fn request_data(&self, _: &Exchange, data: &[u8]) {
        self.log.push(Event::Request(self.layer, Bytes::copy_from_slice(data)));
    }

    fn response(&self, _: &Exchange, head: ResponseHead<'_>) {
        self.log.push(Event::Head(self.layer, head.status));
    }

    fn response_data(&self, _: &Exchange, data: &[u8]) {
        self.log.push(Event::Data(self.layer, Bytes::copy_from_slice(data)));
    }

    fn call(&self, _: &Call) -> Option<Box<dyn CallWatch>> {
        self.log.push(Event::CallBegins(self.layer));
        Some(Box::new(Ear { layer: self.layer, log: self.log.clone() }))
    }

    fn finish(&self, exchange: &Exchange) {
        let end = exchange.end().expect("an exchange that finishes has an end");
        self.log.push(Event::Finish(self.layer, end, exchange.clone()));
    }
}

impl CallWatch for Ear {
    fn finish(self: Box<Self>, call: &Call) {
        let end = CallEnd { name: call.name().map(ToString::to_string), outcome: call.outcome().copied() };
        self.log.push(Event::CallEnds(self.layer, end));
    }
}

pub type Observed<B> = BoxCloneService<Request<B>, Response<UnsyncBoxBody<Bytes, BoxError>>, BoxError>;

pub fn probe(layer: usize, log: &Log) -> ObserveLayer<Probe> {
    ObserveLayer::new(Probe { layer, log: log.clone() })
}

/// `service` under one probe, or under four.
pub fn observed<S, B, R>(depth: usize, log: &Log, service: S) -> Observed<B>
where
    S: Service<Request<B>, Response = Response<R>, Error = BoxError> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: Body<Data = Bytes, Error = BoxError> + Send + 'static,
{
    let probe = |layer| probe(layer, log);
    match depth {
        1 => boxed(probe(0).layer(service)),
        4 => boxed(probe(0).layer(probe(1).layer(probe(2).layer(probe(3).layer(service))))),
        _ => unreachable!("the tests stack one or four"),
    }
}

pub fn boxed<S, B, R>(service: S) -> Observed<B>
where
    S: Service<Request<B>, Response = Response<R>, Error = BoxError> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: Body<Data = Bytes, Error = BoxError> + Send + 'static,
{
    let service = tower::ServiceExt::map_response(service, |response: Response<R>| {
        response.map(|body| body.boxed_unsync())
    });
    BoxCloneService::new(service)
}
