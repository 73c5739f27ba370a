//! What a span's status and the `error.type` of spans and metrics are.

use std::fmt;

use http::StatusCode;

use crate::{End, Failure, Outcome};

/// How a span ends, in the words of the OpenTelemetry conventions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether its status is an error. Otherwise it stays unset, as the conventions ask.
    pub is_error: bool,
    /// Its `error.type`.
    pub error_type: Option<ErrorType>,
}

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// An HTTP exchange as its server sees it: a client's mistake is no error of the server's.
    Exchange,
    /// A call, or a request to a server: it has done what was asked, or it has not.
    Call,
}

impl Verdict {
    /// The one place where it is decided.
    #[must_use]
    pub fn of(judged: Judged, outcome: Outcome) -> Self {
        let error_type = match outcome {
            Outcome::Ok => None,
            Outcome::RpcError(code) => Some(ErrorType::Code(code)),
            Outcome::Status(status) if status.as_u16() < judged.first_error() => None,
            Outcome::Status(status) => Some(ErrorType::Status(status)),
            Outcome::Failed(failure) => Some(ErrorType::Name(failure.as_str())),
            // The client left: nothing is wrong with the service. Who asks why sees it in the type.
            Outcome::Cancelled | Outcome::Disconnected => Some(ErrorType::Name("cancelled")),
            told => Some(ErrorType::Name(told.as_str())),
        };
        let left = matches!(outcome, Outcome::Cancelled | Outcome::Disconnected);
        Self { is_error: error_type.is_some() && !left, error_type }
    }

    /// With a name for what broke, if something did, and more is known of it.
    #[must_use]
    pub fn failed_by(self, name: Option<&'static str>) -> Self {
        let failed = self.is_error && matches!(self.error_type, Some(ErrorType::Name(_)));
        let error_type = name.filter(|_| failed).map(ErrorType::Name).or(self.error_type);
        Self { error_type, ..self }
    }

    /// For the field `otel.status_code`: `ERROR`, or nothing, as the conventions ask.
    #[must_use]
    pub fn status_code(self) -> Option<&'static str> {
        self.is_error.then_some("ERROR")
    }
}

impl Judged {
    fn first_error(self) -> u16 {
        match self {
            Self::Exchange => 500,
            Self::Call => 400,
        }
    }
}

/// The end of an exchange in the words of a call's.
#[must_use]
pub fn outcome_of(end: Option<End>, status: Option<StatusCode>) -> Outcome {
    match (end, status) {
        (Some(End::Failed(failure)), _) => Outcome::Failed(failure),
        (Some(End::Disconnected), _) => Outcome::Disconnected,
        (_, Some(status)) => Outcome::Status(status),
        (_, None) => Outcome::Failed(Failure::NoResult),
    }
}

/// A value of `error.type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorType {
    /// A name from a small set.
    Name(&'static str),
    /// The code of a JSON-RPC error. Servers may make up any.
    Code(i64),
    /// The status of the response.
    Status(StatusCode),
}

impl fmt::Display for ErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Code(code) => code.fmt(f),
            Self::Status(status) => f.write_str(status.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(judged: Judged, outcome: Outcome) -> (bool, String) {
        let Verdict { is_error, error_type } = Verdict::of(judged, outcome);
        (is_error, error_type.map(|error| error.to_string()).unwrap_or_default())
    }

    #[test]
    fn a_calls_verdict() {
        let of = |outcome| judge(Judged::Call, outcome);
        let yes = |error: &str| (true, error.to_owned());
        assert_eq!(of(Outcome::Ok), (false, String::new()));
        assert_eq!(of(Outcome::ToolError), yes("tool_error"));
        assert_eq!(of(Outcome::RpcError(-32601)), yes("-32601"));
        assert_eq!(of(Outcome::Denied), yes("denied"));
        assert_eq!(of(Outcome::Blocked), yes("blocked"));
        assert_eq!(of(Outcome::Failed(Failure::Panic)), yes("panic"));
        assert_eq!(of(Outcome::Status(StatusCode::NOT_FOUND)), yes("404"));
        assert_eq!(of(Outcome::Status(StatusCode::ACCEPTED)), (false, String::new()));
        assert_eq!(of(Outcome::Cancelled), (false, "cancelled".to_owned()));
    }

    #[test]
    fn what_broke_has_a_name_of_its_own() {
        let of = |outcome| Verdict::of(Judged::Call, outcome).failed_by(Some("timeout")).error_type;
        assert_eq!(of(Outcome::Failed(Failure::Service)), Some(ErrorType::Name("timeout")));
        assert_eq!(of(Outcome::Cancelled), Some(ErrorType::Name("cancelled")));
        assert_eq!(
            of(Outcome::Status(StatusCode::NOT_FOUND)),
            Some(ErrorType::Status(StatusCode::NOT_FOUND))
        );
        assert_eq!(of(Outcome::Ok), None);
    }

    #[test]
    fn an_exchanges_verdict() {
        let of =
            |end, status| judge(Judged::Exchange, outcome_of(Some(end), StatusCode::from_u16(status).ok()));
        assert_eq!(of(End::Complete, 200), (false, String::new()));
        assert_eq!(of(End::Complete, 404), (false, String::new()));
        assert_eq!(of(End::Complete, 503), (true, "503".to_owned()));
        assert_eq!(of(End::Upgraded, 101), (false, String::new()));
        assert_eq!(of(End::Disconnected, 200), (false, "cancelled".to_owned()));
        assert_eq!(of(End::Disconnected, 0), (false, "cancelled".to_owned()));
        assert_eq!(of(End::Failed(Failure::Body), 200), (true, "body".to_owned()));
    }
}
