use std::{fmt, sync::Arc};

use gate_call::{Carried, Exchange, Observer, Scope, TraceIds, Watches};
use http::{HeaderMap, HeaderName, HeaderValue, Request};

use super::{ClientTraceLayerBuilder, parent::Parent, span::ClientSpan};
use crate::{
    TraceContext,
    carried::{BAGGAGE, TRACESTATE},
    context::TRACEPARENT,
    current, wanted,
};

/// Makes the span of each request: the heart of [`ClientTraceLayer`](super::ClientTraceLayer).
///
/// What it states on the exchange that it is given, ids and what is carried, is what goes along: a layer
/// further in may write it elsewhere too.
#[derive(Clone)]
pub struct ClientTraceObserver {
    settings: Arc<ClientTraceLayerBuilder>,
}

impl ClientTraceObserver {
    pub(super) fn new(settings: ClientTraceLayerBuilder) -> Self {
        Self { settings: Arc::new(settings) }
    }
}

impl Observer for ClientTraceObserver {
    type Scope = ClientTraceScope;

    fn begin<B>(
        &self,
        exchange: &Exchange,
        request: &mut Request<B>,
        watches: &mut Watches,
    ) -> ClientTraceScope {
        let settings = &*self.settings;
        let parent = Parent::of(exchange, request.extensions());
        let place = parent.place(&*settings.sampler);
        exchange.set_trace(place.ids);
        let carried = parent.carried().cloned();
        if let Some(carried) = &carried {
            exchange.set_carried(Arc::clone(carried));
        }
        if settings.inject {
            inject(request.headers_mut(), place.ids, carried.as_deref(), settings.baggage);
        }
        let span = wanted::span().then(|| {
            let span = parent.enter(|| ClientSpan::begin(exchange, parent.call(), &place, settings));
            let span = Arc::new(span);
            watches.push_shared(Arc::clone(&span) as _);
            span
        });
        ClientTraceScope { ids: Some(place.ids), span }
    }

    fn again<B>(&self, exchange: &Exchange, _: &mut Request<B>) -> ClientTraceScope {
        ClientTraceScope { ids: exchange.trace().copied(), span: exchange.watch() }
    }
}

/// Puts the context in the place of whatever is there: that named the hop before.
fn inject(headers: &mut HeaderMap, ids: TraceIds, carried: Option<&Carried>, with_baggage: bool) {
    headers.insert(TRACEPARENT, TraceContext::from(ids).header_value());
    let tracestate = carried.and_then(|carried| carried.tracestate.as_deref());
    set(headers, TRACESTATE, tracestate);
    let baggage = carried.and_then(|carried| carried.baggage.as_deref());
    set(headers, BAGGAGE, baggage.filter(|_| with_baggage));
}

fn set(headers: &mut HeaderMap, name: HeaderName, text: Option<&str>) {
    match text.and_then(|text| HeaderValue::from_str(text).ok()) {
        Some(value) => _ = headers.insert(name, value),
        None => _ = headers.remove(name),
    }
}

impl fmt::Debug for ClientTraceObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientTraceObserver").field("settings", &self.settings).finish()
    }
}

/// The request's ids, and its span where a subscriber wants it: entered around every poll.
#[derive(Debug)]
pub struct ClientTraceScope {
    ids: Option<TraceIds>,
    span: Option<Arc<ClientSpan>>,
}

impl Scope for ClientTraceScope {
    fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        current::within(self.ids, || match &self.span {
            Some(span) => span.enter(f),
            None => f(),
        })
    }
}
