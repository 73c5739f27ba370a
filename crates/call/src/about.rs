//! The small values that facts are made of.

use std::{fmt, sync::Arc};

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An MCP tool.
    Tool,
    /// An MCP prompt.
    Prompt,
    /// An MCP resource.
    Resource,
    /// A skill run by a service of the user's own.
    Skill,
    /// A sandbox run by a service of the user's own.
    Sandbox,
    /// Any other MCP message.
    Mcp,
    /// A plain HTTP request.
    Http,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Tool, Self::Prompt, Self::Resource, Self::Skill, Self::Sandbox, Self::Mcp, Self::Http];

    /// The kind of this [name](Self::as_str).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// A short, stable name, fit for a metric label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::Prompt => "prompt",
            Self::Resource => "resource",
            Self::Skill => "skill",
            Self::Sandbox => "sandbox",
            Self::Mcp => "mcp",
            Self::Http => "http",
        }
    }
}

/// Who asks whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The client asks the server.
    ToServer,
    /// The server asks the client, as in sampling and elicitation.
    ToClient,
}

impl Direction {
    /// The direction of this [name](Self::as_str).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::ToServer, Self::ToClient].into_iter().find(|direction| direction.as_str() == name)
    }

    /// A short, stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToServer => "to_server",
            Self::ToClient => "to_client",
        }
    }
}

/// A client's own statement of what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its name.
    pub name: Arc<str>,
    /// Its version, if it gave one.
    pub version: Option<Arc<str>>,
}

/// Tokens that a model used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenUsage {
    /// Tokens read.
    pub input: Option<u64>,
    /// Tokens written.
    pub output: Option<u64>,
}

/// An error as the protocol tells it. `Debug` does not show the message: it has not been masked.
#[derive(Clone, PartialEq, Eq)]
pub struct RpcFault {
    /// The JSON-RPC code, if there is one.
    pub code: Option<i64>,
    /// The message, unmasked and bounded.
    pub message: Arc<str>,
}

impl fmt::Debug for RpcFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RpcFault").field("code", &self.code).finish_non_exhaustive()
    }
}

/// W3C trace context as text, as it came inside a message. `Debug` shows nothing of it: it may be any text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RemoteContext {
    /// `traceparent`.
    pub traceparent: Option<Arc<str>>,
    /// `tracestate`.
    pub tracestate: Option<Arc<str>>,
    /// `baggage`.
    pub baggage: Option<Arc<str>>,
}

impl fmt::Debug for RemoteContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { traceparent, tracestate, baggage } = self;
        f.debug_struct("RemoteContext")
            .field("traceparent", &traceparent.is_some())
            .field("tracestate", &tracestate.is_some())
            .field("baggage", &baggage.is_some())
            .finish()
    }
}

/// What travels with a trace beside its ids: checked, bounded, and as text that is fit for a header.
/// `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// `tracestate`, of a trace that is continued.
    pub tracestate: Option<Arc<str>>,
    /// `baggage`.
    pub baggage: Option<Arc<str>>,
}

impl Carried {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tracestate.is_none() && self.baggage.is_none()
    }
}

impl fmt::Debug for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tracestate, baggage } = self;
        f.debug_struct("Carried")
            .field("tracestate", &tracestate.is_some())
            .field("baggage", &baggage.is_some())
            .finish()
    }
}

/// The ids of a span.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceIds {
    /// The trace's id.
    pub trace_id: [u8; 16],
    /// The span's id.
    pub span_id: [u8; 8],
    /// Whether the trace is sampled.
    pub sampled: bool,
}

/// As a W3C `traceparent`.
impl fmt::Display for TraceIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags = u8::from(self.sampled);
        write!(f, "00-{}-{}-{flags:02x}", Hex(&self.trace_id), Hex(&self.span_id))
    }
}

impl fmt::Debug for TraceIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TraceIds {
    /// The trace id in lower-case hexadecimal.
    #[must_use]
    pub fn trace_id_hex(&self) -> impl fmt::Display + '_ {
        Hex(&self.trace_id)
    }

    /// The span id in lower-case hexadecimal.
    #[must_use]
    pub fn span_id_hex(&self) -> impl fmt::Display + '_ {
        Hex(&self.span_id)
    }
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // In one piece: spans format these for each call, and a formatter is slow byte by byte.
        let mut text = [0; 32];
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let used = text.iter_mut().zip(digits).map(|(to, digit)| *to = DIGITS[usize::from(digit)]).count();
        f.write_str(std::str::from_utf8(&text[..used]).map_err(|_| fmt::Error)?)
    }
}

/// What is entered while the inner service works on a call, such as the call's span.
pub trait Enter: Send + Sync + 'static {
    /// Calls `f`, once, inside the scope.
    fn enter(&self, f: &mut dyn FnMut());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_its_name() {
        for kind in
            [Kind::Tool, Kind::Prompt, Kind::Resource, Kind::Skill, Kind::Sandbox, Kind::Mcp, Kind::Http]
        {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("Tool"), None);
    }

    #[test]
    fn trace_ids_read_as_a_traceparent() {
        let ids = TraceIds { trace_id: [0xab; 16], span_id: [1; 8], sampled: true };
        assert_eq!(ids.to_string(), "00-abababababababababababababababab-0101010101010101-01");
    }

    #[test]
    fn ids_alone_are_whole_and_in_lower_case() {
        let trace_id = std::array::from_fn(|at| at as u8 * 0x11);
        let ids = TraceIds { trace_id, span_id: [0xf0; 8], sampled: false };
        assert_eq!(ids.trace_id_hex().to_string(), "00112233445566778899aabbccddeeff");
        assert_eq!(ids.span_id_hex().to_string(), "f0f0f0f0f0f0f0f0");
    }

    #[test]
    fn debug_hides_what_is_not_masked() {
        let fault = RpcFault { code: Some(-32603), message: "hunter2".into() };
        assert!(!format!("{fault:?}").contains("hunter2"));
        let text: Option<Arc<str>> = Some("hunter2=1".into());
        let remote =
            RemoteContext { traceparent: text.clone(), tracestate: text.clone(), baggage: text.clone() };
        assert!(!format!("{remote:?}").contains("hunter2"));
        let carried = Carried { tracestate: text.clone(), baggage: text };
        assert!(!format!("{carried:?}").contains("hunter2"));
    }
}
