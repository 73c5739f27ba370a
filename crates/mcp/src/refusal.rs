//! Why a request is answered in front of its server.

use std::fmt;

use bytes::Bytes;
use gate_call::{Exchange, Kind, Outcome, RpcFault};
use http::{Response, StatusCode};
use http_body_util::Full;

use crate::{conversation::Conversation, error_reply};

pub(crate) enum Refusal {
    /// Larger than this many bytes.
    TooLarge(usize),
    Encoded,
    Unreadable(gate_wire::Error),
}

impl Refusal {
    /// There is no call yet, so the exchange itself is the one that is refused.
    pub(crate) fn answer(&self, conversation: &Conversation, exchange: &Exchange) -> Response<Full<Bytes>> {
        let (status, code) = match self {
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, -32600),
            Self::Encoded => (StatusCode::UNSUPPORTED_MEDIA_TYPE, -32600),
            Self::Unreadable(error) => (StatusCode::BAD_REQUEST, error.json_rpc_code()),
        };
        let message = self.to_string();
        let call = conversation.meet(exchange);
        call.set_kind(Kind::Mcp);
        call.set_outcome(Outcome::RpcError(code));
        call.set_fault(RpcFault { code: Some(code), message: message.as_str().into() });
        error_reply(Some(exchange), status, code, &message)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(max) => write!(f, "the request body is larger than {max} bytes"),
            Self::Encoded => f.write_str("a compressed request body cannot be read"),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}
