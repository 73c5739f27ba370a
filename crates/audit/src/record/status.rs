use std::{fmt, str::FromStr};

use gate_call::Outcome;

use crate::ParseError;

/// What came of a call, as the trail tells it: the name of its [`Outcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// It did what was asked.
    Ok,
    /// The tool said that it failed.
    ToolError,
    /// A JSON-RPC error.
    RpcError,
    /// Refused: who asked may not.
    Denied,
    /// Refused: for what it carried.
    Blocked,
    /// The client cancelled it.
    Cancelled,
    /// The client went away.
    Disconnected,
    /// Something broke behind the layer.
    UpstreamError,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 8] = [
        Self::Ok,
        Self::ToolError,
        Self::RpcError,
        Self::Denied,
        Self::Blocked,
        Self::Cancelled,
        Self::Disconnected,
        Self::UpstreamError,
    ];

    /// A short, stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::ToolError => "tool_error",
            Self::RpcError => "rpc_error",
            Self::Denied => "denied",
            Self::Blocked => "blocked",
            Self::Cancelled => "cancelled",
            Self::Disconnected => "disconnected",
            Self::UpstreamError => "upstream_error",
        }
    }
}

impl From<Outcome> for Status {
    fn from(outcome: Outcome) -> Self {
        // An outcome that this version does not know is no success.
        outcome.as_str().parse().unwrap_or(Self::UpstreamError)
    }
}

impl FromStr for Status {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|status| status.as_str() == name).ok_or(ParseError)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use gate_call::Failure;
    use http::StatusCode;

    use super::*;

    #[test]
    fn every_outcome_has_its_status() {
        let outcomes = [
            (Outcome::Ok, Status::Ok),
            (Outcome::ToolError, Status::ToolError),
            (Outcome::RpcError(-32601), Status::RpcError),
            (Outcome::Denied, Status::Denied),
            (Outcome::Blocked, Status::Blocked),
            (Outcome::Cancelled, Status::Cancelled),
            (Outcome::Disconnected, Status::Disconnected),
            (Outcome::Failed(Failure::Panic), Status::UpstreamError),
            (Outcome::Status(StatusCode::FORBIDDEN), Status::Denied),
            (Outcome::Status(StatusCode::NO_CONTENT), Status::Ok),
        ];
        for (outcome, status) in outcomes {
            assert_eq!(Status::from(outcome), status);
            assert_eq!(outcome.as_str(), status.as_str());
        }
    }
}
