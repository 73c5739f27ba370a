//! A record as the API shows it.

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

use gate_audit::{AuditRecord, Direction, RecordedPayload, chain::Link};
use gate_mask::Masked;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// One record. Every text comes out of the store masked.
#[derive(Serialize)]
pub(crate) struct Item<'a> {
    id: String,
    created_at: String,
    entry: &'static str,
    related: Option<String>,
    source_type: &'static str,
    direction: Option<&'static str>,
    method: Option<&'a str>,
    server: Option<&'a str>,
    tool: Option<&'a str>,
    status: &'static str,
    http_status: Option<u16>,
    error_code: Option<i64>,
    error: Option<&'a str>,
    latency_ms: f64,
    first_byte_ms: Option<f64>,
    arguments: Payload<'a>,
    response: Payload<'a>,
    user: Option<&'a str>,
    client: Option<&'a str>,
    protocol_version: Option<&'a str>,
    session_id: Option<&'a str>,
    workflow_id: Option<&'a str>,
    request_id: Option<&'a str>,
    trace_id: Option<String>,
    span_id: Option<String>,
    instance: Option<&'a str>,
    tokens: Tokens,
    redactions: Vec<Redaction<'a>>,
    sizes: Sizes,
    truncated: OfPayloads<bool>,
    payload_policy: OfPayloads<&'static str>,
    chain: Option<Place>,
}

#[derive(Serialize)]
struct Tokens {
    input: Option<u64>,
    output: Option<u64>,
}

#[derive(Serialize)]
struct Redaction<'a> {
    rule: &'a str,
    count: u64,
}

/// In bytes: of the bodies, and of the two payloads before they were masked or cut.
#[derive(Serialize)]
struct Sizes {
    request: u64,
    response: u64,
    arguments: Option<u64>,
    result: Option<u64>,
}

#[derive(Serialize)]
struct OfPayloads<T> {
    arguments: T,
    response: T,
}

/// Its place in the chain of its writer.
#[derive(Serialize)]
struct Place {
    writer: String,
    number: u64,
    hash: String,
}

impl<'a> Item<'a> {
    pub(crate) fn of(record: &'a AuditRecord) -> Self {
        Self {
            id: record.id.to_string(),
            created_at: created_at(record),
            entry: record.entry.as_str(),
            related: record.related.map(|id| id.to_string()),
            source_type: record.kind.as_str(),
            direction: record.direction.map(direction),
            method: text(&record.method),
            server: text(&record.server),
            tool: text(&record.name),
            status: record.status.as_str(),
            http_status: record.http_status,
            error_code: record.error_code,
            error: text(&record.error),
            latency_ms: millis(record.latency),
            first_byte_ms: record.first_byte.map(millis),
            arguments: Payload::of(&record.arguments),
            response: Payload::of(&record.response),
            user: text(&record.principal),
            client: text(&record.client),
            protocol_version: text(&record.protocol_version),
            session_id: text(&record.session),
            workflow_id: text(&record.workflow),
            request_id: text(&record.request_id),
            trace_id: record.trace_id_hex(),
            span_id: record.span_id_hex(),
            instance: text(&record.instance),
            tokens: Tokens { input: record.input_tokens, output: record.output_tokens },
            redactions: record.redactions.iter().map(|(rule, count)| Redaction { rule, count }).collect(),
            sizes: Sizes {
                request: record.request_bytes,
                response: record.response_bytes,
                arguments: record.arguments.size,
                result: record.response.size,
            },
            truncated: of_payloads(record, |payload| payload.truncated),
            payload_policy: of_payloads(record, |payload| payload.policy.as_str()),
            chain: record.link.map(Place::of),
        }
    }
}

impl Place {
    fn of(link: Link) -> Self {
        Self { writer: link.writer.to_string(), number: link.number, hash: link.mac.to_string() }
    }
}

fn of_payloads<T>(record: &AuditRecord, of: impl Fn(&RecordedPayload) -> T) -> OfPayloads<T> {
    OfPayloads { arguments: of(&record.arguments), response: of(&record.response) }
}

/// JSON as it is, where it is whole; otherwise the text.
enum Payload<'a> {
    None,
    Json(Cow<'a, RawValue>),
    Text(&'a str),
}

/// JSON that is nested deeper is shown as a text: many readers would refuse all of the answer for it.
const DEEPEST: usize = 64;

impl<'a> Payload<'a> {
    fn of(payload: &'a RecordedPayload) -> Self {
        let Some(text) = text(&payload.text) else { return Self::None };
        if depth(text) > DEEPEST {
            return Self::Text(text);
        }
        // A line break can only be between the tokens, and would break lines of JSON in two.
        let json = match text.contains(['\n', '\r']) {
            false => serde_json::from_str(text).map(Cow::Borrowed),
            true => RawValue::from_string(text.replace(['\n', '\r'], " ")).map(Cow::Owned),
        };
        json.map_or(Self::Text(text), Self::Json)
    }
}

/// How deep a text is nested, if it is JSON.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Json(json) => json.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

pub(crate) fn text(text: &Option<Masked<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.get().as_str())
}

pub(crate) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "to_server",
        Direction::ToClient => "to_client",
    }
}

pub(crate) fn created_at(record: &AuditRecord) -> String {
    rfc3339(record.created_at())
}

/// Milliseconds are what people compare; an id holds the rest. An id also holds times that RFC 3339 has no
/// year for: they are shown as the last one it has.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    const LAST: i128 = 253_402_300_799_999;
    let millis = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_millis()).unwrap_or(LAST).min(LAST),
        Err(error) => i128::try_from(error.duration().as_millis()).map_or(0, i128::wrapping_neg),
    };
    let time = OffsetDateTime::from_unix_timestamp_nanos(millis * 1_000_000);
    time.ok().and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_default()
}

/// With three decimals: a clock's microseconds.
pub(crate) fn millis(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use gate_audit::{Kind, RecordId, Status};

    use super::*;

    fn line(arguments: &str) -> String {
        let mut record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::Ok);
        record.arguments.text = Some(Masked::assume_masked_from_store(arguments.to_owned()));
        serde_json::to_string(&Item::of(&record)).expect("an item")
    }

    #[test]
    fn json_stays_json_on_one_line() {
        let item = line("{\n  \"a\": \"b\\n\",\r\n \"c\": 1.50}");
        assert!(item.contains(r#""arguments":{   "a": "b\n",   "c": 1.50}"#), "{item}");
        assert!(!item.contains(['\n', '\r']));
        assert!(line("{\"a\": ").contains(r#""arguments":"{\"a\": ""#));
    }

    #[test]
    fn every_time_can_be_shown() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(rfc3339(UNIX_EPOCH + Duration::from_nanos(1_234_567_890)), "1970-01-01T00:00:01.234Z");
        assert_eq!(rfc3339(UNIX_EPOCH - Duration::from_secs(1)), "1969-12-31T23:59:59Z");
        for seconds in [253_402_300_800, 281_474_976_710, 9_000_000_000_000] {
            assert_eq!(rfc3339(at(seconds)), "9999-12-31T23:59:59.999Z");
        }
    }

    #[test]
    fn what_is_too_deep_for_readers_is_a_text() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for (arguments, is_text) in [(nested(64), false), (nested(65), true), (nested(30_000), true)] {
            let item: serde_json::Value = serde_json::from_str(&line(&arguments)).expect("JSON");
            assert_eq!(item["arguments"].is_string(), is_text);
        }
        assert_eq!(depth(r#"{"[[[\"[[": [1]}"#), 2);
    }
}
