//! A record as bytes: what a chain signs, and what the journal keeps.
//!
//! A version, then the fields that are set, in the order of their tags: tag, length, bytes. A field that a
//! later version adds is left out where it is not set, and so changes the bytes of no older record.

use std::time::Duration;

use gate_call::{Direction, Kind};
use gate_mask::Masked;

use super::{AuditRecord, EntryKind, PayloadPolicy, RecordId, RecordedPayload, Redactions, Status};

const VERSION: u8 = 1;

/// The fields' tags, for ever as they are.
mod tag {
    pub(super) const ID: u8 = 1;
    pub(super) const ENTRY: u8 = 2;
    pub(super) const RELATED: u8 = 3;
    pub(super) const KIND: u8 = 4;
    pub(super) const STATUS: u8 = 5;
    pub(super) const DIRECTION: u8 = 6;
    pub(super) const METHOD: u8 = 7;
    pub(super) const NAME: u8 = 8;
    pub(super) const SERVER: u8 = 9;
    pub(super) const PRINCIPAL: u8 = 10;
    pub(super) const CLIENT: u8 = 11;
    pub(super) const PROTOCOL_VERSION: u8 = 12;
    pub(super) const SESSION: u8 = 13;
    pub(super) const WORKFLOW: u8 = 14;
    pub(super) const REQUEST_ID: u8 = 15;
    pub(super) const TRACE_ID: u8 = 16;
    pub(super) const SPAN_ID: u8 = 17;
    pub(super) const ARGUMENTS: u8 = 18;
    pub(super) const ARGUMENTS_SIZE: u8 = 19;
    pub(super) const ARGUMENTS_TRUNCATED: u8 = 20;
    pub(super) const ARGUMENTS_POLICY: u8 = 21;
    pub(super) const RESPONSE: u8 = 22;
    pub(super) const RESPONSE_SIZE: u8 = 23;
    pub(super) const RESPONSE_TRUNCATED: u8 = 24;
    pub(super) const RESPONSE_POLICY: u8 = 25;
    pub(super) const HTTP_STATUS: u8 = 26;
    pub(super) const ERROR_CODE: u8 = 27;
    pub(super) const ERROR: u8 = 28;
    pub(super) const LATENCY: u8 = 29;
    pub(super) const FIRST_BYTE: u8 = 30;
    pub(super) const REQUEST_BYTES: u8 = 31;
    pub(super) const RESPONSE_BYTES: u8 = 32;
    pub(super) const REDACTIONS: u8 = 33;
    pub(super) const INPUT_TOKENS: u8 = 34;
    pub(super) const OUTPUT_TOKENS: u8 = 35;
    pub(super) const INSTANCE: u8 = 36;

    pub(super) const OF_ARGUMENTS: [u8; 4] =
        [ARGUMENTS, ARGUMENTS_SIZE, ARGUMENTS_TRUNCATED, ARGUMENTS_POLICY];
    pub(super) const OF_RESPONSE: [u8; 4] = [RESPONSE, RESPONSE_SIZE, RESPONSE_TRUNCATED, RESPONSE_POLICY];
}

/// What the canonical bytes of every record begin with: the version, and the tag of the id.
pub(crate) const BEGINNING: [u8; 2] = [VERSION, tag::ID];

/// Appends the record's canonical bytes: the same for the record that was made and the one that a store
/// reads back. Its link is not among them.
pub(crate) fn encode(record: &AuditRecord, into: &mut Vec<u8>) {
    into.push(VERSION);
    let mut to = Encoder { into };
    to.bytes(tag::ID, Some(record.id.as_bytes()));
    to.bytes(tag::ENTRY, (record.entry != EntryKind::Call).then(|| record.entry.as_str().as_bytes()));
    to.bytes(tag::RELATED, record.related.as_ref().map(|id| &id.as_bytes()[..]));
    to.bytes(tag::KIND, Some(record.kind.as_str()));
    to.bytes(tag::STATUS, Some(record.status.as_str()));
    to.bytes(tag::DIRECTION, record.direction.map(Direction::as_str));
    to.text(tag::METHOD, &record.method);
    to.text(tag::NAME, &record.name);
    to.text(tag::SERVER, &record.server);
    to.text(tag::PRINCIPAL, &record.principal);
    to.text(tag::CLIENT, &record.client);
    to.text(tag::PROTOCOL_VERSION, &record.protocol_version);
    to.text(tag::SESSION, &record.session);
    to.text(tag::WORKFLOW, &record.workflow);
    to.text(tag::REQUEST_ID, &record.request_id);
    to.bytes(tag::TRACE_ID, record.trace_id);
    to.bytes(tag::SPAN_ID, record.span_id);
    to.payload(tag::OF_ARGUMENTS, &record.arguments);
    to.payload(tag::OF_RESPONSE, &record.response);
    to.number(tag::HTTP_STATUS, record.http_status.map(u64::from));
    to.number(tag::ERROR_CODE, record.error_code.map(i64::cast_unsigned));
    to.text(tag::ERROR, &record.error);
    to.number(tag::LATENCY, Some(micros(record.latency)));
    to.number(tag::FIRST_BYTE, record.first_byte.map(micros));
    to.number(tag::REQUEST_BYTES, Some(record.request_bytes));
    to.number(tag::RESPONSE_BYTES, Some(record.response_bytes));
    to.bytes(tag::REDACTIONS, (!record.redactions.is_empty()).then(|| record.redactions.to_string()));
    to.number(tag::INPUT_TOKENS, record.input_tokens);
    to.number(tag::OUTPUT_TOKENS, record.output_tokens);
    to.text(tag::INSTANCE, &record.instance);
}

