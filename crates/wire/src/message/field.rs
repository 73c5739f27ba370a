use std::fmt;

/// The members of a message that are known: where the facts of [`Message`](super::Message) come
/// from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Field {
    /// `jsonrpc`
    JsonRpc,
    /// `id`
    Id,
    /// `method`
    Method,
    /// `params`
    Params,
    /// `result`
    Result,
    /// `error`
    Error,
    /// `params.name`: of a tool or prompt
    Name,
    /// `params.uri`: of a resource
    Uri,
    /// `params.arguments`
    Arguments,
    /// `params.protocolVersion`, in `initialize`
    ProtocolVersion,
    /// `params.clientInfo`, in `initialize`
    ClientInfo,
    /// `params.clientInfo.name`
    ClientName,
    /// `params.clientInfo.version`
    ClientVersion,
    /// `params.requestId`, in `notifications/cancelled`
    RequestId,
    /// `params.reason`, in `notifications/cancelled`
    Reason,
    /// `params.progressToken`, in `notifications/progress`
    ProgressToken,
    /// `params.taskId`
    TaskId,
    /// `params._meta`
    Meta,
    /// `params._meta.progressToken`
    MetaProgressToken,
    /// `params._meta.traceparent`
    Traceparent,
    /// `params._meta.tracestate`
    Tracestate,
    /// `params._meta.baggage`
    Baggage,
    /// `params._meta["io.modelcontextprotocol/protocolVersion"]`
    MetaProtocolVersion,
    /// `params._meta["io.modelcontextprotocol/clientInfo"]`
    MetaClientInfo,
    /// `params._meta["io.modelcontextprotocol/clientInfo"].name`
    MetaClientName,
    /// `params._meta["io.modelcontextprotocol/clientInfo"].version`
    MetaClientVersion,
    /// `params._meta["io.modelcontextprotocol/clientCapabilities"]`
    MetaClientCapabilities,
    /// `params._meta["io.modelcontextprotocol/subscriptionId"]`
    MetaSubscriptionId,
    /// `result.isError`
    IsError,
    /// `result.resultType`
    ResultType,
    /// `result.protocolVersion`, of `initialize`
    ResultProtocolVersion,
    /// `result.serverInfo`, of `initialize` and `server/discover`
    ServerInfo,
    /// `result.serverInfo.name`
    ServerName,
    /// `result.serverInfo.version`
    ServerVersion,
    /// `result.usage`
    Usage,
    /// The input tokens in `result.usage`, whatever they are called
    UsageInput,
    /// The output tokens in `result.usage`, whatever they are called
    UsageOutput,
    /// `result._meta`
    ResultMeta,
    /// `result._meta["io.modelcontextprotocol/serverInfo"]`
    MetaServerInfo,
    /// `result._meta["io.modelcontextprotocol/serverInfo"].name`
    MetaServerName,
    /// `result._meta["io.modelcontextprotocol/serverInfo"].version`
    MetaServerVersion,
    /// `result._meta.usage`
    MetaUsage,
    /// The input tokens in `result._meta.usage`, whatever they are called
    MetaUsageInput,
    /// The output tokens in `result._meta.usage`, whatever they are called
    MetaUsageOutput,
    /// `error.code`
    ErrorCode,
    /// `error.message`
    ErrorMessage,
    /// `error.data`
    ErrorData,
}

type Members = &'static [(&'static str, Field)];

const ENVELOPE: Members = &[
    ("jsonrpc", Field::JsonRpc),
    ("id", Field::Id),
    ("method", Field::Method),
    ("params", Field::Params),
    ("result", Field::Result),
    ("error", Field::Error),
];

const PARAMS: Members = &[
    ("name", Field::Name),
    ("uri", Field::Uri),
    ("arguments", Field::Arguments),
    ("_meta", Field::Meta),
    ("protocolVersion", Field::ProtocolVersion),
    ("clientInfo", Field::ClientInfo),
    ("requestId", Field::RequestId),
    ("reason", Field::Reason),
    ("progressToken", Field::ProgressToken),
    ("taskId", Field::TaskId),
];

