//! Where a span stands: its ids, its parent, and what is known of the trace around it.

use std::{fmt, sync::Arc};

use gate_call::{Call, CallWatch, Carried, Enter, Exchange, Interest, RemoteContext, TraceIds, Watch};
use http::HeaderMap;

use crate::{
    Sampler, TraceContext,
    carried::{self, BAGGAGE, TRACESTATE},
    current::Spanless,
    ids,
};

/// Where a span stands in its trace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) ids: TraceIds,
    /// The parent's, here or elsewhere. None at the root.
    pub(crate) parent: Option<TraceIds>,
    /// A context from outside that was not believed: worth a link, and no more.
    pub(crate) disbelieved: Option<TraceContext>,
    /// Whether the parent is another than the span around it, which is linked then.
    pub(crate) elsewhere: bool,
}

impl Place {
    pub(crate) fn first(parent: Option<TraceContext>, sampler: &dyn Sampler) -> Self {
        let ids = ids::first(parent, sampler);
        Self { ids, parent: parent.map(TraceContext::ids), disbelieved: None, elsewhere: false }
    }

    pub(crate) fn below(parent: TraceIds) -> Self {
        Self { ids: ids::below(parent), parent: Some(parent), disbelieved: None, elsewhere: false }
    }
}

/// What is made of the contexts that come from outside.
///
/// As a [`Watch`] it gives calls their ids where nobody wants spans: records name them all the same.
pub(crate) struct Rules {
    pub(crate) trust_inbound: bool,
    pub(crate) sampler: Arc<dyn Sampler>,
}

impl Rules {
    /// Places an exchange, and states it there.
    pub(crate) fn place_exchange(&self, exchange: &Exchange, headers: &HeaderMap) -> Place {
        let context = TraceContext::of_headers(headers);
        let (parent, disbelieved) = if self.trust_inbound { (context, None) } else { (None, context) };
        let place = Place { disbelieved, ..Place::first(parent, &*self.sampler) };
        exchange.set_trace(place.ids);
        if self.trust_inbound {
            let tracestate = parent.and_then(|_| carried::tracestate(carried::values(headers, &TRACESTATE)));
            // Few requests have any, and each is asked.
            let has_baggage = headers.contains_key(&BAGGAGE);
            let baggage = has_baggage.then(|| carried::baggage(carried::values(headers, &BAGGAGE)));
            let carried = Carried { tracestate, baggage: baggage.flatten() };
            if !carried.is_empty() {
                exchange.set_carried(carried);
            }
        }
        place
    }

    /// Places a call, and states it there: what its message names goes first, then its exchange.
    pub(crate) fn place_call(&self, call: &Call) -> Place {
        let remote = call.remote_context();
        let named =
            remote.and_then(|remote| TraceContext::parse(remote.traceparent.as_deref()?.as_bytes()).ok());
        let around = call.exchange().trace().copied();
        let place = match (named.filter(|_| self.trust_inbound), around) {
            (Some(parent), _) => Place { elsewhere: true, ..Place::first(Some(parent), &*self.sampler) },
            (None, Some(around)) => Place { disbelieved: named, ..Place::below(around) },
            (None, None) => Place { disbelieved: named, ..Place::first(None, &*self.sampler) },
        };
        call.set_trace(place.ids);
        if let Some(remote) = remote.filter(|_| self.trust_inbound) {
            carry(call, remote, place.elsewhere);
        }
        place
    }
}

/// States what came in the message beside its `traceparent`. What came in the header counts where the
/// message is silent; but a `tracestate` belongs to its `traceparent`.
fn carry(call: &Call, remote: &RemoteContext, is_continued: bool) {
    let around = call.exchange().carried();
    let tracestate = match is_continued {
        true => carried::tracestate(remote.tracestate.iter().map(|text| text.as_bytes())),
        false => around.and_then(|around| around.tracestate.clone()),
    };
    let baggage = carried::baggage(remote.baggage.iter().map(|text| text.as_bytes()));
    let baggage = baggage.or_else(|| around.and_then(|around| around.baggage.clone()));
    let carried = Carried { tracestate, baggage };
    if around.map_or(!carried.is_empty(), |around| **around != carried) {
        call.set_carried(carried);
    }
}

impl Watch for Rules {
    fn wants(&self) -> Interest {
        Interest::STATED_CALLS
    }

    fn call(&self, call: &Call) -> Option<Box<dyn CallWatch>> {
        // An exchange that is its own call has its ids.
        if !call.is_exchange() {
            let scope = Spanless(self.place_call(call).ids);
            call.set_scope(Arc::new(scope) as Arc<dyn Enter>);
        }
        None
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules").field("trust_inbound", &self.trust_inbound).finish_non_exhaustive()
    }
}
