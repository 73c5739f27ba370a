//! What is kept of a call.

pub(crate) mod canonical;
mod entry;
mod id;
mod payload;
mod redactions;
mod status;

use std::{
    fmt::{self, Write},
    time::{Duration, SystemTime},
};

use gate_call::{Direction, Kind};
use gate_mask::Masked;

pub use self::{
    entry::EntryKind,
    id::{ParseError, RecordId},
    payload::{PayloadPolicy, RecordedPayload},
    redactions::Redactions,
    status::Status,
};
use crate::chain::Link;

/// One call, as it is kept.
///
/// Every text in it is [`Masked`], the names and ids that clients choose included: an unmasked value
/// does not type-check into a store. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuditRecord {
    /// The record's id, and with it the time at which the call ended.
    pub id: RecordId,
    /// What the record tells of the call.
    pub entry: EntryKind,
    /// The record that this one adds to: of a call, its intent; of an event, its call.
    pub related: Option<RecordId>,
    /// What was called.
    pub kind: Kind,
    /// What came of it; of an intent, nothing yet, which reads as [`Status::Ok`].
    pub status: Status,
    /// Who asked whom, where a protocol has both.
    pub direction: Option<Direction>,
    /// The protocol's method, such as `tools/call`; of plain HTTP, the request's.
    pub method: Option<Masked<String>>,
    /// The name of the tool, prompt, resource, skill or sandbox; of plain HTTP, the route, or else the
    /// path, never the query.
    pub name: Option<Masked<String>>,
    /// The MCP server that was the target.
    pub server: Option<Masked<String>>,
    /// Who asked.
    pub principal: Option<Masked<String>>,
    /// The client's own statement of what it is, as `name/version`.
    pub client: Option<Masked<String>>,
    /// The protocol's version.
    pub protocol_version: Option<Masked<String>>,
    /// The protocol session.
    pub session: Option<Masked<String>>,
    /// The workflow that the call was a step of.
    pub workflow: Option<Masked<String>>,
    /// The request's id.
    pub request_id: Option<Masked<String>>,
    /// The trace's id.
    pub trace_id: Option<[u8; 16]>,
    /// The span's id.
    pub span_id: Option<[u8; 8]>,
    /// What was asked with.
    pub arguments: RecordedPayload,
    /// What was answered.
    pub response: RecordedPayload,
    /// The HTTP status, if a head was sent before the call ended.
    pub http_status: Option<u16>,
    /// The JSON-RPC error's code.
    pub error_code: Option<i64>,
    /// The error's message, or the category of the failure.
    pub error: Option<Masked<String>>,
    /// How long the call took.
    pub latency: Duration,
    /// How long the first byte of the exchange's response body took, if it passed before the call ended.
    pub first_byte: Option<Duration>,
    /// Bytes of request body of the exchange, as far as a layer looked at them.
    pub request_bytes: u64,
    /// Bytes of response body of the exchange that had passed when the call ended.
    pub response_bytes: u64,
    /// What was masked in the record.
    pub redactions: Redactions,
    /// Tokens that a model read.
    pub input_tokens: Option<u64>,
    /// Tokens that a model wrote.
    pub output_tokens: Option<u64>,
    /// The gateway, or service, that made the record.
    pub instance: Option<Masked<String>>,
    /// Its place in the chain of its writer, once [sealed](crate::chain::Chain::seal).
    pub link: Option<Link>,
}

impl AuditRecord {
    /// A record that says no more than this.
    #[must_use]
    pub fn new(id: RecordId, kind: Kind, status: Status) -> Self {
        Self {
            id,
            entry: EntryKind::Call,
            related: None,
            kind,
            status,
            direction: None,
            method: None,
            name: None,
            server: None,
            principal: None,
            client: None,
            protocol_version: None,
            session: None,
            workflow: None,
            request_id: None,
            trace_id: None,
            span_id: None,
            arguments: RecordedPayload::default(),
            response: RecordedPayload::default(),
            http_status: None,
            error_code: None,
            error: None,
            latency: Duration::ZERO,
            first_byte: None,
            request_bytes: 0,
            response_bytes: 0,
            redactions: Redactions::default(),
            input_tokens: None,
            output_tokens: None,
            instance: None,
            link: None,
        }
    }

    /// When the call ended.
    #[must_use]
    pub fn created_at(&self) -> SystemTime {
        self.id.time()
    }

    /// The trace's id in lower-case hexadecimal.
    #[must_use]
    pub fn trace_id_hex(&self) -> Option<String> {
        self.trace_id.as_ref().map(|id| hex(id))
    }

    /// The span's id in lower-case hexadecimal.
    #[must_use]
    pub fn span_id_hex(&self) -> Option<String> {
        self.span_id.as_ref().map(|id| hex(id))
    }

    /// About how many bytes of memory the record holds.
    #[must_use]
    pub fn weight(&self) -> usize {
        let texts: usize = self.texts().into_iter().flatten().map(|text| text.get().capacity()).sum();
        size_of::<Self>() + texts
    }

    /// How many bytes its texts have: what retention by size counts.
    #[must_use]
    pub fn text_bytes(&self) -> u64 {
        self.texts().into_iter().flatten().map(|text| text.get().len() as u64).sum()
    }

    pub(crate) fn texts(&self) -> [Option<&Masked<String>>; 13] {
        [
            self.method.as_ref(),
            self.name.as_ref(),
            self.server.as_ref(),
            self.principal.as_ref(),
            self.client.as_ref(),
            self.protocol_version.as_ref(),
            self.session.as_ref(),
            self.workflow.as_ref(),
            self.request_id.as_ref(),
            self.instance.as_ref(),
            self.error.as_ref(),
            self.arguments.text.as_ref(),
            self.response.text.as_ref(),
        ]
    }
}

impl fmt::Debug for AuditRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditRecord")
            .field("id", &self.id)
            .field("entry", &self.entry)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("latency", &self.latency)
            .field("redactions", &self.redactions)
            .finish_non_exhaustive()
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use gate_mask::Masker;

    use super::*;

    #[test]
    fn debug_shows_no_text() {
        let mut record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::Ok);
        record.name = Some(Masker::default().mask_str("hunter2").into_owned());
        record.arguments.text = Some(Masker::default().mask_str("hunter3").into_owned());
        assert!(!format!("{record:?} {:?}", record.arguments).contains("hunter"));
    }
}