const META: Members = &[
    ("progressToken", Field::MetaProgressToken),
    ("traceparent", Field::Traceparent),
    ("tracestate", Field::Tracestate),
    ("baggage", Field::Baggage),
    ("io.modelcontextprotocol/protocolVersion", Field::MetaProtocolVersion),
    ("io.modelcontextprotocol/clientInfo", Field::MetaClientInfo),
    ("io.modelcontextprotocol/clientCapabilities", Field::MetaClientCapabilities),
    ("io.modelcontextprotocol/subscriptionId", Field::MetaSubscriptionId),
];

const RESULT: Members = &[
    ("isError", Field::IsError),
    ("resultType", Field::ResultType),
    ("protocolVersion", Field::ResultProtocolVersion),
    ("serverInfo", Field::ServerInfo),
    ("usage", Field::Usage),
    ("_meta", Field::ResultMeta),
];

const RESULT_META: Members =
    &[("io.modelcontextprotocol/serverInfo", Field::MetaServerInfo), ("usage", Field::MetaUsage)];

const ERROR: Members =
    &[("code", Field::ErrorCode), ("message", Field::ErrorMessage), ("data", Field::ErrorData)];

/// A member name, and how it was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The name itself.
    Exact(Field),
    /// The name but for letter case: no such member to us, but to parsers that ignore case
    /// (Go's `encoding/json` is one).
    OtherCase(Field),
}

impl Field {
    pub(super) const COUNT: usize = {
        let count = Field::ErrorData as usize + 1;
        assert!(count <= u64::BITS as usize, "each field has a bit");
        count
    };

    /// The member `key` of the message itself (`parent` is none) or of one of its objects.
    pub(super) fn find(parent: Option<Field>, key: &[u8]) -> Option<Match> {
        let members = Self::members(parent);
        if let Some((_, field)) = members.iter().find(|(name, _)| name.as_bytes() == key) {
            return Some(Match::Exact(*field));
        }
        members.iter().find(|(name, _)| is_other_case(key, name)).map(|(_, field)| Match::OtherCase(*field))
    }

    fn members(parent: Option<Field>) -> Members {
        let Some(parent) = parent else {
            return ENVELOPE;
        };
        match parent {
            Field::Params => PARAMS,
            Field::Meta => META,
            Field::Result => RESULT,
            Field::ResultMeta => RESULT_META,
            Field::Error => ERROR,
            Field::ClientInfo => &[("name", Field::ClientName), ("version", Field::ClientVersion)],
            Field::MetaClientInfo => {
                &[("name", Field::MetaClientName), ("version", Field::MetaClientVersion)]
            }
            Field::ServerInfo => &[("name", Field::ServerName), ("version", Field::ServerVersion)],
            Field::MetaServerInfo => {
                &[("name", Field::MetaServerName), ("version", Field::MetaServerVersion)]
            }
            Field::Usage => &[
                ("input_tokens", Field::UsageInput),
                ("output_tokens", Field::UsageOutput),
                ("prompt_tokens", Field::UsageInput),
                ("completion_tokens", Field::UsageOutput),
                ("inputTokens", Field::UsageInput),
                ("outputTokens", Field::UsageOutput),
            ],
            Field::MetaUsage => &[
                ("input_tokens", Field::MetaUsageInput),
                ("output_tokens", Field::MetaUsageOutput),
                ("prompt_tokens", Field::MetaUsageInput),
                ("completion_tokens", Field::MetaUsageOutput),
                ("inputTokens", Field::MetaUsageInput),
                ("outputTokens", Field::MetaUsageOutput),
            ],
            _ => &[],
        }
    }

    /// Whether known members lie within this one.
    pub(super) fn is_object(self) -> bool {
        !Self::members(Some(self)).is_empty()
    }

    /// Whether it is small by nature, so that a reader of streams keeps it.
    pub(super) fn is_fact(self) -> bool {
        !self.is_object()
            && !matches!(self, Field::Arguments | Field::MetaClientCapabilities | Field::ErrorData)
    }

