//! Formats of no single vendor, and the rule of key names.

use super::Shape::{Code, KeyName};
use super::{KEY_NAME, Rule};
use crate::scan::format::{auth_scheme, jwt, pem, userinfo};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(KEY_NAME, &[], KeyName, "https://cwe.mitre.org/data/definitions/532.html"),
    Rule::secret("jwt", &["eyJ[A-Za-z0-9_-]"], Code(jwt), "https://www.rfc-editor.org/rfc/rfc7519#section-3"),
    Rule::secret(
        "private-key",
        &["-----BEGIN"],
        Code(pem),
        "https://www.rfc-editor.org/rfc/rfc7468#section-10",
    ),
    Rule::secret(
        "authorization",
        &["[Bb][Ee][Aa][Rr][Ee][Rr] ", "[Bb][Aa][Ss][Ii][Cc] "],
        Code(auth_scheme),
        "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    ),
    Rule::secret(
        "url-userinfo",
        &["://[!-~]"],
        Code(userinfo),
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    ),
];
