//! How a record is made of a draft, off the request's path.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::SystemTime,
};

use gate_call::{Call, Exchange, Kind, Outcome, Payload};
use gate_mask::{Masked, Masker};

use super::{
    draft::{Draft, Entry, Pending},
    policy::{PayloadRule, policy_of},
    stats::Counter,
    tally::Tally,
};
use crate::{
    AuditRecord, EntryKind, PayloadPolicy, RecordId, RecordedPayload, Redactions, Status, chain::ChainKey,
};

/// The most bytes kept of a name or an id.
const NAME_CAP: usize = 1 << 10;
/// The most bytes kept of an error's message.
const ERROR_CAP: usize = 4 << 10;

/// Makes records.
pub(crate) struct Drafter {
    pub(crate) masker: Masker,
    pub(crate) payload_cap: usize,
    pub(crate) look_ahead: usize,
    pub(crate) instance: Option<Box<str>>,
    pub(crate) payloads: Vec<PayloadRule>,
    /// What digests are keyed with.
    pub(crate) key: Option<ChainKey>,
    pub(crate) tally: Tally,
    /// How often masking has panicked.
    pub(crate) panics: Counter,
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
        let ended = draft.ended();
        let (mut permit, promise) = (draft.permit, draft.about.promise);
        permit.weigh(record.weight());
        Pending { record, ended, permit, promise }
    }

    /// Should the masker panic, the record comes without any text.
    fn record(&self, draft: &Draft, with_payloads: bool) -> AuditRecord {
        let mut record = self.numbers(draft);
        let masked = catch_unwind(AssertUnwindSafe(|| self.texts(draft, &mut record, with_payloads)));
        if masked.is_err() {
            self.panics.add(1);
            record = self.numbers(draft);
            record.error = Some(Masked::from_static("(texts withheld: masking failed)").into_owned());
        }
        record
    }

    /// Everything that needs no masking.
    fn numbers(&self, draft: &Draft) -> AuditRecord {
        let call = &draft.call;
        let kind = call.kind().copied().unwrap_or(Kind::Http);
        let id = draft.about.id.unwrap_or_else(|| RecordId::at(time_of(draft)));
        let mut record = AuditRecord::new(id, kind, Status::Ok);
        (record.entry, record.related) = (draft.about.entry, draft.about.related);
        record.direction = call.direction().copied();
        let trace = call.trace().or_else(|| call.exchange().trace());
        record.trace_id = trace.map(|ids| ids.trace_id);
        record.span_id = trace.map(|ids| ids.span_id);
        match record.entry {
            EntryKind::Intent => {}
            EntryKind::Event => record.status = Status::Disconnected,
            EntryKind::Call => ending(draft, &mut record),
        }
        record
    }

    fn texts(&self, draft: &Draft, record: &mut AuditRecord, with_payloads: bool) {
        let call = &draft.call;
        self.identities(call, record);
        if record.entry == EntryKind::Event {
            return;
        }
        let policy =
            if draft.about.without_payloads { PayloadPolicy::Off } else { policy_of(&self.payloads, call) };
        record.arguments = self.payload(call.arguments(), policy, with_payloads);
        if record.entry == EntryKind::Call {
            let text = |text: &str| Some(self.text(text, ERROR_CAP));
            record.error = match (call.fault(), call.outcome()) {
                // The server's words, as the response is.
                (Some(fault), _) if policy == PayloadPolicy::Masked => text(&fault.message),
                (None, Some(Outcome::Failed(failure))) => text(failure.as_str()),
                _ => None,
            };
            record.response = self.payload(call.result(), policy, with_payloads);
        }
        record.redactions = self.redactions(record);
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
        record.instance = self.instance.as_ref().map(|instance| text(instance));
    }

    fn text(&self, text: &str, cap: usize) -> Masked<String> {
        let seen = &text[..text.floor_char_boundary(cap.saturating_add(self.look_ahead))];
        let mut masked = self.masker.mask_str(seen).into_owned();
        let end = self.end_of_kept(masked.get().len(), seen.len() < text.len());
        masked.truncate(end.min(cap));
        masked
    }

    fn payload(&self, payload: Option<&Payload>, policy: PayloadPolicy, keep: bool) -> RecordedPayload {
        let Some(payload) = payload else { return RecordedPayload { policy, ..Default::default() } };
        let size = Some(payload.total());
        match policy {
            PayloadPolicy::Off => RecordedPayload { size, policy, ..Default::default() },
            _ if !keep => RecordedPayload { size, truncated: true, policy, ..Default::default() },
            PayloadPolicy::Digest => RecordedPayload {
                // A keyed hash tells nothing of what was hashed.
                text: self
                    .key
                    .as_ref()
                    .map(|key| Masked::assume_masked_from_store(key.digest(payload.bytes()))),
                size,
                truncated: payload.is_truncated(),
                policy,
            },
            PayloadPolicy::Masked => self.masked(payload),
        }
    }

    fn masked(&self, payload: &Payload) -> RecordedPayload {
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

    fn redactions(&self, record: &AuditRecord) -> Redactions {
        let mut redactions = Redactions::default();
        for text in record.texts().into_iter().flatten() {
            redactions.add(text.findings());
            self.tally.add(text.findings());
        }
        redactions
    }

    /// Where the kept part of a masked text of `len` bytes ends, by the look-ahead alone.
    ///
    /// If the text had been cut before it was masked, a secret that the cut went through may not have
    /// been recognised; it lies at the end, wherever masking has moved that to.
    fn end_of_kept(&self, len: usize, was_cut: bool) -> usize {
        if was_cut { len.saturating_sub(self.look_ahead) } else { len }
    }
}

