use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::field::Field;
use super::id::Id;
use super::kept::Kept;
use super::record::{MessageKind, Record};
use crate::json::Value;

/// One JSON-RPC message: what it is, what it says about itself, and where.
///
/// The same type whether the message lies in memory ([`read`](crate::read)) or has streamed by
/// ([`MessageReader`](crate::MessageReader)). Then only small facts were kept: the range of
/// [`Field::Result`] is known but its [`value`](Self::value) is not, and a long text may be
/// [cut](Self::is_cut).
///
/// ```
/// use gate_wire::{Limits, read};
///
/// let body = br#"{"jsonrpc":"2.0","id":1,"result":{"isError":true,"content":[],
///     "_meta":{"usage":{"input_tokens":12,"output_tokens":3}}}}"#;
/// let messages = read(body, Limits::default())?;
/// let answer = messages.first();
/// assert_eq!(answer.is_error(), Some(true));
/// let usage = answer.usage().unwrap();
/// assert_eq!((usage.input, usage.output), (Some(12), Some(3)));
/// # Ok::<(), gate_wire::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Message<'a> {
    record: &'a Record,
    source: Source<'a>,
}

/// Who a peer says it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Implementation<'a> {
    /// Its name.
    pub name: Option<Cow<'a, str>>,
    /// Its version.
    pub version: Option<Cow<'a, str>>,
}

/// Tokens that a result says were spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Tokens read.
    pub input: Option<u64>,
    /// Tokens written.
    pub output: Option<u64>,
}

/// The bytes that the facts are read from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    Whole(&'a [u8]),
    Kept(&'a Kept),
}

/// What the message is, and any of its fields.
impl<'a> Message<'a> {
    pub(crate) fn new(record: &'a Record, source: Source<'a>) -> Self {
        Self { record, source }
    }

    /// Request, notification, response or error response.
    pub fn kind(&self) -> MessageKind {
        self.record.kind
    }

    /// The position in its batch; zero for a message that came alone.
    pub fn index(&self) -> usize {
        self.record.index
    }

    /// Where the message is in the body or stream.
    pub fn range(&self) -> Range<u64> {
        self.record.start..self.record.end
    }

    /// Where a field's value is in the body or stream.
    pub fn range_of(&self, field: Field) -> Option<Range<u64>> {
        self.record.span(field).map(|(start, end)| start..end)
    }

    /// Whether the field is there.
    pub fn has(&self, field: Field) -> bool {
        self.record.has(field)
    }

    /// A field's value; none when it is not there, or streamed by and was not kept whole.
    ///
    /// Its [`Value::range`] is a place in the body when the message was read from one.
    pub fn value(&self, field: Field) -> Option<Value<'a>> {
        let (start, end) = self.record.span(field)?;
        match self.source {
            // Positions in a slice fit a usize.
            Source::Whole(body) => Value::within(body, start as usize..end as usize),
            Source::Kept(kept) => kept.value(field, end - start),
        }
    }

    /// What a string field says, as far as it was kept.
    pub fn text(&self, field: Field) -> Option<Cow<'a, str>> {
        let (start, end) = self.record.span(field)?;
        match self.source {
            Source::Whole(_) => self.value(field)?.as_str(),
            Source::Kept(kept) => kept.text(field, end - start),
        }
    }

    /// Whether the field was longer than what was kept of it as it streamed by.
    pub fn is_cut(&self, field: Field) -> bool {
        match (self.source, self.record.span(field)) {
            (Source::Kept(kept), Some((start, end))) => !kept.is_whole(field, end - start),
            _ => false,
        }
    }

    /// Whether a known member was there twice, or a message was request and response at once.
    /// Never for messages of [`read`](crate::read), which refuses them.
    pub fn is_ambiguous(&self) -> bool {
        self.record.ambiguous || self.record.twice_but_for_case().is_some()
    }

    /// Whether a member differs from a known one only in letter case. It counts as unknown, but
    /// some parsers would take it for the known one.
    pub fn has_other_case(&self) -> bool {
        self.record.has_other_case()
    }

    /// Whether it is nested deeper than [`Limits::max_depth`](crate::Limits::max_depth). Never
    /// for messages of [`read`](crate::read), which refuses them.
    pub fn is_too_deep(&self) -> bool {
        self.record.too_deep
    }

    /// Whether it calls itself JSON-RPC 2.0.
    pub fn is_json_rpc_2(&self) -> bool {
        self.text(Field::JsonRpc).as_deref() == Some("2.0")
    }
}

