use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use http_body_util::Full;
use opentelemetry_proto::tonic::collector::{
    logs::v1::{ExportLogsPartialSuccess, ExportLogsServiceResponse},
    metrics::v1::{ExportMetricsPartialSuccess, ExportMetricsServiceResponse},
    trace::v1::{ExportTracePartialSuccess, ExportTraceServiceResponse},
};
use prost::Message;
use serde_json::json;
use tonic::body::Body;

use super::{
    exchange::Answer,
    export::{Export, Signal},
    received::Received,
};

const PROTOBUF: &str = "application/x-protobuf";
const JSON: &str = "application/json";

/// The message of an OTLP/HTTP request.
pub(super) fn decode(received: &Received) -> Result<Export, String> {
    if received.method != Method::POST {
        return Err(format!("{} is not how OTLP is sent", received.method));
    }
    let signal = Signal::of_path(&received.uri).ok_or("the path names no signal")?;
    let plain = received.plain()?;
    match media_type(received) {
        PROTOBUF => Export::from_protobuf(signal, &plain),
        JSON => Export::from_json(signal, &plain),
        other => Err(format!("the content type {other:?} is not of OTLP")),
    }
}

/// The response, in the encoding of the request, as the specification wants it.
pub(super) fn answer(
    received: &Received,
    export: &Result<Export, String>,
    answer: &Answer,
) -> Response<Body> {
    let json = media_type(received) == JSON;
    match (answer, export) {
        (Answer::Fail(failure), _) => {
            let mut response = failed(failure.status(), json, failure.message());
            if let Some(delay) = failure.retry_after() {
                response.headers_mut().insert(header::RETRY_AFTER, seconds(delay));
            }
            response
        }
        (_, Err(reason)) => failed(StatusCode::BAD_REQUEST, json, reason),
        (Answer::Accept, Ok(export)) => taken(json, export.signal(), None),
        (Answer::Partial { rejected, message }, Ok(export)) => {
            taken(json, export.signal(), Some((*rejected, message.clone())))
        }
    }
}

/// The content type without its parameters.
fn media_type(received: &Received) -> &str {
    let content_type = received.content_type().unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim()
}

fn taken(json: bool, signal: Signal, partial: Option<(i64, String)>) -> Response<Body> {
    let body = match signal {
        _ if json => json_taken(signal, partial),
        Signal::Traces => traces(partial).encode_to_vec(),
        Signal::Metrics => metrics(partial).encode_to_vec(),
        Signal::Logs => logs(partial).encode_to_vec(),
    };
    response(StatusCode::OK, json, body)
}

fn json_taken(signal: Signal, partial: Option<(i64, String)>) -> Vec<u8> {
    let rejected = match signal {
        Signal::Traces => "rejectedSpans",
        Signal::Metrics => "rejectedDataPoints",
        Signal::Logs => "rejectedLogRecords",
    };
    match partial {
        None => json!({}),
        // Proto3's JSON has 64-bit integers in strings.
        Some((count, message)) => {
            json!({ "partialSuccess": { rejected: count.to_string(), "errorMessage": message } })
        }
    }
    .to_string()
    .into_bytes()
}

pub(super) fn traces(partial: Option<(i64, String)>) -> ExportTraceServiceResponse {
    let partial_success = partial
        .map(|(rejected_spans, error_message)| ExportTracePartialSuccess { rejected_spans, error_message });
    ExportTraceServiceResponse { partial_success }
}

pub(super) fn metrics(partial: Option<(i64, String)>) -> ExportMetricsServiceResponse {
    let partial_success = partial.map(|(rejected_data_points, error_message)| ExportMetricsPartialSuccess {
        rejected_data_points,
        error_message,
    });
    ExportMetricsServiceResponse { partial_success }
}

pub(super) fn logs(partial: Option<(i64, String)>) -> ExportLogsServiceResponse {
    let partial_success = partial.map(|(rejected_log_records, error_message)| ExportLogsPartialSuccess {
        rejected_log_records,
        error_message,
    });
    ExportLogsServiceResponse { partial_success }
}

/// A failure's body is a `google.rpc.Status`.
fn failed(status: StatusCode, json: bool, message: &str) -> Response<Body> {
    let body = if json {
        json!({ "message": message }).to_string().into_bytes()
    } else {
        tonic_types::Status { message: message.to_owned(), ..Default::default() }.encode_to_vec()
    };
    response(status, json, body)
}

fn response(status: StatusCode, json: bool, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::new(Full::new(Bytes::from(body))));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(if json { JSON } else { PROTOBUF });
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

fn seconds(delay: Duration) -> HeaderValue {
    let rounded_up = delay.as_secs() + u64::from(delay.subsec_nanos() > 0);
    rounded_up.into()
}
