use std::time::Duration;

use http::StatusCode;
use tonic::Code;

/// What a receiver does with the requests that come, from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behaviour {
    /// Takes each request and says so.
    #[default]
    Answer,
    /// Says that it took a request but for some of its items.
    Partial {
        /// How many items it says it did not take.
        rejected: i64,
        /// Why.
        message: String,
    },
    /// Takes each request, and says so this much later; who gives up before that and sends again has
    /// sent twice.
    Slow(Duration),
    /// Accepts connections, reads requests, never answers.
    Hang,
    /// Resets the connection when a part of a request has come.
    Reset,
    /// Does not listen, and has closed the connections there were; any other behaviour listens on
    /// the same port again.
    Refuse,
    /// Answers that it failed.
    Fail(Failure),
}

/// The ways in which a collector refuses a request, over HTTP and over gRPC.
///
/// A delay is told as `Retry-After`, in seconds and rounded up, or as gRPC's `RetryInfo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// 400, or `INVALID_ARGUMENT`: not to be sent again.
    BadRequest,
    /// 401, or `UNAUTHENTICATED`: not to be sent again.
    Unauthorized,
    /// 429, or `RESOURCE_EXHAUSTED`; over gRPC it may be sent again only if a delay is told.
    Throttled {
        /// When it may be sent again.
        retry_after: Option<Duration>,
    },
    /// 503, or `UNAVAILABLE`: to be sent again.
    Unavailable {
        /// When it may be sent again.
        retry_after: Option<Duration>,
    },
}

impl Failure {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    pub(super) fn code(self) -> Code {
        match self {
            Self::BadRequest => Code::InvalidArgument,
            Self::Unauthorized => Code::Unauthenticated,
            Self::Throttled { .. } => Code::ResourceExhausted,
            Self::Unavailable { .. } => Code::Unavailable,
        }
    }

    pub(super) fn retry_after(self) -> Option<Duration> {
        match self {
            Self::BadRequest | Self::Unauthorized => None,
            Self::Throttled { retry_after } | Self::Unavailable { retry_after } => retry_after,
        }
    }

    pub(super) fn message(self) -> &'static str {
        match self {
            Self::BadRequest => "told to find the request wrong",
            Self::Unauthorized => "told to find the credentials wrong",
            Self::Throttled { .. } => "told to have had enough",
            Self::Unavailable { .. } => "told to be unavailable",
        }
    }
}
