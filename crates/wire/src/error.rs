use std::fmt;

use crate::Field;

/// Why bytes could not be read as a message, and where.
///
/// ```
/// let error = gate_wire::read(b"{\"method\": nope}", gate_wire::Limits::default()).unwrap_err();
/// assert_eq!(error.offset(), 12);
/// assert_eq!(error.json_rpc_code(), -32700);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: u64,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A byte that JSON does not allow there.
    Syntax,
    /// The bytes ended inside a value, or there were none.
    Incomplete,
    /// More than whitespace after the end of the value.
    Trailing,
    /// Nested deeper than [`Limits::max_depth`](crate::Limits::max_depth).
    TooDeep,
    /// A batch of more messages than [`Limits::max_batch`](crate::Limits::max_batch).
    TooMany,
    /// An id longer than [`Limits::max_id`](crate::Limits::max_id).
    IdTooLong,
    /// A member that two parsers may read differently: there twice, or there once more in other
    /// letter case.
    Ambiguous(Field),
    /// JSON, but not a JSON-RPC message: not an object, none of `method`, `result` and `error`,
    /// or a `method` that is not a string.
    NotAMessage,
    /// A batch without messages.
    EmptyBatch,
    /// `params` or `_meta` is there but is no object, so nothing can be spliced into it.
    NotAnObject(Field),
    /// Edits that overlap, or reach beyond the bytes they are for.
    Edits,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, offset: u64) -> Self {
        Self { kind, offset }
    }

    /// What was wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The byte at which it was noticed, counted from the start of the body or stream.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The JSON-RPC error code to answer with: −32700 when the bytes are not JSON, −32600 when
    /// they are but make no valid request.
    pub fn json_rpc_code(&self) -> i64 {
        match self.kind {
            ErrorKind::Syntax | ErrorKind::Incomplete | ErrorKind::Trailing => -32700,
            _ => -32600,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Syntax => f.write_str("invalid JSON"),
            ErrorKind::Incomplete => f.write_str("incomplete JSON"),
            ErrorKind::Trailing => f.write_str("unexpected data after the JSON value"),
            ErrorKind::TooDeep => f.write_str("nested too deeply"),
            ErrorKind::TooMany => f.write_str("too many messages in a batch"),
            ErrorKind::IdTooLong => f.write_str("the message id is too long"),
            ErrorKind::Ambiguous(field) => write!(f, "ambiguous: more than one {field}"),
            ErrorKind::NotAMessage => f.write_str("not a JSON-RPC message"),
            ErrorKind::EmptyBatch => f.write_str("an empty batch"),
            ErrorKind::NotAnObject(field) => write!(f, "{field} is not an object"),
            ErrorKind::Edits => f.write_str("edits overlap or are out of range"),
        }?;
        write!(f, " (at byte {})", self.offset)
    }
}

impl std::error::Error for Error {}
