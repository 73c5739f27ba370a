//! What is written where.

use bytes::Bytes;
use gate_call::{Call, Exchange, TraceIds};
use gate_wire::{
    Message, Messages, Offsets,
    splice::{Change, Edit, TraceContext, apply},
};

use crate::ask::Calls;

/// A request's body as it was read: left on the request for whoever sends it on.
pub(crate) struct Heard {
    pub(crate) body: Bytes,
    pub(crate) offsets: Offsets,
    pub(crate) calls: Calls,
}

impl Heard {
    /// The body with trace context in its messages; none where it stays as it is.
    pub(super) fn spliced(&self, exchange: &Exchange, with_baggage: bool) -> Option<Bytes> {
        let messages = self.offsets.of(&self.body)?;
        let mut edits = Vec::new();
        for (index, call) in &self.calls {
            let Some(message) = messages.get(*index) else { continue };
            let own = (messages.len() == 1 && !exchange.is(call.exchange())).then(|| exchange.trace());
            let Some(ids) = own.flatten().or_else(|| call.trace()) else { continue };
            edits.extend(edits_of(call, *ids, &messages, &message, with_baggage));
        }
        let spliced = (!edits.is_empty()).then(|| apply(&self.body, &edits))?;
        // Edits of messages that lie apart do so too.
        spliced.ok().map(Bytes::from)
    }
}

/// The edits of one message. None where `params` or `_meta` are no objects: there is no place then.
fn edits_of(
    call: &Call,
    ids: TraceIds,
    messages: &Messages<'_>,
    message: &Message<'_>,
    with_baggage: bool,
) -> Vec<Edit> {
    let carried = call.carried().or_else(|| call.exchange().carried());
    let traceparent = ids.to_string();
    let context = TraceContext {
        traceparent: Change::Set(&traceparent),
        tracestate: set(carried.and_then(|carried| carried.tracestate.as_deref())),
        baggage: set(carried.and_then(|carried| carried.baggage.as_deref()).filter(|_| with_baggage)),
    };
    context.edits(messages, message).unwrap_or_default()
}

fn set(text: Option<&str>) -> Change<'_> {
    text.map_or(Change::Remove, Change::Set)
}