/// The envelope and the parameters.
impl<'a> Message<'a> {
    /// The id. Also none when it streamed by and was too long to keep.
    pub fn id(&self) -> Option<Id<'a>> {
        self.token(Field::Id)
    }

    /// The method.
    pub fn method(&self) -> Option<Cow<'a, str>> {
        self.text(Field::Method)
    }

    /// `params`, unless it streamed by.
    pub fn params(&self) -> Option<Value<'a>> {
        self.value(Field::Params)
    }

    /// `result`, unless it streamed by.
    pub fn result(&self) -> Option<Value<'a>> {
        self.value(Field::Result)
    }

    /// `params.name`: the tool or prompt.
    pub fn name(&self) -> Option<Cow<'a, str>> {
        self.text(Field::Name)
    }

    /// `params.uri`: the resource.
    pub fn uri(&self) -> Option<Cow<'a, str>> {
        self.text(Field::Uri)
    }

    /// `params.arguments`, unless it streamed by.
    pub fn arguments(&self) -> Option<Value<'a>> {
        self.value(Field::Arguments)
    }

    /// `params.taskId`.
    pub fn task_id(&self) -> Option<Cow<'a, str>> {
        self.text(Field::TaskId)
    }

    /// The token that progress is to be reported with: the one that a request hands out in its
    /// `_meta`, or the one that `notifications/progress` is about.
    pub fn progress_token(&self) -> Option<Id<'a>> {
        self.token(Field::MetaProgressToken).or_else(|| self.token(Field::ProgressToken))
    }

    /// The request that `notifications/cancelled` is about.
    pub fn cancelled_id(&self) -> Option<Id<'a>> {
        self.token(Field::RequestId)
    }

    /// The reason that `notifications/cancelled` gives.
    pub fn cancel_reason(&self) -> Option<Cow<'a, str>> {
        self.text(Field::Reason)
    }

    /// The subscription that a notification belongs to.
    pub fn subscription_id(&self) -> Option<Id<'a>> {
        self.token(Field::MetaSubscriptionId)
    }

    /// `_meta.traceparent`.
    pub fn traceparent(&self) -> Option<Cow<'a, str>> {
        self.text(Field::Traceparent)
    }

    /// `_meta.tracestate`.
    pub fn tracestate(&self) -> Option<Cow<'a, str>> {
        self.text(Field::Tracestate)
    }

    /// `_meta.baggage`.
    pub fn baggage(&self) -> Option<Cow<'a, str>> {
        self.text(Field::Baggage)
    }

    /// The protocol revision: of this request (`_meta`), asked for by `initialize`, or agreed to
    /// in its result.
    pub fn protocol_version(&self) -> Option<Cow<'a, str>> {
        self.text(Field::MetaProtocolVersion)
            .or_else(|| self.text(Field::ProtocolVersion))
            .or_else(|| self.text(Field::ResultProtocolVersion))
    }

    /// The client, as `_meta` or `initialize` names it.
    pub fn client(&self) -> Option<Implementation<'a>> {
        self.implementation(Field::MetaClientName, Field::MetaClientVersion)
            .or_else(|| self.implementation(Field::ClientName, Field::ClientVersion))
    }
}

/// The answer.
impl<'a> Message<'a> {
    /// `error.code`.
    pub fn error_code(&self) -> Option<i64> {
        self.value(Field::ErrorCode)?.as_i64()
    }

    /// `error.message`.
    pub fn error_message(&self) -> Option<Cow<'a, str>> {
        self.text(Field::ErrorMessage)
    }

    /// `result.isError`: whether the tool says that it failed.
    pub fn is_error(&self) -> Option<bool> {
        self.value(Field::IsError)?.as_bool()
    }

    /// `result.resultType`.
    pub fn result_type(&self) -> Option<Cow<'a, str>> {
        self.text(Field::ResultType)
    }

    /// The server, as the result or its `_meta` names it.
    pub fn server(&self) -> Option<Implementation<'a>> {
        self.implementation(Field::ServerName, Field::ServerVersion)
            .or_else(|| self.implementation(Field::MetaServerName, Field::MetaServerVersion))
    }

    /// Tokens spent, as `result.usage` or `result._meta.usage` states them.
    pub fn usage(&self) -> Option<Usage> {
        self.tokens(Field::UsageInput, Field::UsageOutput)
            .or_else(|| self.tokens(Field::MetaUsageInput, Field::MetaUsageOutput))
    }

    fn tokens(&self, input: Field, output: Field) -> Option<Usage> {
        let count = |field| self.value(field)?.as_u64();
        let (input, output) = (count(input), count(output));
        (input.is_some() || output.is_some()).then_some(Usage { input, output })
    }

    fn implementation(&self, name: Field, version: Field) -> Option<Implementation<'a>> {
        let (name, version) = (self.text(name), self.text(version));
        (name.is_some() || version.is_some()).then_some(Implementation { name, version })
    }

    fn token(&self, field: Field) -> Option<Id<'a>> {
        self.value(field).map(Id::new)
    }
}

impl fmt::Debug for Message<'_> {
    /// What and where; no arguments, results or error texts, which may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind())
            .field("id", &self.id())
            .field("range", &self.range())
            .finish_non_exhaustive()
    }
}
