//! What is noted of a call, and waits to become a record.

use std::time::{Duration, Instant};

use gate_call::{Call, Payload};

use super::{capacity::Permit, ticket::Promise};
use crate::{AuditRecord, EntryKind, RecordId};

/// A call: its handle, and what may still change after this.
pub(crate) struct Draft {
    pub(super) call: Call,
    pub(super) about: About,
    pub(super) http_status: Option<u16>,
    pub(super) first_byte: Option<Duration>,
    pub(super) request_bytes: u64,
    pub(super) response_bytes: u64,
    pub(super) permit: Permit,
}

/// What the record is to tell of the call.
#[derive(Default)]
pub(crate) struct About {
    pub(crate) entry: EntryKind,
    /// If somebody refers to the record already.
    pub(crate) id: Option<RecordId>,
    pub(crate) related: Option<RecordId>,
    pub(crate) without_payloads: bool,
    /// To be kept when the record is durable.
    pub(crate) promise: Option<Promise>,
}

/// About what a call and its exchange hold besides payloads.
const CALL_WEIGHT: usize = 2 << 10;

impl Draft {
    /// `weight` is the call's.
    pub(crate) fn new(call: &Call, about: About, mut permit: Permit, weight: usize) -> Self {
        let exchange = call.exchange();
        permit.weigh(weight);
        Self {
            http_status: exchange.status().map(|status| status.as_u16()),
            first_byte: exchange.first_byte(),
            request_bytes: exchange.request_bytes(),
            response_bytes: exchange.response_bytes(),
            call: call.clone(),
            about,
            permit,
        }
    }

    /// When what it tells came to an end.
    pub(super) fn ended(&self) -> Instant {
        self.call.started() + self.call.elapsed()
    }
}

/// What waits for a masking thread.
pub(crate) enum Entry {
    /// The usual.
    Draft(Draft),
    /// A record made at once, without payloads, as there was no room to let those wait.
    Ready(Box<Pending>),
}

impl Entry {
    pub(super) fn ended(&self) -> Instant {
        match self {
            Self::Draft(draft) => draft.ended(),
            Self::Ready(pending) => pending.ended,
        }
    }
}

/// A record on its way to the store.
pub(crate) struct Pending {
    pub(crate) record: AuditRecord,
    pub(crate) ended: Instant,
    pub(crate) permit: Permit,
    pub(crate) promise: Option<Promise>,
}

/// About how many bytes an ended call holds.
pub(crate) fn weight(call: &Call) -> usize {
    let bytes = |payload: Option<&Payload>| payload.map_or(0, |payload| payload.bytes().len());
    CALL_WEIGHT + texts(call) + bytes(call.arguments()) + bytes(call.result())
}

/// The texts of a call and its exchange that may be long: what names it comes from whoever asks.
fn texts(call: &Call) -> usize {
    let (uri, message) = (call.exchange().uri(), call.fault().map(|fault| &fault.message));
    let query = uri.path_and_query().map_or(0, |path| path.as_str().len());
    let authority = uri.authority().map_or(0, |authority| authority.as_str().len());
    let context = call.remote_context();
    let context = context.into_iter().flat_map(|it| [&it.traceparent, &it.tracestate, &it.baggage]);
    let texts = [call.name(), call.method(), call.session(), call.rpc_id(), message];
    let texts = texts.into_iter().chain(context.map(Option::as_ref)).flatten();
    query + authority + texts.map(|text| text.len()).sum::<usize>()
}
