//! What is noted when a call ends, and how a record is made of it later, elsewhere.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant, SystemTime},
};

use gate_call::{Call, Exchange, Kind, Outcome, Payload};
use gate_mask::{Masked, Masker};

use super::capacity::Permit;
use crate::{AuditRecord, RecordId, RecordedPayload, Status};

/// An ended call: its handle, and what may still change after its end.
pub(crate) struct Draft {
    call: Call,
    http_status: Option<u16>,
    first_byte: Option<Duration>,
    request_bytes: u64,
    response_bytes: u64,
    pub(crate) permit: Permit,
}

/// About what a call and its exchange hold besides payloads.
const CALL_WEIGHT: usize = 2 << 10;
/// The most bytes kept of a name or an id.
const NAME_CAP: usize = 1 << 10;
/// The most bytes kept of an error's message.
const ERROR_CAP: usize = 4 << 10;

impl Draft {
    pub(crate) fn new(call: &Call, mut permit: Permit) -> Self {
        let exchange = call.exchange();
        permit.weigh(weight(call));
        Self {
            http_status: exchange.status().map(|status| status.as_u16()),
            first_byte: exchange.first_byte(),
            request_bytes: exchange.request_bytes(),
            response_bytes: exchange.response_bytes(),
            call: call.clone(),
            permit,
        }
    }
}

/// What waits for a masking thread.
pub(crate) enum Entry {
    /// The usual.
    Draft(Draft),
    /// A record made at once, without payloads, as there was no room to let those wait.
    Ready(Box<Pending>),
}

/// A record on its way to the store.
pub(crate) struct Pending {
    pub(crate) record: AuditRecord,
    pub(crate) ended: Instant,
    pub(crate) permit: Permit,
}

/// About how many bytes an ended call holds.
pub(crate) fn weight(call: &Call) -> usize {
    let bytes = |payload: Option<&Payload>| payload.map_or(0, |payload| payload.bytes().len());
    CALL_WEIGHT + bytes(call.arguments()) + bytes(call.result())
}

/// Makes records.
pub(crate) struct Drafter {
    pub(crate) masker: Masker,
    pub(crate) payload_cap: usize,
    pub(crate) look_ahead: usize,
}

impl Drafter {
    /// The record of an ended call, masked.
    pub(crate) fn finish(&self, entry: Entry) -> Pending {
        match entry {
            Entry::Draft(draft) => self.pending(draft, true),
            Entry::Ready(pending) => *pending,
        }
    }

    /// Like [`finish`](Self::finish), but without payloads.
    pub(crate) fn shed(&self, draft: Draft) -> Entry {
        Entry::Ready(Box::new(self.pending(draft, false)))
    }

    fn pending(&self, draft: Draft, with_payloads: bool) -> Pending {
        let record = self.record(&draft, with_payloads);
        let ended = draft.call.started() + draft.call.elapsed();
        let mut permit = draft.permit;
        permit.weigh(record.weight());
        Pending { record, ended, permit }
    }

    /// Should the masker panic, the record comes without any text.
    fn record(&self, draft: &Draft, with_payloads: bool) -> AuditRecord {
        let mut record = self.numbers(draft);
        let masked = catch_unwind(AssertUnwindSafe(|| self.texts(&draft.call, &mut record, with_payloads)));
        if masked.is_err() {
            record = self.numbers(draft);
            record.error = Some(Masked::from_static("(texts withheld: masking failed)").into_owned());
        }
        record
    }

    /// Everything that needs no masking.
    fn numbers(&self, draft: &Draft) -> AuditRecord {
        let call = &draft.call;
        let outcome = call.outcome().copied();
        let status = outcome.map_or(Status::UpstreamError, Status::from);
        let kind = call.kind().copied().unwrap_or(Kind::Http);
        let mut record = AuditRecord::new(RecordId::at(ended_at(call)), kind, status);
        record.direction = call.direction().copied();
        let trace = call.trace().or_else(|| call.exchange().trace());
        record.trace_id = trace.map(|ids| ids.trace_id);
        record.span_id = trace.map(|ids| ids.span_id);
        record.http_status = draft.http_status;
        record.error_code = call.fault().and_then(|fault| fault.code).or(match outcome {
            Some(Outcome::RpcError(code)) => Some(code),
            _ => None,
        });
        record.latency = call.elapsed();
        record.first_byte = draft.first_byte;
        record.request_bytes = draft.request_bytes;
        record.response_bytes = draft.response_bytes;
        record.input_tokens = call.tokens().and_then(|tokens| tokens.input);
        record.output_tokens = call.tokens().and_then(|tokens| tokens.output);
        record
    }

    fn texts(&self, call: &Call, record: &mut AuditRecord, with_payloads: bool) {
        self.identities(call, record);
        let text = |text: &str, cap| Some(self.text(text, cap));
        record.error = match (call.fault(), call.outcome()) {
            (Some(fault), _) => text(&fault.message, ERROR_CAP),
            (None, Some(Outcome::Failed(failure))) => text(failure.as_str(), ERROR_CAP),
            _ => None,
        };
        record.arguments = self.payload(call.arguments(), with_payloads);
        record.response = self.payload(call.result(), with_payloads);
        record.redactions = redactions(record);
    }

