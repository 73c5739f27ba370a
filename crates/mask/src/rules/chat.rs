//! Chat, mail, phone and webhooks.

use super::Piece::{Lit, Run};
use super::Shape::{After, Around, Code, Token, Word};
use super::{OPEN, Rule};
use crate::class::{
    ALNUM, ANY_HEX, BASE64URL, DASH_ALNUM, DIGIT, DOTTED_PAD, HEX, LOWER_DIGIT, PERCENT_BASE64, WORD,
};
use crate::scan::format::{bot_token, mandrill, twilio_token, webhook};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "slack-token",
        &["xox[abceoprs]-", "xoxe.xox"],
        Token(&[Run(DASH_ALNUM, 10, OPEN)]),
        "https://docs.slack.dev/authentication/tokens",
    ),
    Rule::secret(
        "slack-cookie",
        &["xoxd-"],
        Token(&[Run(PERCENT_BASE64, 10, OPEN)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "slack-app-token",
        &["xapp-"],
        Token(&[Run(BASE64URL, 20, OPEN)]),
        "https://docs.slack.dev/authentication/tokens",
    ),
    Rule::secret(
        "slack-workflow-token",
        &["xwfp-"],
        Token(&[Run(BASE64URL, 20, OPEN)]),
        "https://docs.slack.dev/authentication/tokens",
    ),
    Rule::secret(
        "webhook-url",
        &[
            "hooks.slack.com",
            "hooks.slack-gov.com",
            "discord.com",
            "discordapp.com",
            "webhook.office.com",
            "outlook.office.com",
            "open.feishu.cn",
            "open.larksuite.com",
        ],
        Code(webhook),
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/",
    ),
    Rule::secret(
        "wecom-webhook",
        &["webhook/send?key="],
        After(&[Run(DASH_ALNUM, 36, 36)]),
        "https://developer.work.weixin.qq.com/document/path/91770",
    ),
    // Base64 of a user's id, which is a number of 17 to 19 digits.
    Rule::secret(
        "discord-bot-token",
        &["[MNO][DTjz][AEIMQUYcgk][w-z0-5][MNO][DTjz][AEIMQUYcgk][w-z0-5]"],
        Token(&[Run(BASE64URL, 14, 20), Lit("."), Run(BASE64URL, 5, 8), Lit("."), Run(BASE64URL, 25, OPEN)]),
        "https://discord.com/developers/docs/reference#authentication",
    ),
    Rule::secret(
        "discord-mfa-token",
        &["mfa.[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 83, 83)]),
        "https://discord.com/developers/docs/reference#authentication",
    ),
    Rule::secret(
        "telegram-bot-token",
        &[":AA[A-Za-z0-9_-]"],
        Code(bot_token),
        "https://core.telegram.org/bots/api#authorizing-your-bot",
    ),
    Rule::secret(
        "telegram-bot-url",
        &["telegram.org/bot"],
        After(&[Run(DIGIT, 6, 12), Lit(":"), Run(BASE64URL, 30, OPEN)]),
        "https://core.telegram.org/bots/api#making-requests",
    ),
    Rule::secret(
        "sendgrid-key",
        &["SG.[A-Za-z0-9_-]"],
        Token(&[Run(DOTTED_PAD, 57, OPEN)]),
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    Rule::secret(
        "twilio-key",
        &["SK[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]"],
        Token(&[Run(ANY_HEX, 28, 28)]),
        "https://www.twilio.com/docs/glossary/what-is-a-sid",
    ),
    // 32 characters of no form, so only where they follow the id they go with.
    Rule::secret(
        "twilio-auth-token",
        &["[AS][CK][0-9a-f][0-9a-f][0-9a-f]"],
        Code(twilio_token),
        "https://www.twilio.com/docs/iam/api-keys",
    ),
    Rule::secret(
        "mailgun-key",
        &["key-[0-9a-z][0-9a-z][0-9a-z]"],
        Token(&[Run(LOWER_DIGIT, 29, 29)]),
        "https://documentation.mailgun.com/docs/mailgun/api-reference/authentication",
    ),
    Rule::secret(
        "mailchimp-key",
        &["-us[0-9]"],
        Around { before: &[Run(HEX, 32, 32)], after: &[Run(DIGIT, 0, 2)] },
        "https://mailchimp.com/developer/marketing/guides/quick-start/",
    ),
    Rule::secret(
        "mailchimp-transactional-key",
        &["md-[A-Za-z0-9_-]"],
        Word(mandrill),
        "https://mailchimp.com/developer/transactional/api/",
    ),
    Rule::secret(
        "brevo-key",
        &["xkeysib-", "xsmtpsib-"],
        Token(&[Run(BASE64URL, 60, OPEN)]),
        "https://developers.brevo.com/reference/create-an-api-key-for-a-sub-account",
    ),
    Rule::secret(
        "mailersend-token",
        &["mlsn.[A-Za-z0-9]"],
        Token(&[Run(BASE64URL, 29, OPEN)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    // Capitals or digits come early, unlike in names such as `re_export`.
    Rule::secret(
        "resend-key",
        &[
            "re_[0-9A-Z]",
            "re_[a-z][0-9A-Z]",
            "re_[a-z][a-z][0-9A-Z]",
            "re_[a-z][a-z][a-z][0-9A-Z]",
            "re_[a-z][a-z][a-z][a-z][0-9A-Z]",
            "re_[a-z][a-z][a-z][a-z][a-z][0-9A-Z]",
            "re_[a-z][a-z][a-z][a-z][a-z][a-z][0-9A-Z]",
        ],
        Token(&[Run(ALNUM, 1, 12), Lit("_"), Run(ALNUM, 20, 36)]),
        "https://resend.com/docs/api-reference/introduction",
    ),
    Rule::secret(
        "onesignal-key",
        &["os_v2_"],
        Token(&[Run(WORD, 60, 160)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "pubnub-secret-key",
        &["sec-c-"],
        Token(&[Run(BASE64URL, 36, OPEN)]),
        "https://www.pubnub.com/docs/general/setup/account-setup",
    ),
    Rule::secret(
        "matrix-token",
        &["sy[rt]_[A-Za-z0-9]", "mc[rt]_[A-Za-z0-9]"],
        Token(&[Run(WORD, 28, 200)]),
        "https://github.com/element-hq/synapse/blob/develop/synapse/handlers/auth.py",
    ),
    Rule::secret(
        "matrix-service-token",
        &["m[ap][rt]_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 29, 29), Lit("_"), Run(ALNUM, 6, 6)]),
        "https://github.com/element-hq/matrix-authentication-service/blob/main/crates/data-model/src/tokens.rs",
    ),
];
