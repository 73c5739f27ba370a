//! A log record as it is until it is exported.

use std::{sync::LazyLock, time::SystemTime};

use opentelemetry::{
    InstrumentationScope, SpanId, TraceId,
    logs::{AnyValue, LogRecord as _, Logger as _, LoggerProvider as _, Severity},
};
use opentelemetry_sdk::logs::{SdkLogRecord, SdkLogger, SdkLoggerProvider};
use tracing::{Level, Metadata};

use crate::raw::{Facts, Masks, Text};

/// A record that has not been masked, and therefore shows nothing but to [`Masks`].
pub(crate) struct RawRecord {
    pub(crate) metadata: &'static Metadata<'static>,
    pub(crate) time: SystemTime,
    pub(crate) ids: RecordIds,
    pub(crate) message: Option<Text>,
    pub(crate) attributes: Facts,
}

/// The ids of a record.
#[derive(Default)]
pub(crate) struct RecordIds {
    /// The trace's and the span's.
    pub(crate) span: Option<([u8; 16], [u8; 8])>,
    /// Masked already.
    pub(crate) request: Option<Box<str>>,
}

/// The name of the request's id.
const REQUEST_ID: &str = "request_id";

/// Nothing but an SDK's logger makes a record. This one is used for nothing else.
static LOGGER: LazyLock<SdkLogger> = LazyLock::new(|| SdkLoggerProvider::builder().build().logger(""));

impl RawRecord {
    /// The record as it may be seen.
    pub(crate) fn masked(self, masks: &Masks) -> (SdkLogRecord, InstrumentationScope) {
        let Self { metadata, time, ids, message, attributes: facts } = self;
        let (severity, level) = severity(*metadata.level());
        let mut record = LOGGER.create_log_record();
        record.set_timestamp(time);
        record.set_observed_timestamp(time);
        record.set_target(metadata.target());
        record.set_severity_number(severity);
        record.set_severity_text(level);
        if let Some(message) = message {
            record.set_body(masks.text(&facts, message).into());
        }
        if let Some((trace_id, span_id)) = ids.span {
            record.set_trace_context(TraceId::from_bytes(trace_id), SpanId::from_bytes(span_id), None);
        }
        for &(name, value) in facts.values().iter().filter(|(name, _)| *name != REQUEST_ID) {
            record.add_attribute(name, AnyValue::from(masks.value(name, &facts, value)));
        }
        if let Some(request) = ids.request {
            record.add_attribute(REQUEST_ID, String::from(request));
        }
        (record, InstrumentationScope::builder(metadata.target()).build())
    }
}

fn severity(level: Level) -> (Severity, &'static str) {
    match level {
        Level::ERROR => (Severity::Error, "ERROR"),
        Level::WARN => (Severity::Warn, "WARN"),
        Level::INFO => (Severity::Info, "INFO"),
        Level::DEBUG => (Severity::Debug, "DEBUG"),
        Level::TRACE => (Severity::Trace, "TRACE"),
    }
}
