use opentelemetry_proto::tonic::{collector::logs::v1::ExportLogsServiceRequest, logs::v1 as proto};

use super::value::{Attributes, Value, attributes, hex};

/// A log record as it was sent, with the resource and the scope it was sent under.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReceivedLog {
    /// What it says.
    pub body: Value,
    /// `INFO`, or whatever the sender called it.
    pub severity: String,
    /// The same as a number: 1 to 24, 0 if not stated.
    pub severity_number: i32,
    /// The name, of a record that is an event.
    pub event_name: String,
    /// Nanoseconds since 1970; 0 if not stated.
    pub time: u64,
    /// The trace it belongs to, in hexadecimal.
    pub trace_id: Option<String>,
    /// The span it belongs to, in hexadecimal.
    pub span_id: Option<String>,
    /// What else is known.
    pub attributes: Attributes,
    /// Who sent it.
    pub resource: Attributes,
    /// The name of the instrumentation scope.
    pub scope: String,
}

pub(super) fn flatten(request: &ExportLogsServiceRequest) -> Vec<ReceivedLog> {
    let mut logs = Vec::new();
    for resource in &request.resource_logs {
        let about = resource.resource.as_ref().map(|resource| attributes(&resource.attributes));
        for scope in &resource.scope_logs {
            let name = scope.scope.as_ref().map(|scope| scope.name.as_str());
            logs.extend(scope.log_records.iter().map(|record| ReceivedLog {
                resource: about.clone().unwrap_or_default(),
                scope: name.unwrap_or_default().to_owned(),
                ..ReceivedLog::read(record)
            }));
        }
    }
    logs
}

impl ReceivedLog {
    fn read(record: &proto::LogRecord) -> Self {
        Self {
            body: Value::read(record.body.as_ref()),
            severity: record.severity_text.clone(),
            severity_number: record.severity_number,
            event_name: record.event_name.clone(),
            time: record.time_unix_nano,
            trace_id: (!record.trace_id.is_empty()).then(|| hex(&record.trace_id)),
            span_id: (!record.span_id.is_empty()).then(|| hex(&record.span_id)),
            attributes: attributes(&record.attributes),
            resource: Attributes::new(),
            scope: String::new(),
        }
    }
}
