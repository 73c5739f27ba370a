//! Chat and mail.

use super::Piece::{Lit, Run};
use super::Shape::Token;
use super::{OPEN, Rule};
use crate::class::{BASE64URL, DASH_ALNUM};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "slack-token",
        &["xox[abcdeprs]-", "xoxe.xox"],
        Token(&[Run(DASH_ALNUM, 10, OPEN)]),
        "https://docs.slack.dev/authentication/tokens/",
    ),
    Rule::secret(
        "slack-app-token",
        &["xapp-"],
        Token(&[Run(BASE64URL, 20, OPEN)]),
        "https://docs.slack.dev/authentication/tokens/",
    ),
    Rule::secret(
        "sendgrid-key",
        &["SG.[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 21, 21), Lit("."), Run(BASE64URL, 43, 43)]),
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
];