/// Reads what [`encode`] wrote, whatever it is given; `None` if it is something else.
///
/// The texts went through the mask before they were encoded.
pub(crate) fn decode(bytes: &[u8]) -> Option<AuditRecord> {
    let (&VERSION, mut rest) = bytes.split_first()? else { return None };
    let (mut id, mut kind, mut status) = (None, None, None);
    // The three without which there is no record come first, but for two that may stand between.
    let mut record = AuditRecord::new(RecordId::floor(std::time::UNIX_EPOCH), Kind::Http, Status::Ok);
    while !rest.is_empty() {
        let (tag, value, after) = field(rest)?;
        rest = after;
        match tag {
            tag::ID => id = RecordId::from_bytes(value.try_into().ok()?),
            tag::KIND => kind = Kind::parse(str::from_utf8(value).ok()?),
            tag::STATUS => status = str::from_utf8(value).ok()?.parse().ok(),
            _ => set(&mut record, tag, value)?,
        }
    }
    (record.id, record.kind, record.status) = (id?, kind?, status?);
    Some(record)
}

fn set(record: &mut AuditRecord, tag: u8, value: &[u8]) -> Option<()> {
    match tag {
        tag::ENTRY => record.entry = EntryKind::parse(str::from_utf8(value).ok()?)?,
        tag::RELATED => record.related = Some(RecordId::from_bytes(value.try_into().ok()?)?),
        tag::DIRECTION => record.direction = Some(Direction::parse(str::from_utf8(value).ok()?)?),
        tag::METHOD => record.method = text(value)?,
        tag::NAME => record.name = text(value)?,
        tag::SERVER => record.server = text(value)?,
        tag::PRINCIPAL => record.principal = text(value)?,
        tag::CLIENT => record.client = text(value)?,
        tag::PROTOCOL_VERSION => record.protocol_version = text(value)?,
        tag::SESSION => record.session = text(value)?,
        tag::WORKFLOW => record.workflow = text(value)?,
        tag::REQUEST_ID => record.request_id = text(value)?,
        tag::TRACE_ID => record.trace_id = Some(value.try_into().ok()?),
        tag::SPAN_ID => record.span_id = Some(value.try_into().ok()?),
        tag::ARGUMENTS..=tag::ARGUMENTS_POLICY => {
            set_payload(&mut record.arguments, tag - tag::ARGUMENTS, value)?;
        }
        tag::RESPONSE..=tag::RESPONSE_POLICY => {
            set_payload(&mut record.response, tag - tag::RESPONSE, value)?
        }
        tag::HTTP_STATUS => record.http_status = Some(number(value)?.try_into().ok()?),
        tag::ERROR_CODE => record.error_code = Some(number(value)?.cast_signed()),
        tag::ERROR => record.error = text(value)?,
        tag::LATENCY => record.latency = Duration::from_micros(number(value)?),
        tag::FIRST_BYTE => record.first_byte = Some(Duration::from_micros(number(value)?)),
        tag::REQUEST_BYTES => record.request_bytes = number(value)?,
        tag::RESPONSE_BYTES => record.response_bytes = number(value)?,
        tag::REDACTIONS => record.redactions = Redactions::parse(str::from_utf8(value).ok()?),
        tag::INPUT_TOKENS => record.input_tokens = Some(number(value)?),
        tag::OUTPUT_TOKENS => record.output_tokens = Some(number(value)?),
        tag::INSTANCE => record.instance = text(value)?,
        _ => return None,
    }
    Some(())
}

