//! Credentials in headers. What the name of a header tells is the matter of key names.

use super::Piece::Run;
use super::Shape::{After, Code, Word};
use super::{OPEN, Rule};
use crate::class::BASE64;
use crate::scan::format::{auth_scheme, digest};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "authorization",
        &["[Bb][Ee][Aa][Rr][Ee][Rr][ \t\\%]", "[Bb][Aa][Ss][Ii][Cc][ \t\\%]"],
        Word(auth_scheme),
        "https://datatracker.ietf.org/doc/html/rfc6750",
    ),
    Rule::secret(
        "smtp-auth",
        &["AUTH PLAIN "],
        After(&[Run(BASE64, 12, OPEN)]),
        "https://www.rfc-editor.org/rfc/rfc4954#section-4",
    ),
    Rule::secret(
        "digest-response",
        &["response=[\"\\]"],
        Code(digest),
        "https://www.rfc-editor.org/rfc/rfc7616#section-3.4",
    ),
];
