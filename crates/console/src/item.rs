//! A record as the API shows it.

use std::time::Duration;

use gate_audit::{AuditRecord, Direction, RecordedPayload};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// One call. Every text comes out of the store masked.
#[derive(Serialize)]
pub(crate) struct Item {
    id: String,
    created_at: String,
    source_type: &'static str,
    direction: Option<&'static str>,
    method: Option<String>,
    server: Option<String>,
    tool: Option<String>,
    status: &'static str,
    http_status: Option<u16>,
    error_code: Option<i64>,
    error: Option<String>,
    latency_ms: f64,
    first_byte_ms: Option<f64>,
    arguments: Payload,
    response: Payload,
    user: Option<String>,
    client: Option<String>,
    session_id: Option<String>,
    workflow_id: Option<String>,
    request_id: Option<String>,
    trace_id: Option<String>,
    span_id: Option<String>,
    tokens: Tokens,
    redactions: Vec<Redaction>,
    sizes: Sizes,
    truncated: Truncated,
}

#[derive(Serialize)]
struct Tokens {
    input: Option<u64>,
    output: Option<u64>,
}

#[derive(Serialize)]
struct Redaction {
    rule: String,
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
struct Truncated {
    arguments: bool,
    response: bool,
}

impl Item {
    pub(crate) fn of(record: &AuditRecord) -> Self {
        let text = |text: &Option<gate_mask::Masked<String>>| text.as_ref().map(|text| text.get().clone());
        Self {
            id: record.id.to_string(),
            created_at: created_at(record),
            source_type: record.kind.as_str(),
            direction: record.direction.map(|direction| match direction {
                Direction::ToServer => "to_server",
                Direction::ToClient => "to_client",
            }),
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
            session_id: text(&record.session),
            workflow_id: text(&record.workflow),
            request_id: text(&record.request_id),
            trace_id: record.trace_id_hex(),
            span_id: record.span_id_hex(),
            tokens: Tokens { input: record.input_tokens, output: record.output_tokens },
            redactions: redactions(record),
            sizes: Sizes {
                request: record.request_bytes,
                response: record.response_bytes,
                arguments: record.arguments.size,
                result: record.response.size,
            },
            truncated: Truncated {
                arguments: record.arguments.truncated,
                response: record.response.truncated,
            },
        }
    }
}

/// JSON as it is, where it is whole; otherwise the text.
enum Payload {
    None,
    Json(Box<RawValue>),
    Text(String),
}

impl Payload {
    fn of(payload: &RecordedPayload) -> Self {
        let Some(text) = payload.text.as_ref().map(|text| text.get()) else { return Self::None };
        match RawValue::from_string(text.clone()) {
            Ok(json) => Self::Json(json),
            Err(_) => Self::Text(text.clone()),
        }
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Json(json) => json.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

fn redactions(record: &AuditRecord) -> Vec<Redaction> {
    let pairs = record.redactions.iter();
    pairs.map(|(rule, count)| Redaction { rule: rule.to_owned(), count }).collect()
}

fn created_at(record: &AuditRecord) -> String {
    let time = OffsetDateTime::from(record.created_at());
    // Milliseconds are what people compare; the id holds the rest.
    let time = time.replace_millisecond(time.millisecond()).unwrap_or(time);
    time.format(&Rfc3339).unwrap_or_default()
}

/// With three decimals: a clock's microseconds.
fn millis(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}
