//! Credentials in headers. What the name of a header tells is the matter of key names.

use super::Rule;
use super::Shape::{Code, Word};
use crate::scan::format::{auth_scheme, digest};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "authorization",
        &["[Bb][Ee][Aa][Rr][Ee][Rr][ \t\\%]", "[Bb][Aa][Ss][Ii][Cc][ \t\\%]"],
        Word(auth_scheme),
        "https://datatracker.ietf.org/doc/html/rfc6750",
    ),
    Rule::secret(
        "digest-response",
        &["response=[\"\\]"],
        Code(digest),
        "https://www.rfc-editor.org/rfc/rfc7616#section-3.4",
    ),
];