    fn identities(&self, call: &Call, record: &mut AuditRecord) {
        let exchange = call.exchange();
        let text = |text: &str| self.text(text, NAME_CAP);
        record.method = Some(text(call.method().map_or(exchange.method().as_str(), |method| method)));
        record.name = call.name().map(|name| text(name));
        if record.name.is_none() && record.kind == Kind::Http {
            record.name = Some(text(path(exchange)));
        }
        record.server = call.server().map(|server| text(server));
        record.principal = exchange.principal().map(|principal| text(principal));
        record.client = call.client().map(|client| match &client.version {
            Some(version) => text(&format!("{}/{version}", client.name)),
            None => text(&client.name),
        });
        record.session = call.session().map(|session| text(session));
        record.protocol_version = call.protocol_version().map(|version| text(version));
        record.workflow = call.workflow().map(|workflow| text(workflow));
        let request_id = exchange.request_id().map(|id| String::from_utf8_lossy(id.as_bytes()));
        record.request_id = request_id.map(|id| text(&id));
    }

    fn text(&self, text: &str, cap: usize) -> Masked<String> {
        let seen = &text[..text.floor_char_boundary(cap + self.look_ahead)];
        let mut masked = self.masker.mask_str(seen).into_owned();
        let end = self.end_of_kept(masked.get().len(), seen.len() < text.len());
        masked.truncate(end.min(cap));
        masked
    }

    fn payload(&self, payload: Option<&Payload>, keep: bool) -> RecordedPayload {
        let Some(payload) = payload else { return RecordedPayload::default() };
        if !keep {
            return RecordedPayload { size: Some(payload.total()), truncated: true, ..Default::default() };
        }
        // As a rule it is text, which `from_utf8` tells several times faster than a lossy reading.
        let mut masked = match str::from_utf8(payload.bytes()) {
            Ok(text) => self.masker.mask_str(text).into_owned(),
            Err(_) => self.masker.mask_bytes(payload.bytes()).into_text().into_owned(),
        };
        let whole = masked.get().len();
        let end = self.end_of_kept(whole, payload.is_truncated()).min(self.payload_cap);
        masked.truncate(end);
        let truncated = payload.is_truncated() || end < whole;
        RecordedPayload { text: Some(masked), size: Some(payload.total()), truncated, ..Default::default() }
    }

    /// Where the kept part of a masked text of `len` bytes ends, by the look-ahead alone.
    ///
    /// If the text had been cut before it was masked, a secret that the cut went through may not have
    /// been recognised; it lies at the end, wherever masking has moved that to.
    fn end_of_kept(&self, len: usize, was_cut: bool) -> usize {
        if was_cut { len.saturating_sub(self.look_ahead) } else { len }
    }
}

/// By the clock that the exchange began with: no other clock adjustment gets between its calls.
fn ended_at(call: &Call) -> SystemTime {
    let exchange = call.exchange();
    let before = call.started().saturating_duration_since(exchange.started());
    exchange.started_at() + before + call.elapsed()
}

fn path(exchange: &Exchange) -> &str {
    exchange.route().map_or(exchange.uri().path(), |route| route)
}

fn redactions(record: &AuditRecord) -> crate::Redactions {
    let mut redactions = crate::Redactions::default();
    let texts = record.texts();
    texts.into_iter().flatten().for_each(|text| redactions.add(text.findings()));
    redactions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(raw: &str, total: u64) -> RecordedPayload {
        let drafter = Drafter { masker: Masker::default(), payload_cap: 200, look_ahead: 60 };
        drafter.payload(Some(&Payload::new(raw.to_owned().into(), total)), true)
    }

    #[test]
    fn masking_moves_no_half_of_a_secret_into_what_is_kept() {
        // The long secret shrinks to a few bytes, so that what the capture cut in two lies far below the
        // cap after masking; the look-ahead must be counted from the end.
        let half = ["ghp", "_", "Zq7Xw2Lk9"].concat();
        let raw = format!("password={} {} {half}", "p".repeat(150), "words ".repeat(10));
        let kept = payload(&raw, 10_000).text.unwrap();
        assert!(kept.get().starts_with("password=*** words"), "{}", kept.get());
        assert!(!kept.get().contains("ghp"), "{}", kept.get());
    }

    #[test]
    fn what_fits_is_kept_whole_and_what_does_not_is_cut_at_the_cap() {
        let whole = payload("all of it", 9);
        assert_eq!((whole.text.unwrap().get().as_str(), whole.truncated), ("all of it", false));
        let long = payload(&"é".repeat(110), 220);
        assert_eq!((long.text.unwrap().get().len(), long.size, long.truncated), (200, Some(220), true));
        let shed = Drafter { masker: Masker::default(), payload_cap: 200, look_ahead: 60 }
            .payload(Some(&Payload::new("x".into(), 5)), false);
        assert_eq!((shed.text, shed.size, shed.truncated), (None, Some(5), true));
    }
}