/// What came of the call.
fn ending(draft: &Draft, record: &mut AuditRecord) {
    let call = &draft.call;
    let outcome = call.outcome().copied();
    record.status = outcome.map_or(Status::UpstreamError, Status::from);
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
}

/// When what the record tells came to be, by the clock that the exchange began with: no other clock
/// adjustment gets between its calls.
fn time_of(draft: &Draft) -> SystemTime {
    let (call, exchange) = (&draft.call, draft.call.exchange());
    let began = exchange.started_at() + call.started().saturating_duration_since(exchange.started());
    match draft.about.entry {
        EntryKind::Call => began + call.elapsed(),
        EntryKind::Intent => began,
        EntryKind::Event => began + call.started().elapsed(),
    }
}

fn path(exchange: &Exchange) -> &str {
    exchange.route().map_or(exchange.uri().path(), |route| route)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(raw: &str, total: u64) -> RecordedPayload {
        let payload = Payload::new(raw.to_owned().into(), total);
        drafter().payload(Some(&payload), PayloadPolicy::Masked, true)
    }

    fn drafter() -> Drafter {
        Drafter {
            masker: Masker::default(),
            payload_cap: 200,
            look_ahead: 60,
            instance: None,
            payloads: Vec::new(),
            key: ChainKey::new(&[7; 32]),
            tally: Tally::default(),
            panics: Counter::default(),
        }
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
        let shed = drafter().payload(Some(&Payload::new("x".into(), 5)), PayloadPolicy::Masked, false);
        assert_eq!((shed.text, shed.size, shed.truncated), (None, Some(5), true));
    }

    #[test]
    fn a_digest_recognises_and_does_not_tell() {
        let of = |text: &'static str| {
            drafter().payload(
                Some(&Payload::new(text.into(), text.len() as u64)),
                PayloadPolicy::Digest,
                true,
            )
        };
        let digest = of("hunter2").text.unwrap().into_inner();
        assert!(digest.starts_with("hmac-sha256:") && digest.len() == 12 + 64, "{digest}");
        assert_eq!(of("hunter2").text.unwrap().into_inner(), digest);
        assert_ne!(of("hunter3").text.unwrap().into_inner(), digest);
        let off = drafter().payload(Some(&Payload::new("x".into(), 1)), PayloadPolicy::Off, true);
        assert_eq!((off.text, off.size, off.truncated), (None, Some(1), false));
    }
}