fn set_payload(payload: &mut RecordedPayload, part: u8, value: &[u8]) -> Option<()> {
    match part {
        0 => payload.text = text(value)?,
        1 => payload.size = Some(number(value)?),
        2 => payload.truncated = true,
        _ => payload.policy = PayloadPolicy::parse(str::from_utf8(value).ok()?)?,
    }
    Some(())
}

struct Encoder<'a> {
    into: &'a mut Vec<u8>,
}

impl Encoder<'_> {
    fn bytes(&mut self, tag: u8, value: Option<impl AsRef<[u8]>>) {
        let Some(value) = value else { return };
        let value = value.as_ref();
        self.into.push(tag);
        push_length(self.into, value.len());
        self.into.extend_from_slice(value);
    }

    fn text(&mut self, tag: u8, text: &Option<Masked<String>>) {
        self.bytes(tag, text.as_ref().map(|text| text.get()));
    }

    fn number(&mut self, tag: u8, number: Option<u64>) {
        self.bytes(tag, number.map(u64::to_be_bytes));
    }

    fn payload(&mut self, tags: [u8; 4], payload: &RecordedPayload) {
        let [text, size, truncated, kept] = tags;
        self.text(text, &payload.text);
        self.number(size, payload.size);
        self.bytes(truncated, payload.truncated.then_some([]));
        let policy = payload.policy;
        self.bytes(kept, (policy != PayloadPolicy::Masked).then(|| policy.as_str()));
    }
}

/// Seven bits a byte, the lowest first; the last has its high bit clear.
fn push_length(into: &mut Vec<u8>, mut length: usize) {
    while length > 0x7f {
        into.push(length as u8 | 0x80);
        length >>= 7;
    }
    into.push(length as u8);
}

fn field(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let end = rest.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let length = rest[..=end].iter().rev().fold(0, |sum, byte| sum << 7 | usize::from(byte & 0x7f));
    let (value, after) = rest[end + 1..].split_at_checked(length)?;
    Some((tag, value, after))
}

fn number(value: &[u8]) -> Option<u64> {
    value.try_into().ok().map(u64::from_be_bytes)
}

/// `Some(None)` is not made: a field that is there has a text.
fn text(value: &[u8]) -> Option<Option<Masked<String>>> {
    let text = String::from_utf8(value.to_vec()).ok()?;
    Some(Some(Masked::assume_masked_from_store(text)))
}

/// As precise as it is stored.
fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Option<Masked<String>> {
        Some(Masked::assume_masked_from_store(text.to_owned()))
    }

    fn full() -> AuditRecord {
        let mut record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::RpcError);
        record.entry = EntryKind::Event;
        record.related = Some(RecordId::at(SystemTime::now()));
        record.direction = Some(Direction::ToClient);
        record.method = text("tools/call");
        record.name = text("");
        record.server = text("files");
        record.principal = text("ann");
        record.client = text("tester/1");
        record.protocol_version = text("2025-11-25");
        record.session = text("s");
        record.workflow = text("nightly");
        record.request_id = text("r");
        record.trace_id = Some([1; 16]);
        record.span_id = Some([2; 8]);
        record.arguments = RecordedPayload {
            text: text(&"é\0".repeat(20_000)),
            size: Some(u64::MAX),
            truncated: true,
            policy: PayloadPolicy::Digest,
        };
        record.response = RecordedPayload { size: Some(0), policy: PayloadPolicy::Off, ..Default::default() };
        record.http_status = Some(599);
        record.error_code = Some(-32_602);
        record.error = text("broken");
        record.latency = Duration::from_micros(12);
        record.first_byte = Some(Duration::ZERO);
        record.request_bytes = 7;
        record.response_bytes = 8;
        record.redactions = Redactions::parse("key-name:3");
        record.input_tokens = Some(0);
        record.output_tokens = Some(9);
        record.instance = text("gateway-1");
        record
    }

    fn encoded(record: &AuditRecord) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(record, &mut bytes);
        bytes
    }

    #[test]
    fn every_field_reads_back() {
        let bare = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Http, Status::Ok);
        for record in [bare, full()] {
            assert_eq!(decode(&encoded(&record)).unwrap(), record);
        }
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let bytes = encoded(&full());
        // A cut between two fields leaves a whole record with less in it: lengths are the journal's to keep.
        let whole = |end: &usize| decode(&bytes[..*end]).is_some();
        assert!((0..bytes.len()).filter(whole).count() < 40);
        assert!(decode(&[]).is_none());
        assert!(decode(&[&[2], &bytes[1..]].concat()).is_none());
    }

    proptest! {
        #[test]
        fn anything_may_be_read(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), whole: bool) {
            if whole {
                bytes = [encoded(&full()), bytes].concat();
            }
            let _ = decode(&bytes);
        }
    }
}