    /// Whether a reader of streams hands on its bytes.
    pub(super) fn is_payload(self) -> bool {
        matches!(self, Field::Params | Field::Result | Field::Error)
    }

    /// Whether several names lead to it, so that meeting it twice is no ambiguity.
    pub(super) fn has_synonyms(self) -> bool {
        matches!(
            self,
            Field::UsageInput | Field::UsageOutput | Field::MetaUsageInput | Field::MetaUsageOutput
        )
    }

    pub(super) fn bit(self) -> u64 {
        1 << self as u8
    }

    /// Where the member is, for messages to people.
    fn path(self) -> &'static str {
        match self {
            Field::JsonRpc => "jsonrpc",
            Field::Id => "id",
            Field::Method => "method",
            Field::Params => "params",
            Field::Result => "result",
            Field::Error => "error",
            Field::Name => "params.name",
            Field::Uri => "params.uri",
            Field::Arguments => "params.arguments",
            Field::ProtocolVersion => "params.protocolVersion",
            Field::ClientInfo => "params.clientInfo",
            Field::ClientName => "params.clientInfo.name",
            Field::ClientVersion => "params.clientInfo.version",
            Field::RequestId => "params.requestId",
            Field::Reason => "params.reason",
            Field::ProgressToken => "params.progressToken",
            Field::TaskId => "params.taskId",
            Field::Meta => "params._meta",
            Field::MetaProgressToken => "params._meta.progressToken",
            Field::Traceparent => "params._meta.traceparent",
            Field::Tracestate => "params._meta.tracestate",
            Field::Baggage => "params._meta.baggage",
            Field::MetaProtocolVersion => "the protocolVersion in params._meta",
            Field::MetaClientInfo => "the clientInfo in params._meta",
            Field::MetaClientName => "the clientInfo name in params._meta",
            Field::MetaClientVersion => "the clientInfo version in params._meta",
            Field::MetaClientCapabilities => "the clientCapabilities in params._meta",
            Field::MetaSubscriptionId => "the subscriptionId in params._meta",
            Field::IsError => "result.isError",
            Field::ResultType => "result.resultType",
            Field::ResultProtocolVersion => "result.protocolVersion",
            Field::ServerInfo => "result.serverInfo",
            Field::ServerName => "result.serverInfo.name",
            Field::ServerVersion => "result.serverInfo.version",
            Field::Usage => "result.usage",
            Field::UsageInput => "the input tokens in result.usage",
            Field::UsageOutput => "the output tokens in result.usage",
            Field::ResultMeta => "result._meta",
            Field::MetaServerInfo => "the serverInfo in result._meta",
            Field::MetaServerName => "the serverInfo name in result._meta",
            Field::MetaServerVersion => "the serverInfo version in result._meta",
            Field::MetaUsage => "result._meta.usage",
            Field::MetaUsageInput => "the input tokens in result._meta.usage",
            Field::MetaUsageOutput => "the output tokens in result._meta.usage",
            Field::ErrorCode => "error.code",
            Field::ErrorMessage => "error.message",
            Field::ErrorData => "error.data",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

/// Whether `key` is `name` to a parser that ignores case, by Unicode's simple folding: besides
/// the ASCII letters, the long s folds to s and the Kelvin sign to k.
fn is_other_case(key: &[u8], name: &str) -> bool {
    if key.is_ascii() {
        return key.eq_ignore_ascii_case(name.as_bytes());
    }
    let Ok(key) = std::str::from_utf8(key) else {
        return false;
    };
    let folded = key.chars().map(|letter| match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        _ => letter.to_ascii_lowercase(),
    });
    folded.eq(name.chars().map(|letter| letter.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_is_noticed() {
        let find = |key: &str| Field::find(None, key.as_bytes());
        assert_eq!(find("method"), Some(Match::Exact(Field::Method)));
        assert_eq!(find("Method"), Some(Match::OtherCase(Field::Method)));
        assert_eq!(find("param\u{17f}"), Some(Match::OtherCase(Field::Params)));
        assert_eq!(find("methods"), None);
        assert_eq!(find("param\u{df}"), None);
    }
}
