//! Records that differ in everything that is asked for.

use std::time::{Duration, SystemTime};

use gate_audit::{
    AuditRecord, Direction, EntryKind, Kind, PayloadPolicy, RecordId, RecordedPayload, Redactions, Status,
};
use gate_mask::Masked;

/// Seven milliseconds apart, up to now.
pub(super) fn records(count: usize) -> Vec<AuditRecord> {
    let start = SystemTime::now() - Duration::from_millis(7) * u32::try_from(count).unwrap();
    (0..count).map(|index| record(index, start + Duration::from_millis(7) * index as u32)).collect()
}

pub(super) fn text(text: impl Into<String>) -> Option<Masked<String>> {
    Some(Masked::assume_masked_from_store(text.into()))
}

pub(super) fn plain(time: SystemTime) -> AuditRecord {
    AuditRecord::new(RecordId::at(time), Kind::Tool, Status::Ok)
}

pub(super) fn record(index: usize, time: SystemTime) -> AuditRecord {
    let kinds = [Kind::Tool, Kind::Skill, Kind::Tool, Kind::Http, Kind::Tool];
    let status = Status::ALL[index % 13 % Status::ALL.len()];
    let every = |step: usize| index.is_multiple_of(step);
    let mut record = AuditRecord::new(RecordId::at(time), kinds[index % kinds.len()], status);
    if every(19) {
        record.entry = [EntryKind::Intent, EntryKind::Event][index % 2];
        record.related = Some(RecordId::at(time - Duration::from_millis(3)));
    }
    record.server = text(["files", "github", "Demo server"][index % 3]);
    record.name = text(format!("tool-{}", index % 7));
    record.principal = every(2).then(|| text(format!("user-{}", index % 4))).flatten();
    record.session = text(format!("session-{}", index % 17));
    record.workflow = every(10).then(|| text(["nightly", ""][index / 10 % 2])).flatten();
    record.request_id = text(format!("request-{index}"));
    record.method = text("tools/call");
    record.client = text("tester/1.0");
    record.protocol_version = every(3).then(|| text("2025-11-25")).flatten();
    record.instance = text("gateway-1");
    record.direction = [Some(Direction::ToServer), Some(Direction::ToClient), None][index % 3];
    let mut trace_id = [7; 16];
    trace_id[..8].copy_from_slice(&(index as u64 / 2).to_be_bytes());
    record.trace_id = Some(trace_id);
    record.span_id = (!every(5)).then_some([3; 8]);
    record.http_status = (!every(4)).then_some(200);
    record.error_code = every(6).then_some(-32_602);
    record.error = text(format!("it broke: \u{1f525} \0 {index}"));
    record.latency = Duration::from_micros(index as u64 * 3);
    record.first_byte = every(3).then_some(Duration::from_micros(12));
    record.request_bytes = index as u64;
    record.response_bytes = u64::from(u32::MAX) + index as u64;
    record.input_tokens = every(2).then_some(index as u64);
    record.output_tokens = Some(1);
    record.redactions = Redactions::parse(if every(4) { "key-name:2,jwt:1" } else { "" });
    fill(&mut record, index);
    record
}

fn fill(record: &mut AuditRecord, index: usize) {
    let every = |step: usize| index.is_multiple_of(step);
    let note = ["Straße zum Übergang", "the Quarterly report", "हिन्दी में रिपोर्ट"][index % 3];
    let arguments = format!(r#"{{"path": "/srv/{index}", "note": "{note}", "server": "=sfiles s=files"}}"#);
    record.arguments = payload(text(arguments), every(9));
    record.response = payload((!every(8)).then(|| text("x".repeat(index))).flatten(), false);
    if every(11) {
        record.arguments = payload(text("hmac-sha256:00ff00ff"), false);
        record.arguments.policy = PayloadPolicy::Digest;
        record.response = RecordedPayload { size: Some(99), policy: PayloadPolicy::Off, ..Default::default() };
    }
}

fn payload(text: Option<Masked<String>>, truncated: bool) -> RecordedPayload {
    let size = text.as_ref().map(|text| text.get().len() as u64);
    RecordedPayload { text, size, truncated, ..Default::default() }
}
