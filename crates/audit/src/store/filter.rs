use std::{
    fmt,
    time::{Duration, SystemTime},
};

use gate_call::Kind;
use gate_mask::Masked;

use super::Search;
use crate::{AuditRecord, EntryKind, RecordId, Status};

/// Which records are asked for: those that pass every condition that is set.
///
/// `Debug` shows which conditions are set, not their texts.
///
/// ```
/// use gate_audit::{Filter, Kind, Status};
///
/// let failed = Filter::default().kind(Kind::Tool).server("files").status(Status::ToolError);
/// # let _ = failed;
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct Filter {
    /// What came of the call.
    pub status: Option<StatusFilter>,
    /// What the record tells of the call.
    pub entry: Option<EntryKind>,
    /// What was called.
    pub kind: Option<Kind>,
    /// The target server.
    pub server: Option<String>,
    /// The name of the tool, prompt, resource …
    pub name: Option<String>,
    /// Who asked.
    pub principal: Option<String>,
    /// The protocol session.
    pub session: Option<String>,
    /// The workflow.
    pub workflow: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
    /// The trace's id.
    pub trace_id: Option<[u8; 16]>,
    /// Not before this time.
    pub from: Option<SystemTime>,
    /// Before this time.
    pub to: Option<SystemTime>,
    /// At least so long.
    pub min_latency: Option<Duration>,
    /// Whether anything was masked in it.
    pub redacted: Option<bool>,
    /// Words in its arguments, its response or its error.
    pub search: Option<Search>,
}

/// One status, or a group of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusFilter {
    /// Exactly this one.
    Is(Status),
    /// Every call that did what was asked.
    Success,
    /// Every other.
    Error,
}

impl StatusFilter {
    /// Whether the filter lets this status pass.
    #[must_use]
    pub fn matches(self, status: Status) -> bool {
        match self {
            Self::Is(is) => is == status,
            Self::Success => status == Status::Ok,
            Self::Error => status != Status::Ok,
        }
    }

    /// What [`parse`](Self::parse) reads.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Is(status) => status.as_str(),
            Self::Success => "success",
            Self::Error => "error",
        }
    }

    /// Reads a status or one of the groups `success` and `error`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "success" => Some(Self::Success),
            "error" => Some(Self::Error),
            name => name.parse().ok().map(Self::Is),
        }
    }
}

impl From<Status> for StatusFilter {
    fn from(status: Status) -> Self {
        Self::Is(status)
    }
}

impl Filter {
    /// Calls of which this came.
    pub fn status(mut self, status: impl Into<StatusFilter>) -> Self {
        self.status = Some(status.into());
        self
    }

    /// Records that tell this of a call.
    pub fn entry(mut self, entry: EntryKind) -> Self {
        self.entry = Some(entry);
        self
    }

    /// Calls of this kind.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Calls to this server.
    pub fn server(mut self, server: impl Into<String>) -> Self {
        self.server = Some(server.into());
        self
    }

    /// Calls of the tool, prompt, resource … of this name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Calls by this principal.
    pub fn principal(mut self, principal: impl Into<String>) -> Self {
        self.principal = Some(principal.into());
        self
    }

    /// Calls in this session.
    pub fn session(mut self, session: impl Into<String>) -> Self {
        self.session = Some(session.into());
        self
    }

    /// Steps of this workflow.
    pub fn workflow(mut self, workflow: impl Into<String>) -> Self {
        self.workflow = Some(workflow.into());
        self
    }

    /// Calls of this request.
    pub fn request_id(mut self, request_id: impl Into<String>) -> Self {
        self.request_id = Some(request_id.into());
        self
    }

    /// Calls of this trace.
    pub fn trace_id(mut self, trace_id: [u8; 16]) -> Self {
        self.trace_id = Some(trace_id);
        self
    }

    /// Calls that ended at this time or later.
    pub fn from(mut self, from: SystemTime) -> Self {
        self.from = Some(from);
        self
    }

    /// Calls that ended before this time.
    pub fn to(mut self, to: SystemTime) -> Self {
        self.to = Some(to);
        self
    }

    /// Calls that took so long, or longer.
    pub fn min_latency(mut self, latency: Duration) -> Self {
        self.min_latency = Some(latency);
        self
    }

    /// Calls in which something was masked, or nothing was.
    pub fn redacted(mut self, redacted: bool) -> Self {
        self.redacted = Some(redacted);
        self
    }

    /// Calls with these words in their arguments, response or error.
    pub fn search(mut self, search: Search) -> Self {
        self.search = Some(search);
        self
    }

    /// The times as ids: the first that passes, and the first after it that does not.
    #[must_use]
    pub fn id_range(&self) -> (Option<RecordId>, Option<RecordId>) {
        (self.from.map(RecordId::floor), self.to.map(RecordId::floor))
    }

    /// The conditions that compare a text, each with the record's field.
    fn texts<'a>(&'a self, record: &'a AuditRecord) -> [(&'a Option<String>, Option<&'a str>); 6] {
        fn text(field: &Option<Masked<String>>) -> Option<&str> {
            field.as_ref().map(|text| text.get().as_str())
        }
        [
            (&self.server, text(&record.server)),
            (&self.name, text(&record.name)),
            (&self.principal, text(&record.principal)),
            (&self.session, text(&record.session)),
            (&self.workflow, text(&record.workflow)),
            (&self.request_id, text(&record.request_id)),
        ]
    }

    /// Whether the record passes. Stores that find by other means must agree with this.
    #[must_use]
    pub fn matches(&self, record: &AuditRecord) -> bool {
        let (from, to) = self.id_range();
        self.status.is_none_or(|status| status.matches(record.status))
            && self.entry.is_none_or(|entry| entry == record.entry)
            && self.kind.is_none_or(|kind| kind == record.kind)
            && self.trace_id.is_none_or(|trace_id| record.trace_id == Some(trace_id))
            && from.is_none_or(|from| record.id >= from)
            && to.is_none_or(|to| record.id < to)
            && self.min_latency.is_none_or(|latency| record.latency >= latency)
            && self.redacted.is_none_or(|redacted| redacted != record.redactions.is_empty())
            && self
                .texts(record)
                .into_iter()
                .all(|(wanted, is)| wanted.as_ref().is_none_or(|wanted| is == Some(wanted.as_str())))
            && self.search.as_ref().is_none_or(|search| search.matches(record))
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter")
            .field("status", &self.status)
            .field("entry", &self.entry)
            .field("kind", &self.kind)
            .field("server", &self.server.is_some())
            .field("name", &self.name.is_some())
            .field("principal", &self.principal.is_some())
            .field("session", &self.session.is_some())
            .field("workflow", &self.workflow.is_some())
            .field("request_id", &self.request_id.is_some())
            .field("trace_id", &self.trace_id.is_some())
            .field("from", &self.from)
            .field("to", &self.to)
            .field("min_latency", &self.min_latency)
            .field("redacted", &self.redacted)
            .field("search", &self.search.is_some())
            .finish()
    }
}
