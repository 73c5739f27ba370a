//! How exchanges and calls end.

use std::fmt;

use http::StatusCode;

/// How an [`Exchange`](crate::Exchange) ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// The response was delivered in full; its status says the rest.
    Complete,
    /// The connection was handed over (`101`, or `CONNECT` accepted).
    Upgraded,
    /// The client went away, or reset the stream, before the response was complete.
    Disconnected,
    /// Something on our side or upstream broke.
    Failed(Failure),
}

/// What broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Failure {
    /// The inner service returned an error instead of a response.
    Service,
    /// The response body yielded an error.
    Body,
    /// The inner service or its body panicked.
    Panic,
    /// The response ended without the result that was due.
    NoResult,
    /// The session that owed the result is gone.
    Session,
}

impl Failure {
    /// A short, stable name, fit for a metric label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Body => "body",
            Self::Panic => "panic",
            Self::NoResult => "no_result",
            Self::Session => "session",
        }
    }
}

/// What came of a [`Call`](crate::Call).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// A result was seen.
    Ok,
    /// A tool result with `isError: true` was seen.
    ToolError,
    /// A JSON-RPC error with this code was seen.
    RpcError(i64),
    /// An authenticator or authorizer refused the call.
    Denied,
    /// A guard refused the call because of what it carries.
    Blocked,
    /// The client cancelled the call.
    Cancelled,
    /// The client went away before the result.
    Disconnected,
    /// No result; something broke.
    Failed(Failure),
    /// No result was due or seen; the HTTP status decides.
    Status(StatusCode),
}

impl Outcome {
    /// The outcome's name in audit rows and metric labels: one of `ok`, `tool_error`, `rpc_error`,
    /// `denied`, `blocked`, `cancelled`, `disconnected` and `upstream_error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::ToolError => "tool_error",
            Self::RpcError(_) => "rpc_error",
            Self::Denied => "denied",
            Self::Blocked => "blocked",
            Self::Cancelled => "cancelled",
            Self::Disconnected => "disconnected",
            Self::Failed(_) => "upstream_error",
            Self::Status(status) => status_name(status),
        }
    }

    /// Whether the call did what was asked.
    #[must_use]
    pub fn is_ok(self) -> bool {
        self.as_str() == "ok"
    }
}

fn status_name(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "denied",
        status if status.as_u16() < 400 => "ok",
        _ => "upstream_error",
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_decides_where_nothing_else_was_seen() {
        let name = |code| Outcome::Status(StatusCode::from_u16(code).unwrap()).as_str();
        assert_eq!(name(200), "ok");
        assert_eq!(name(202), "ok");
        assert_eq!(name(304), "ok");
        assert_eq!(name(401), "denied");
        assert_eq!(name(403), "denied");
        assert_eq!(name(404), "upstream_error");
        assert_eq!(name(502), "upstream_error");
    }
}
