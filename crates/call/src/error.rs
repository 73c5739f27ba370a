use std::{error, fmt};

/// The exchange had ended before a layer or a call could join it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateError;

impl fmt::Display for LateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the exchange has already ended")
    }
}

impl error::Error for LateError {}
