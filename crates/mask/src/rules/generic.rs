//! The rule of key names, and tokens of no single vendor.

use super::Piece::Run;
use super::Shape::{KeyName, Token, Word};
use super::{KEY_NAME, OPEN, Rule};
use crate::class::{BASE64URL, DOTTED};
use crate::scan::format::jwt;

pub(super) static RULES: &[Rule] = &[
    Rule::secret(KEY_NAME, &[], KeyName, "https://cwe.mitre.org/data/definitions/532.html"),
    // JSON in base64: `{"`, or with white space before or after the brace.
    Rule::secret(
        "jwt",
        &["eyJ[A-Za-z0-9_-]", "eyAi[A-Za-z0-9_-]", "ewo[gi][A-Za-z0-9_-]", "ew0K[A-Za-z0-9_-]"],
        Word(jwt),
        "https://www.rfc-editor.org/rfc/rfc7519#section-3",
    ),
    Rule::secret(
        "paseto",
        &["v[1-4].local.[A-Za-z0-9_-]", "v[1-4].public.[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 50, OPEN), Run(DOTTED, 0, OPEN)]),
        "https://github.com/paseto-standard/paseto-spec/blob/master/docs/01-Protocol-Versions/Common.md",
    ),
];
