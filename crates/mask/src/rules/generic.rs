//! The rule of key names, and tokens of no single vendor.

use super::Shape::{KeyName, Word};
use super::{KEY_NAME, Rule};
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
];
